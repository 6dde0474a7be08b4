"""Shifts at one lane: who works there, which way, from when to when, and what was done.

What happens to the post (`OnDuty`) happens here too: nobody works without what is journalled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Protocol

from checkpoint_app.domain.days import cairo_day_bounds
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.roles import Deed
from checkpoint_app.domain.shift import Shift, ShiftCounts, ShiftEnd
from checkpoint_app.domain.staff import Session
from checkpoint_app.errors import RoleError
from checkpoint_app.services.guard import OnDuty
from checkpoint_app.services.identifiers import from_milliseconds, milliseconds, uuid7
from checkpoint_app.services.sign_in import SignIn
from checkpoint_app.services.stores import RecordedMovement, ShiftShelf, SignInShelf, ToldShift

# Fewer passengers than these have no median.
_FEWEST = 3
_MILLISECOND = timedelta(milliseconds=1)


class ShiftJournal(ShiftShelf, SignInShelf, Protocol):
    """What shifts are kept in. Raises StorageError."""


class Shifts:
    """The shifts of one lane. To be used in one thread. Everything raises StorageError.

    ``now`` is the reference time; ``open_cases`` and ``deferred`` count what is open at the port,
    which is handed on with a shift. Raises RoleError as `Guard`, ``shift.none_open``.
    """

    def __init__(
        self,
        duty: OnDuty,
        sign_in: SignIn,
        journal: ShiftJournal,
        now: Callable[[], datetime],
        lane: str,
        open_cases: Callable[[], int] = lambda: 0,
        deferred: Callable[[], int] = lambda: 0,
    ) -> None:
        self._duty, self._sign_in, self._journal, self._now = duty, sign_in, journal, now
        self._lane, self._open_cases, self._deferred = lane, open_cases, deferred

    # Who is at the post.

    def enter(self, session: Session) -> Shift | None:
        """Somebody who has signed in is at the post now; a shift of theirs that is open here, also
        from before a restart, goes on."""
        shift = self._journal.open_shift(self._lane)
        own = shift if shift is not None and shift.officer == session.login else None
        self._duty.enter(session, own)
        return own

    def leave(self) -> None:
        """Whoever is at the post signs out. A shift that is open stays open: they come back to it,
        or the next one ends it."""
        session = self._duty.session
        self._duty.enter(None)
        if session is not None:
            self._journal.audit(self._now(), session.login, "sign_in.left")

    def lock(self) -> None:
        """The post is locked until its officer unlocks it."""
        session = self._duty.session
        if session is None or self._duty.locked:
            return
        self._duty.lock()
        self._journal.audit(self._now(), session.login, "post.locked")

    def unlock(self, password: str) -> None:
        """Its officer is back. Raises as `SignIn.unlock`; ``role.signed_out``."""
        session = self._duty.session
        if session is None:
            raise RoleError("nobody has signed in", key="role.signed_out")
        self._sign_in.unlock(session, password)
        self._duty.lock(locked=False)

    def recheck(self) -> bool:
        """To be called when a list of staff was taken in: whoever is at the post has the roles that
        it gives, and is signed out (then True) who is on it no more."""
        session = self._duty.session
        if session is None:
            return False
        fresh = self._sign_in.renewed(session)
        if fresh is not None:
            self._duty.renew(fresh)
            return False
        self._duty.enter(None)
        self._journal.audit(self._now(), session.login, "sign_in.revoked")
        return True

    # Shifts.

    def current(self) -> Shift | None:
        """The shift of whoever is at the post."""
        return self._duty.shift

    def begin(self, direction: Direction) -> Shift:
        """The officer at the post begins to work this way. An own shift that is open goes on, or
        ends where it was the other way; somebody else's is ended as left open."""
        session = self._worker()
        before = self._journal.open_shift(self._lane)
        if before is None:
            return self._begun(None, session, direction)
        if before.officer != session.login:
            return self._begun(self._ended(before, ShiftEnd.LEFT_OPEN), session, direction)
        if before.direction is direction:
            self._duty.work(before)
            return before
        return self._begun(self._ended(before, ShiftEnd.CLOSED), session, direction)

    def turn(self, direction: Direction) -> Shift:
        """The lane is turned round: the shift ends, and one the other way begins, for the same
        officer. The same way changes nothing."""
        self._open()
        return self.begin(direction)

    def close(self) -> ShiftCounts:
        """The shift ends. Whoever was let in by telephone is signed out with it."""
        shift = self._open()
        ended = self._ended(shift, ShiftEnd.CLOSED)
        self._journal.record_shifts(ended, None, shift.officer)
        self._duty.work(None)
        session = self._duty.session
        if session is not None and session.helped_by:
            self.leave()
        return ended[1]

    def hand_over(
        self, to_login: str, password: str, code: str = ""
    ) -> tuple[ShiftCounts, Session, Shift]:
        """The next officer signs in, and works on in the same direction; the shift before ends with
        its counts, which name what is open.

        Raises as `SignIn.sign_in`, and RoleError ``shift.same_person``, ``role.forbidden`` for one
        who does not scan: then nothing has changed.
        """
        shift = self._open()
        session = self._sign_in.sign_in(to_login, password, code)
        if session.login == shift.officer:
            raise RoleError("to the same person", key="shift.same_person")
        _check_may_scan(session)
        ended = self._ended(shift, ShiftEnd.HANDED_OVER, session.login)
        begun = self._fresh(session, shift.direction)
        self._journal.record_shifts(ended, begun, shift.officer)
        self._duty.enter(session, begun)
        return ended[1], session, begun

    # What was done.

    def counts(self, shift: Shift) -> ShiftCounts:
        """What was done in a shift so far; those of somebody else need the right to see the
        port's."""
        who = self._duty.require(Deed.COUNTS_OF_SHIFT)
        if shift.officer != who.name:
            self._duty.require(Deed.COUNTS_OF_PORT)
        return self._counts(shift, self._now())

    def shifts_of(self, day: date) -> tuple[ToldShift, ...]:
        """The shifts of this computer's lanes on a Cairo day, with the counts that were told at
        their ends."""
        self._duty.require(Deed.COUNTS_OF_PORT)
        return self._journal.shifts_between(*cairo_day_bounds(day))

    def _worker(self) -> Session:
        self._duty.require(Deed.COUNTS_OF_SHIFT)  # everybody's who has signed in, unless locked
        session = self._duty.session
        if session is None:
            raise RoleError("nobody has signed in", key="role.signed_out")
        _check_may_scan(session)
        return session

    def _open(self) -> Shift:
        session = self._worker()
        shift = self._duty.shift
        if shift is None or shift.officer != session.login:
            raise RoleError("no shift is open", key="shift.none_open")
        return shift

    def _begun(
        self, ended: tuple[Shift, ShiftCounts] | None, session: Session, direction: Direction
    ) -> Shift:
        shift = self._fresh(session, direction)
        self._journal.record_shifts(ended, shift, session.login)
        self._duty.work(shift)
        return shift

    def _fresh(self, session: Session, direction: Direction) -> Shift:
        now = from_milliseconds(milliseconds(self._now()))
        return Shift(uuid7(now), session.login, self._lane, direction, now)

    def _ended(self, shift: Shift, end: ShiftEnd, handed_to: str = "") -> tuple[Shift, ShiftCounts]:
        now = max(from_milliseconds(milliseconds(self._now())), shift.began)
        over = replace(shift, ended=now, end=end, handed_to=handed_to)
        return over, self._counts(over, now)

    def _counts(self, shift: Shift, now: datetime) -> ShiftCounts:
        until = (shift.ended or now) + _MILLISECOND
        moved, scans = self._journal.worked(shift.officer, shift.lane, shift.began, until)
        standing = [each for each in moved if each.stands]
        return ShiftCounts(
            scans=len(scans),
            by_kind=Counter(each.movement.kind for each in standing),
            verdicts=Counter(each.verdict for each in scans),
            annulled=sum(each.annulled for each in moved),
            automatic=sum(each.movement.automatic for each in standing),
            open_cases=self._open_cases(),
            deferred=self._deferred(),
            seconds=_pace(standing),
        )


def _pace(standing: Sequence[RecordedMovement]) -> float | None:
    """The median time from one passenger to the next, in seconds."""
    times = sorted(each.movement.at for each in standing)
    if len(times) < _FEWEST:
        return None
    return median((after - before).total_seconds() for before, after in pairwise(times))


def _check_may_scan(session: Session) -> None:
    if not session.may(Deed.SCAN):
        raise RoleError("does not work at a lane", key="role.forbidden")
