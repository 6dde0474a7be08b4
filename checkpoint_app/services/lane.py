"""The lane: from what was scanned to a verdict that is on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from checkpoint_app.clock import Clock
from checkpoint_app.credential.scanned import Interpretation
from checkpoint_app.domain.facts import PresentedDocument
from checkpoint_app.domain.finding import FindingCode, FindingText
from checkpoint_app.domain.movement import Direction, Movement, MovementKind, PastMovement
from checkpoint_app.domain.permit import PermitClaims, PermitRecord
from checkpoint_app.domain.verdict import Verdict
from checkpoint_app.services.stores import Anchor, Journal, RecordsCache, RefreshSource, TrustView


@dataclass(frozen=True, slots=True)
class LaneSettings:
    """Where and for whom this lane works. ``port`` is the port's bit."""

    port: int
    lane: str
    officer: str
    direction: Direction
    device_id: str
    season: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a scan is answered with. ``scan_id`` is None when nothing was recorded.

    ``record`` is None unless every signature over it held at this scan. ``movements`` are the
    earlier ones, oldest first; ``movement`` is the one that this scan recorded. ``note`` is a text
    key or empty. ``generation`` is that of the proven manifest.
    """

    scan_id: UUID | None
    interpretation: Interpretation | None
    permit: int | None
    verdict: Verdict
    record: PermitRecord | None
    claims: PermitClaims | None
    movements: tuple[PastMovement, ...]
    movement: Movement | None
    generation: int | None
    note: str = ""


class LaneService:
    """Scans at one lane. Keeps no result of any check from one scan to the next.

    Not tied to a thread: the stores keep a connection for each.
    """

    def __init__(
        self,
        *,
        records: RecordsCache,
        journal: Journal,
        anchor: Anchor,
        trust: TrustView,
        clock: Clock,
        settings: LaneSettings,
        table: Mapping[FindingCode, FindingText],
        source: RefreshSource | None = None,
    ) -> None: ...

    def scan(
        self,
        reading: str | bytes,
        *,
        document: PresentedDocument | None = None,
        symbology: str = "",
        record: bool = True,
        outcome: Literal["auto"] | None = "auto",
    ) -> Answer:
        """Read, verify, decide, record. With ``record`` False nothing is written.

        ``outcome`` "auto" records the movement that the verdict stands for; with None only a
        return is recorded and the officer's key follows by `outcome`. Raises StorageError when
        the journal cannot keep it: then there is no verdict.
        """
        ...

    def scan_visa(
        self,
        kind: str,
        *,
        document: PresentedDocument | None = None,
        record: bool = True,
        outcome: Literal["auto"] | None = "auto",
    ) -> Answer:
        """A pilgrim without a barcode: the officer picked the visa's kind (visas.csv)."""
        ...

    def refresh(self, permit: int) -> bool:
        """Ask the registry for this permit and keep its verified answer; True when it knows it.

        Raises TransportError, ProtocolError, TrustError (the answer was not the registry's) or
        StorageError.
        """
        ...

    def outcome(self, scan_id: UUID, kind: MovementKind) -> Movement:
        """The officer's own outcome of an earlier scan.

        Raises StorageError ``lane.scan_unknown`` for a scan that is not in the journal.
        """
        ...

    def undo(self, scan_id: UUID) -> Movement | None:
        """Take back the newest standing movement of a scan by an ANNULLED one; None if none."""
        ...
