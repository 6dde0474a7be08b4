"""`checkpoint registry bundle` and `bundle-in`: sticks out to a port, and back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from checkpoint_app.clock import Clock
from checkpoint_app.reference import message
from sync.registry import inbox_commands
from sync.registry.command_parts import (
    AddWord,
    RegistryConsole,
    RegistrySetting,
    answer,
    port_named,
    registry_paths,
    said,
)

if TYPE_CHECKING:
    from sync.bundle.outward import Written

_STEPS = 10
_TEN_MEGABYTES = 10_000_000


def add_words(word: AddWord) -> None:
    """Add these words to ``registry``."""
    word("bundle", run_bundle, _bundle_options)
    inbox_commands.add_words(word)


def run_bundle(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Write a port's part of the repository onto a stick."""
    from sync.bundle.on_stick import check_is_ours
    from sync.bundle.stick_files import stick_folder
    from sync.registry.bundling import Bundling
    from sync.registry.db.open import open_database

    port, paths = port_named(chosen.port), registry_paths(chosen)
    engine = open_database(paths.database)
    try:
        files = stick_folder(chosen.to)
        check_is_ours(files, port.port_id)  # before minutes of publishing
        if not chosen.as_it_is:
            _publish(chosen, setting, port.port_id)
        progress = _Steps(setting, silent=chosen.json)
        written = Bundling(paths, engine, setting.clock).write(port, files, progress)
    finally:
        engine.dispose()
    _tell(chosen, setting, written)
    return 0


def _publish(chosen: argparse.Namespace, setting: RegistrySetting, port_id: str) -> None:
    from sync.registry.serve import open_publisher

    if not chosen.json:
        setting.console.line(
            message("api.said-bundle-publishing", setting.console.lang, port=port_id)
        )
    with open_publisher(registry_paths(chosen), setting.clock) as publisher:
        publisher.publish([port_id])


def _tell(chosen: argparse.Namespace, setting: RegistrySetting, written: Written) -> None:
    import msgspec

    from sync.bundle.label import megabytes, shown_times

    label = written.label
    told = {
        **msgspec.to_builtins(label),
        **shown_times(label.issued),
        "megabytes": megabytes(label.size),
        "copied": written.copied,
        "readable": written.readable,
    }
    if not written.readable and not chosen.json:
        unread = message("api.said-bundle-unread", setting.console.lang, port=label.port)
        setting.console.line(unread)
    answer(chosen, setting, told, "bundle")


class _Steps:
    """A line for each tenth of the bytes, with the time that is left by the speed so far."""

    def __init__(self, setting: RegistrySetting, *, silent: bool) -> None:
        self._console: RegistryConsole = setting.console
        self._clock: Clock = setting.clock
        self._silent = silent
        self._step = 0
        self._began: float | None = None

    def __call__(self, done: int, total: int) -> None:
        now = self._clock.monotonic()
        began = self._began = now if self._began is None else self._began
        step = done * _STEPS // total
        if step == self._step or self._silent:
            return
        self._step = step
        self._console.line(
            message(
                "api.said-bundle-copying",
                self._console.lang,
                percent=done * 100 // total,
                done=_megabytes(done, total),
                total=_megabytes(total, total),
                seconds=round((now - began) * (total - done) / done),
            )
        )


def _megabytes(size: int, of: int) -> str:
    """Of a small bundle more digits."""
    return f"{size / 1_000_000:.{1 if of >= _TEN_MEGABYTES else 2}f}"


def _bundle_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", required=True, metavar="PORT", help=said("port"))
    parser.add_argument("--to", required=True, type=Path, metavar="DIR", help=said("bundle-to"))
    first = parser.add_mutually_exclusive_group()
    first.add_argument("--publish", action="store_true", help=said("bundle-publish"))
    first.add_argument("--as-it-is", action="store_true", help=said("bundle-as-it-is"))
