"""Codes of the second factor, by the test values of RFC 6238 appendix B."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.services.second_factor import STEP_SECONDS, step_of

SECRET = b"12345678901234567890"
# Of eight digits the last six (RFC 4226 section 5.3 cuts the same number shorter).
VALUES = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
]


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(("seconds", "code"), VALUES)
def test_the_standard_s_own_values(seconds: int, code: str) -> None:
    assert step_of(SECRET, code, at(seconds)) == seconds // STEP_SECONDS


@pytest.mark.parametrize("typed", ["287 082", " 287082 ", "٢٨٧٠٨٢", "۲۸۷ ۰۸۲"])
def test_as_people_type_it(typed: str) -> None:
    assert step_of(SECRET, typed, at(59)) == 1


@given(st.integers(-300, 300))
def test_a_code_counts_one_step_early_or_late(seconds: int) -> None:
    moment = at(1111111111)
    step = step_of(SECRET, "050471", moment + timedelta(seconds=seconds))
    late = (1111111111 + seconds) // STEP_SECONDS - 1111111111 // STEP_SECONDS
    assert step == (1111111111 // STEP_SECONDS if abs(late) <= 1 else None)


@pytest.mark.parametrize("secret", [b"", b"short", b"x" * 15])
def test_a_secret_that_is_too_short_has_no_code(secret: bytes) -> None:
    assert step_of(secret, "287082", at(59)) is None


@given(st.text(max_size=200))
def test_whatever_is_typed_is_answered(typed: str) -> None:
    assert step_of(SECRET, typed, at(59)) in (None, 0, 1, 2)
