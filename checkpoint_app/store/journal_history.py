"""What journal.db knows of one permit: its own movements, the neighbours', outcomes of cases.

Every statement here runs on the way to a verdict: indexed look-ups of the permit alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from checkpoint_app.credential.movement_bytes import service_and_hand
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.order_fold import TakenBack
from checkpoint_app.services.identifiers import from_milliseconds
from checkpoint_app.services.stores import History, HistoryMovedOnError
from checkpoint_app.store.encrypted import Connection, Row
from checkpoint_app.store.journal_orders import KnownOrders
from checkpoint_app.store.journal_outcomes import DECIDED_CASES, OUTCOMES, Departed, outcomes
from checkpoint_app.store.journal_rows import past_movements_of

CLOCK = "SELECT high FROM clock"
# Every movement of a permit, whether it stands, and the number that tells it from the others of its
# table; own ones are of no device.
PAST = (
    "SELECT kind, port, lane, at, kind <> 5"
    " AND NOT EXISTS (SELECT 1 FROM movement a WHERE a.annuls = movement.movement_id),"
    " place, '', x'', place, NULL FROM movement WHERE permit = ?1"
    " UNION ALL"
    " SELECT kind, port, lane, at, kind <> 5 AND NOT EXISTS"
    " (SELECT 1 FROM neighbour a WHERE a.annuls = n.movement_id AND a.device = n.device),"
    " sequence, device, epoch, number, taken_at FROM neighbour n WHERE permit = ?1"
)
# No number of a table ever becomes less, so that their sum tells any change. As `_seen_of`.
NEWEST = (
    "SELECT coalesce((SELECT max(place) FROM movement WHERE permit = ?1), 0)"  # noqa: S608  constant
    " + coalesce((SELECT max(number) FROM neighbour WHERE permit = ?1), 0)"
    " + coalesce((SELECT max(number) FROM case_event"
    f" WHERE kind = 3 AND case_id IN ({DECIDED_CASES})), 0)"
)
_OWN_BODY = "SELECT body FROM movement WHERE place = ?"
_NEIGHBOUR_BODY = "SELECT body FROM neighbour WHERE number = ?"
_KIND, _AT, _STANDS, _ORDER, _DEVICE, _EPOCH, _NUMBER, _CAME = 0, 3, 4, 5, 6, 7, 8, 9
_CASE_NUMBER = 5


def history(conn: Connection, permit: int | None, known: KnownOrders) -> History:
    """See `Journal`."""
    high = conn.execute(CLOCK).fetchone()
    last_at = None if high is None else from_milliseconds(high[0])
    orders = known.orders(conn)
    if permit is None:
        return History(last_at, (), (), orders=orders)
    rows = conn.execute(PAST, (permit,)).fetchall()
    said = conn.execute(OUTCOMES, (permit,)).fetchall()
    if not rows and not said:
        return History(last_at, (), (), orders=orders)
    annulled = known.taken_back(conn)
    standing = sorted(
        (row for row in rows if row[_STANDS] and not (annulled and _is_taken(conn, row, annulled))),
        key=_in_its_journal,
    )
    past = past_movements_of(
        ((row[_DEVICE], row[_EPOCH]), (*row[:4], row[_CAME])) for row in standing
    )
    back = max((each.at for each in past if each.kind is MovementKind.RETURNED), default=None)
    left = (each for each in map(_departed, standing) if each is not None)
    unreturned = [each for each in left if back is None or each.at >= back]
    found = outcomes(conn, permit, said, unreturned)
    return History(last_at, past, found, _seen_of(rows, said), orders)


def check_unmoved(conn: Connection, permit: int | None, seen: int | None) -> None:
    """Raises HistoryMovedOnError when the permit has moved since ``seen``."""
    if permit is None or seen is None:
        return
    newest = conn.execute(NEWEST, (permit,)).fetchone()
    if newest is not None and newest[0] != seen:
        raise HistoryMovedOnError("another lane has recorded a movement meanwhile")


def _is_taken(conn: Connection, row: Row, annulled: TakenBack) -> bool:
    """Whether an order has taken back the departure of a row. Its entry is read only where one may
    have."""
    at = from_milliseconds(row[_AT])
    if row[_KIND] != MovementKind.DEPARTED or not annulled.may_cover(at):
        return False
    entry = _NEIGHBOUR_BODY if row[_DEVICE] else _OWN_BODY
    (body,) = conn.execute(entry, (row[_NUMBER],)).fetchall()[0]
    return annulled.covers(service_and_hand(body)[0], at)


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


def _departed(row: Row) -> Departed | None:
    """A departure that another device recorded."""
    if row[_KIND] != MovementKind.DEPARTED or row[_CAME] is None:
        return None
    return Departed(row[_NUMBER], row[_CAME], from_milliseconds(min(row[_AT], row[_CAME])))
