"""Records to packs: bytes on the wire for each, and what signing in blocks saves.

`speedup`: encoding and signing the same records one by one, against encoding, digesting and signing
them in blocks of 256, interleaved. `whole` compares the former with all that publishing does (the
database, the signer's process, zstd, age, TUF); it has no goal.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.block import sign_block
from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.record import decode_record, encode_record
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.permit import PermitRecord
from sync.registry.db.open import open_database, reading
from sync.registry.init import DEFAULT_SEASON, initialise
from sync.registry.paths import RegistryPaths
from sync.registry.publish.publisher import PublishedPort, Publisher
from sync.registry.sample.season import sample
from sync.registry.signer.client import SignerClient
from sync.registry.signer.permit_rows import record_bytes, rows_by_id
from tests.bench.floor import Ratio, interleaved
from tests.bench.result import Measured, SideGoal
from tests.simulators.published_season import PORT, SEED

RECORDS = 1_000_000
GOAL, SPEEDUP_GOAL = 60.0, 5.0
ROUNDS, BLOCK, SAMPLE = 12, 256, 2048


def run(records: int) -> Measured:
    """See the module."""
    with tempfile.TemporaryDirectory(prefix="checkpoint-bench-") as name:
        paths = RegistryPaths(Path(name))
        clock = SystemClock()
        initialise(paths, clock, demo=True)
        engine = open_database(paths.database)
        today = cairo_day(clock.now())
        sample(engine, permits=records, seed=SEED, today=today, port_weights={PORT: 1})
        signing = _signing(_some_records(engine, min(SAMPLE, records)), clock.now())
        published, seconds = _publish(paths, engine)
        engine.dispose()
    each_s = signing.floor / min(SAMPLE, records) * records
    return Measured(
        "publish",
        published.wire_bytes / records,
        "bytes a record",
        GOAL,
        side_goals=(
            SideGoal("speedup", signing.floor / signing.work, SPEEDUP_GOAL, at_most=False),
        ),
        explanations={
            "records": records,
            "wire_bytes": published.wire_bytes,
            "segments": published.segments,
            "publish_s": seconds,
            "signing_each_s": each_s,
            "signing_blocks_s": signing.work / min(SAMPLE, records) * records,
            "whole": each_s / seconds,
        },
    )


def _some_records(engine: Engine, count: int) -> list[PermitRecord]:
    with reading(engine) as connection:
        rows = rows_by_id(connection, range(1, count + 1)).values()
        found = [decode_record(record_bytes(row)) for row in rows]
    return [record for record in found if isinstance(record, PermitRecord)]


def _signing(records: list[PermitRecord], at: datetime) -> Ratio:
    """In blocks (work) and one by one (floor), both from the record's values."""
    ways = _Ways(SigningKey.generate(EnvelopeType.BLOCK), records, at)
    return interleaved(_rounds(ways))


def _rounds(ways: _Ways) -> Iterator[tuple[Callable[[], object], Callable[[], object]]]:
    for _ in range(ROUNDS):
        yield ways.in_blocks, ways.one_by_one


@dataclass(frozen=True, slots=True)
class _Ways:
    key: SigningKey
    records: list[PermitRecord]
    at: datetime

    def in_blocks(self) -> None:
        for start in range(0, len(self.records), BLOCK):
            encoded = [encode_record(record) for record in self.records[start : start + BLOCK]]
            sign_block(self.key, DEFAULT_SEASON, 0, start + 1, self.at, encoded)

    def one_by_one(self) -> None:
        for record in self.records:
            self.key.sign_envelope(encode_record(record))


def _publish(paths: RegistryPaths, engine: Engine) -> tuple[PublishedPort, float]:
    with SignerClient(paths.data) as signer:
        started = time.perf_counter()
        (published,) = Publisher(paths, engine, signer, SystemClock()).publish([PORT])
        return published, time.perf_counter() - started
