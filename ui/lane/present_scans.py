"""The last scans as a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from checkpoint_app.domain.movement import Direction
from ui.lane.views import ScanRowView
from ui.lane.words import MOVEMENTS, TONES, permit_code, verdict_word
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.services.day_counts import LastScan


def present_scans(scans: Iterable[LastScan], tongue: Tongue) -> tuple[ScanRowView, ...]:
    """A row for each scan, in the order given."""
    return tuple(_row(scan, tongue) for scan in scans)


def _row(scan: LastScan, tongue: Tongue) -> ScanRowView:
    return ScanRowView(
        scan_id=scan.scan_id.hex,
        when=tongue.time(scan.at),
        tone=TONES[scan.verdict],
        word=verdict_word(scan.verdict, scan.direction, tongue),
        who=tongue.code(scan.name_latin) or permit_code(scan.permit, tongue),
        outcome=_outcome(scan, tongue),
    )


def _outcome(scan: LastScan, tongue: Tongue) -> str:
    if scan.outcome is None:
        return ""
    what = MOVEMENTS[scan.outcome].said(tongue)
    if not scan.automatic or scan.direction is Direction.RETURNING:
        return what
    return fill(tongue.translate("Scans", "{outcome}, automatic"), outcome=what)
