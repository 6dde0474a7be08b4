"""Where a lane works, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from checkpoint_app.credential.scanned import Interpretation
from checkpoint_app.domain.movement import Direction, Movement, PastMovement
from checkpoint_app.domain.permit import PermitClaims, PermitRecord
from checkpoint_app.domain.verdict import Verdict
from checkpoint_app.services.notices import NoticeAnswer


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
    key or empty. ``generation`` is that of the manifest. ``notice`` is what was said to a notice.
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
    notice: NoticeAnswer | None = None
