"""`checkpoint notice`: bad news of the registry's taken in from a picture or from typed digits."""

from __future__ import annotations

from argparse import Namespace

from checkpoint_app.commands.inputs import Scanned, scans_of
from checkpoint_app.commands.setting import Setting
from checkpoint_app.commands.signing_in import on_shift
from checkpoint_app.credential.scanned import interpret
from checkpoint_app.domain.movement import Direction
from checkpoint_app.errors import ConfigError
from checkpoint_app.main import open_lane
from checkpoint_app.notice_words import notice_words
from checkpoint_app.reference import message
from checkpoint_app.services.notices import NoticeAnswer

# Nothing was taken in: the notice is not the registry's, of another season, or too old.
REFUSED = 20


def notice(chosen: Namespace, setting: Setting) -> int:
    """Take a notice in at this lane. Exit 0 when the lane holds it, or newer data, now."""
    scanned = _notice_in(chosen.source)
    with (
        open_lane(setting.paths, setting.clock, officer=setting.settings.officer) as lane,
        on_shift(chosen, setting, lane, Direction[setting.settings.direction.upper()]),
    ):
        told = lane.service.scan(scanned.reading, symbology=scanned.symbology).notice
    assert told is not None
    if chosen.json:
        setting.console.object(notice_object(told))
    else:
        setting.console.line(notice_line(told, setting.console.lang))
    return 0 if told.genuine else REFUSED


def notice_line(told: NoticeAnswer, lang: str) -> str:
    """The answer to a notice in one line."""
    return message(told.key, lang, what=notice_words(told.changes, lang))


def notice_object(told: NoticeAnswer) -> dict[str, object]:
    """The stable object of `notice --json`."""
    return {
        "answer": told.key.partition(".")[2],
        "taken": told.genuine,
        "issued": None if told.issued is None else told.issued.isoformat().replace("+00:00", "Z"),
        "sha256": told.digest.hex() or None,
        "changes": [
            {"kind": change.kind.name.lower(), "number": str(change.number), "state": change.state}
            for change in told.changes
        ],
    }


def _notice_in(argument: str) -> Scanned:
    """Raises ConfigError ``notice.none``, and as `scans_of`."""
    for scanned in scans_of(argument):
        if interpret(scanned.reading).notice is not None:
            return scanned
    raise ConfigError("no notice", key="notice.none")
