"""Letting a verified receipt take effect on the outbox, whichever way it came.

A receipt that answers this device's own request is as new as can be. One out of a publication may
have been overtaken by such an answer meanwhile: then it says nothing any more.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from checkpoint_app.credential.envelope import CredentialError, KeyLookup
from checkpoint_app.credential.receipt import Receipt, check_receipt
from sync.engine.reconcile import Consequence, Standing, concerns, reconcile

_LOG = logging.getLogger(__name__)


class SealedBatch(Protocol):
    """A signed batch of sequences ``first`` to ``last`` of a journal epoch."""

    @property
    def epoch(self) -> bytes: ...
    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def envelope(self) -> bytes: ...


class ReceivedEpoch(Protocol):
    """How far one journal epoch has come; ``receipted`` is the issue time of the newest receipt
    taken for it, None before any."""

    @property
    def epoch(self) -> bytes: ...
    @property
    def last(self) -> int: ...
    @property
    def acknowledged(self) -> int: ...
    @property
    def receipted(self) -> datetime | None: ...


class Receiving(Protocol):
    """What of an outbox a receipt acts on. Raises StorageError."""

    def epochs(self) -> Sequence[ReceivedEpoch]:
        """All journal epochs that have movements, oldest first."""
        ...

    def acknowledge(self, receipt: Receipt) -> bool:
        """Let go of what a verified receipt covers; False when its hash is not the journal's."""
        ...

    def unacknowledge(self, epoch: bytes, sequence: int) -> None:
        """Have what follows ``sequence`` go again."""
        ...


@dataclass(frozen=True, slots=True)
class ReceiptsTaken:
    """What published receipts did: how many movements they acknowledged, whether some go again,
    and whether the registry holds other movements under this device's numbers."""

    acknowledged: int = 0
    resend: bool = False
    fork: bool = False


def take_receipt(outbox: Receiving, standing: Standing, receipt: Receipt) -> Consequence:
    """Let a verified receipt take effect. Raises ProtocolError for one of another journal."""
    concerns(standing, receipt)
    matches = outbox.acknowledge(receipt)
    consequence = reconcile(standing, receipt, hash_matches=matches)
    if consequence is Consequence.FORK:
        _LOG.error("fork at sequence %d of epoch %s", receipt.sequence, receipt.epoch.hex())
    if consequence is Consequence.RESEND:
        _LOG.warning("the registry went back to sequence %d", receipt.sequence)
        outbox.unacknowledge(receipt.epoch, receipt.sequence)
    return consequence


def take_published(outbox: Receiving, device: str, receipts: Iterable[Receipt]) -> ReceiptsTaken:
    """Let those of this device take effect that say something new. The same again does nothing."""
    known = {each.epoch: each for each in outbox.epochs()}
    before = {epoch: each.acknowledged for epoch, each in known.items()}
    found = set()
    for receipt in receipts:
        held = known.get(receipt.epoch)
        if receipt.device == device and held is not None and _says_something(held, receipt):
            standing = Standing(device, held.epoch, held.last, held.acknowledged)
            found.add(take_receipt(outbox, standing, receipt))
    after = outbox.epochs() if found else ()
    return ReceiptsTaken(
        acknowledged=sum(max(0, each.acknowledged - before.get(each.epoch, 0)) for each in after),
        resend=Consequence.RESEND in found,
        fork=Consequence.FORK in found,
    )


def _says_something(held: ReceivedEpoch, receipt: Receipt) -> bool:
    """Whether no receipt as new was taken before, unless this one reaches further."""
    if held.receipted is None or receipt.issued > held.receipted:
        return True
    return receipt.issued == held.receipted and receipt.sequence > held.acknowledged


def own_receipts(envelopes: Iterable[bytes], keys: KeyLookup, device: str) -> list[Receipt]:
    """Those of a port's published receipts that are this device's and verify. The others are
    passed over: one that is not the registry's has no effect, and is logged."""
    name, found = device.encode(), []
    for envelope in envelopes:
        if name not in envelope:
            continue
        try:
            receipt = check_receipt(envelope, keys)
        except CredentialError as error:
            _LOG.warning("a receipt not taken: %s", error)
            continue
        if receipt.device == device:
            found.append(receipt)
    return found
