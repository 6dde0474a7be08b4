from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.domain.permit import (
    check_digit,
    is_permit_number,
    parse_permit_number,
    permit_number_from_serial,
    spaced_permit_number,
)

serials = st.integers(10**11, 10**12 - 1)
ARABIC = {48 + value: 0x660 + value for value in range(10)}


def test_check_digit_of_the_published_example() -> None:
    """572 has the check digit 4: the worked example of Damm's algorithm."""
    assert check_digit("572") == 4
    assert check_digit("5724") == 0


@given(serials)
def test_a_number_is_read_however_it_is_written(serial: int) -> None:
    number = permit_number_from_serial(serial)
    plain, spaced = str(number), spaced_permit_number(number)
    assert is_permit_number(number)
    for text in (
        plain,
        spaced,
        spaced.replace(" ", "-"),
        plain.translate(ARABIC),
        f" \u200f{plain}\n",
    ):
        assert parse_permit_number(text) == number


@given(serials, st.integers(0, 12), st.integers(1, 9))
def test_every_wrong_digit_is_seen(serial: int, place: int, shift: int) -> None:
    digits = str(permit_number_from_serial(serial))
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    assert parse_permit_number(wrong) is None


@given(serials, st.integers(0, 11))
def test_every_swap_of_neighbours_is_seen(serial: int, place: int) -> None:
    digits = str(permit_number_from_serial(serial))
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert swapped == digits or parse_permit_number(swapped) is None


@pytest.mark.parametrize("serial", [0, 10**11 - 1, 10**12])
def test_a_serial_has_twelve_digits(serial: int) -> None:
    with pytest.raises(ValueError, match="12 digits"):
        permit_number_from_serial(serial)


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    number = parse_permit_number(text)
    assert number is None or is_permit_number(number)
