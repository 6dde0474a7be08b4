"""Who takes what a session brought beside records and news: receipts, and the port's people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from checkpoint_app.domain.staff import StaffList
from sync.trust.view import TrustView


class ReceiptsOutcome(Protocol):
    """What published receipts did to the outbox; see `sync.engine.receipts.ReceiptsTaken`."""

    @property
    def acknowledged(self) -> int: ...
    @property
    def fork(self) -> bool: ...


ReceiptTaker = Callable[[Sequence[bytes], TrustView], ReceiptsOutcome]


class StaffTaking(Protocol):
    """Keeps the list of the port's people. Raises StorageError."""

    def is_held(self) -> bool:
        """Whether the list that was taken last is here as it was taken."""
        ...

    def refuse_older(self, staff: StaffList) -> None:
        """Raise TrustError for a list that goes back."""
        ...

    def take(self, staff: StaffList) -> bool:
        """Keep a verified list; False when this very one is held. Raises TrustError for one that
        goes back."""
        ...
