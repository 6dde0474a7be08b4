"""A port's people, and what remembers them, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from checkpoint_app.domain.roles import Role
from checkpoint_app.domain.staff import StaffList, StaffMember
from checkpoint_app.services.passwords import Cost, hash_password
from checkpoint_app.services.stores import FailedTries, SignInTry, ToldShift
from tests.unit.credential.samples import NOW

CHEAP = Cost(kib=8, passes=1, lanes=1)
PASSWORD, SECRET = "open sesame", b"12345678901234567890"
HELP_KEY, OTHER_KEY = bytes(range(32)), bytes(range(32, 64))
PORT, OTHER_PORT = "CAI-AIR", "HRG-AIR"
_PHC = hash_password(PASSWORD, CHEAP)


def person(number: int, login: str, *roles: Role, totp: bytes = b"", **changes) -> StaffMember:
    """Somebody whose password is PASSWORD."""
    made = StaffMember(number, login, f"اسم {login}", f"Name {login}", frozenset(roles), _PHC, totp)
    return replace(made, **changes)


OFFICER = person(1, "officer", Role.OFFICER)
NEXT = person(2, "next", Role.OFFICER)
SECOND = person(3, "second", Role.SECOND_LINE)
SUPERVISOR = person(4, "supervisor", Role.SUPERVISOR, totp=SECRET)
IT = person(5, "it", Role.IT, totp=SECRET)
ENDED = person(6, "ended", Role.OFFICER, until=NOW - timedelta(days=1))
PEOPLE = (OFFICER, NEXT, SECOND, SUPERVISOR, IT, ENDED)


def staff_list(*members: StaffMember, **changes) -> StaffList:
    """The list of these people, or of all of them."""
    return replace(
        StaffList(1, NOW, members or PEOPLE, HELP_KEY, {OTHER_PORT: OTHER_KEY}), **changes
    )


@dataclass
class MemoryStaff:
    """`StaffShelf`."""

    held: StaffList | None = field(default_factory=staff_list)

    def staff(self):
        return self.held

    def take_staff(self, staff, at):
        self.held = staff
        return True

    def staff_ever(self):
        return self.held is not None


@dataclass
class MemoryDesks:
    """`SignInShelf` and `ShiftShelf`."""

    tries: list[SignInTry] = field(default_factory=list)
    audits: list[tuple] = field(default_factory=list)
    shifts: dict = field(default_factory=dict)
    moved: tuple = ()
    scanned: tuple = ()

    def record_sign_in(self, tried, action, actor, detail=""):
        used = [each.counter for each in self.tries if each.login == tried.login and each.counter]
        if tried.counter is not None and used and tried.counter <= max(used):
            return False
        self.tries.append(tried)
        self.audits.append((actor, action, detail))
        return True

    def failed_tries(self, login):
        failed: list[SignInTry] = []
        for each in self.tries:
            if each.login == login:
                failed = [] if each.good else [*failed, each]
        return FailedTries(len(failed), failed[-1].at if failed else None)

    def failures_between(self, start: datetime, end: datetime):
        return tuple(each.at for each in self.tries if not each.good and start <= each.at < end)

    def audit(self, at, actor, action, detail=""):
        self.audits.append((actor, action, detail))

    def record_shifts(self, ended, begun, actor):
        if ended is not None:
            shift, counts = ended
            self.shifts[shift.shift_id] = ToldShift(shift, counts)
        if begun is not None:
            self.shifts[begun.shift_id] = ToldShift(begun, None)

    def open_shift(self, lane):
        told = [each.shift for each in self.shifts.values() if each.shift.lane == lane]
        return told[-1] if told and told[-1].ended is None else None

    def shifts_between(self, start, end):
        return tuple(self.shifts.values())

    def worked(self, officer, lane, start, end):
        moved = tuple(each for each in self.moved if each.movement.officer == officer)
        return moved, self.scanned

    @property
    def actions(self) -> list[str]:
        return [action for _, action, _ in self.audits]


@dataclass
class Now:
    """The reference time, moved by hand."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def later(self, **span: float) -> None:
        self.at += timedelta(**span)
