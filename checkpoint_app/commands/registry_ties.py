"""`checkpoint enrol` and `checkpoint refresh`: a person asks the registry for something now."""

from __future__ import annotations

import platform
from argparse import Namespace
from pathlib import Path

from checkpoint_app.commands.setting import Setting
from checkpoint_app.domain.permit import parse_permit_number
from checkpoint_app.errors import ConfigError
from checkpoint_app.main import ROOT_LIMIT, enrol_lane, open_lane
from checkpoint_app.reference import ports

# `refresh` of a permit that the registry does not know: answered, and nothing came of it.
UNKNOWN = 10


def enrol(chosen: Namespace, setting: Setting) -> int:
    """Make this computer a lane; says the fingerprint that both ends show."""
    device = enrol_lane(
        setting.paths,
        registry=chosen.registry,
        code=chosen.code,
        name=chosen.name or platform.node() or "lane",
        root=root_file(chosen.root),
        demo=chosen.demo_root,
    )
    console = setting.console
    port = ports().by_id(device.port_id)
    name = port.name_ar if console.lang == "ar" else port.name_en
    console.say("cli.enrolled", lane=device.lane, port=name)
    console.say("cli.fingerprint", fingerprint=device.fingerprint)
    return 0


def refresh(chosen: Namespace, setting: Setting) -> int:
    """Fetch one permit's newest record and status."""
    number = parse_permit_number(chosen.number)
    if number is None:
        raise ConfigError("not a permit number", key="cli.number_wrong")
    with open_lane(setting.paths, setting.clock, online=True) as lane:
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
