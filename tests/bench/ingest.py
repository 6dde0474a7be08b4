"""Movements accepted over HTTP for each second of processor time the registry spends.

A real server in a process of its own takes batches that are new each time; its processor time, the
signer's with it, is read from the system before and after. Receipts are checked here.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from datetime import datetime

import msgspec
import psutil

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.batch import sign_batch
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.movement_bytes import chain_hash, encode_movement
from checkpoint_app.credential.receipt import check_receipt
from checkpoint_app.demo.registry_side import serving
from checkpoint_app.domain.movement import Direction, Movement, MovementKind
from checkpoint_app.domain.permit import permit_number_from_serial
from checkpoint_app.main import device_calls, open_stores, registry_http
from checkpoint_app.services.identifiers import uuid7
from checkpoint_app.store import keys as store_keys
from sync.client.calls import DeviceCalls
from sync.client.http import Patience
from sync.protocol import limits, routes
from tests.bench._lane import Season, full_lane
from tests.bench.result import Measured, SideGoal

RECORDS = 20_000  # movements sent in batches of 100
BATCH = 100
SINGLES = 600
GOAL, SINGLE_GOAL = 5000.0, 300.0
_SEASON = 300
_GENESIS = bytes(32)


def run(records: int) -> Measured:
    """See the module."""
    with full_lane(_SEASON, 0) as made, serving(made.folder / "registry") as server:
        assert server.pid is not None
        registry = psutil.Process(server.pid)
        with _Lane(made, server.address) as lane:
            lane.send(50, BATCH)  # everything loaded, every connection made
            batched = lane.timed(registry, records // BATCH, BATCH)
            single = lane.timed(registry, SINGLES, 1)
    return Measured(
        "ingest",
        batched,
        "movements a CPU second",
        GOAL,
        at_most=False,
        side_goals=(SideGoal("single", single, SINGLE_GOAL, at_most=False),),
        explanations={"movements": records, "batch": BATCH, "singles": SINGLES},
    )


class _Lane:
    """An enrolled device that has much to tell."""

    def __init__(self, made: Season, address: str) -> None:
        self._stores_open = open_stores(made.lane, SystemClock())
        self._address = address
        self._epoch = os.urandom(16)
        self._sequence, self._previous = 0, _GENESIS
        self._at = SystemClock().now()

    def __enter__(self) -> _Lane:
        stores = self._stores_open.__enter__()
        device = stores.device
        self._device = device.device_id
        self._key = store_keys.signing_key(stores.key_store, EnvelopeType.BATCH)
        at_address = msgspec.structs.replace(device, registry=self._address)
        self._http = registry_http(at_address, Patience())
        self._calls: DeviceCalls = device_calls(stores, self._http)
        self._keys = stores.trust.issuer_keys()
        return self

    def __exit__(self, *error: object) -> None:
        self._http.close()
        self._stores_open.__exit__(None, None, None)

    def send(self, batches: int, size: int) -> None:
        """Send that many new batches, and check the last receipt of each."""
        for _ in range(batches):
            first = self._sequence + 1
            movements = list(self._new(size))
            envelope = sign_batch(self._key, self._device, self._epoch, first, movements)
            answer = self._calls.call(
                "POST",
                routes.MOVEMENTS,
                limit=limits.RECEIPT_ANSWER,
                body=envelope,
                content_type=routes.CBOR,
            )
            receipt = check_receipt(answer, self._keys)
            assert receipt.sequence == self._sequence
            assert receipt.chain_hash == self._previous

    def timed(self, registry: psutil.Process, batches: int, size: int) -> float:
        """Movements for each second of processor time."""
        before = _spent(registry)
        self.send(batches, size)
        return batches * size / (_spent(registry) - before)

    def _new(self, count: int) -> Iterator[bytes]:
        for _ in range(count):
            self._sequence += 1
            data = encode_movement(self._movement(self._at))
            self._previous = chain_hash(data)
            yield data

    def _movement(self, at: datetime) -> Movement:
        return Movement(
            movement_id=uuid7(at),
            epoch=self._epoch,
            sequence=self._sequence,
            previous=self._previous,
            kind=MovementKind.DEPARTED,
            direction=Direction.DEPARTING,
            permit=permit_number_from_serial(10**11 + secrets.randbelow(10**11)),
            issue=1,
            passport="",
            company=1 + secrets.randbelow(1800),
            service="MS671",
            port=0,
            lane="1",
            officer="bench",
            at=at,
            findings=(),
            annuls=None,
            automatic=True,
        )


def _spent(registry: psutil.Process) -> float:
    """User and system seconds of the server and its children."""
    every = (registry, *registry.children(recursive=True))
    return sum(sum(process.cpu_times()[:2]) for process in every)
