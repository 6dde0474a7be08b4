"""The desk between the officer, the lane behind the window, and the window."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from checkpoint_app.capture.strokes import Early
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.permit import permit_number_from_serial
from checkpoint_app.domain.visa import VisaKind
from checkpoint_app.errors import ConfigError, StorageError, TransportError
from checkpoint_app.services.day_counts import LastScan
from checkpoint_app.services.lane import Answer
from checkpoint_app.services.turn import Turn, Undoable
from tests.ui.lane.conftest import Opened
from tests.unit.domain.cases import NOW
from tests.unit.ui.lane.samples import PLACE, answer, movement, turn
from ui.crash import CrashWatch
from ui.keys import KeyWatch
from ui.lane.crew import Crew
from ui.lane.desk import LaneDesk
from ui.lane.views import Action, Mark, Tone, VerdictView
from ui.lane.window import LaneWindow
from ui.ports import LanePlace
from ui.sound.player import SilentPlayer
from ui.wording.qt_tongue import QtTongue

DEPARTED, REFERRED = MovementKind.DEPARTED, MovementKind.REFERRED
FIRST, SECOND = UUID(int=21), UUID(int=22)
PATIENCE = 5.0


def clear(scan_id: UUID, **changes: Any) -> Turn:
    return turn(answer(scan_id=scan_id), keys=frozenset({DEPARTED, REFERRED}), **changes)


class Lane:
    """`LaneOffice` that answers what it is told to, and notes what it is asked. While ``gate`` is
    shut whoever asks waits."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.answers: dict[str, Callable[[], Turn]] = {}
        self.people: dict[int, Answer] = {}
        self.peeks: dict[int, threading.Event] = {}
        self.time = NOW

    @property
    def place(self) -> LanePlace:
        return PLACE

    def _turn(self, *said: object) -> Turn:
        self.gate.wait(PATIENCE)
        self.asked.append(said)
        return self.answers.get(str(said[0]), turn)()

    def resume(self) -> Turn:
        return self._turn("resume")

    def read(self, text: str | bytes, symbology: str = "", *, by_hand: bool = False) -> Turn:
        return self._turn("read", text)

    def visa(self, kind: VisaKind | None, seen: UUID | None) -> Turn:
        return self._turn("visa", kind, seen)

    def passport_tail(self, text: str, seen: UUID | None) -> Turn:
        return self._turn("tail", text, seen)

    def act(self, kind: MovementKind, seen: UUID | None) -> Turn:
        return self._turn("act", kind, seen)

    def undo(self, movement_id: UUID) -> Turn:
        return self._turn("undo", movement_id)

    def undo_scan(self, scan_id: UUID) -> Turn:
        return self._turn("undo_scan", scan_id)

    def rejudge(self, seen: UUID | None) -> Turn:
        return self._turn("rejudge", seen)

    def face(self, direction: Direction, officer: str, seen: UUID | None) -> Turn:
        return self._turn("face", direction, officer, seen)

    def leave(self, seen: UUID | None) -> None:
        self._turn("leave", seen)

    def peek(self, number: int) -> Answer:
        self.peeks.setdefault(number, threading.Event()).wait(PATIENCE)
        return self.people[number]

    def sync_now(self) -> None:
        """The line works."""

    def refresh(self, permit: int) -> bool:
        self.gate.wait(PATIENCE)
        self.asked.append(("refresh", permit))
        raise TransportError("no line", key="sync.unreachable")

    def last_scans(self, limit: int) -> tuple[LastScan, ...]:
        return ()

    def now(self) -> datetime:
        return self.time


