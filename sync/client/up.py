"""Up: sealed batches to the registry, receipts back. Nothing leaves the outbox without one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from checkpoint_app.credential.envelope import KeyLookup, SigningKey
from checkpoint_app.credential.receipt import check_receipt
from checkpoint_app.errors import ProtocolError
from sync.client.calls import DeviceCalls, RefusedError
from sync.engine.receipts import Receiving, SealedBatch, take_receipt
from sync.engine.reconcile import Consequence, Standing
from sync.protocol import limits, routes
from sync.protocol.problems import ProblemKind
from sync.protocol.versions import is_ahead

# Batches taken from the outbox at once: bounds memory to some 2 MiB.
_AT_ONCE = 8
# Batches without headway that are taken along besides: beyond these the rest waits for a person.
_MOST_STUCK = 64


class Outbox(Receiving, Protocol):
    """The journal's movements that the registry has not acknowledged. Raises StorageError."""

    def pending(self) -> int:
        """How many those are."""
        ...

    def seal_batches(self, limit: int, key: SigningKey, device: str) -> Sequence[SealedBatch]:
        """Up to ``limit`` batches, oldest first; the same bytes when asked again."""
        ...


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What one round up did: batches sent, movements acknowledged by it, movements left."""

    batches: int
    acknowledged: int
    pending: int


class Upload:
    """The way up of one device. ``keys`` gives the issuer's keys in force."""

    def __init__(
        self,
        calls: DeviceCalls,
        outbox: Outbox,
        batch_key: SigningKey,
        device_id: str,
        keys: Callable[[], KeyLookup],
    ) -> None:
        self._calls = calls
        self._outbox = outbox
        self._batch_key = batch_key
        self._device_id = device_id
        self._keys = keys

    def pending(self) -> int:
        """How many movements wait. Raises StorageError."""
        return self._outbox.pending()

    @property
    def registry_is_ahead(self) -> bool:
        """Whether the registry has said that it knows newer formats than this program."""
        return is_ahead(self._calls.registry_formats)

    def send(self, *, stopping: Callable[[], bool]) -> Uploaded:
        """Send until nothing waits, or the registry makes no headway.

        Raises TransportError, ProtocolError, TrustError (a receipt not the registry's),
        StorageError: the outbox then still has all that was not acknowledged.
        """
        before = self._acknowledged()
        tried: dict[tuple[bytes, int, int], Consequence] = {}
        while not stopping() and (batches := self._untried(tried)):
            for batch in batches:
                tried[_name(batch)] = self._send_one(batch)
        found = set(tried.values())
        acknowledged = self._acknowledged() - before
        if Consequence.FORK in found:
            raise ProtocolError("the registry holds other movements", key="sync.fork")
        if found == {Consequence.DROP} and acknowledged <= 0:
            raise ProtocolError("no headway", key="sync.no_headway")
        return Uploaded(len(tried), max(0, acknowledged), self._outbox.pending())

    def compare(self) -> bool:
        """Ask the registry how far it holds each journal epoch; True when something goes again.

        It may have been restored to an earlier state without a word. Raises as `send`.
        """
        found = [self._compare_one(standing) for standing in self._standings()]
        return Consequence.RESEND in found

    def _untried(self, tried: Collection[tuple[bytes, int, int]]) -> list[SealedBatch]:
        """The next batches. Those that the registry did not acknowledge must not hold up others."""
        limit = _AT_ONCE + min(len(tried), _MOST_STUCK)
        batches = self._outbox.seal_batches(limit, self._batch_key, self._device_id)
        return [batch for batch in batches if _name(batch) not in tried][:_AT_ONCE]

    def _acknowledged(self) -> int:
        return sum(each.acknowledged for each in self._outbox.epochs())

    def _standings(self) -> list[Standing]:
        return [
            Standing(self._device_id, each.epoch, each.last, each.acknowledged)
            for each in self._outbox.epochs()
        ]

    def _standing(self, epoch: bytes) -> Standing:
        return next(each for each in self._standings() if each.epoch == epoch)

    def _send_one(self, batch: SealedBatch) -> Consequence:
        envelope = self._calls.call(
            "POST",
            routes.MOVEMENTS,
            limit=limits.RECEIPT_ANSWER,
            body=batch.envelope,
            content_type=routes.CBOR,
        )
        return self._take(self._standing(batch.epoch), envelope)

    def _compare_one(self, standing: Standing) -> Consequence:
        try:
            envelope = self._calls.call(
                "GET", routes.receipt_of(standing.epoch), limit=limits.RECEIPT_ANSWER
            )
        except RefusedError as error:
            if error.kind is not ProblemKind.NO_RECEIPT:
                raise
            self._outbox.unacknowledge(standing.epoch, 0)
            return Consequence.RESEND if standing.acknowledged else Consequence.DROP
        return self._take(standing, envelope)

    def _take(self, standing: Standing, envelope: bytes) -> Consequence:
        """Let a receipt take effect. Raises TrustError, ProtocolError."""
        return take_receipt(self._outbox, standing, check_receipt(envelope, self._keys()))


def _name(batch: SealedBatch) -> tuple[bytes, int, int]:
    return batch.epoch, batch.first, batch.last
