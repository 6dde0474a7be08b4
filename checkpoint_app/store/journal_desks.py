"""Who tried to sign in, and who worked when, in journal.db."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.shift import Shift, ShiftCounts, ShiftEnd
from checkpoint_app.services.identifiers import from_milliseconds, milliseconds, uuid7_floor
from checkpoint_app.services.stores import (
    CountedScan,
    FailedTries,
    RecordedMovement,
    SignInTry,
    ToldShift,
)
from checkpoint_app.store.encrypted import Connection, EncryptedDatabase, Row
from checkpoint_app.store.journal_audit import add_audit
from checkpoint_app.store.journal_rows import CASE_KIND, recorded_of

_ADD_SIGN_IN = "INSERT INTO sign_in (at, login, good, counter, how) VALUES (?, ?, ?, ?, ?)"
_NEWEST_COUNTER = "SELECT max(counter) FROM sign_in WHERE login = ?"
_FAILED = (
    "SELECT count(*), (SELECT at FROM sign_in WHERE login = ?1 AND good = 0"
    " ORDER BY number DESC LIMIT 1) FROM sign_in WHERE login = ?1 AND good = 0 AND number >"
    " coalesce((SELECT max(number) FROM sign_in WHERE login = ?1 AND good = 1), 0)"
)
# The newest tries are enough to see whether there are too many.
_FAILURES = (
    "SELECT at FROM (SELECT at, good FROM sign_in ORDER BY number DESC LIMIT 1000)"
    " WHERE good = 0 AND at >= ? AND at < ? ORDER BY at"
)
_BEGAN, _ENDED = 0, 1
_ADD_SHIFT = (
    "INSERT INTO shift_event"
    " (shift_id, kind, at, officer, lane, direction, ending, handed_to, counts)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_COLUMNS = (
    "SELECT b.shift_id, b.officer, b.lane, b.direction, b.at, e.at, e.ending, e.handed_to, e.counts"
    " FROM shift_event b LEFT JOIN shift_event e ON e.shift_id = b.shift_id AND e.kind = 1"
    " WHERE b.kind = 0"
)
_NEWEST_SHIFT = f"{_COLUMNS} AND b.lane = ? ORDER BY b.number DESC LIMIT 1"
_SHIFTS = f"{_COLUMNS} AND b.at < ?2 AND (e.at IS NULL OR e.at >= ?1) ORDER BY b.at, b.number"
_MOVED = (
    "SELECT m.scan_id, m.body, EXISTS (SELECT 1 FROM movement a WHERE a.annuls = m.movement_id),"
    " m.place AS place FROM"
)
# By the scan that a movement was recorded with, or by its own id (see `journal_schema`).
_MOVEMENTS = (
    f"{_MOVED} scan s JOIN movement m ON m.place = s.place"
    f" WHERE s.scan_id >= ?1 AND s.scan_id < ?2 AND m.lane = ?3 AND m.kind <> {CASE_KIND}"
    f" UNION ALL {_MOVED} movement m WHERE m.movement_id <> m.scan_id"
    f" AND m.movement_id >= ?1 AND m.movement_id < ?2 AND m.lane = ?3 AND m.kind <> {CASE_KIND}"
    " ORDER BY place"
)
_SCANS = (
    "SELECT at, direction, verdict FROM scan"
    " WHERE scan_id >= ? AND scan_id < ? AND lane = ? AND officer = ? ORDER BY scan_id"
)


class DeskTables:
    """`services.stores.SignInShelf` and `ShiftShelf` over the tables of an open journal."""

    _database: EncryptedDatabase

    def record_sign_in(self, tried: SignInTry, action: str, actor: str, detail: str = "") -> bool:
        """See `SignInShelf`."""
        row = (milliseconds(tried.at), tried.login, int(tried.good), tried.counter, tried.how)
        with self._database.writing() as conn:
            if _is_used(conn, tried):
                return False
            conn.execute(_ADD_SIGN_IN, row)
            add_audit(conn, tried.at, actor, action, detail)
        return True

    def failed_tries(self, login: str) -> FailedTries:
        """See `SignInShelf`."""
        with self._database.reading() as conn:
            count, last = conn.execute(_FAILED, (login,)).fetchone() or (0, None)
        return FailedTries(count, from_milliseconds(last) if count else None)

    def failures_between(self, start: datetime, end: datetime) -> tuple[datetime, ...]:
        """See `SignInShelf`."""
        with self._database.reading() as conn:
            rows = conn.execute(_FAILURES, (milliseconds(start), milliseconds(end))).fetchall()
        return tuple(from_milliseconds(row[0]) for row in rows)

    def record_shifts(
        self, ended: tuple[Shift, ShiftCounts] | None, begun: Shift | None, actor: str
    ) -> None:
        """See `ShiftShelf`."""
        with self._database.writing() as conn:
            if ended is not None:
                _add_end(conn, *ended, actor)
            if begun is not None:
                conn.execute(_ADD_SHIFT, _row(begun, _BEGAN, begun.began))
                detail = f"{begun.shift_id} {begun.lane} {begun.direction.name.lower()}"
                add_audit(conn, begun.began, actor, "shift.began", detail)

    def open_shift(self, lane: str) -> Shift | None:
        """See `ShiftShelf`."""
        with self._database.reading() as conn:
            row = conn.execute(_NEWEST_SHIFT, (lane,)).fetchone()
        told = None if row is None else _told(row)
        return None if told is None or told.shift.ended is not None else told.shift

    def shifts_between(self, start: datetime, end: datetime) -> tuple[ToldShift, ...]:
        """See `ShiftShelf`."""
        with self._database.reading() as conn:
            rows = conn.execute(_SHIFTS, (milliseconds(start), milliseconds(end))).fetchall()
        return tuple(_told(row) for row in rows)

    def worked(
        self, officer: str, lane: str, start: datetime, end: datetime
    ) -> tuple[tuple[RecordedMovement, ...], tuple[CountedScan, ...]]:
        """See `ShiftShelf`."""
        bounds = (uuid7_floor(start), uuid7_floor(end), lane)
        with self._database.reading() as conn:
            moved = [recorded_of(row[:3]) for row in conn.execute(_MOVEMENTS, bounds)]
            scanned = conn.execute(_SCANS, (*bounds, officer)).fetchall()
        scans = tuple(
            CountedScan(from_milliseconds(at), Direction(direction), verdict)
            for at, direction, verdict in scanned
        )
        return tuple(each for each in moved if each.movement.officer == officer), scans


def _is_used(conn: Connection, tried: SignInTry) -> bool:
    if tried.counter is None:
        return False
    newest = conn.execute(_NEWEST_COUNTER, (tried.login,)).fetchone()
    return newest is not None and newest[0] is not None and tried.counter <= newest[0]


def _add_end(conn: Connection, shift: Shift, counts: ShiftCounts, actor: str) -> None:
    if shift.ended is None or shift.end is None:
        raise ValueError("a shift that has not ended")
    conn.execute(_ADD_SHIFT, _row(shift, _ENDED, shift.ended, _written(counts)))
    detail = f"{shift.shift_id} {shift.end.name.lower()}"
    add_audit(conn, shift.ended, actor, "shift.ended", detail)


def _row(shift: Shift, kind: int, at: datetime, counts: str | None = None) -> Row:
    return (
        shift.shift_id.bytes,
        kind,
        milliseconds(at),
        shift.officer,
        shift.lane,
        int(shift.direction),
        None if shift.end is None else int(shift.end),
        shift.handed_to,
        counts,
    )


def _told(row: Row) -> ToldShift:
    shift_id, officer, lane, direction, began, ended, ending, handed_to, counts = row
    shift = Shift(UUID(bytes=shift_id), officer, lane, Direction(direction), _at(began))
    if ended is None:
        return ToldShift(shift, None)
    over = replace(shift, ended=_at(ended), end=ShiftEnd(ending), handed_to=handed_to or "")
    return ToldShift(over, None if counts is None else _read(counts))


def _at(value: int) -> datetime:
    return from_milliseconds(value)


def _written(counts: ShiftCounts) -> str:
    return json.dumps(
        {
            "scans": counts.scans,
            "by_kind": {str(int(kind)): number for kind, number in counts.by_kind.items()},
            "verdicts": {verdict or "": number for verdict, number in counts.verdicts.items()},
            "annulled": counts.annulled,
            "automatic": counts.automatic,
            "open_cases": counts.open_cases,
            "deferred": counts.deferred,
            "seconds": counts.seconds,
        }
    )


def _read(text: str) -> ShiftCounts:
    said = json.loads(text)
    kinds = {MovementKind(int(kind)): number for kind, number in said.pop("by_kind").items()}
    verdicts = {verdict or None: number for verdict, number in said.pop("verdicts").items()}
    return ShiftCounts(by_kind=kinds, verdicts=verdicts, **said)
