"""The outbox against a receipt: what the registry has for sure, and what must go again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from checkpoint_app.credential.receipt import Receipt
from checkpoint_app.errors import ProtocolError


class Consequence(Enum):
    """What a receipt means for the outbox."""

    DROP = auto()  # the registry holds all up to the receipt: the outbox lets go of that
    RESEND = auto()  # it holds less than it did: what follows the receipt goes again
    FORK = auto()  # it holds other movements under our numbers: keep everything, call a person


@dataclass(frozen=True, slots=True)
class Standing:
    """One journal epoch of this device: sequences 1 to ``last`` exist, the registry was known to
    hold those up to ``acknowledged``."""

    device: str
    epoch: bytes
    last: int
    acknowledged: int


def concerns(standing: Standing, receipt: Receipt) -> None:
    """Raise ProtocolError for a receipt of another device or journal."""
    if (receipt.device, receipt.epoch) != (standing.device, standing.epoch):
        raise ProtocolError("a receipt for another journal", key="sync.strange_receipt")


def reconcile(standing: Standing, receipt: Receipt, *, hash_matches: bool) -> Consequence:
    """What to make of a receipt that concerns this journal, its signature proven.

    ``hash_matches``: its chain hash is the journal's own at that sequence. Nothing is ever let go
    without that. An old receipt again only sends movements again, which the registry ignores.
    """
    if not hash_matches:
        return Consequence.FORK
    return Consequence.RESEND if receipt.sequence < standing.acknowledged else Consequence.DROP
