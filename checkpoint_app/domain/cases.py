"""Cases: what the second line works on, folded from entries that lanes and desks add.

Entries are only added, at any lane, with or without a network, and reach the other lanes in any
order. `fold` comes to the same case from the same entries, whatever their order.

Orders of a supervisor travel the same way, as entries of the kinds from ORDERED on; they are not
cases (`domain.order_fold`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from types import MappingProxyType
from typing import TypeAlias
from uuid import UUID

from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.orders import Lifted, Ordered


class CaseEventKind(IntEnum):
    """What an entry says of its case. Numbers are on the wire."""

    OPENED = 0
    TAKEN = 1
    RELEASED = 2
    DECIDED = 3
    NOTED = 4
    ORDERED = 5
    LIFTED = 6


# Entries of these kinds and the later ones are of orders: their ``case_id`` is the order's id.
FIRST_OF_ORDERS = CaseEventKind.ORDERED


class CaseOutcome(IntEnum):
    """What a second line decided, the mildest first. Numbers are on the wire."""

    CLEAR = 0
    DEFER = 1
    REFUSE = 2


@dataclass(frozen=True, slots=True)
class SeenFinding:
    """One finding of the referral. ``code`` is text: a later program may know more of them."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A referral, with what the lane saw. ``reading`` is a `ReadingKind`'s name, ``verdict`` as in
    the journal, ``scan_id`` names the scan. ``whole`` is False when not all findings found room,
    the worst first. ``service`` is the flight or sailing; the texts may be empty."""

    scan_id: UUID
    verdict: str
    reading: str
    passport: str
    company: int | None
    service: str
    findings: tuple[SeenFinding, ...]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Taken:
    """A desk works on the case until ``until`` (its lease)."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Released:
    """The desk gives the case back."""


@dataclass(frozen=True, slots=True)
class Decided:
    """An outcome. A CLEAR one covers these findings of the permit until ``until``; ``reason`` is a
    code of the list of reasons. ``supersedes`` names the earlier outcomes that its desk knew.
    ``approved_by`` is the supervisor (a login, or ``#`` and a service number) in whose name a
    refusal is lifted; one that names nobody lifts none."""

    outcome: CaseOutcome
    covers: frozenset[str]
    until: datetime
    lifts_refusal: bool
    reason: str
    supersedes: tuple[UUID, ...] = ()
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """A remark of the second line, for the next one who looks."""

    text: str


CaseContent: TypeAlias = Opened | Taken | Released | Decided | Noted | Ordered | Lifted
KIND_OF: Mapping[type[CaseContent], CaseEventKind] = MappingProxyType(
    {
        Opened: CaseEventKind.OPENED,
        Taken: CaseEventKind.TAKEN,
        Released: CaseEventKind.RELEASED,
        Decided: CaseEventKind.DECIDED,
        Noted: CaseEventKind.NOTED,
        Ordered: CaseEventKind.ORDERED,
        Lifted: CaseEventKind.LIFTED,
    }
)
"""The kind of entry that a content is of."""


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """An entry before the journal gives it its id and its place in the chain. ``case_id`` is the
    movement id of the referral; None: the referral recorded in the same transaction."""

    case_id: UUID | None
    permit: int | None
    port: int
    lane: str
    officer: str
    at: datetime
    content: CaseContent


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """An entry of a journal's chain (`Movement` tells of ``epoch``, ``sequence``, ``previous``).

    ``event_id`` is a UUIDv7. ``device`` is whose journal it is of: not in the entry's bytes, the
    signed batch names it. ``at`` is that device's reference time, aware, to the millisecond.
    """

    event_id: UUID
    epoch: bytes
    sequence: int
    previous: bytes
    device: str
    case_id: UUID
    permit: int | None
    port: int
    lane: str
    officer: str
    at: datetime
    content: CaseContent


def covered(decided: Decided) -> frozenset[FindingCode]:
    """The findings that an outcome answers; a code that only a later program knows answers none."""
    return frozenset(code for code in FindingCode if code.value in decided.covers)
