"""What the second line's decisions are worth for one permit, by what is known of their cases here.

An outcome reaches other lanes on its own, and any device of the port may write one. It answers the
findings of a referral that is here too, for a time that the clocks of this lane bound, and never a
departure that its desk could not know of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from checkpoint_app.credential.entry_bytes import decode_case_event
from checkpoint_app.credential.movement_bytes import decode_movement
from checkpoint_app.domain import case_fold
from checkpoint_app.domain.cases import CaseEvent, Opened
from checkpoint_app.domain.facts import SecondLineOutcome
from checkpoint_app.services.identifiers import from_milliseconds
from checkpoint_app.store.encrypted import Connection, Row
from checkpoint_app.store.journal_rows import outcome_of

DECIDED_CASES = "SELECT case_id FROM case_event WHERE permit = ?1 AND kind = 3"
# What the second line decided here before there were cases; and the outcomes of cases, all of each
# case, also those that name another permit: with when, and as which of the neighbours' entries,
# each came.
OUTCOMES = (
    "SELECT permit, covers, until, lifts_refusal, at, 0, NULL, NULL, NULL, NULL"  # noqa: S608  a constant
    " FROM second_line WHERE permit = ?1"
    " UNION ALL"
    " SELECT c.permit, NULL, NULL, NULL, c.at, c.number, c.device, c.body, n.taken_at, n.number"
    " FROM case_event c LEFT JOIN neighbour n ON n.device = c.device AND n.epoch = c.epoch"
    " AND n.sequence = c.sequence AND n.body = c.body"
    f" WHERE c.kind = 3 AND c.case_id IN ({DECIDED_CASES})"
)
# The referrals of these cases: the entries that opened them, and the movements.
REFERRALS = (
    "SELECT case_id, body, 1 FROM case_event"  # noqa: S608  a constant
    f" WHERE kind = 0 AND permit = ?1 AND case_id IN ({DECIDED_CASES})"
    " UNION ALL SELECT movement_id, body, 0 FROM movement"
    f" WHERE kind = 2 AND permit = ?1 AND movement_id IN ({DECIDED_CASES})"
    " UNION ALL SELECT movement_id, body, 0 FROM neighbour"
    f" WHERE kind = 2 AND permit = ?1 AND movement_id IN ({DECIDED_CASES})"
)
_DEVICE, _BODY, _CAME, _NUMBER = 6, 7, 8, 9


@dataclass(frozen=True, slots=True)
class Departed:
    """A departure at another device, not taken back: its number among the neighbours' entries, when
    it came (ms), and when it was at the latest."""

    number: int
    came: int
    at: datetime


@dataclass(frozen=True, slots=True)
class _Said:
    """An outcome, and when it came from another device."""

    event: CaseEvent
    came: int | None
    number: int | None

    def knows_of(self, departed: Departed) -> bool:
        """Whether the departure was here before the outcome."""
        if self.number is not None:
            return departed.number < self.number
        return from_milliseconds(departed.came) < self.event.at

    def taken(self, departed: Iterable[Departed]) -> datetime:
        """When it was decided at the latest: what a fast clock dates ahead is of when it came, and
        departures that it could not know of are of later."""
        at = self.event.at
        came = at if self.came is None else min(at, from_milliseconds(self.came))
        unknown = (each.at for each in departed if not self.knows_of(each))
        return min(came, *unknown, came)


def outcomes(
    conn: Connection, permit: int, said: Sequence[Row], departed: Sequence[Departed]
) -> tuple[SecondLineOutcome, ...]:
    """The outcomes in force for a permit, from its rows of `OUTCOMES`. ``departed``: by which its
    pilgrim may be away."""
    kept = tuple(outcome_of(row) for row in said if row[_BODY] is None)
    decided = [_said(row) for row in said if row[_BODY] is not None]
    told = case_fold.clearing(each.event for each in decided)
    of_permit = [each for each in told if each.permit == permit]
    if not of_permit:
        return kept
    referred = _referred(conn, permit)
    first = _first(decided)
    found = []
    for event in of_permit:
        codes = referred.get(event.case_id)
        outcome = case_fold.second_line_outcome(event, first[event].taken(departed))
        if codes is not None:
            found.append(replace(outcome, covers=outcome.covers & codes))
    return kept + tuple(found)


def _said(row: Row) -> _Said:
    return _Said(decode_case_event(row[_BODY], row[_DEVICE]), row[_CAME], row[_NUMBER])


def _first(decided: Iterable[_Said]) -> dict[CaseEvent, _Said]:
    """Each as it came first."""
    by_number = sorted(decided, key=lambda each: each.number or 0, reverse=True)
    return {each.event: each for each in by_number}


def _referred(conn: Connection, permit: int) -> dict[UUID, set[str]]:
    """The findings of each referral that is known, by case."""
    found: dict[UUID, set[str]] = {}
    for case_id, body, opens in conn.execute(REFERRALS, (permit,)):
        found.setdefault(UUID(bytes=case_id), set()).update(
            _seen(body) if opens else decode_movement(body).findings
        )
    return found


def _seen(body: bytes) -> set[str]:
    content = decode_case_event(body, "").content
    return {each.code for each in content.findings} if isinstance(content, Opened) else set()
