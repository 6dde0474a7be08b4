"""What its entries make of a case: the same from the same entries, in whatever order they came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from checkpoint_app.domain.cases import (
    CaseEvent,
    CaseOutcome,
    Decided,
    Noted,
    Opened,
    Released,
    Taken,
    covered,
)
from checkpoint_app.domain.facts import SecondLineOutcome

# No desk keeps a case from the others for longer, whatever its entry says.
LONGEST_LEASE = timedelta(hours=1)
# Nor does an outcome hold for longer: whatever it answered is looked at again.
LONGEST_OUTCOME = timedelta(days=7)
# A desk whose clock is ahead by less than this holds its case all the same; one whose clock is
# years ahead holds nothing.
_CLOCKS_APART = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Holder:
    """The desk that works on a case, and until when."""

    device: str
    officer: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands. ``opened`` is None while only later entries of it have arrived.

    ``decided`` is the one outcome that counts, ``contested`` when desks that did not know of each
    other came to several. ``notes`` are the remarks, oldest first.
    """

    case_id: UUID
    permit: int | None
    opened: CaseEvent | None
    holder: Holder | None
    decided: CaseEvent | None
    contested: bool
    notes: tuple[CaseEvent, ...]

    @property
    def outcome(self) -> CaseOutcome | None:
        """What was decided, if anything."""
        content = None if self.decided is None else self.decided.content
        return content.outcome if isinstance(content, Decided) else None


def fold(events: Iterable[CaseEvent], now: datetime) -> Case:
    """The case of these entries, of one case and at least one, at ``now`` (aware)."""
    known = in_order(events)
    opened = next((each for each in known if isinstance(each.content, Opened)), None)
    permits = (each.permit for each in known if each.permit is not None)
    permit = next(permits, None) if opened is None else opened.permit
    return Case(
        case_id=known[0].case_id,
        permit=permit,
        opened=opened,
        holder=_holder(known, now),
        decided=effective(known),
        contested=len(_leaves(known)) > 1,
        notes=tuple(each for each in known if isinstance(each.content, Noted)),
    )


def in_order(events: Iterable[CaseEvent]) -> list[CaseEvent]:
    """Each entry once, by time, then device, then place in its journal. A device speaks for
    itself: under the id of another's entry it hides nothing."""
    first: dict[tuple[str, UUID], CaseEvent] = {}
    for event in sorted(set(events), key=_place):
        first.setdefault((event.device, event.event_id), event)
    return list(first.values())


def effective(events: Iterable[CaseEvent]) -> CaseEvent | None:
    """The outcome of one case that counts; None without any. Of several that no later one takes
    into account, the strictest."""
    return min(_leaves(in_order(events)), key=_strictest, default=None)


def known_outcomes(events: Iterable[CaseEvent]) -> tuple[UUID, ...]:
    """What an outcome decided now supersedes: the outcomes that no other one has superseded yet."""
    return tuple(each.event_id for each in _leaves(in_order(events)))


def clearing(events: Iterable[CaseEvent]) -> list[CaseEvent]:
    """The outcome of each case that clears its pilgrim. ``events`` may be of several cases."""
    cases: dict[UUID, list[CaseEvent]] = {}
    for event in in_order(events):
        cases.setdefault(event.case_id, []).append(event)
    counted = (effective(each) for each in cases.values())
    return [each for each in counted if each is not None and _clears(each)]


def second_line_outcome(decided: CaseEvent, taken: datetime) -> SecondLineOutcome:
    """What `decide` is told of an outcome of `clearing`, which was ``taken`` then. Raises
    ValueError for any other entry."""
    content = decided.content
    if not isinstance(content, Decided) or decided.permit is None:
        raise ValueError("no outcome for a permit")
    return SecondLineOutcome(
        permit=decided.permit,
        covers=covered(content),
        until=min(content.until, _after(taken, LONGEST_OUTCOME)),
        may_lift_refusal=content.lifts_refusal and bool(content.approved_by),
        taken=taken,
    )


def _after(at: datetime, span: timedelta) -> datetime:
    """So much later, at the end of time at the latest: an entry may say any time."""
    last = datetime.max.replace(tzinfo=at.tzinfo)
    return last if at > last - span else at + span


def _clears(decided: CaseEvent) -> bool:
    content = decided.content
    cleared = isinstance(content, Decided) and content.outcome is CaseOutcome.CLEAR
    return cleared and decided.permit is not None


def _leaves(known: Sequence[CaseEvent]) -> list[CaseEvent]:
    """Outcomes that no other one supersedes. Entries that supersede each other in a circle, which
    no honest desk writes, all count."""
    decided = [(each, each.content) for each in known if isinstance(each.content, Decided)]
    superseded = {
        earlier
        for each, content in decided
        for earlier in content.supersedes
        if earlier != each.event_id
    }
    leaves = [each for each, _ in decided if each.event_id not in superseded]
    return leaves or [each for each, _ in decided]


def _strictest(event: CaseEvent) -> tuple[int, bytes]:
    content = event.content
    outcome = content.outcome if isinstance(content, Decided) else CaseOutcome.CLEAR
    return -outcome, event.event_id.bytes


def _holder(known: Sequence[CaseEvent], now: datetime) -> Holder | None:
    """Walks the entries by time, so that every lane names the same desk; its own clock only says
    whether the lease has ended. A desk that took what another held has lost it."""
    holder: Holder | None = None
    for event in known:
        if event.at > now + _CLOCKS_APART:
            continue
        content = event.content
        own = holder is not None and holder.device == event.device
        if isinstance(content, Taken):
            if holder is None or own or holder.until <= event.at:
                until = min(content.until, _after(event.at, LONGEST_LEASE))
                holder = Holder(event.device, event.officer, until)
        elif isinstance(content, Released | Decided) and own:
            holder = None
    return holder if holder is not None and now < holder.until else None


def _place(event: CaseEvent) -> tuple[datetime, str, bytes, int, bytes, str]:
    return (
        event.at,
        event.device,
        event.epoch,
        event.sequence,
        event.event_id.bytes,
        _as_text(event),
    )


def _as_text(event: CaseEvent) -> str:
    """Tells apart even entries that claim the same place and the same id."""
    content, codes = event.content, ""
    if isinstance(content, Decided):
        content, codes = replace(content, covers=frozenset()), " ".join(sorted(content.covers))
    return repr((event.previous, event.case_id, event.permit, event.lane, content, codes))