class Post:
    """A desk at work, with whom a test presses keys and reads."""

    def __init__(self, qtbot: QtBot, window: LaneWindow, desk: LaneDesk, lane: Lane) -> None:
        self.qtbot, self.window, self.desk, self.lane = qtbot, window, desk, lane
        self.shown: list[VerdictView] = []
        self.said: list[tuple[str, Mark]] = []

    def wait(self, held: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(held)

    def standing(self, stands: Turn) -> None:
        """Have this on the screen."""
        self.lane.answers["read"] = lambda: stands
        self.desk.scanned("1")
        self.wait(lambda: self.desk.turn is stands)

    def did(self, *said: object) -> bool:
        return said in self.lane.asked

    def asked(self, word: str) -> list[tuple[object, ...]]:
        return [each for each in self.lane.asked if each[0] == word]

    def quiet(self) -> None:
        """Until everything asked for was answered."""
        self.wait(lambda: not self.desk._crew.hand.busy and not self.desk._crew.line.busy)


@pytest.fixture
def post(qtbot: QtBot, qapp: QApplication, opened: Opened, english: QtTongue) -> Iterator[Post]:
    window, lane = opened(english), Lane()
    crew = Crew.hired(CrashWatch(window), window)
    office: Any = lane  # what this desk asks of it
    desk = LaneDesk(office, window, crew, english, SilentPlayer(), window)
    made = Post(qtbot, window, desk, lane)
    show, say = window.show_verdict, window.say

    def note(view: VerdictView) -> None:
        made.shown.append(view)
        show(view)

    def remark(text: str, mark: Mark) -> None:
        made.said.append((text, mark))
        say(text, mark)

    window.show_verdict, window.say = note, remark  # type: ignore[method-assign]
    yield made
    lane.gate.set()
    for event in lane.peeks.values():
        event.set()
    desk.stop()
    crew.dismiss(lambda: None)


@pytest.mark.requirement("C1")
def test_a_key_carries_the_scan_that_was_on_the_screen(post: Post) -> None:
    post.standing(clear(FIRST))
    post.lane.gate.clear()
    post.lane.answers["read"] = partial(clear, SECOND)
    post.desk.scanned("2")  # on its way when the key comes
    post.desk.act(Action.REFER)
    post.lane.answers["act"] = partial(clear, SECOND)
    post.lane.gate.set()
    post.wait(lambda: post.did("act", REFERRED, FIRST))
    post.quiet()
    assert post.desk.turn is not None
    assert post.desk.turn.scan_id == SECOND
    assert post.said[-1][1] is Mark.NOTED
    assert "pilgrim before" in post.said[-1][0]


@pytest.mark.requirement("C1")
def test_a_physical_key_means_what_was_seen_when_it_went_down(
    post: Post, qapp: QApplication
) -> None:
    keys = KeyWatch(qapp)
    post.desk.listen(keys)
    post.standing(clear(FIRST))
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(post.window, event)
    assert not keys.idle, "it waits that no other key follows"
    post.desk._show(clear(SECOND))  # answered meanwhile
    post.wait(lambda: post.did("act", DEPARTED, FIRST))
    keys.close()


def test_an_undo_carries_the_movement_that_was_offered(post: Post) -> None:
    moved = movement(DEPARTED)
    offered = Undoable(FIRST, moved, "", NOW + timedelta(minutes=1), current=True)
    post.standing(clear(FIRST, undoable=offered))
    post.desk.act(Action.UNDO)
    post.wait(lambda: post.did("undo", moved.movement_id))


def test_without_anything_offered_an_undo_key_does_nothing(post: Post) -> None:
    post.standing(clear(FIRST))
    post.desk.act(Action.UNDO)
    post.quiet()
    assert post.asked("undo") == []


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("action", [Action.DEPART, Action.REFER, Action.UNDO, Action.REFRESH])
def test_where_the_lane_had_no_answer_no_key_acts_on_the_one_before(
    post: Post, action: Action
) -> None:
    offered = Undoable(FIRST, movement(DEPARTED), "", NOW + timedelta(minutes=1), current=True)
    post.standing(clear(FIRST, undoable=offered))

    def fail() -> Turn:
        raise StorageError("full", key="store.disk_full")

    post.lane.answers["read"] = fail
    post.desk.scanned("2")
    post.wait(lambda: bool(post.shown) and post.shown[-1].tone is Tone.TROUBLE)
    before = len(post.lane.asked)
    post.desk.act(action)
    post.quiet()
    assert len(post.lane.asked) == before


def test_no_answer_is_seen_also_where_a_card_is_open(post: Post) -> None:
    post.desk._open_no_barcode(post.desk._sight)
    assert post.window._lane.card_open

    def fail() -> Turn:
        raise StorageError("full", key="store.disk_full")

    post.lane.answers["read"] = fail
    post.desk.scanned("2")
    post.wait(lambda: bool(post.shown) and post.shown[-1].tone is Tone.TROUBLE)
    assert not post.window._lane.card_open


def test_behind_another_page_or_a_dialogue_no_key_acts(post: Post, qtbot: QtBot) -> None:
    post.standing(clear(FIRST))
    post.window.set_day_page(QWidget())
    post.window.show_page("day")
    post.desk.act(Action.DEPART)
    post.window.show_page("lane")
    dialogue = QDialog(post.window)
    qtbot.addWidget(dialogue)
    dialogue.setModal(True)
    dialogue.show()
    post.desk.act(Action.DEPART)
    dialogue.close()
    post.quiet()
    assert post.asked("act") == []
    post.desk.act(Action.DEPART)
    post.wait(lambda: post.did("act", DEPARTED, FIRST))


@pytest.mark.requirement("C1")
def test_the_early_record_of_a_code_before_is_not_shown_with_the_next(post: Post) -> None:
    one, other = (permit_number_from_serial(10**11 + serial) for serial in (1, 2))
    post.lane.people = {one: answer(permit=one), other: answer(permit=other)}
    post.lane.peeks = {one: threading.Event(), other: threading.Event()}
    post.standing(clear(FIRST))
    post.desk._still_arriving(8)
    post.desk._came_early(Early(one))
    post.desk.scanned("1")
    post.quiet()
    post.desk._still_arriving(8)  # the next code; the look at the one before is still under way
    post.desk._came_early(Early(other))
    post.lane.peeks[one].set()
    post.qtbot.wait(50)
    assert post.desk._early is None
    post.lane.peeks[other].set()
    post.wait(lambda: post.desk._early is not None)
    assert post.desk._early is not None
    assert post.desk._early.permit == other
    assert post.shown[-1].tone is Tone.READING
    assert not any(
        each.enabled and each.action in (Action.DEPART, Action.REFER)
        for each in post.shown[-1].actions
    )


def test_a_permit_is_asked_for_once_at_a_time(post: Post) -> None:
    post.standing(clear(FIRST))
    post.lane.gate.clear()
    for _ in range(5):
        post.desk.act(Action.REFRESH)
    post.lane.gate.set()
    post.quiet()
    assert len(post.asked("refresh")) == 1
    post.desk.act(Action.REFRESH)
    post.quiet()
    assert len(post.asked("refresh")) == 2


def test_a_clock_set_far_back_hides_no_verdict(post: Post) -> None:
    until = NOW + timedelta(days=400)
    offered = Undoable(FIRST, movement(DEPARTED), "", until, current=True)
    post.standing(clear(FIRST, undoable=offered))
    assert post.shown[-1].tone is Tone.CLEAR


def test_a_lane_whose_journal_cannot_be_read_says_so_at_its_start(post: Post) -> None:
    def fail() -> Turn:
        raise StorageError("locked", key="store.locked")

    post.lane.answers["resume"] = fail
    post.desk.start()
    post.wait(lambda: bool(post.shown) and post.shown[-1].tone is Tone.TROUBLE)


def test_a_refresh_that_comes_too_late_bothers_nobody(post: Post) -> None:
    post.standing(clear(FIRST))

    def fail() -> Turn:
        raise ConfigError("turned", key="lane.turned_meanwhile")

    post.lane.answers["rejudge"] = fail
    assert post.desk.turn is not None
    assert post.desk.turn.answer is not None
    assert post.desk.turn.answer.permit is not None
    post.desk._refreshed(post.desk.turn.answer.permit, known=True)
    post.wait(lambda: post.did("rejudge", FIRST))
    post.quiet()
    assert [mark for _, mark in post.said] == [Mark.GOOD]


def test_the_end_tells_what_was_seen(post: Post) -> None:
    post.standing(clear(FIRST))
    post.desk.stop()
    post.wait(lambda: post.did("leave", FIRST))
