"""The ingest's statements, as plain text: no expression is compiled on the hot path.

`ON CONFLICT` and `?` are SQLite's; another database brings its own file of these.
"""

from __future__ import annotations

from functools import cache

INSERT_MOVEMENT = """
    INSERT INTO movement (
        device_id, epoch, sequence, movement_id, chain_hash, kind, direction, permit, passport,
        company, service, port, lane, at_ms, cairo_day, cairo_hour, annuls, automatic, received_at,
        body, annulled)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
"""
INSERT_CASE_EVENT = """
    INSERT INTO case_event (
        device_id, epoch, sequence, event_id, case_id, kind, permit, port, at_ms, chain_hash,
        received_at, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
INSERT_FORK = """
    INSERT INTO movement_fork (device_id, epoch, sequence, chain_hash, received_at, body)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
INSERT_ASIDE = """
    INSERT INTO quarantine (device_id, epoch, sequence, chain_hash, received_at, reason, body)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
INSERT_AUDIT = "INSERT INTO audit (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)"

# Parameters: device, epoch, first, last.
HELD = """
    SELECT sequence, chain_hash FROM movement
    WHERE device_id = ?1 AND epoch = ?2 AND sequence BETWEEN ?3 AND ?4
    UNION ALL
    SELECT sequence, chain_hash FROM case_event
    WHERE device_id = ?1 AND epoch = ?2 AND sequence BETWEEN ?3 AND ?4
    UNION ALL
    SELECT sequence, chain_hash FROM quarantine
    WHERE device_id = ?1 AND epoch = ?2 AND sequence BETWEEN ?3 AND ?4
"""
# Parameters: device, epoch, sequence, the most rows. What is flagged as well comes twice.
BEYOND = """
    SELECT sequence, chain_hash, body FROM movement
    WHERE device_id = ?1 AND epoch = ?2 AND sequence > ?3
    UNION ALL
    SELECT sequence, chain_hash, body FROM case_event
    WHERE device_id = ?1 AND epoch = ?2 AND sequence > ?3
    UNION ALL
    SELECT sequence, chain_hash, body FROM quarantine
    WHERE device_id = ?1 AND epoch = ?2 AND sequence > ?3
    ORDER BY sequence LIMIT ?4
"""

# In the order in which they came.
UNREAD = """
    SELECT q.id, q.device_id, d.port, q.epoch, q.sequence, q.received_at, q.body
    FROM quarantine q JOIN device d ON d.device_id = q.device_id
    WHERE q.reason = ? AND q.id > ? ORDER BY q.id LIMIT ?
"""

ACK = "SELECT sequence, chain_hash FROM ack WHERE device_id = ? AND epoch = ?"
UPSERT_ACK = """
    INSERT INTO ack (device_id, epoch, sequence, chain_hash, updated_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (device_id, epoch) DO UPDATE SET
        sequence = excluded.sequence, chain_hash = excluded.chain_hash,
        updated_at = excluded.updated_at
"""

SET_ANNULLED = """
    UPDATE movement SET annulled = 1 WHERE device_id = ? AND movement_id = ? AND kind <> 5
"""
# Parameters: the last id read, the kind of orders.
ORDERS_SINCE = """
    SELECT id, port, device_id, received_at, body FROM case_event
    WHERE id > ?1 AND kind = ?2 ORDER BY id
"""
# Parameters: port, Cairo day, time in milliseconds.
DEPARTURES_UNTIL = """
    SELECT id, service FROM movement
    WHERE cairo_day = ?2 AND port = ?1 AND kind = 0 AND annulled = 0 AND at_ms <= ?3
"""
ANNUL_BY_ORDER = "UPDATE movement SET annulled = 1 WHERE id = ?"
ANNUL_ONE_BY_ORDER = """
    UPDATE movement SET annulled = 1 WHERE device_id = ? AND movement_id = ? AND kind = 0
"""
WAITING_ANNULMENTS = "SELECT id, body FROM quarantine WHERE device_id = ? AND reason = ?"
DROP_ASIDE = "DELETE FROM quarantine WHERE id = ?"


@cache
def ids_taken(count: int) -> str:
    """Which of ``count`` ids of movements or case entries are held, and by which device.

    The device is not asked for here: SQLite would then read all that the device ever sent.
    """
    marks = ", ".join(f"?{place}" for place in range(1, count + 1))
    return (
        "SELECT movement_id, device_id FROM movement"  # noqa: S608 - only question marks are put in
        f" WHERE movement_id IN ({marks}) UNION ALL"
        f" SELECT event_id, device_id FROM case_event WHERE event_id IN ({marks})"
    )
