"""`checkpoint enrol` and `checkpoint refresh`: a person asks the registry for something now."""

from __future__ import annotations

import platform
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from checkpoint_app.commands.console import Console
from checkpoint_app.commands.setting import Setting
from checkpoint_app.commands.signing_in import looking
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.permit import parse_permit_number
from checkpoint_app.domain.port import Port
from checkpoint_app.errors import ConfigError
from checkpoint_app.main import ROOT_LIMIT, enrol_lane, open_lane
from checkpoint_app.reference import ports
from sync.client.device import Device

# `refresh` of a permit that the registry does not know: answered, and nothing came of it.
UNKNOWN = 10


def enrol(chosen: Namespace, setting: Setting) -> int:
    """Make this computer a lane, by a code over the line or by a stick there and back; says the
    fingerprint that both ends show. Nobody signs in for it: a folder that is a lane already is not
    enrolled again, and what lets another in is the registry's code or its answer on the stick."""
    given = {
        name
        for name in ("registry", "code", "request_to", "bundle", "port", "lane", "root")
        if getattr(chosen, name) is not None
    }
    way = next((way for needed, way in _WAYS.items() if given == needed), None)
    if way is None:
        raise ConfigError("which way to enrol", key="cli.enrol_which")
    way(chosen, setting)
    return 0


def _by_code(chosen: Namespace, setting: Setting) -> None:
    device = enrol_lane(
        setting.paths,
        registry=chosen.registry,
        code=chosen.code,
        name=_name(chosen),
        root=root_file(chosen.root),
        demo=chosen.demo_root,
    )
    _tell_enrolled(device, setting)


def _ask_by_stick(chosen: Namespace, setting: Setting) -> None:
    from checkpoint_app.enrolling import ask_to_enrol
    from sync.client.stick_enrol import Asked

    port = _port_named(chosen.port)
    asked = Asked(port.port_id, chosen.lane, _name(chosen), chosen.demo_root)
    made = ask_to_enrol(setting.paths, chosen.request_to, asked, root_file(chosen.root))
    console = setting.console
    console.say("cli.request_made", file=made.file, lane=chosen.lane, port=_of(port, console))
    console.say("cli.fingerprint", fingerprint=made.said.fingerprint)
    console.say("cli.request_next")


def _from_stick(chosen: Namespace, setting: Setting) -> None:
    from checkpoint_app.enrolling import enrol_from

    _tell_enrolled(enrol_from(setting.paths, chosen.bundle, setting.clock), setting)


# What is given together, and what it asks for.
_WAYS: Mapping[frozenset[str], Callable[[Namespace, Setting], None]] = {
    frozenset({"registry", "code", "root"}): _by_code,
    frozenset({"request_to", "port", "lane", "root"}): _ask_by_stick,
    frozenset({"bundle"}): _from_stick,
}


def _name(chosen: Namespace) -> str:
    return chosen.name or platform.node() or "lane"


def _port_named(port_id: str) -> Port:
    try:
        return ports().by_id(port_id.upper())
    except KeyError:
        raise ConfigError("no such port", key="api.unknown-port", port=port_id[:16]) from None


def _of(port: Port, console: Console) -> str:
    return port.name_ar if console.lang == "ar" else port.name_en


def _tell_enrolled(device: Device, setting: Setting) -> None:
    console = setting.console
    console.say("cli.enrolled", lane=device.lane, port=_of(ports().by_id(device.port_id), console))
    console.say("cli.fingerprint", fingerprint=device.fingerprint)


def refresh(chosen: Namespace, setting: Setting) -> int:
    """Fetch one permit's newest record and status."""
    number = parse_permit_number(chosen.number)
    if number is None:
        raise ConfigError("not a permit number", key="cli.number_wrong")
    with (
        open_lane(setting.paths, setting.clock, online=True) as lane,
        looking(chosen, setting, lane, Direction.DEPARTING),
    ):
        known = lane.service.refresh(number)
    setting.console.say("cli.refresh_known" if known else "cli.refresh_unknown")
    return 0 if known else UNKNOWN


def root_file(path: Path) -> bytes:
    """A registry's first root.json. Raises ConfigError."""
    try:
        with path.open("rb") as file:
            root = file.read(ROOT_LIMIT + 1)
    except OSError as error:
        raise ConfigError("no root file", key="cli.root_unreadable", name=path.name) from error
    if len(root) > ROOT_LIMIT:
        raise ConfigError("root file too long", key="cli.root_unreadable", name=path.name)
    return root
