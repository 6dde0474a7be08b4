"""Joins the officer's senses and keys, the lane behind the window, and what the window shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from checkpoint_app.capture.reading import identified
from checkpoint_app.capture.stream import Sense, Stream
from checkpoint_app.clock import SystemClock
from checkpoint_app.domain.movement import Direction
from checkpoint_app.errors import CheckpointError, StorageError
from checkpoint_app.reference import visas
from ui.keys import KeyWatch
from ui.lane import present_verdict as present
from ui.lane.crew import Crew
from ui.lane.lapse import Lapse
from ui.lane.present_actions import movement_of
from ui.lane.present_scans import present_scans
from ui.lane.sight import NOTHING, Sight
from ui.lane.views import Action, Mark, Tone, VerdictView
from ui.lane.window import LaneWindow
from ui.ports import LaneOffice
from ui.shell.senses import Senses
from ui.sound.player import Player
from ui.wording.qt_tongue import QtTongue
from ui.wording.remarks import complaint, remark
from ui.workers.upkeep import Upkeep

if TYPE_CHECKING:
    from checkpoint_app.capture.strokes import Early
    from checkpoint_app.domain.movement import MovementKind
    from checkpoint_app.services.day_counts import LastScan
    from checkpoint_app.services.lane import Answer
    from checkpoint_app.services.turn import Turn
    from ui.workers.camera import CameraRead
    from ui.workers.serial import ScannerRead

LISTED = 12
"""How many of the last scans the window lists."""
_LISTS_MS = 15_000  # the list also follows every turn
_OTHER_WAY = {
    Direction.DEPARTING: Direction.RETURNING,
    Direction.RETURNING: Direction.DEPARTING,
}


class LaneDesk(QObject):
    """The first line's desk over an opened lane. Everything it asks for is done in the crew's
    threads; everything it shows comes from a presenter. A key does what its button offered when it
    was struck, to the pilgrim who was on the screen then.

    ``turned`` is emitted with each `Turn` shown, ``moved`` after each that may have changed what
    is recorded, ``answered`` when a reading got its answer, or none; the last two when the lane has
    been turned round, or somebody else is at it.
    """

    turned = Signal(object)
    moved = Signal()
    answered = Signal()
    officer_changed = Signal(str)
    direction_changed = Signal(str)
    group_asked = Signal(object)  # Turn

    def __init__(
        self,
        office: LaneOffice,
        window: LaneWindow,
        crew: Crew,
        tongue: QtTongue,
        player: Player,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._office, self._window, self._crew = office, window, crew
        self._tongue, self._player = tongue, player
        self._clock, self._stream = SystemClock(), Stream()
        self._turn: Turn | None = None
        self._early: Answer | None = None
        self._trouble: CheckpointError | None = None
        self._arriving = False
        self._arrivals = 0
        self._sight = self._aimed = NOTHING
        self._asked_anew: set[int] = set()  # permits that the registry is being asked for
        self._scans: tuple[LastScan, ...] = ()
        self._lapse = Lapse(self)
        self._lapse.timeout.connect(self.show_again)
        self._lists = Upkeep(
            crew.desk,
            partial(office.last_scans, LISTED),
            self._listed,
            self._not_listed,
            every_ms=_LISTS_MS,
            parent=self,
        )
        self._acts: dict[Action, Callable[[Sight], None]] = {
            Action.UNDO: self._undo,
            Action.REFRESH: self._refresh,
            Action.NO_BARCODE: self._open_no_barcode,
            Action.GROUP: lambda sight: self.group_asked.emit(sight.turn),
        }

    @property
    def turn(self) -> Turn | None:
        """What is shown; None before the lane's first answer."""
        return self._turn

    def look_up(self, work: Callable[[], Turn]) -> None:
        """Open a record by a number that was typed: ``work`` does it, in the turn's thread. What
        is wrong with the number is told; what cannot be kept is a trouble."""
        self._arriving, self._early = False, None
        self._hand(work, self._answered, self._not_looked_up)

    def listen(self, keys: KeyWatch | Senses) -> None:
        """Take what scanners and hands give."""
        keys.scanned.connect(self.scanned)
        keys.early.connect(self._came_early)
        keys.progress.connect(self._still_arriving)
        keys.struck.connect(self._aim)
        keys.acted.connect(self._act_as_aimed)
        keys.typed_digits.connect(self._window.open_no_barcode_with)
        window = self._window
        window.acted.connect(self.act)
        window.number_given.connect(self.typed)
        window.tail_given.connect(self._tail)
        window.visa_picked.connect(self._visa)
        window.undo_asked.connect(self._undo_scan)
        window.direction_asked.connect(self._turn_round)
        window.officer_given.connect(self._officer)

    def start(self) -> None:
        """Show what stands, also after a crash."""
        self._hand(self._office.resume, self._show, self._unanswered)
        self._lists.start()

    def stop(self) -> None:
        """Give the open turn its outcome if it was seen, and ask for nothing any more."""
        self._lists.stop()
        self._lapse.stop()
        seen = None if self._turn is None else self._turn.scan_id
        self._crew.hand.ask(partial(self._office.leave, seen), self._left, self._refused)

    def take_up(self, direction: Direction, officer: str) -> None:
        """Somebody begins to work here, this way."""
        self._face(direction, officer)

    def resume(self) -> None:
        """Show what stands: somebody is back."""
        self._hand(self._office.resume, self._show, self._refused)

    def use_player(self, player: Player) -> None:
        """Sound otherwise, or not at all."""
        self._player = player

    # What comes in.
    @Slot(str)
    def scanned(self, text: str) -> None:
        """A text of a scanner that types."""
        self._take(text, identified(text).value, Sense.SCANNER)

    @Slot(object)
    def swept(self, reading: ScannerRead) -> None:
        """A text of a serial scanner."""
        self._take(reading.content, reading.symbology, Sense.SCANNER)

    @Slot(object)
    def seen(self, reading: CameraRead) -> None:
        """A barcode before the camera."""
        self._take(reading.content, reading.symbology, Sense.CAMERA)

    @Slot(str)
    def typed(self, text: str) -> None:
        """A number that the officer typed, meant however often."""
        self._read(text, "", by_hand=True)

    def _take(self, text: str | bytes, symbology: str, sense: Sense) -> None:
        """Whatever read it: the same code once more in its moment is the same reading."""
        if self._stream.takes(text, sense, self._clock.monotonic()):
            self._read(text, symbology)
        elif self._arriving:
            self._arriving, self._early = False, None
            self.show_again()

    def _read(self, text: str | bytes, symbology: str, *, by_hand: bool = False) -> None:
        self._arriving, self._early = False, None
        work = partial(self._office.read, text, symbology, by_hand=by_hand)
        self._crew.hand.ask(work, self._answered, self._unanswered)

    @Slot(object)
    def _came_early(self, early: Early) -> None:
        self._crew.desk.ask(
            partial(self._office.peek, early.number),
            partial(self._peeked, self._arrivals),
            self._not_peeked,
        )

    @Slot(int)
    def _still_arriving(self, characters: int) -> None:
        if not self._arriving:
            self._arriving = True
            self._arrivals += 1
            self.show_again()

    def _peeked(self, arrival: int, answer: Answer) -> None:
        """Of a code before this one it would show somebody else."""
        if self._arriving and arrival == self._arrivals:
            self._early = answer
            self.show_again()

    def _not_peeked(self, error: CheckpointError) -> None:
        """The token is about to arrive: it will be answered, or say why not."""

    # The officer's keys.
    @Slot(object)
    def act(self, action: Action) -> None:
        """An officer's key, for what is seen now. Keys of the whole window (day, language) are not
        this desk's."""
        self._press(action, self._in_sight())

    @Slot()
    def _aim(self) -> None:
        """A key went down; what it is will be known when nothing has followed it."""
        self._aimed = self._in_sight()

    @Slot(object)
    def _act_as_aimed(self, action: Action) -> None:
        self._press(action, self._aimed)

    def _in_sight(self) -> Sight:
        """Nothing, behind another page or a dialogue."""
        hidden = self._window.page != "lane" or QApplication.activeModalWidget() is not None
        return NOTHING if hidden else self._sight

    def _press(self, action: Action, sight: Sight) -> None:
        if sight.turn is None or action not in sight.keys:
            return
        own = self._acts.get(action)
        kind = movement_of(action, sight.turn)
        if own is not None:
            own(sight)
        elif kind is not None:
            self._key(kind, sight.scan_id)

    def _key(self, kind: MovementKind, seen: UUID | None) -> None:
        self._hand(partial(self._office.act, kind, seen), partial(self._keyed, seen))

    def _keyed(self, seen: UUID | None, turn: Turn) -> None:
        if turn.scan_id != seen:
            self._say("lane.keyed_before", Mark.NOTED)
        self._acted(turn)

    def _undo(self, sight: Sight) -> None:
        offered = None if sight.turn is None else sight.turn.undoable
        if offered is not None:
            self._hand(partial(self._office.undo, offered.movement.movement_id), self._acted)

    @Slot(str)
    def _undo_scan(self, scan_id: str) -> None:
        self._hand(partial(self._office.undo_scan, UUID(scan_id)), self._acted)

    def _refresh(self, sight: Sight) -> None:
        answer = None if sight.turn is None else sight.turn.answer
        if answer is None or answer.permit is None:
            return
        self._say("window.refreshing", Mark.PLAIN)
        permit = answer.permit
        if permit not in self._asked_anew:
            self._asked_anew.add(permit)
            self._crew.line.ask(
                partial(self._office.refresh, permit),
                partial(self._refreshed, permit),
                partial(self._not_refreshed, permit),
            )

    def _refreshed(self, permit: int, known: bool) -> None:
        self._asked_anew.discard(permit)
        key = "window.refreshed" if known else "window.refreshed_unknown"
        self._say(key, Mark.GOOD if known else Mark.WARNING)
        self._office.sync_now()  # the line works: whatever waits for it need not wait longer
        if self._permit() == permit:
            work = partial(self._office.rejudge, self._sight.scan_id)
            self._hand(work, self._answered, self._not_rejudged)

    def _not_refreshed(self, permit: int, error: CheckpointError) -> None:
        self._asked_anew.discard(permit)
        self._refused(error)

    def _not_rejudged(self, error: CheckpointError) -> None:
        """Somebody else has come meanwhile: whoever was asked for is not there any more."""
        if error.key != "lane.turned_meanwhile":
            self._refused(error)

    @Slot(str)
    def _tail(self, text: str) -> None:
        work = partial(self._office.passport_tail, text, self._sight.scan_id)
        self._hand(work, self._answered)

    @Slot(object)
    def _visa(self, key: str | None) -> None:
        kind = None if key is None else visas()[key]
        self._hand(partial(self._office.visa, kind, self._sight.scan_id), self._answered)

    @Slot()
    def _turn_round(self) -> None:
        turn = self._turn
        if turn is not None:
            self._face(_OTHER_WAY[turn.direction], turn.officer)

    @Slot(str)
    def _officer(self, name: str) -> None:
        if self._turn is not None:
            self._face(self._turn.direction, name)

    def _face(self, direction: Direction, officer: str) -> None:
        self._hand(partial(self._office.face, direction, officer, self._sight.scan_id), self._faced)

    def _faced(self, turn: Turn) -> None:
        self._acted(turn)
        self.officer_changed.emit(turn.officer)
        self.direction_changed.emit(turn.direction.name.lower())

    def _open_no_barcode(self, sight: Sight) -> None:
        self._window.open_no_barcode(needs_tail=sight.turn is not None and sight.turn.needs_tail)

    def _not_looked_up(self, error: CheckpointError) -> None:
        if isinstance(error, StorageError):
            self._unanswered(error)
        else:
            self._refused(error)

    # What comes out.
    def _hand(
        self,
        work: Callable[[], Turn],
        then: Callable[[Turn], None],
        failed: Callable[[CheckpointError], None] | None = None,
    ) -> None:
        """What the officer's hand asks for; a code read after it is meant, however soon."""
        self._stream.forget()
        self._crew.hand.ask(work, then, failed or self._refused)

    def _answered(self, turn: Turn) -> None:
        self._player.play(present.tone_of(turn))
        self._window.close_no_barcode()
        self._acted(turn)
        self.answered.emit()

    def _acted(self, turn: Turn) -> None:
        self._show(turn)
        self._lists.wish()
        self.moved.emit()

    def _left(self, _nothing: object) -> None:
        """Nobody looks any more."""

    def _unanswered(self, error: CheckpointError) -> None:
        """No verdict could be kept, so there is none; the same code may be read at once."""
        self._stream.forget()
        self._trouble = error
        self._player.play(Tone.TROUBLE)
        self._window.close_no_barcode()
        self.show_again()
        self.answered.emit()

    def _refused(self, error: CheckpointError) -> None:
        self._window.say(complaint(error, self._tongue), Mark.BAD)

    def _show(self, turn: Turn) -> None:
        self._turn, self._trouble = turn, None
        self._lapse.watch(turn, self._office.now())
        self.show_again()
        self.turned.emit(turn)

    @Slot()
    def show_again(self) -> None:
        """Draw what stands, in the language of now."""
        view = self._view()
        offered = frozenset(each.action for each in view.actions if each.enabled)
        self._sight = Sight(self._turn, offered)
        self._window.show_verdict(view)
        self._show_scans()

    def _view(self) -> VerdictView:
        tongue, place = self._tongue, self._office.place
        if self._trouble is not None:
            return present.present_trouble(self._trouble, tongue, self._direction())
        if self._arriving:
            return present.present_early(self._early, place, tongue, self._direction())
        if self._turn is None:
            return present.present_opening(tongue)
        return present.present_turn(self._turn, place, tongue, self._office.now())

    def _listed(self, scans: tuple[LastScan, ...]) -> None:
        self._scans = scans
        self._show_scans()

    def _show_scans(self) -> None:
        self._window.show_scans(present_scans(self._scans, self._tongue))

    def _not_listed(self, error: CheckpointError) -> None:
        """The list stays as it was; the bar tells of a store that does not answer."""

    def _say(self, key: str, mark: Mark) -> None:
        self._window.say(remark(key, self._tongue), mark)

    def _direction(self) -> Direction:
        return Direction.DEPARTING if self._turn is None else self._turn.direction

    def _permit(self) -> int | None:
        answer = None if self._turn is None else self._turn.answer
        return None if answer is None else answer.permit
