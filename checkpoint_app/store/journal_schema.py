"""The tables of journal.db. A released migration is never changed; a new one is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkpoint_app.store.encrypted import Migration

if TYPE_CHECKING:
    from sqlite_utils import Database

# What happened is never edited. Sealed batches only carry it and are made anew when needed.
APPEND_ONLY = ("scan", "movement", "epoch", "receipt", "audit", "second_line", "clock_accepted")


def _first(db: Database) -> None:
    db.table("epoch").create(
        {"number": int, "epoch": bytes, "begun": int, "reason": str},
        pk="number",
        not_null={"epoch", "begun", "reason"},
    )
    _scan_table(db)
    _movement_table(db)
    _outbox_tables(db)
    db.table("audit").create(
        {
            "entry": int,
            "at": int,
            "actor": str,
            "action": str,
            "detail": str,
            "previous": bytes,
            "hash": bytes,
        },
        pk="entry",
    )
    db.table("second_line").create(
        {
            "entry": int,
            "at": int,
            "permit": int,
            "covers": str,
            "until": int,
            "lifts_refusal": int,
            "officer": str,
        },
        pk="entry",
    )
    db.table("second_line").create_index(["permit"], index_name="second_line_permit")
    for table in APPEND_ONLY:
        _forbid_changes(db, table)


def _scan_table(db: Database) -> None:
    db.table("scan").create(
        {
            "entry": int,
            "scan_id": bytes,
            "at": int,
            "clock_high": int,
            "reading": str,
            "symbology": str,
            "permit": int,
            "direction": int,
            "verdict": str,
            "findings": str,
            "officer": str,
            "lane": str,
            "port": int,
            "generation": int,
            "note": str,
            "place": int,
        },
        pk="entry",
        not_null={"scan_id", "at", "clock_high"},
    )
    db.table("scan").create_index(["scan_id"], unique=True, index_name="scan_id")
    db.table("clock_accepted").create(
        {"id": int, "entry": int, "clock_high": int, "at": int, "actor": str}, pk="id"
    )
    # The latest time ever journalled, unless a person has since put the clock right.
    db.execute(
        "CREATE VIEW clock AS SELECT coalesce((SELECT c.clock_high FROM clock_accepted c"
        " WHERE c.entry = s.entry ORDER BY c.id DESC LIMIT 1), s.clock_high) AS high"
        " FROM scan s ORDER BY s.entry DESC LIMIT 1"
    )


def _movement_table(db: Database) -> None:
    # place = epoch number << 40 | sequence: chain order without an index of its own. A movement
    # recorded with its scan has the scan's id and is found by scan.place; only later ones need
    # indexes, which keeps the transaction of a scan small.
    db.table("movement").create(
        {
            "place": int,
            "movement_id": bytes,
            "scan_id": bytes,
            "permit": int,
            "kind": int,
            "at": int,
            "port": int,
            "lane": str,
            "company": int,
            "annuls": bytes,
            "hash": bytes,
            "body": bytes,
        },
        pk="place",
        not_null={"movement_id", "scan_id", "kind", "at", "hash", "body"},
    )
    for column in ("movement_id", "scan_id"):
        db.execute(
            f"CREATE INDEX movement_later_{column} ON movement ({column})"
            " WHERE movement_id <> scan_id"
        )
    db.execute("CREATE INDEX movement_permit ON movement (permit) WHERE permit IS NOT NULL")
    db.execute("CREATE INDEX movement_annuls ON movement (annuls) WHERE annuls IS NOT NULL")


def _outbox_tables(db: Database) -> None:
    db.table("batch").create(
        {"first_place": int, "last_place": int, "envelope": bytes}, pk="first_place"
    )
    db.table("receipt").create(
        {
            "id": int,
            "epoch": int,
            "sequence": int,
            "registry_epoch": bytes,
            "issued": int,
        },
        pk="id",
    )
    db.table("receipt").create_index(["epoch", "issued"], index_name="receipt_epoch")


def _forbid_changes(db: Database, table: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
            " BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END"
        )


def _notices(db: Database) -> None:
    """Notices taken in by camera. Here and not with the registry's data, which may be rebuilt."""
    db.table("notice").create(
        {"digest": bytes, "issued": int, "envelope": bytes, "taken_at": int, "officer": str},
        pk="digest",
        not_null={"issued", "envelope", "taken_at"},
    )
    _forbid_changes(db, "notice")


# What other devices of the port recorded, own and their entries of cases, and second copies of
# their rows.
PORT_TABLES = ("neighbour", "neighbour_batch", "neighbour_head", "case_event", "copied")


