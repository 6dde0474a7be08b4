"""Movements out of scans: which one a verdict stands for, and how an officer changes it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from checkpoint_app.domain.cases import CaseDraft, Opened, SeenFinding
from checkpoint_app.domain.checks.whereabouts import open_departures
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Direction, Movement, MovementKind, PastMovement
from checkpoint_app.domain.permit import PermitClaims, PermitRecord
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.services.stores import MovementDraft, ScanEntry

# What a movement's texts may take, in characters and in bytes of UTF-8: with every finding there is
# they stay within a movement's 1,024 bytes (credential.movement_bytes).
_LONGEST_TEXT = 64
_MOST_BYTES = 64
_MOST_BYTES_OF_OFFICER = 128
# The movement that a verdict on a departing pilgrim stands for.
_OUTCOMES = {
    VerdictKind.CLEAR: MovementKind.DEPARTED,
    VerdictKind.REFER: MovementKind.REFERRED,
    VerdictKind.REFUSE: MovementKind.REFUSED,
}
# Kinds of which a scan can have only one that stands.
COUNTED = frozenset({MovementKind.DEPARTED, MovementKind.RETURNED})
# How long an officer may take an outcome back, or change it: issue "The lane window".
UNDO_WITHIN = timedelta(minutes=2)
# Nobody leaves and is back again within this time.
SAME_RETURN = timedelta(hours=6)


# The officer's keys that fit a scan. Nobody who returns is held.
KEYS = {
    Direction.DEPARTING: frozenset(
        {
            MovementKind.DEPARTED,
            MovementKind.REFERRED,
            MovementKind.DEFERRED,
            MovementKind.REFUSED,
        }
    ),
    Direction.RETURNING: frozenset({MovementKind.RETURNED}),
}


def writable(text: str, most_bytes: int = _MOST_BYTES) -> str:
    """As much of a text as a movement may hold, in the form in which it is signed."""
    if text.isascii():
        return text[: min(_LONGEST_TEXT, most_bytes)]
    sound = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    return sound[:_LONGEST_TEXT].encode("utf-8")[:most_bytes].decode("utf-8", "ignore")


def writable_officer(text: str) -> str:
    """As `writable`, with room for a name in Arabic letters."""
    return writable(text, _MOST_BYTES_OF_OFFICER)


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


def is_recorded_since(
    entry: ScanEntry, kind: MovementKind, movements: Sequence[PastMovement], at: datetime
) -> bool:
    """Whether another scan has recorded this movement since the scan of ``entry`` was judged."""
    if kind is MovementKind.RETURNED:
        return has_just_returned(movements, at)
    departures = open_departures(tuple(movements))
    return kind is MovementKind.DEPARTED and any(past.at >= entry.at for past in departures)


def is_of_nobody(entry: ScanEntry, kind: MovementKind) -> bool:
    """Whoever came home on a forged print has not closed its victim's departure."""
    codes = {finding.code for finding in entry.findings}
    return kind is MovementKind.RETURNED and FindingCode.BAD_SIGNATURE in codes


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
        passport=writable(passport if known is None else known.passport),
        company=None if known is None else known.company,
        service=writable(known.service) if isinstance(known, PermitRecord) else "",
        port=entry.port,
        lane=writable(entry.lane),
        officer=writable_officer(entry.officer),
        at=entry.at,
        findings=tuple(finding.code.value for finding in entry.findings),
        automatic=automatic,
    )


def case_of(entry: ScanEntry, draft: MovementDraft) -> CaseDraft | None:
    """The case that a referral opens, with what the lane saw, worst first; None for any other
    movement. It is recorded with the movement, whose id becomes its own."""
    if draft.kind is not MovementKind.REFERRED:
        return None
    return CaseDraft(
        case_id=None,
        permit=draft.permit,
        port=draft.port,
        lane=draft.lane,
        officer=draft.officer,
        at=draft.at,
        content=Opened(
            scan_id=entry.scan_id,
            verdict=entry.verdict or "",
            reading=entry.reading,
            passport=draft.passport,
            company=draft.company,
            service=draft.service,
            findings=tuple(SeenFinding(each.code.value, each.detail) for each in entry.findings),
        ),
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
        officer=writable_officer(officer),
        at=at,
        findings=movement.findings,
        automatic=False,
    )


def annulment(scan_id: UUID, movement: Movement, at: datetime, officer: str) -> MovementDraft:
    """The movement that takes another one back."""
    taken_back = again(scan_id, movement, at, officer)
    return replace(taken_back, kind=MovementKind.ANNULLED, annuls=movement.movement_id)
