"""The second copy of another device's scans and audit, written out for whoever investigates."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from checkpoint_app.clock import Clock
from checkpoint_app.errors import ConfigError, StorageError
from checkpoint_app.main import LaneStores
from checkpoint_app.store.encrypted import Row
from checkpoint_app.store.files import sync_folder
from checkpoint_app.store.journal_copies import COPIED_TABLES, MOST_COPIES

WRITTEN = "hub.copy-written"
_FIRST = bytes(32)
# As the journal has them; a row of another width is written without names.
_COLUMNS = {
    "scan": (
        *("entry", "scan_id", "at", "clock_high", "reading", "symbology", "permit", "direction"),
        *("verdict", "findings", "officer", "lane", "port", "generation", "note", "place"),
    ),
    "audit": ("entry", "at", "actor", "action", "detail", "previous", "hash"),
}


@dataclass(frozen=True, slots=True)
class AuditChain:
    """How far the copied audit is one unbroken chain from its first entry: the number and hash of
    the entry that it ends with; 0 and zeros for none. Whoever can seal an item can make up a whole
    chain: it is the dead device's own only if the registry has the same hash from it."""

    last: int
    head: bytes


@dataclass(frozen=True, slots=True)
class WrittenCopy:
    """What was written."""

    scans: int
    audit: int
    chain: AuditChain


def write_copy(stores: LaneStores, clock: Clock, device: str, file: Path) -> WrittenCopy:
    """Write a device's second copy as JSON lines, readable for this user alone; what was there is
    replaced. Audited. Raises ConfigError ``succession.no-copy``, StorageError."""
    scans, audit = (stores.journal.copies_count(device, table) for table in COPIED_TABLES)
    if not scans and not audit:
        raise ConfigError("no copy is here", key="succession.no-copy")
    written = WrittenCopy(scans, audit, audit_chain(copied_rows(stores, device, "audit")))
    stores.journal.audit(clock.now(), "", WRITTEN, device)
    try:
        _write(file, _lines(stores, device, written))
    except OSError as error:
        raise StorageError(f"copy: {error.strerror}", key="succession.not-written") from error
    return written


def copied_rows(stores: LaneStores, device: str, table: str) -> Iterator[Row]:
    """All rows kept of a table, by number; several where several were given under one."""
    after = 0
    while rows := stores.journal.copies_of(device, table, after):
        last = rows[-1][0]
        if len(rows) == MOST_COPIES and rows[0][0] != last:
            rows = tuple(row for row in rows if row[0] != last)  # there may be more of the last
            last = rows[-1][0]
        yield from rows
        after = last


def audit_chain(rows: Iterable[Row]) -> AuditChain:
    """Follow the audit's chain. A made-up row beside the right ones does not break it."""
    heads, number = {0: {_FIRST}}, 0
    found = AuditChain(0, _FIRST)
    for row in rows:
        if not _is_audit(row):
            continue
        entry, *said, previous, digest = row
        if entry not in (number, number + 1):
            break
        if previous in heads.get(entry - 1, ()) and digest == _hash(previous, entry, said):
            heads.setdefault(entry, set()).add(digest)
            found, number = AuditChain(entry, digest), entry
            heads.pop(entry - 2, None)
    return found


def _hash(previous: bytes, entry: int, said: list[object]) -> bytes:
    return hashlib.sha256(previous + json.dumps([entry, *said]).encode()).digest()


def _is_audit(row: Row) -> bool:
    kinds = (int, int, str, str, str, bytes, bytes)
    return len(row) == len(kinds) and all(map(isinstance, row, kinds))


def _lines(stores: LaneStores, device: str, written: WrittenCopy) -> Iterator[str]:
    chain = written.chain
    head: dict[str, object] = {"device": device, "scans": written.scans, "audit": written.audit}
    head |= {"audit_unbroken_to": chain.last, "audit_head": chain.head.hex(), "proven": False}
    yield json.dumps(head)
    for table in COPIED_TABLES:
        for row in copied_rows(stores, device, table):
            yield json.dumps({"table": table, **_named(table, row)}, ensure_ascii=False)


def _named(table: str, row: Row) -> dict[str, object]:
    values = [each.hex() if isinstance(each, bytes) else each for each in row]
    names = _COLUMNS[table]
    return dict(zip(names, values, strict=True)) if len(names) == len(row) else {"values": values}


def _write(file: Path, lines: Iterable[str]) -> None:
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as opened:
            for line in lines:
                opened.write(line + "\n")
            opened.flush()
            os.fsync(opened.fileno())
        fresh.replace(file)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise
    sync_folder(file.absolute().parent)
