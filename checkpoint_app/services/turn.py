"""One pilgrim's turn at the lane: a reading, its answer, the officer's key, and the next reading.

Knows no window. Everything here is on disk when it answers; a turn that a dead computer left open
is found again in the journal. Whose a reading is, and what follows from that: `turn_rules`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from checkpoint_app.credential.scanned import interpret
from checkpoint_app.domain.checks import NO_VERDICT_READINGS
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.facts import PresentedDocument, ReadingKind
from checkpoint_app.domain.movement import Direction, Movement, MovementKind
from checkpoint_app.domain.roles import Deed
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.domain.visa import VisaKind
from checkpoint_app.errors import ConfigError, RoleError, StorageError
from checkpoint_app.services import outcomes, pilgrims, turn_rules
from checkpoint_app.services.identifiers import time_of
from checkpoint_app.services.lane import Answer, LaneService
from checkpoint_app.services.stands import Shown, Turn, Undoable
from checkpoint_app.services.stores import Journal, RecordedMovement, ScanEntry
from checkpoint_app.services.turn_rules import Pilgrim, Reading, Whose

__all__ = ["OfficerTurn", "Shown", "Turn", "Undoable"]
_LOG = logging.getLogger(__name__)
UNDO_WITHIN = outcomes.UNDO_WITHIN
# A scan as old as this, or of another day, is not on the screen again after a restart.
RESUME_WITHIN = timedelta(hours=12)
# Whoever was at a lane that was switched off in the evening is settled the next morning.
SETTLE_WITHIN = timedelta(days=1)
# So many unread scans in a row, and movements taken back, are looked past.
_SCANS_BACK, _MOVEMENTS_BACK = 64, 16


class OfficerTurn:
    """The turns at one lane, one after the other. To be used in one thread; only `peek` may be
    called from others.

    Each method answers what then stands. It raises StorageError when the journal cannot keep what
    is to be kept, and ConfigError for what does not fit; the turn goes on from what is on disk.
    What an officer does comes with what was ``seen`` (`Turn.scan_id`): a reading may have been
    answered since, and nothing is done to a pilgrim who was not on the screen. It then raises
    ConfigError ``lane.turned_meanwhile``.

    What cannot be read, or is no permit, is answered and settles nothing: the pilgrim of before
    waits behind it, keys act only on the pilgrim on screen, and the next reading that is one gives
    whoever waits the outcome that goes without a key.
    """

    def __init__(
        self,
        lane: LaneService,
        journal: Journal,
        departs_unkeyed: Callable[[], bool],
    ) -> None:
        """``departs_unkeyed``: whether the port lets a pilgrim left without a key get the outcome
        of the verdict at the next reading."""
        self._lane, self._journal = lane, journal
        self._departs_unkeyed = departs_unkeyed
        self._pilgrim: Pilgrim | None = None
        self._unread: Answer | None = None  # on screen in the pilgrim's stead
        self._last: Pilgrim | None = None  # who was at the lane before, settled
        self._before: Undoable | None = None
        self._names: dict[UUID, str] = {}  # of the pilgrim at the lane and the one before

    # What is read.

    def read(self, text: str | bytes, symbology: str = "", *, by_hand: bool = False) -> Turn:
        """A reading of a scanner or camera, or typed ``by_hand``."""
        self._lane.require(Deed.SCAN)  # before anything is settled
        reading = Reading(text, symbology, interpret(text), by_hand)
        if reading.seen.kind in NO_VERDICT_READINGS:
            self._unread = self._lane.scan(text, symbology=symbology, outcome=None)
            return self._turn()
        whose, pilgrim = self._whose(reading), self._pilgrim
        if pilgrim is None or whose is Whose.ANOTHER:
            return self._next(reading)
        if whose is Whose.SAME:
            return self._once_more(pilgrim)
        if whose is Whose.DOCUMENT:
            return self._anew(pilgrim, reading.shown)
        better = replace(pilgrim, read=reading, document=reading.shown or pilgrim.document)
        return self._anew(better, better.document)

    def visa(self, kind: VisaKind | None, seen: UUID | None) -> Turn:
        """A pilgrim without any permit, by the visa's kind; None: not known. Of a passport that
        opened no permit it is the same pilgrim's."""
        self._lane.require(Deed.SCAN)
        self._check_seen(seen)
        pilgrim = self._pilgrim
        same = pilgrim if pilgrim is not None and pilgrim.has_no_permit else None
        if same is None:
            self._settle()
        document, passport = (same.document, same.passport) if same is not None else (None, "")
        answer = self._lane.scan_visa(kind, document=document, outcome=None)
        taken = pilgrims.judged(self._lane, self._journal, answer)
        return self._put_on_screen(replace(taken, document=document, passport=passport))

    def passport_tail(self, text: str, seen: UUID | None) -> Turn:
        """The last four characters of the passport, keyed for the permit on screen.

        Raises ConfigError ``lane.tail_malformed``, ``lane.nothing_to_match``.
        """
        document = turn_rules.keyed_tail(text)
        if document is None:
            raise ConfigError("not four characters", key="lane.tail_malformed")
        self._check_seen(seen)
        pilgrim = self._on_screen()
        if pilgrim is None or not pilgrim.wants_tail:
            raise ConfigError("no permit waits for a passport", key="lane.nothing_to_match")
        return self._anew(pilgrim, document)

    def rejudge(self, seen: UUID | None) -> Turn:
        """Answer the permit on screen anew, after a refresh. After a restart a print
        must be read again. Raises ConfigError ``lane.nothing_to_judge``."""
        self._check_seen(seen)
        pilgrim = self._on_screen()
        if pilgrim is None or pilgrim.claim is None:
            raise ConfigError("nothing on screen to judge", key="lane.nothing_to_judge")
        return self._anew(pilgrim, pilgrim.document)

    def peek(self, number: int) -> Answer:
        """The cached record of a permit whose token is still arriving; nothing is recorded."""
        return self._lane.scan(str(number), record=False, outcome=None)

    # The officer's hand.

    def act(self, kind: MovementKind, seen: UUID | None) -> Turn:
        """The officer's key, for the pilgrim whom this scan showed: at the lane, or the one before
        when a reading came just ahead of the key. An outcome may be changed as long as it may be
        undone; the same key twice is one.

        Raises ConfigError ``lane.key_unfit``, ``lane.undo_too_late``, or as `LaneService.outcome`.
        """
        at_lane, last = self._pilgrim, self._last
        if at_lane is not None and at_lane.scan_id == seen:
            self._pilgrim = self._keyed(at_lane, kind)
        elif last is not None and last.scan_id == seen:
            self._last = self._keyed(last, kind)
            self._before = None  # it is told of only as long as no key gave the outcome
        elif seen is not None and seen == self._shown_scan():
            raise ConfigError("nobody was judged", key="lane.key_unfit")
        else:
            raise _turned()
        return self._turn()

    def undo(self, movement_id: UUID) -> Turn:
        """Take back a movement of the last two minutes at this lane, the one that was offered: of
        the pilgrim on screen, or of one before. Taken back already, it stays so.

        Raises ConfigError ``lane.nothing_to_undo``, ``lane.undo_too_late``."""
        recent = self._journal.last_movements(self._lane.settings.lane, _MOVEMENTS_BACK)
        found = next((each for each in recent if each.movement.movement_id == movement_id), None)
        if found is None:
            raise ConfigError("nothing to undo", key="lane.nothing_to_undo")
        if not found.stands:
            return self._turn()
        newest = outcomes.standing(self._journal.movements_of_scan(found.scan_id))[-1]
        if newest.movement_id != movement_id:
            raise _turned()
        return self._take_back(found.scan_id, found.movement)

    def undo_scan(self, scan_id: UUID) -> Turn:
        """The same for a given scan out of the last scans."""
        standing = outcomes.standing(self._journal.movements_of_scan(scan_id))
        if not standing:
            raise ConfigError("nothing to undo", key="lane.nothing_to_undo")
        return self._take_back(scan_id, standing[-1])

    # Beginning and end.

    def resume(self) -> Turn:
        """What stands, also after a crash: the newest scan of this lane, unless it is of another
        day or half a day old. Such a one, and one of the other direction, is settled as the next
        reading would, up to a day later."""
        now = self._lane.reference_time()
        recent = [
            entry
            for entry in self._journal.last_scans(self._lane.settings.lane, _SCANS_BACK)
            if abs(now - entry.at) <= SETTLE_WITHIN
        ]
        judged = next((entry for entry in recent if entry.verdict is not None), None)
        self._pilgrim = self._unread = self._last = None
        if judged is not None:
            self._put_on_screen(pilgrims.resumed(self._lane, self._journal, judged))
            if judged.direction is not self._lane.settings.direction or not _is_of_now(judged, now):
                self._clear_lane()
        if recent and recent[0].verdict is None and _is_of_now(recent[0], now):
            self._unread = self._lane.answer_of(recent[0].scan_id)
        return self._turn()

    def face(self, direction: Direction, officer: str, seen: UUID | None) -> Turn:
        """Change the way the lane works, or who is at it; whoever is at the lane is settled."""
        settings, facing = self._lane.settings, self._lane.facing(direction, officer)
        if facing.settings != settings:
            self._check_seen(seen)
            self._clear_lane()
            self._lane = facing
        return self._turn()

    def leave(self, seen: UUID | None) -> None:
        """The lane closes: the open turn gets the outcome that the next reading would give it. One
        whose answer nobody saw stays open, and is on the screen again after a restart; so does one
        of a lane that is locked, or whose officer has signed out."""
        if self._is_seen(seen):
            try:
                self._clear_lane()
            except RoleError as error:
                _LOG.warning("the lane closes without an officer: %s", error)
        else:
            _LOG.warning("the lane closes before an answer was seen: it stays open")

    def _clear_lane(self) -> None:
        self._settle()
        self._pilgrim = self._unread = None

    # How a reading becomes what stands.

    def _whose(self, reading: Reading) -> Whose:
        pilgrim = self._pilgrim
        if pilgrim is None or not pilgrim.is_open:
            return Whose.ANOTHER
        if reading.seen.kind is not ReadingKind.PASSPORT:
            return turn_rules.whose_permit(pilgrim, reading.seen)
        looked_up = self._lane.scan(
            reading.text, symbology=reading.symbology, record=False, outcome=None
        )
        return turn_rules.whose_passport(pilgrim, reading, looked_up.permit)

    def _next(self, reading: Reading) -> Turn:
        """The turn of another pilgrim. The one before is settled first."""
        self._settle()
        answer = self._lane.scan(
            reading.text, symbology=reading.symbology, by_hand=reading.by_hand, outcome=None
        )
        taken = pilgrims.judged(self._lane, self._journal, answer)
        return self._put_on_screen(
            replace(taken, read=reading, document=reading.shown, passport=reading.passport)
        )

    def _once_more(self, pilgrim: Pilgrim) -> Turn:
        """The same permit again. It is looked at anew, and scanned anew only if the answer is not
        the same any more."""
        if pilgrim.movement is None and pilgrim.read is not None and pilgrim.claim is not None:
            fresh = pilgrims.answered(self._lane, pilgrim, pilgrim.document, record=False)
            if not pilgrim.is_answered_by(fresh.verdict):
                return self._anew(pilgrim, pilgrim.document)
        refused = pilgrim.answer.verdict.kind is VerdictKind.REFUSE
        return self._put_on_screen(replace(pilgrim, again=not refused))

    def _anew(self, pilgrim: Pilgrim, document: PresentedDocument | None) -> Turn:
        """The same pilgrim judged again; the scan of before stays without an outcome. What was
        clear and still is says nothing new."""
        answer = pilgrims.answered(self._lane, pilgrim, document)
        taken = pilgrims.judged(self._lane, self._journal, answer)
        if answer.movement is not None and pilgrim.movement is not None:
            self._lane.undo(
                pilgrim.scan_id, replaced=True
            )  # of two returns the better known one stands
        clear = pilgrim.is_open and pilgrim.answer.verdict.kind is VerdictKind.CLEAR
        return self._put_on_screen(
            replace(
                taken,
                read=pilgrim.read,
                document=document,
                passport=(document and document.number) or pilgrim.passport,
                first_seen=pilgrim.first_seen if pilgrim.is_open else taken.first_seen,
                again=taken.again or (clear and answer.verdict.kind is VerdictKind.CLEAR),
            )
        )

    def _put_on_screen(self, pilgrim: Pilgrim) -> Turn:
        self._pilgrim, self._unread = pilgrim, None
        self._names[pilgrim.scan_id] = pilgrim.name
        return self._turn()

    # Outcomes.

    def _settle(self) -> None:
        """Give the pilgrim at the lane the outcome that goes without a key."""
        pilgrim = self._pilgrim
        if pilgrim is None:
            self._before = None
            return
        scan_id, kind = pilgrim.scan_id, self._unkeyed(pilgrim)
        self._names, self._last = {scan_id: pilgrim.name}, pilgrim
        if kind is None:
            settled = self._before is not None and self._before.scan_id == scan_id
            self._before = self._before if settled else None
            return
        self._before = None
        try:
            movement = self._lane.outcome(scan_id, kind, automatic=True)
        except ConfigError as error:
            if error.key != "lane.already_recorded":
                raise
            _LOG.warning("no outcome of its own: another lane has recorded the departure")
            self._pilgrim = self._last = replace(pilgrim, automatic=None)
            return
        self._pilgrim = self._last = replace(pilgrim, movement=movement)
        self._before = replace(self._undoable(scan_id, movement), current=False)

    def _unkeyed(self, pilgrim: Pilgrim) -> MovementKind | None:
        open_still = pilgrim.movement is None and self._departs_unkeyed()
        return pilgrim.automatic if open_still else None

    def _keyed(self, pilgrim: Pilgrim, kind: MovementKind) -> Pilgrim:
        """With this outcome, by a key."""
        if pilgrim.movement is not None and pilgrim.movement.kind is kind:
            return pilgrim
        if kind not in turn_rules.keys_of(pilgrim):
            raise ConfigError(f"{kind.name} does not fit", key="lane.key_unfit")
        if pilgrim.movement is not None:
            self._check_in_time(pilgrim.movement)
        return replace(pilgrim, movement=self._lane.outcome(pilgrim.scan_id, kind))

    def _take_back(self, scan_id: UUID, movement: Movement) -> Turn:
        """Whoever it was of waits for a key if still at the lane, the others for another scan."""
        self._check_in_time(movement)
        self._lane.undo(scan_id)
        if self._last is not None and self._last.scan_id == scan_id:
            self._last = None
        if self._before is not None and self._before.scan_id == scan_id:
            self._before = None
        pilgrim = self._pilgrim
        if pilgrim is None:
            return self._turn()
        if pilgrim.scan_id == scan_id:
            left = outcomes.standing(self._journal.movements_of_scan(scan_id))
            standing = left[-1] if left else None
            return self._put_on_screen(replace(pilgrim, movement=standing, automatic=None))
        if pilgrim.earlier is not None and pilgrim.earlier.movement_id == movement.movement_id:
            self._pilgrim = replace(pilgrim, earlier=None, automatic=None)
            if pilgrim.has_just_left and pilgrim.movement is None and pilgrim.claim is not None:
                return self._anew(self._pilgrim, pilgrim.document)
        return self._turn()

    def _check_in_time(self, movement: Movement) -> None:
        if self._lane.reference_time() - movement.at > UNDO_WITHIN:
            raise ConfigError("too long ago to undo", key="lane.undo_too_late")

    def _newest_standing(self) -> RecordedMovement | None:
        newest = self._journal.last_movements(self._lane.settings.lane, _MOVEMENTS_BACK)
        return next((each for each in newest if each.stands), None)

    # What stands.

    def _turn(self) -> Turn:
        settings, now = self._lane.settings, self._lane.reference_time()
        stands = Turn(
            Shown.WAITING,
            now,
            settings.direction,
            before=self._before,
            undoable=self._offered(now),
            officer=settings.officer,
        )
        unread, pilgrim = self._unread, self._pilgrim
        if unread is not None and unread.scan_id is not None:
            at = time_of(unread.scan_id)
            return replace(stands, shown=Shown.ANSWERED, at=at, answer=unread, before=None)
        if pilgrim is None:
            return stands
        return replace(
            stands,
            shown=Shown.AGAIN if pilgrim.again else Shown.ANSWERED,
            at=pilgrim.at,
            direction=pilgrim.direction,
            answer=pilgrim.answer,
            movement=pilgrim.movement or pilgrim.earlier,
            keys=turn_rules.keys_of(pilgrim),
            lead=turn_rules.lead_of(pilgrim),
            unkeyed=self._unkeyed(pilgrim),
            needs_tail=pilgrim.wants_tail,
            document=pilgrim.document,
            first_seen=pilgrim.first_seen if pilgrim.again else None,
        )

    def _on_screen(self) -> Pilgrim | None:
        return self._pilgrim if self._unread is None else None

    def _shown_scan(self) -> UUID | None:
        if self._unread is not None:
            return self._unread.scan_id
        return None if self._pilgrim is None else self._pilgrim.scan_id

    def _is_seen(self, seen: UUID | None) -> bool:
        """Whether whoever is at the lane was on the screen, maybe before something unread."""
        return self._pilgrim is None or seen in (self._pilgrim.scan_id, self._shown_scan())

    def _check_seen(self, seen: UUID | None) -> None:
        if not self._is_seen(seen):
            raise _turned()

    def _offered(self, now: datetime) -> Undoable | None:
        """What UNDO would take back. What has been done stands, even if this cannot be read."""
        try:
            newest = self._newest_standing()
        except StorageError as error:
            _LOG.error("the newest movement cannot be read: %s", error)
            return None
        if newest is None or now - newest.movement.at > UNDO_WITHIN:
            return None
        return self._undoable(newest.scan_id, newest.movement)

    def _undoable(self, scan_id: UUID, movement: Movement) -> Undoable:
        pilgrim = self._on_screen()
        current = pilgrim is not None and pilgrim.scan_id == scan_id
        until = movement.at + UNDO_WITHIN
        return Undoable(scan_id, movement, self._names.get(scan_id, ""), until, current)


def _is_of_now(entry: ScanEntry, now: datetime) -> bool:
    """Whether a scan may still be about whoever stands at the lane."""
    return abs(now - entry.at) <= RESUME_WITHIN and cairo_day(entry.at) == cairo_day(now)


def _turned() -> ConfigError:
    return ConfigError("the lane has turned meanwhile", key="lane.turned_meanwhile")
