"""Any queue at all: readings, keys, undos and power cuts in any order, against a small model."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import ConfigError
from checkpoint_app.services.turn import OfficerTurn, Shown, Turn
from tests.integration.services.desk import Desk
from tests.integration.services.test_turn import forged
from tests.integration.services.world import Lane, pilgrim, token_of

CLEAR, REFER, REFUSE = VerdictKind.CLEAR, VerdictKind.REFER, VerdictKind.REFUSE
DEPARTED = MovementKind.DEPARTED
STANDS_FOR = {
    CLEAR: DEPARTED,
    REFER: MovementKind.REFERRED,
    REFUSE: MovementKind.REFUSED,
}
UNDO, CALM = timedelta(minutes=2), timedelta(minutes=10)
PEOPLE = [pilgrim(serial, passport=f"A1234567{serial}") for serial in range(1, 4)]
SOMEBODY = st.sampled_from(range(len(PEOPLE)))


@dataclass
class Recorded:
    """A movement that the model expects to stand."""

    scan_id: object
    person: int
    kind: MovementKind
    automatic: bool
    at: datetime
    count: int


@dataclass
class AtLane:
    """Whom the model sees at the lane, and how: by "token", "forged", "number" or "passport"; of a
    print from before a power cut nothing is known."""

    person: int
    print: str
    verdict: VerdictKind
    unkeyed: MovementKind | None
    scan_id: object
    calm: bool
    left: bool  # a departure stood when this was answered


class Queue(RuleBasedStateMachine):
    """One lane, three pilgrims, one officer."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.lane = Lane(Path(self.folder.name))
        self.lane.registry.add(*PEOPLE)
        self.lane.publish()
        self.standing: list[Recorded] = []
        self.undone: dict[int, tuple[datetime, int]] = {}  # departures: when, after how many
        self.count = 0
        self.unread_newest = False
        self.at_lane: AtLane | None = None
        self.last: AtLane | None = None  # also once the lane was closed
        self.on_screen = False
        self.begin()

    def begin(self) -> None:
        lane = self.lane
        self.turn = Desk(lane, OfficerTurn(lane.service(), lane.journal, yes))
        self.shown: Turn = self.turn.resume()

    def teardown(self) -> None:
        if hasattr(self, "lane"):
            self.lane.close()
            self.folder.cleanup()

    # What the model expects.

    @property
    def now(self) -> datetime:
        return self.lane.clock.at

    def own(self) -> Recorded | None:
        here = self.at_lane
        found = [each for each in self.standing if here and each.scan_id == here.scan_id]
        return found[-1] if found else None

    def departure(self, person: int) -> Recorded | None:
        found = [each for each in self.standing if (each.person, each.kind) == (person, DEPARTED)]
        assert len(found) < 2, "a departure is counted once"
        return found[0] if found else None

    def record(self, kind: MovementKind, *, automatic: bool) -> None:
        here = self.at_lane
        assert here is not None
        self.count += 1
        self.standing.append(
            Recorded(here.scan_id, here.person, kind, automatic, self.now, self.count)
        )

    def is_by_hand(self, person: int) -> bool:
        """Whether a departure was just taken back, and nothing stands since."""
        undone, count = self.undone.get(person, (None, 0))
        since = [each for each in self.standing if each.person == person and each.count > count]
        return undone is not None and self.now - undone <= UNDO and not since

    def settle(self) -> None:
        here = self.at_lane
        if here is not None and self.own() is None and here.unkeyed is not None:
            self.record(here.unkeyed, automatic=True)

    def open_turn_of(self, person: int) -> AtLane | None:
        here = self.at_lane
        open_still = here is not None and self.own() is None and not here.calm
        return here if open_still and here is not None and here.person == person else None

    def arrive(self, person: int, printed: str, verdict: VerdictKind) -> None:
        """A fresh answer about somebody."""
        left, answer = self.departure(person), self.shown.answer
        calm = False
        if left is not None and verdict is not REFUSE:
            calm = verdict is CLEAR or printed == "number"
            calm = calm and self.now - left.at <= CALM
            verdict = REFER
        by_hand = self.is_by_hand(person) and verdict is not REFUSE
        unkeyed = None if calm or by_hand else STANDS_FOR[verdict]
        assert answer is not None
        self.at_lane = AtLane(
            person, printed, verdict, unkeyed, answer.scan_id, calm, left is not None
        )
        self.last = self.at_lane
        self.on_screen, self.unread_newest = True, False
        assert answer.verdict.kind is verdict
        assert (self.shown.shown is Shown.AGAIN) >= calm

    # What happens.

    @rule(person=SOMEBODY)
    def token(self, person: int) -> None:
        here = self.open_turn_of(person)
        same = here is not None and here.print == "token"
        better = here is not None and here.print in ("number", "passport", "unknown")
        if not same and not better:
            self.settle()
        self.shown = self.turn.read(token_of(PEOPLE[person]), "QR Code")
        if same:
            assert self.shown.shown is Shown.AGAIN
            self.on_screen = True
        else:
            self.arrive(person, "token", CLEAR)

    @rule(person=SOMEBODY)
    def false_print(self, person: int) -> None:
        here = self.open_turn_of(person)
        same = here is not None and here.print == "forged"
        better = here is not None and here.print in ("number", "passport", "unknown")
        if not same and not better:
            self.settle()
        self.shown = self.turn.read(forged(PEOPLE[person]), "QR Code")
        self.on_screen = True
        if here is None or not same or here.left != (self.departure(person) is not None):
            self.arrive(person, "forged", REFUSE)

    @rule(person=SOMEBODY)
    def number(self, person: int) -> None:
        same = self.open_turn_of(person) is not None
        if not same:
            self.settle()
        self.shown = self.turn.read(str(PEOPLE[person].number), "Code 128")
        self.on_screen = True
        if not same:
            self.arrive(person, "number", REFER)

    @rule(person=SOMEBODY)
    def passport(self, person: int) -> None:
        here = self.open_turn_of(person)
        if here is None:
            self.settle()
        self.shown = self.turn.read(PEOPLE[person].passport)
        self.on_screen = True
        if here is None:
            self.arrive(person, "passport", CLEAR)
            return
        assert self.shown.answer is not None
        if here.print == "unknown" or self.shown.answer.scan_id == here.scan_id:
            return  # nothing new is known by it
        judged = REFUSE if here.print == "forged" else CLEAR
        self.arrive(person, here.print, judged)

    @rule(text=st.sampled_from(["", "ABC", "123"]))
    def unread(self, text: str) -> None:
        self.shown = self.turn.read(text)
        assert (self.shown.keys, self.shown.before) == (frozenset(), None)
        self.on_screen, self.unread_newest = False, True

    @precondition(lambda self: self.shown.keys)
    @rule(data=st.data())
    def key(self, data: st.DataObject) -> None:
        kind = data.draw(st.sampled_from(sorted(self.shown.keys)))
        own = self.own()
        if own is not None and self.now - own.at > UNDO:
            self.refused("lane.undo_too_late", self.turn.act, kind)
            return
        self.shown = self.turn.act(kind)
        if own is not None and own.kind is DEPARTED:
            self.standing.remove(own)
        self.record(kind, automatic=False)
        assert self.shown.movement is not None
        assert self.shown.movement.kind is kind

    @rule()
    def undo(self) -> None:
        newest = self.standing[-1] if self.standing else None
        if newest is None:
            self.refused("lane.nothing_to_undo", self.turn.undo)
        elif self.now - newest.at > UNDO:
            self.refused("lane.undo_too_late", self.turn.undo)
        else:
            self.shown = self.turn.undo()
            self.taken_back(newest)

    def taken_back(self, newest: Recorded) -> None:
        self.standing.remove(newest)
        if newest.kind is DEPARTED:
            self.undone[newest.person] = (self.now, self.count)
        here, closed = self.last, self.at_lane is None
        if here is None:
            return
        if here.scan_id == newest.scan_id:
            here.unkeyed, self.on_screen = None, not closed
        elif here.calm and here.person == newest.person and newest.kind is DEPARTED:
            here.calm = False
            if not closed and here.print != "unknown" and self.own() is None:
                assert self.shown.answer is not None
                verdict = self.shown.answer.verdict.kind  # by what was shown of the passport
                assert verdict in (CLEAR, REFER)
                self.arrive(here.person, here.print, verdict)

    @rule(span=st.sampled_from([1, 40, 119, 121, 660]))
    def time_passes(self, span: int) -> None:
        self.lane.clock.advance(seconds=span)

    @rule()
    def power_cut(self) -> None:
        self.lane.close()
        self.lane.open()
        self.begin()
        self.at_lane = here = self.last
        self.on_screen = here is not None and not self.unread_newest
        if here is not None and here.print in ("token", "forged"):
            here.print = "unknown"

    @rule()
    def close_the_lane(self) -> None:
        self.settle()
        self.turn.leave()
        self.at_lane, self.on_screen = None, False
        self.shown = self.turn.face(self.shown.direction, self.shown.officer)

    def refused(self, key: str, call, *values) -> None:
        with pytest.raises(ConfigError) as caught:
            call(*values)
        assert caught.value.key == key

    # What holds whatever happened.

    @invariant()
    def the_journal_says_what_the_model_says(self) -> None:
        kept = [
            (each.scan_id, each.movement.kind, each.movement.automatic)
            for each in reversed(self.lane.journal.last_movements("7", 1000))
            if each.stands
        ]
        assert kept == [(each.scan_id, each.kind, each.automatic) for each in self.standing]

    @invariant()
    def the_screen_shows_whom_the_model_sees(self) -> None:
        here = self.at_lane
        if not self.on_screen or here is None:
            return
        assert self.shown.answer is not None
        assert self.shown.answer.scan_id == here.scan_id
        own = self.own()
        assert self.shown.unkeyed is (None if own else here.unkeyed)
        if own is not None:
            assert self.shown.movement is not None
            assert self.shown.movement.kind is own.kind


def yes() -> bool:
    return True


Queue.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestQueue = pytest.mark.requirement("C1")(Queue.TestCase)
