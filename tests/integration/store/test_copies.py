"""Second copies of a journal's rows."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkpoint_app.store import journal_copies
from tests.integration.store.port import move, scan_of
from tests.unit.credential.samples import NOW

B = "CAI-AIR-08"
_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=9), st.binary(max_size=9), st.floats()
)


@pytest.mark.requirement("C3")
def test_rows_come_back_as_they_were(lane, others):
    scans = [scan_of(serial) for serial in range(1, 6)]
    for scan in scans:
        lane.journal.record_scan(scan, None)
    lane.journal.audit(NOW, "it-1", "key.made", "détail")
    rows = lane.journal.rows_after("scan", 0, 3)
    assert [row[0] for row in rows] == [1, 2, 3]
    assert [row[1] for row in rows] == [scan.scan_id.bytes for scan in scans[:3]]
    more = lane.journal.rows_after("scan", rows[-1][0], 9)
    assert [row[0] for row in more] == [4, 5]
    keeper = others[0].journal
    assert keeper.keep_copy(B, "scan", 1, rows) == 3
    assert keeper.keep_copy(B, "scan", 1, (*rows, *more)) == 2
    assert keeper.copies_of(B, "scan") == (*rows, *more)
    assert keeper.copies_of(B, "scan", 3) == more
    assert keeper.copies_of(B, "scan", 0, 1) == rows[:1]
    audit = lane.journal.rows_after("audit", 0, 99)
    assert keeper.keep_copy(B, "audit", 1, audit) == len(audit)
    assert keeper.copies_of(B, "audit") == audit
    assert [keeper.copied_to(B, name) for name in ("scan", "audit")] == [5, len(audit)]
    assert keeper.copied_to("CAI-AIR-09", "scan") == 0
    assert keeper.scans_between(NOW, NOW) == ()


def test_a_journal_begun_anew_does_not_take_the_place_of_the_old(lane):
    assert lane.journal.keep_copy(B, "audit", 1, [(1, "old")]) == 1
    assert lane.journal.keep_copy(B, "audit", 1, [(1, "new")]) == 1
    assert lane.journal.keep_copy(B, "audit", 1, [(1, "old")]) == 0
    assert lane.journal.copies_of(B, "audit") == ((1, "old"), (1, "new"))


def test_what_is_no_row_of_such_a_table(lane):
    move(lane.journal)
    with pytest.raises(KeyError):
        lane.journal.rows_after("movement", 0, 9)
    assert lane.journal.keep_copy(B, "movement", 1, [(1, "x")]) == 0
    strange = [(), ("1", "x"), (0, "x"), (True, "x"), (2, 1 << 70), (3, [4]), (4, "x" * 99_999)]
    assert lane.journal.keep_copy(B, "scan", 1, strange) == 0
    assert lane.journal.keep_copy(B, "scan", 5, [(4, "x"), (5, "x")]) == 1


@settings(
    max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(st.lists(_VALUES, max_size=4).map(tuple), max_size=4))
def test_any_rows(lane, rows):
    before = len(lane.journal.copies_of(B, "scan"))
    new = lane.journal.keep_copy(B, "scan", 1, rows)
    assert len(lane.journal.copies_of(B, "scan")) == before + new


def test_what_is_kept_of_one_device_has_an_end(lane, monkeypatch, caplog):
    monkeypatch.setattr(journal_copies, "MOST_KEPT", 5)
    assert lane.journal.keep_copy(B, "scan", 1, [(row, "x") for row in range(1, 4)]) == 3
    assert lane.journal.keep_copy(B, "audit", 1, [(row, "x") for row in range(1, 4)]) == 2
    assert lane.journal.keep_copy(B, "audit", 9, [(9, "x")]) == 0
    assert "more rows of CAI-AIR-08 are not kept" in caplog.text
    assert lane.journal.keep_copy("CAI-AIR-09", "audit", 1, [(1, "x")]) == 1
    assert [lane.journal.copies_count(B, name) for name in ("scan", "audit")] == [3, 2]
    long = [(2, "x" * journal_copies.ROW_LIMIT), (3, "x" * 40_000)]
    assert lane.journal.keep_copy("CAI-AIR-09", "scan", 2, long) == 1
    assert "a row of CAI-AIR-09 is not kept" in caplog.text
