"""`checkpoint verify` and `checkpoint scan`: verdicts on texts and pictures."""

from __future__ import annotations

import logging
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from checkpoint_app.clock import Clock
from checkpoint_app.commands.answers import OWN_FAILURE, answer_lines, answer_object, exit_code
from checkpoint_app.commands.console import Console, printable
from checkpoint_app.commands.inputs import (
    Scanned,
    arguments,
    presented_document,
    scans_of,
)
from checkpoint_app.commands.setting import Setting
from checkpoint_app.commands.signing_in import looking, on_shift
from checkpoint_app.commands.typed import Typing
from checkpoint_app.domain.facts import PresentedDocument
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import CheckpointError, ConfigError
from checkpoint_app.main import OpenLane, open_lane
from checkpoint_app.services.lane import Answer

_DIRECTIONS = {"departing": Direction.DEPARTING, "returning": Direction.RETURNING}
_SHOWN = 48
_log = logging.getLogger("checkpoint")


class ClockAt:
    """A clock that stands at one instant; differences are still measured by the given one."""

    def __init__(self, instant: datetime, clock: Clock) -> None:
        self._instant = instant
        self.monotonic = clock.monotonic

    def now(self) -> datetime:
        return self._instant


def verify(chosen: Namespace, setting: Setting) -> int:
    """Answer without recording anything."""
    clock = setting.clock if chosen.at is None else ClockAt(instant(chosen.at), setting.clock)
    return _answer_all(chosen, setting, clock, record=False)


def scan(chosen: Namespace, setting: Setting) -> int:
    """Answer, and record scan and movement in the journal."""
    return _answer_all(chosen, setting, setting.clock, record=True)


def instant(text: str) -> datetime:
    """A time as ISO 8601; without a zone it is UTC. Raises ConfigError."""
    try:
        read = datetime.fromisoformat(text)
        aware = read if read.tzinfo else read.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ConfigError("not a time", key="cli.time_wrong") from error


def _answer_all(chosen: Namespace, setting: Setting, clock: Clock, *, record: bool) -> int:
    direction = _DIRECTIONS[chosen.direction or setting.settings.direction]
    document = presented_document(chosen.passport)
    with open_lane(
        setting.paths, clock, direction=direction, officer=setting.settings.officer
    ) as lane:
        if lane.staffing.guard.staffed and clock is not setting.clock:
            raise ConfigError("another time, and people sign in", key="cli.at_not_here")
        asking = _Asking(lane, document, clock, Typing(lane, chosen.reason), record)
        manned = on_shift if record else looking
        with manned(chosen, setting, lane, direction):
            return _tell_all(chosen, setting, asking)


def _tell_all(chosen: Namespace, setting: Setting, asking: _Asking) -> int:
    verdicts: list[VerdictKind | None] = []
    failed = False
    teller = _Teller(setting.console, json=chosen.json, several=len(chosen.scans) > 1)
    for argument in arguments(chosen.scans, setting.stdin):
        try:
            for shown, answer, ms in asking.answers(argument):
                teller.tell(shown, answer, ms)
                verdicts.append(answer.verdict.kind)
        except CheckpointError as error:
            _log.warning("%s: %s: %s", chosen.word, type(error).__name__, error)
            setting.console.fail(error)
            failed = True
    return OWN_FAILURE if failed else exit_code(verdicts)


@dataclass(frozen=True, slots=True)
class _Asking:
    """What each scan of a run is answered with."""

    lane: OpenLane
    document: PresentedDocument | None
    clock: Clock
    typing: Typing
    record: bool

    def answers(self, argument: str) -> Iterator[tuple[str, Answer, float]]:
        """Each scan of one argument with its answer and milliseconds, reading a picture included.
        Raises CheckpointError."""
        started = self.clock.monotonic()
        for scanned in scans_of(argument):
            answer = self._answer(scanned)
            ended = self.clock.monotonic()
            yield scanned.shown, answer, (ended - started) * 1000
            started = ended

    def _answer(self, scanned: Scanned) -> Answer:
        if scanned.symbology:
            return self._scan(scanned.reading, scanned.symbology)
        return self.typing.answer(str(scanned.reading), self._scan)

    def _scan(self, reading: str | bytes, symbology: str = "") -> Answer:
        return self.lane.service.scan(
            reading,
            document=self.document,
            symbology=symbology,
            by_hand=not symbology,
            record=self.record,
        )


@dataclass(frozen=True, slots=True)
class _Teller:
    console: Console
    json: bool
    several: bool

    def tell(self, shown: str, answer: Answer, ms: float) -> None:
        if self.json:
            self.console.object(answer_object(shown, answer, ms))
            return
        if self.several:
            self.console.line(printable(shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"))
        for line in answer_lines(answer, self.console.lang):
            self.console.line(line)
