from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.capture.reading import Reading, Symbology
from checkpoint_app.capture.viewing import GONE, HIDDEN, PATIENCE, Viewing
from checkpoint_app.credential import token_text
from checkpoint_app.domain.permit import permit_number_from_serial

FRAME = 0.04
FIRST, SECOND = (permit_number_from_serial(serial) for serial in (483920175566, 500000000001))


def qr(text: str) -> Reading:
    return Reading(text, text.encode(), Symbology.QR_CODE)


def token(number: int) -> Reading:
    return qr(token_text.to_digits(number, bytes(range(60))))


def bars(number: int) -> Reading:
    return Reading(str(number), str(number).encode(), Symbology.CODE_128)


BOARDING_PASS = qr("M1ELSHERBINY/FATIMA   EABC123 CAIJEDMS 0671 300Y012A0001 100")
PASSPORT = qr("A00000069")
SHEET = (token(FIRST), bars(FIRST))


@dataclass
class Desk:
    viewing: Viewing = field(default_factory=Viewing)
    now: float = 10.0
    scans: list[Reading] = field(default_factory=list)
    when: list[float] = field(default_factory=list)

    def show(self, readings: Sequence[Reading], seconds: float) -> None:
        for _ in range(max(1, round(seconds / FRAME))):
            for scan in self.viewing.see(readings, self.now):
                self.scans.append(scan)
                self.when.append(self.now)
            self.now += FRAME


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.requirement("C1")
def test_a_sheet_with_two_codes_is_one_scan_while_it_lies_there(desk: Desk) -> None:
    desk.show(SHEET, 30)
    assert desk.scans == [token(FIRST)] and desk.when == [10.0]


def test_bars_wait_for_the_symbol_beside_them(desk: Desk) -> None:
    desk.show([bars(FIRST)], PATIENCE - 2 * FRAME)
    desk.show(SHEET, 2)
    assert desk.scans == [token(FIRST)]


@pytest.mark.requirement("C1")
def test_bars_alone_are_a_scan_and_the_token_later_another(desk: Desk) -> None:
    desk.show([bars(FIRST)], 1)
    assert desk.scans == [bars(FIRST)]
    assert desk.when[0] - 10 == pytest.approx(PATIENCE, abs=FRAME)
    desk.show(SHEET, 1)
    desk.show([bars(FIRST)], 1)
    desk.show(SHEET, 1)
    assert desk.scans == [bars(FIRST), token(FIRST)]


def test_bars_that_passed_by_are_a_scan(desk: Desk) -> None:
    desk.show([bars(FIRST)], 0.2)
    desk.show([], 1)
    assert desk.scans == [bars(FIRST)]


def test_bars_of_one_frame_are_none(desk: Desk) -> None:
    desk.show([bars(FIRST)], FRAME)
    desk.show([], 3)
    assert desk.scans == []


def test_a_token_of_one_frame_is_a_scan(desk: Desk) -> None:
    desk.show([token(FIRST)], FRAME)
    assert desk.scans == [token(FIRST)]


@pytest.mark.parametrize(("away", "scans"), [(GONE - 0.1, 1), (GONE + 0.1, 2)])
def test_a_code_counts_again_once_it_has_left_view(desk: Desk, away: float, scans: int) -> None:
    desk.show(SHEET, 1)
    desk.show([], away)
    desk.show(SHEET, 1)
    assert desk.scans == [token(FIRST)] * scans


def test_what_flickers_has_not_left(desk: Desk) -> None:
    for _ in range(20):
        desk.show(SHEET, FRAME)
        desk.show([], GONE - 0.2)
    assert len(desk.scans) == 1


def test_the_next_sheet_laid_on_top_is_the_next_scan(desk: Desk) -> None:
    desk.show([token(FIRST)], 0.5)
    changed = desk.now
    desk.show([token(SECOND)], 2)
    assert desk.scans == [token(FIRST), token(SECOND)]
    assert desk.when[1] - changed <= HIDDEN + 2 * FRAME


def test_the_next_sheet_laid_beside_is_the_next_scan(desk: Desk) -> None:
    desk.show([token(FIRST)], 3)
    desk.show([token(FIRST), token(SECOND)], 3)
    assert desk.scans == [token(FIRST), token(SECOND)]


def test_of_two_sheets_at_once_the_other_waits(desk: Desk) -> None:
    desk.show([bars(SECOND), token(FIRST)], 5)
    assert desk.scans == [token(FIRST)]
    desk.show([bars(SECOND)], 1)
    assert desk.scans == [token(FIRST), bars(SECOND)]


def test_two_sheets_taken_away_together_are_one_scan(desk: Desk) -> None:
    desk.show([token(FIRST), token(SECOND)], 2)
    desk.show([], 3)
    assert len(desk.scans) == 1


def test_what_is_no_permit_is_told_after_a_while(desk: Desk) -> None:
    desk.show([BOARDING_PASS], 2)
    assert desk.scans == [BOARDING_PASS]


def test_what_is_no_permit_is_overlooked_beside_one(desk: Desk) -> None:
    desk.show([BOARDING_PASS], PATIENCE / 2)
    desk.show([BOARDING_PASS, bars(FIRST)], 2)
    desk.show([BOARDING_PASS], 5)
    assert desk.scans == [bars(FIRST)]
    desk.show([], 2)
    desk.show([BOARDING_PASS], 2)
    assert desk.scans == [bars(FIRST), BOARDING_PASS]


def test_what_is_no_permit_is_told_after_one(desk: Desk) -> None:
    desk.show(SHEET, 2)
    desk.show([BOARDING_PASS], 3)
    assert desk.scans == [token(FIRST), BOARDING_PASS]
    assert desk.when[1] - desk.when[0] < 2 + GONE + PATIENCE


def test_a_passport_beside_a_permit_is_read_too(desk: Desk) -> None:
    desk.show([*SHEET, PASSPORT], 2)
    assert desk.scans == [token(FIRST), PASSPORT]


codes = st.sampled_from([token(FIRST), bars(FIRST), token(SECOND), bars(SECOND), BOARDING_PASS])


@given(
    st.lists(st.tuples(st.lists(codes, max_size=3), st.floats(0.02, 3)), max_size=30),
)
def test_between_two_scans_of_one_reading_it_was_out_of_view(
    frames: list[tuple[list[Reading], float]],
) -> None:
    viewing, now = Viewing(), 0.0
    seen: dict[bytes, float] = {}
    left: set[bytes] = set()
    scanned: set[bytes] = set()
    for readings, gap in frames:
        now += gap
        left |= {data for data, at in seen.items() if now - at > GONE}
        for reading in readings:
            seen[reading.data] = now
        scans = viewing.see(readings, now)
        assert sum(scan is not BOARDING_PASS for scan in scans) <= 1
        for scan in scans:
            assert scan.data not in scanned or scan.data in left
            scanned.add(scan.data)
            left.discard(scan.data)


@given(st.lists(codes, max_size=3), st.lists(st.lists(codes, max_size=3), max_size=20))
def test_a_token_that_lies_alone_is_reported(
    before: list[Reading], frames: list[list[Reading]]
) -> None:
    """Whatever came before, a sheet that stays is answered."""
    desk = Desk()
    for readings in (before, *frames):
        desk.show(readings, FRAME)
    desk.show([], 2 * GONE)
    desk.scans.clear()
    desk.show([token(FIRST)], FRAME)
    assert desk.scans == [token(FIRST)]
