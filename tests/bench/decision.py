"""From the text of a token to its verdict on disk, against what no checkpoint could leave out.

Floor of a scan: one Ed25519 verification for each signature over it (token, block, manifest, status
list, state table), of the same messages under the same keys; one indexed look-up in records.db; one
committed insert of a scan's row into the table that journal.db keeps scans in, all its columns and
its unique index with it. The movement that a scan also records is not in the floor. Every permit is
scanned once, so its rows come from cold pages; and work and floor each have connections of their
own, so that each finds the pages stale that the other has written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cbor2

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.envelope import (
    EnvelopeType,
    KeyLookup,
    VerifyingKey,
    signature_structure,
)
from checkpoint_app.credential.record import decode_record
from checkpoint_app.credential.token_text import from_digits
from checkpoint_app.domain.permit import PermitRecord
from checkpoint_app.main import OpenLane, open_lane
from checkpoint_app.services.identifiers import uuid7
from checkpoint_app.store import keys as store_keys
from checkpoint_app.store.encrypted import EncryptedDatabase, Migration
from checkpoint_app.store.journal_rows import SCAN_COLUMNS
from checkpoint_app.store.journal_schema import MIGRATIONS as JOURNAL_MIGRATIONS
from checkpoint_app.store.keys import KeyStore
from checkpoint_app.store.records_schema import MIGRATIONS as RECORD_MIGRATIONS
from tests.bench._lane import Season, full_lane
from tests.bench.floor import Ratio, interleaved, profile_of
from tests.bench.result import Measured, SideGoal

RECORDS = 1_000_000
FEW_RECORDS = 10_000
GOAL, GROWTH_GOAL = 2.0, 1.2
ROUNDS, WARM_UP = 400, 20
_LOOK_UP = "SELECT body FROM record WHERE permit = ?"
# A scan that the lane has just recorded, once more under an id of its own and without a movement.
_COLUMNS = f"{SCAN_COLUMNS}, clock_high"
_LAST_SCAN = f"SELECT {_COLUMNS} FROM scan ORDER BY entry DESC LIMIT 1"
_INSERT = f"INSERT INTO scan ({_COLUMNS}) VALUES ({', '.join('?' * 14)})"
Check = tuple[VerifyingKey, bytes, bytes]


def run(records: int) -> Measured:
    """See the module."""
    few, _ = measure(min(FEW_RECORDS, records))
    many, explained = measure(records)
    growth = many.work / few.work
    return Measured(
        "decision",
        many.value,
        "ratio to the floor",
        GOAL,
        side_goals=(SideGoal("growth", growth, GROWTH_GOAL),),
        explanations={
            "records": records,
            "scan_ms": many.work * 1000,
            "floor_ms": many.floor * 1000,
            "scan_ms_few": few.work * 1000,
            "floor_ms_few": few.floor * 1000,
            "ratio_few": few.value,
            "few_records": min(FEW_RECORDS, records),
            "rounds": many.rounds,
            **explained,
        },
    )


def measure(records: int) -> tuple[Ratio, dict[str, object]]:
    """The ratio with this many records in the cache."""
    wanted = 2 * ROUNDS + WARM_UP
    with (
        full_lane(records, wanted) as made,
        open_lane(made.lane, SystemClock(), officer="bench") as lane,
    ):
        texts = made.tokens()
        for text in texts[:WARM_UP]:
            lane.service.scan(text)
        floor = _Floor(made, lane)
        try:
            ratio = interleaved(_rounds(lane, floor, texts[WARM_UP:]))
        finally:
            floor.close()
        explained: dict[str, object] = {"signatures": len(floor.checks(texts[0]))}
        if ratio.value > GOAL:
            explained["profile"] = profile_of(lambda: [lane.service.scan(t) for t in texts[:200]])
    return ratio, explained


def _rounds(
    lane: OpenLane, floor: _Floor, texts: list[str]
) -> Iterator[tuple[Callable[[], object], Callable[[], object]]]:
    half = min(ROUNDS, len(texts) // 2)
    for scanned, floored in zip(texts[:half], texts[half : 2 * half], strict=True):
        checks = floor.checks(floored)
        number = from_digits(floored).number
        yield (
            lambda text=scanned: lane.service.scan(text),  # type: ignore[misc]
            lambda number=number, checks=checks: floor.run(number, checks),  # type: ignore[misc]
        )


class _Floor:
    """The least work, on the same database files through the same driver."""

    def __init__(self, made: Season, lane: OpenLane) -> None:
        store = store_keys.open_key_store(made.lane.keys)
        self._lane = lane
        self._keys = lane.stores.trust.issuer_keys()
        self._records = _open(made.lane.records, store, store_keys.RECORDS, RECORD_MIGRATIONS)
        self._journal = _open(made.lane.journal, store, store_keys.JOURNAL, JOURNAL_MIGRATIONS)
        with self._journal.reading() as conn:
            _, *self._scan = conn.execute(_LAST_SCAN).fetchone() or ()

    def checks(self, text: str) -> list[Check]:
        """Key, signature and signed bytes of everything that proves this permit."""
        token = from_digits(text)
        with self._lane.stores.records.snapshot() as snapshot:
            row = snapshot.by_permit(token.number)[0]
            record = decode_record(row.body)
            assert isinstance(record, PermitRecord)
            envelopes = [
                (EnvelopeType.TOKEN, token.token),
                (EnvelopeType.BLOCK, row.envelope),
                (EnvelopeType.MANIFEST, snapshot.manifest()),
                (EnvelopeType.STATUS, snapshot.status_list(record.status_list)),
                (EnvelopeType.STATE, snapshot.state()),
            ]
        return [_check(kind, envelope or b"", self._keys) for kind, envelope in envelopes]

    def run(self, number: int, checks: list[Check]) -> None:
        """One scan's floor."""
        for key, signature, message in checks:
            assert key.verify(signature, message)
        with self._records.reading() as conn:
            assert conn.execute(_LOOK_UP, (number,)).fetchone()
        with self._journal.writing() as conn:
            conn.execute(_INSERT, (uuid7(SystemClock().now()).bytes, *self._scan))

    def close(self) -> None:
        self._records.close()
        self._journal.close()


def _check(kind: EnvelopeType, envelope: bytes, keys: KeyLookup) -> Check:
    protected, _, payload, signature = cbor2.loads(envelope).value
    key = keys.find(cbor2.loads(protected)[4], kind)
    assert key is not None
    aad = f"umrah/1/{kind.value}".encode()
    return key, signature, signature_structure(protected, aad, payload)


def _open(
    path: Path, store: KeyStore, name: str, migrations: Sequence[Migration]
) -> EncryptedDatabase:
    key = store_keys.database_key(store, name, database_exists=True)
    return EncryptedDatabase(path, key, migrations)
