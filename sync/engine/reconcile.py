"""The outbox against a receipt: what the registry has for sure, and what must go again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from checkpoint_app.credential.receipt import Receipt
from checkpoint_app.errors import ProtocolError

_NO_MOVEMENT = bytes(32)


class Finding(Enum):
    """What a receipt means for the outbox."""

    DROP = auto()  # acknowledged further than before, or as far
    RESEND = auto()  # the registry went back to an earlier state: send again from there
    FORK = auto()  # it holds other movements under our numbers: keep everything, call a person


@dataclass(frozen=True, slots=True)
class Standing:
    """Where this device's journal stands.

    ``epoch`` is the journal's, ``acknowledged`` the highest sequence the registry was known to
    have (0 for none), ``registry_epoch`` the registry's when it said so, None before any receipt.
    """

    device: str
    epoch: bytes
    acknowledged: int
    registry_epoch: bytes | None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The outbox keeps what is above ``acknowledged``; everything stays in the journal."""

    finding: Finding
    acknowledged: int
    registry_epoch: bytes | None


def reconcile(
    standing: Standing, receipt: Receipt, chain_hash: Callable[[int], bytes | None]
) -> Reconciled:
    """What to make of a receipt whose signature holds.

    ``chain_hash`` gives the chain hash of a sequence in our journal, None beyond its end. The
    outbox drops only on a hash match. Raises ProtocolError for a receipt of another journal.
    """
    if receipt.device != standing.device or receipt.epoch != standing.epoch:
        raise ProtocolError("a receipt for another journal", key="sync.strange_receipt")
    ours = chain_hash(receipt.sequence) if receipt.sequence else _NO_MOVEMENT
    if ours != receipt.chain_hash:
        return Reconciled(Finding.FORK, standing.acknowledged, standing.registry_epoch)
    finding = Finding.RESEND if _went_back(standing, receipt) else Finding.DROP
    return Reconciled(finding, receipt.sequence, receipt.registry_epoch)


def _went_back(standing: Standing, receipt: Receipt) -> bool:
    """True when the registry is not, or not only, ahead of what it was known to have."""
    restored = standing.registry_epoch not in (None, receipt.registry_epoch)
    return receipt.sequence < standing.acknowledged or (
        restored and receipt.sequence <= standing.acknowledged
    )
