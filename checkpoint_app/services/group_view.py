"""The permits of one programme that are in this lane's data, and how far each of them is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from checkpoint_app.domain.movement import MovementKind, PastMovement
from checkpoint_app.domain.permit import PermitRecord
from checkpoint_app.domain.roles import Deed
from checkpoint_app.services.guard import Guard
from checkpoint_app.services.lane import LaneService
from checkpoint_app.services.stores import Journal, RecordsCache

MOST = 500
"""Members that are looked at; a supervisor travels with at most 50."""
SEEN = "group.seen"
# Opened again so soon by the same officer it is the same look.
_SAME_LOOK = timedelta(minutes=15)


class Standing(Enum):
    """How far a member of a group is. In the order in which they are listed: who is still to come
    first."""

    MISSING = auto()  # nothing is recorded
    REFERRED = auto()
    DEFERRED = auto()
    REFUSED = auto()
    DEPARTED = auto()
    RETURNED = auto()


_STANDINGS: Mapping[MovementKind, Standing] = {
    MovementKind.DEPARTED: Standing.DEPARTED,
    MovementKind.RETURNED: Standing.RETURNED,
    MovementKind.REFERRED: Standing.REFERRED,
    MovementKind.DEFERRED: Standing.DEFERRED,
    MovementKind.REFUSED: Standing.REFUSED,
}
_GONE = frozenset({Standing.DEPARTED, Standing.RETURNED})


@dataclass(frozen=True, slots=True)
class Member:
    """One permit of a programme. The names are proven just now, empty where no record proves them.
    ``last`` is what put it where it stands: at any lane of the port, or at another port."""

    permit: int
    name_latin: str
    name_arabic: str
    standing: Standing
    last: PastMovement | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The members in the order of their standing, then by name. ``beyond``: there are more permits
    than were looked at."""

    programme: int
    company: int | None
    members: tuple[Member, ...]
    beyond: bool = False

    @property
    def counts(self) -> Counter[Standing]:
        """How many stand where."""
        return Counter(member.standing for member in self.members)

    @property
    def gone(self) -> int:
        """How many have left, back again or not."""
        return sum(member.standing in _GONE for member in self.members)

    @property
    def returned(self) -> int:
        """How many are back."""
        return self.counts[Standing.RETURNED]


class GroupView:
    """Answers for one programme at a time, out of this lane's data and the port's movements. May be
    asked from any one thread. Raises RoleError (`Deed.LOOK_UP`), StorageError."""

    def __init__(
        self, *, lane: LaneService, records: RecordsCache, journal: Journal, guard: Guard
    ) -> None:
        self._lane, self._records = lane, records
        self._journal, self._guard = journal, guard
        self._looked: tuple[str, int, datetime] | None = None

    def of(self, programme: int, permit: int | None) -> Group:
        """The programme's group; ``permit``, the one on screen, is of it whatever the index says.
        That somebody looked is audited: the list is of names."""
        who = self._guard.require(Deed.LOOK_UP)
        with self._records.snapshot() as snapshot:
            filed = snapshot.permits_of_programme(programme, MOST + 1)
            named = dict.fromkeys((permit, *filed) if permit is not None else filed)
            permits = tuple(named)[:MOST]
            elsewhere = {each: snapshot.elsewhere(each) for each in permits}
        self._audit(who.name, programme, len(permits))
        records = {each: self._lane.record_of(each) for each in permits}
        members = [
            self._member(each, record, elsewhere[each])
            for each, record in records.items()
            # Another programme's: filed wrongly, or moved there since.
            if record is None or record.programme == programme
        ]
        companies = (
            record.company
            for record in records.values()
            if record and record.programme == programme
        )
        in_order = tuple(sorted(members, key=_place))
        return Group(programme, next(companies, None), in_order, beyond=len(named) > MOST)

    def _member(
        self, permit: int, record: PermitRecord | None, elsewhere: Sequence[PastMovement]
    ) -> Member:
        here = self._journal.history(permit).movements
        last = newest((*here, *elsewhere))
        standing = Standing.MISSING if last is None else _STANDINGS[last.kind]
        if record is None:
            return Member(permit, "", "", standing, last)
        return Member(permit, record.name_latin, record.name_arabic, standing, last)

    def _audit(self, officer: str, programme: int, members: int) -> None:
        at = self._lane.reference_time()
        before = self._looked
        again = before is not None and before[:2] == (officer, programme)
        if again and before is not None and timedelta() <= at - before[2] < _SAME_LOOK:
            return
        self._journal.audit(at, officer, SEEN, f"programme {programme}, {members} permits")
        self._looked = officer, programme, at


def newest(movements: Sequence[PastMovement]) -> PastMovement | None:
    """The movement that says where somebody stands. Who has left is not held up by what an earlier
    minute recorded: a referral before the departure is over."""
    known = [each for each in movements if each.kind in _STANDINGS]
    return max(known, key=lambda each: (each.at, each.kind is MovementKind.DEPARTED), default=None)


def _place(member: Member) -> tuple[int, bool, str, int]:
    name = member.name_latin
    return member.standing.value, not name, name, member.permit
