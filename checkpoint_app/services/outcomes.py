"""Movements out of scans: which one a verdict stands for, and how an officer changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from checkpoint_app.domain.movement import Direction, Movement, MovementKind, PastMovement
from checkpoint_app.domain.permit import PermitClaims, PermitRecord
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.services.stores import MovementDraft, ScanEntry

# What a movement's texts may take (credential.movement_bytes).
_LONGEST_TEXT = 64
# The movement that a verdict on a departing pilgrim stands for.
_OUTCOMES = {
    VerdictKind.CLEAR: MovementKind.DEPARTED,
    VerdictKind.REFER: MovementKind.REFERRED,
    VerdictKind.REFUSE: MovementKind.REFUSED,
}
# Kinds of which a scan can have only one that stands.
COUNTED = frozenset({MovementKind.DEPARTED, MovementKind.RETURNED})
# Nobody leaves and is back again within this time.
SAME_RETURN = timedelta(hours=6)


def kind_of(direction: Direction, verdict: VerdictKind | None) -> MovementKind | None:
    """The movement that a verdict stands for; None for no verdict. A return is always one."""
    if verdict is None:
        return None
    return MovementKind.RETURNED if direction is Direction.RETURNING else _OUTCOMES[verdict]


def has_just_returned(movements: Sequence[PastMovement], at: datetime) -> bool:
    """Whether the newest of these is a return of the last hours: the same return, scanned again,
    is not another one."""
    counted = [past for past in movements if past.kind in COUNTED]
    return (
        bool(counted)
        and counted[-1].kind is MovementKind.RETURNED
        and timedelta() <= at - counted[-1].at < SAME_RETURN
    )


def draft_of(
    entry: ScanEntry,
    kind: MovementKind,
    known: PermitRecord | PermitClaims | None,
    *,
    passport: str = "",
    automatic: bool,
) -> MovementDraft:
    """A movement of a scan. ``known`` is the proven record or claims, ``passport`` what was shown
    where nothing is proven."""
    return MovementDraft(
        scan_id=entry.scan_id,
        kind=kind,
        direction=entry.direction,
        permit=entry.permit,
        issue=None if known is None else known.issue,
        passport=(passport if known is None else known.passport)[:_LONGEST_TEXT],
        company=None if known is None else known.company,
        service=known.service if isinstance(known, PermitRecord) else "",
        port=entry.port,
        lane=entry.lane[:_LONGEST_TEXT],
        officer=entry.officer[:_LONGEST_TEXT],
        at=entry.at,
        findings=tuple(finding.code.value for finding in entry.findings),
        automatic=automatic,
    )


def standing(movements: Sequence[Movement]) -> list[Movement]:
    """Movements that nothing has taken back, in order."""
    annulled = {each.annuls for each in movements}
    return [
        each
        for each in movements
        if each.kind is not MovementKind.ANNULLED and each.movement_id not in annulled
    ]


def again(scan_id: UUID, movement: Movement, at: datetime, officer: str) -> MovementDraft:
    """A further movement of the same pilgrim, by an officer's key."""
    return MovementDraft(
        scan_id=scan_id,
        kind=movement.kind,
        direction=movement.direction,
        permit=movement.permit,
        issue=movement.issue,
        passport=movement.passport,
        company=movement.company,
        service=movement.service,
        port=movement.port,
        lane=movement.lane,
        officer=officer[:_LONGEST_TEXT],
        at=at,
        findings=movement.findings,
        automatic=False,
    )


def annulment(scan_id: UUID, movement: Movement, at: datetime, officer: str) -> MovementDraft:
    """The movement that takes another one back."""
    taken_back = again(scan_id, movement, at, officer)
    return replace(taken_back, kind=MovementKind.ANNULLED, annuls=movement.movement_id)