def _port(db: Database) -> None:
    _neighbour_tables(db)
    # ``device`` is empty for this journal's own entries; those stand in ``movement`` too, where
    # their place in the chain is.
    db.table("case_event").create(
        {
            "number": int,
            "event_id": bytes,
            "case_id": bytes,
            "device": str,
            "epoch": bytes,
            "sequence": int,
            "kind": int,
            "permit": int,
            "at": int,
            "body": bytes,
        },
        pk="number",
        not_null={"event_id", "case_id", "device", "epoch", "sequence", "kind", "at", "body"},
    )
    db.table("case_event").create_index(["case_id"], index_name="case_event_case")
    db.table("case_event").create_index(["at"], index_name="case_event_at")
    # Of all that a case gathers, only its outcomes are looked for when its permit is scanned.
    db.execute(
        "CREATE INDEX case_event_outcome ON case_event (permit)"
        " WHERE permit IS NOT NULL AND kind = 3"
    )
    db.table("copied").create(
        {"number": int, "device": str, "name": str, "row": int, "hash": bytes, "body": bytes},
        pk="number",
        not_null={"device", "name", "row", "hash", "body"},
    )
    db.table("copied").create_index(
        ["device", "name", "row", "hash"], unique=True, index_name="copied_row"
    )
    for table in PORT_TABLES:
        _forbid_changes(db, table)


def _neighbour_tables(db: Database) -> None:
    # kind is -1, and what follows empty, for an entry that could not be read.
    db.table("neighbour").create(
        {
            "number": int,
            "device": str,
            "epoch": bytes,
            "sequence": int,
            "hash": bytes,
            "movement_id": bytes,
            "kind": int,
            "permit": int,
            "at": int,
            "port": int,
            "lane": str,
            "company": int,
            "annuls": bytes,
            "body": bytes,
            "taken_at": int,
        },
        pk="number",
        not_null={"device", "epoch", "sequence", "hash", "kind", "body", "taken_at"},
    )
    db.table("neighbour").create_index(
        ["device", "epoch", "sequence", "hash"], unique=True, index_name="neighbour_place"
    )
    for column in ("permit", "annuls", "at"):
        db.execute(
            f"CREATE INDEX neighbour_{column} ON neighbour ({column}) WHERE {column} IS NOT NULL"
        )
    db.table("neighbour_batch").create(
        {
            "number": int,
            "device": str,
            "epoch": bytes,
            "first": int,
            "last": int,
            "envelope": bytes,
        },
        pk="number",
        not_null={"device", "epoch", "first", "last", "envelope"},
    )
    db.table("neighbour_batch").create_index(
        ["device", "epoch", "last", "first"], index_name="neighbour_batch_last"
    )
    db.table("neighbour_head").create(
        {
            "number": int,
            "device": str,
            "epoch": bytes,
            "last": int,
            "at": int,
            "heard_at": int,
        },
        pk="number",
        not_null={"device", "epoch", "last", "at", "heard_at"},
    )


# Who worked when, and who tried to sign in. Here, so that a restart forgets neither.
DESK_TABLES = ("shift_event", "sign_in", "staff_taken")


def _desks(db: Database) -> None:
    # kind: 0 began, 1 ended (``ending``: `ShiftEnd`); ``counts`` is JSON, as they were told.
    db.table("shift_event").create(
        {
            "number": int,
            "shift_id": bytes,
            "kind": int,
            "at": int,
            "officer": str,
            "lane": str,
            "direction": int,
            "ending": int,
            "handed_to": str,
            "counts": str,
        },
        pk="number",
        not_null={"shift_id", "kind", "at", "officer", "lane", "direction"},
    )
    db.table("shift_event").create_index(["shift_id"], index_name="shift_event_shift")
    db.table("shift_event").create_index(["at"], index_name="shift_event_at")
    # ``counter`` is the time step of a second factor's code (RFC 6238) that was used up.
    db.table("sign_in").create(
        {"number": int, "at": int, "login": str, "good": int, "counter": int, "how": str},
        pk="number",
        not_null={"at", "login", "good", "how"},
    )
    db.table("sign_in").create_index(["login", "number"], index_name="sign_in_login")
    # The newest list of staff ever taken in: from the first on somebody must sign in here.
    db.table("staff_taken").create(
        {"number": int, "version": int, "sha256": bytes, "issued": int, "at": int},
        pk="number",
        not_null={"version", "sha256", "issued", "at"},
    )
    # Of all that the chain holds, only orders are looked for at every scan (kinds 5 and 6).
    db.execute("CREATE INDEX case_event_order ON case_event (case_id) WHERE kind >= 5")
    for table in DESK_TABLES:
        _forbid_changes(db, table)


MIGRATIONS: tuple[Migration, ...] = (_first, _notices, _port, _desks)
