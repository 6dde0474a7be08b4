"""`checkpoint registry bundle-in` and `sticks`: what comes back from ports, and the loop."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checkpoint_app.domain.days import CAIRO
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import error_message, message, ports
from sync.registry.command_parts import (
    AddWord,
    RegistrySetting,
    answer,
    port_named,
    registry_paths,
    said,
)

if TYPE_CHECKING:
    from sync.registry.api.devices import Device
    from sync.registry.api.ingest import Tally
    from sync.registry.inbox import Inbox, Taken
    from sync.registry.inbox_files import RefusedFile
    from sync.registry.paths import RegistryPaths
    from sync.registry.sticks import CameBack, Said, WrittenStick

_FAILED = 1
_MOST_NAMED = 8
# Seconds between two lines about progress.
_TELL_EVERY = 2.0


def add_words(word: AddWord) -> None:
    """Add these words to ``registry``."""
    word("bundle-in", run_bundle_in, _in_options)
    word("sticks", run_sticks, _sticks_options)


def run_bundle_in(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Take in what came back on a stick. Exit 1 when something was refused, or contradicts."""
    with _inbox(registry_paths(chosen), setting) as inbox:
        taken = inbox.take(chosen.folder, _Pace(setting, silent=chosen.json))
    if chosen.json:
        setting.console.object(_taken_object(taken))
    else:
        for line in _taken_lines(taken, setting.console.lang):
            setting.console.line(line)
    return 0 if taken.is_well else _FAILED


def run_sticks(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Show bundles written, what devices said that they hold, and what came back."""
    from sync.registry.db.open import open_database
    from sync.registry.sticks import Sticks

    port = port_named(chosen.port) if chosen.port else None
    engine = open_database(registry_paths(chosen).database)
    try:
        sticks = Sticks(engine, ports())
        rows = [("stick", _written_values(each)) for each in sticks.written(port)]
        rows += [("holds", _said_values(each)) for each in sticks.said(port)]
        rows += [("came-back", _back_values(each)) for each in sticks.came_back(port)]
    finally:
        engine.dispose()
    for name, values in rows:
        told = _times(values, _iso) | {"kind": name} if chosen.json else _times(values, _shown)
        answer(chosen, setting, told, name)
    if not rows and not chosen.json:
        setting.console.line(message("api.said-no-sticks", setting.console.lang))
    return 0


class _Pace:
    """A line about how far it is, every few seconds; none for what is done at once."""

    def __init__(self, setting: RegistrySetting, *, silent: bool) -> None:
        self._console, self._clock, self._silent = setting.console, setting.clock, silent
        self._told_at = self._clock.monotonic()

    def __call__(self, done: int, files: int) -> None:
        now = self._clock.monotonic()
        if self._silent or now - self._told_at < _TELL_EVERY:
            return
        self._told_at = now
        text = message("api.said-in-progress", self._console.lang, done=done, files=files)
        self._console.line(text)


@contextmanager
def _inbox(paths: RegistryPaths, setting: RegistrySetting) -> Iterator[Inbox]:
    from sync.registry.api.devices import DeviceRegister
    from sync.registry.api.ingest import Ingest
    from sync.registry.db.open import open_database
    from sync.registry.inbox import Inbox
    from sync.registry.serve import read_identity
    from sync.registry.signer.keys import receipt_key

    engine = open_database(paths.database)
    try:
        identity = read_identity(engine)
        ingest = Ingest(engine, setting.clock, receipt_key(paths), identity.epoch)
        ingest.reread()  # what an older program set aside
        yield Inbox(
            engine=engine,
            register=DeviceRegister(engine, setting.clock),
            ingest=ingest,
            identities=_identities(paths),
            audience=identity.audience,
            clock=setting.clock,
        )
    finally:
        engine.dispose()


def _identities(paths: RegistryPaths) -> tuple[str, ...]:
    """The inbox's age identities. Raises ConfigError when there is none."""
    from sync.registry.inbox_keys import inbox_identities

    found = inbox_identities(paths)
    if not found:
        raise ConfigError("no inbox identity", key="departures.no-key")
    return found


def _taken_lines(taken: Taken, lang: str) -> Iterator[str]:
    for device, tally in taken.devices.values():
        yield message("api.said-in-device", lang, **_device_values(device, tally))
        if device.recalled:
            yield message("api.said-in-recalled", lang)
        if tally.forks:
            yield message("api.said-in-fork", lang)
    if taken.holdings:
        yield message("api.said-in-holding", lang, taken=taken.holdings)
    for refused in taken.refused:
        reason = error_message(refused.error, lang)
        yield message("api.said-in-refused", lang, file=refused.file, reason=reason)
    if taken.requests:
        files = ", ".join(taken.requests[:_MOST_NAMED])
        yield message("api.said-in-requests", lang, count=len(taken.requests), files=files)
    if not taken.files:
        yield message("api.said-in-nothing", lang)
    for bit in sorted({device.port for device, _ in taken.devices.values()}):
        yield message("api.said-in-next", lang, port=ports().by_bit(bit).port_id)


def _taken_object(taken: Taken) -> dict[str, object]:
    return {
        "ok": taken.is_well,
        "files": taken.files,
        "devices": [
            _device_values(device, tally) | {"recalled": device.recalled}
            for device, tally in taken.devices.values()
        ],
        "holdings": taken.holdings,
        "refused": [_refused_object(each) for each in taken.refused],
        "requests": taken.requests,
    }


def _device_values(device: Device, tally: Tally) -> dict[str, object]:
    from sync.registry.frames import tally_object

    return {
        "device": device.device_id,
        "port": ports().by_bit(device.port).port_id,
        "lane": _plain(device.lane),
        **tally_object(tally),
    }


def _refused_object(refused: RefusedFile) -> dict[str, str]:
    return {
        "file": refused.file,
        "key": refused.error.key,
        "en": error_message(refused.error, "en"),
        "ar": error_message(refused.error, "ar"),
    }


def _written_values(each: WrittenStick) -> dict[str, object]:
    return {
        "number": each.number,
        "port": each.port.port_id,
        "written": _at(each.written_at),
        "issued": _at(each.issued),
        "timestamp": each.timestamp,
        "holders": each.holders,
        "devices": each.devices,
    }


def _said_values(each: Said) -> dict[str, object]:
    return {
        "device": each.device_id,
        "port": each.port.port_id,
        "lane": _plain(each.lane),
        "at": _at(each.at),
        "issued": _at(each.issued),
        "timestamp": each.timestamp,
        "pending": each.pending,
    }


def _back_values(each: CameBack) -> dict[str, object]:
    return {
        "at": _at(each.at),
        "device": each.device_id,
        "port": each.port.port_id,
        "lane": _plain(each.lane),
        "from_recalled": each.from_recalled,
        "new": each.new,
        "known": each.known,
        "forks": each.forks,
        "aside": each.aside,
    }


def _times(values: Mapping[str, object], said_as: Callable[[datetime], str]) -> dict[str, object]:
    return {
        name: said_as(value) if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _shown(at: datetime) -> str:
    return at.astimezone(CAIRO).strftime("%Y-%m-%d %H:%M")


def _iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _plain(text: str) -> str:
    from sync.registry.inbox_files import shown_name

    return shown_name(text)


def _in_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help=said("bundle-in-dir"))


def _sticks_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", metavar="PORT", help=said("port"))
