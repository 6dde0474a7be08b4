"""What journal.db knows of one permit: its own movements, the neighbours', outcomes of cases.

Every statement here runs on the way to a verdict: indexed look-ups of the permit alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from checkpoint_app.credential.entry_bytes import decode_case_event
from checkpoint_app.domain import case_fold
from checkpoint_app.domain.facts import SecondLineOutcome
from checkpoint_app.services.identifiers import from_milliseconds
from checkpoint_app.services.stores import History, HistoryMovedOnError
from checkpoint_app.store.encrypted import Connection, Row
from checkpoint_app.store.journal_rows import outcome_of, past_movements_of

CLOCK = "SELECT high FROM clock"
# Every movement of a permit, whether it stands, and the number that tells it from the others of its
# table; own ones are of no device.
PAST = (
    "SELECT kind, port, lane, at, kind <> 5"
    " AND NOT EXISTS (SELECT 1 FROM movement a WHERE a.annuls = movement.movement_id),"
    " place, '', x'', place FROM movement WHERE permit = ?1"
    " UNION ALL"
    " SELECT kind, port, lane, at, kind <> 5 AND NOT EXISTS"
    " (SELECT 1 FROM neighbour a WHERE a.annuls = n.movement_id AND a.device = n.device),"
    " sequence, device, epoch, number FROM neighbour n WHERE permit = ?1"
)
# What the second line decided here before there were cases, and the outcomes of cases.
OUTCOMES = (
    "SELECT permit, covers, until, lifts_refusal, at, 0, NULL, NULL"
    " FROM second_line WHERE permit = ?1"
    " UNION ALL"
    " SELECT permit, NULL, NULL, NULL, at, number, device, body"
    " FROM case_event WHERE permit = ?1 AND kind = 3"
)
# No number of a table ever becomes less, so that their sum tells any change. As `_seen_of`.
NEWEST = (
    "SELECT coalesce((SELECT max(place) FROM movement WHERE permit = ?1), 0)"
    " + coalesce((SELECT max(number) FROM neighbour WHERE permit = ?1), 0)"
    " + coalesce((SELECT max(number) FROM case_event WHERE permit = ?1 AND kind = 3), 0)"
)
_STANDS, _ORDER, _DEVICE, _EPOCH, _NUMBER = 4, 5, 6, 7, 8
_CASE_NUMBER, _CASE_DEVICE, _CASE_BODY = 5, 6, 7


def history(conn: Connection, permit: int | None) -> History:
    """See `Journal`."""
    high = conn.execute(CLOCK).fetchone()
    last_at = None if high is None else from_milliseconds(high[0])
    if permit is None:
        return History(last_at, (), ())
    rows = conn.execute(PAST, (permit,)).fetchall()
    said = conn.execute(OUTCOMES, (permit,)).fetchall()
    if not rows and not said:
        return History(last_at, (), ())
    standing = sorted((row for row in rows if row[_STANDS]), key=_in_its_journal)
    past = past_movements_of(((row[_DEVICE], row[_EPOCH]), row[:4]) for row in standing)
    return History(last_at, past, _outcomes(said), _seen_of(rows, said))


def check_unmoved(conn: Connection, permit: int | None, seen: int | None) -> None:
    """Raises HistoryMovedOnError when the permit has moved since ``seen``."""
    if permit is None or seen is None:
        return
    newest = conn.execute(NEWEST, (permit,)).fetchone()
    if newest is not None and newest[0] != seen:
        raise HistoryMovedOnError("another lane has recorded a movement meanwhile")


def _in_its_journal(row: Row) -> Row:
    """Own journal first; entries that claim the same place by their numbers here."""
    return row[_DEVICE], row[_EPOCH], row[_ORDER], row[_NUMBER]


def _seen_of(rows: Sequence[Row], said: Sequence[Row]) -> int:
    own = neighbours = cases = 0
    for row in rows:
        if row[_DEVICE]:
            neighbours = max(neighbours, row[_NUMBER])
        else:
            own = max(own, row[_NUMBER])
    for row in said:
        cases = max(cases, row[_CASE_NUMBER])
    return int(own + neighbours + cases)


def _outcomes(said: Sequence[Row]) -> tuple[SecondLineOutcome, ...]:
    kept = tuple(outcome_of(row) for row in said if row[_CASE_BODY] is None)
    decided = [row for row in said if row[_CASE_BODY] is not None]
    if not decided:
        return kept
    events = [decode_case_event(row[_CASE_BODY], row[_CASE_DEVICE]) for row in decided]
    return kept + case_fold.second_line_outcomes(events)
