"""The last scans as a list."""

from __future__ import annotations

from typing import Any

from checkpoint_app.domain.facts import ReadingKind
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.services.day_counts import LastScan
from tests.unit.domain.cases import NOW, NUMBER
from tests.unit.ui.lane.samples import SCAN
from tests.unit.ui.plain_tongue import PlainTongue
from ui.lane.present_scans import present_scans
from ui.lane.views import ScanRowView, Tone


def row(**changes: Any) -> ScanRowView:
    fields: dict[str, Any] = {
        "scan_id": SCAN,
        "at": NOW,
        "verdict": VerdictKind.CLEAR,
        "direction": Direction.DEPARTING,
        "reading": ReadingKind.TOKEN,
        "permit": NUMBER,
        "name_latin": "SALMA HASSAN",
        "outcome": MovementKind.DEPARTED,
        "automatic": False,
        "undoable": False,
    }
    return present_scans([LastScan(**(fields | changes))], PlainTongue())[0]


def test_a_scan_with_its_outcome():
    assert row() == ScanRowView(SCAN.hex, "11:30", Tone.CLEAR, "CLEAR", "SALMA HASSAN", "Departed")


def test_an_outcome_that_no_key_gave():
    assert row(automatic=True).outcome == "Departed, automatic"


def test_a_return_is_no_verdict():
    home = row(direction=Direction.RETURNING, outcome=MovementKind.RETURNED, automatic=True)
    assert (home.word, home.outcome) == ("RETURN", "Returned")


def test_who_by_number_where_no_name_is_known():
    assert row(name_latin="").who == "2041 1873 09167"
    assert row(name_latin="", permit=None).who == ""


def test_nothing_to_judge():
    assert row(verdict=None, outcome=None).tone is Tone.UNREAD
    assert row(verdict=None, outcome=None).outcome == ""
