"""The registry's word that it holds a journal's movements: at once over the network, or in the next
bundle. Both carry the same envelope, signed by the same online key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checkpoint_app.credential.envelope import SigningKey
from checkpoint_app.credential.receipt import Receipt, sign_receipt


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a journal has come without a gap, and the chain hash there."""

    sequence: int
    chain_hash: bytes


@dataclass(frozen=True, slots=True)
class ReceiptSigner:
    """Signs receipts. ``registry_epoch``: 16 bytes, another after the registry was restored."""

    key: SigningKey
    registry_epoch: bytes

    def receipt(self, device_id: str, epoch: bytes, reached: Reached, issued: datetime) -> bytes:
        """The receipt's envelope for one journal (``epoch``: 16 bytes) of a device."""
        return sign_receipt(
            self.key,
            Receipt(
                device=device_id,
                epoch=epoch,
                sequence=reached.sequence,
                chain_hash=reached.chain_hash,
                registry_epoch=self.registry_epoch,
                issued=issued,
            ),
        )
