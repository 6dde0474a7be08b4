"""`checkpoint bundle export`, and the loop of departures as `bundle status` tells it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from checkpoint_app.commands.setting import Setting
from checkpoint_app.commands.shown import error_object, iso_or_none, local
from checkpoint_app.departing import open_departures
from checkpoint_app.errors import CheckpointError
from checkpoint_app.main import LaneStores
from checkpoint_app.reference import message
from sync.bundle.departures import Exported
from sync.bundle.departures_loop import Loop


def export(chosen: Namespace, setting: Setting, stores: LaneStores) -> int:
    """Have the movements that the registry has not acknowledged on a stick. Exit 0, also when all
    of them are acknowledged or there already; 1 when they could not be written."""
    try:
        done = open_departures(stores, setting.clock).export(chosen.folder)
    except CheckpointError as error:
        if chosen.json:
            setting.console.object({"ok": False, "error": error_object(error)})
        raise
    if chosen.json:
        setting.console.object(_exported_object(done))
    else:
        for line in _exported_lines(done, setting.console.lang):
            setting.console.line(line)
    return 0


def loop_object(stores: LaneStores, setting: Setting) -> dict[str, object]:
    """Where departures stand, for programs. Times are ISO 8601 in UTC."""
    loop = open_departures(stores, setting.clock).loop()
    return {
        "exported_at": iso_or_none(loop.exported_at),
        "exported": loop.exported,
        "receipted": iso_or_none(loop.receipted),
        "pending": loop.pending,
        "underway": loop.underway,
        "epochs": [
            {
                "epoch": each.epoch.hex(),
                "recorded": each.recorded,
                "exported": each.exported,
                "acknowledged": each.acknowledged,
                "receipted": iso_or_none(each.receipted),
            }
            for each in loop.epochs
        ],
    }


def loop_lines(stores: LaneStores, setting: Setting) -> Iterator[str]:
    """The same for people."""
    return _loop_lines(open_departures(stores, setting.clock).loop(), setting.console.lang)


def _loop_lines(loop: Loop, lang: str) -> Iterator[str]:
    newest = loop.epochs[-1] if loop.epochs else None
    if loop.exported_at is None or newest is None:
        yield message("cli.departures_never", lang)
    else:
        yield message(
            "cli.departures_exported",
            lang,
            at=local(loop.exported_at),
            movements=f"{loop.exported:,}",
            sequence=f"{newest.exported:,}",
        )
    if loop.receipted is None or newest is None:
        yield message("cli.departures_unacknowledged", lang)
    else:
        at, sequence = local(loop.receipted), f"{newest.acknowledged:,}"
        yield message("cli.departures_acknowledged", lang, at=at, sequence=sequence)
    waiting = {"pending": f"{loop.pending:,}", "underway": f"{loop.underway:,}"}
    yield message("cli.departures_pending", lang, **waiting)


def _exported_lines(done: Exported, lang: str) -> Iterator[str]:
    counts = {"movements": f"{done.movements:,}", "files": done.files}
    if not done.files:
        yield message("cli.export_nothing", lang)
    elif done.written:
        yield message("cli.export_written", lang, **counts)
    else:
        yield message("cli.export_there", lang, **counts)
    if done.removed:
        yield message("cli.export_removed", lang, files=done.removed)
    if done.files:
        yield message("cli.export_next", lang)


def _exported_object(done: Exported) -> dict[str, object]:
    return {
        "ok": True,
        "movements": done.movements,
        "files": done.files,
        "written": done.written,
        "removed": done.removed,
    }
