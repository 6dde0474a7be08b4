"""How long whoever guesses waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.errors import RoleError
from checkpoint_app.services.lock_out import (
    FIRST_WAIT,
    FREE_TRIES,
    LONGEST_WAIT,
    MOST_FAILURES,
    OVER,
    LockOut,
    wait_after,
)
from checkpoint_app.services.stores import SignInTry
from tests.unit.credential.samples import NOW
from tests.unit.services.staffing import MemoryDesks


def failed(journal: MemoryDesks, login: str, at=NOW) -> None:
    journal.record_sign_in(SignInTry(at, login, False, "password"), "sign_in.bad", login)


def waits(journal: MemoryDesks, login: str, at=NOW) -> int:
    try:
        LockOut(journal).check(login, at)
    except RoleError as error:
        assert error.key == "sign_in.wait"
        return int(str(error.params["seconds"]))
    return 0


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (2, 0), (3, 15), (4, 30), (5, 60), (10, 1920), (11, 3600), (10**9, 3600)],
)
def test_the_schedule(failures: int, seconds: int) -> None:
    assert wait_after(failures) == timedelta(seconds=seconds)


@given(st.integers(0, 10**6))
def test_the_wait_grows_and_has_an_end(failures: int) -> None:
    assert wait_after(failures) <= wait_after(failures + 1) <= LONGEST_WAIT
    assert (wait_after(failures) >= FIRST_WAIT) == (failures > FREE_TRIES)


@given(st.integers(0, 20), st.integers(0, 7300))
def test_after_so_many_failures_the_wait_runs_down(failures: int, seconds: int) -> None:
    journal = MemoryDesks()
    for _ in range(failures):
        failed(journal, "officer")
    left = wait_after(failures) - timedelta(seconds=seconds)
    assert waits(journal, "officer", NOW + timedelta(seconds=seconds)) == max(
        int(left.total_seconds()), 0
    )
    assert waits(journal, "another") == 0


def test_signing_in_begins_anew() -> None:
    journal = MemoryDesks()
    for _ in range(5):
        failed(journal, "officer")
    journal.record_sign_in(SignInTry(NOW, "officer", True, "telephone"), "x", "officer")
    assert waits(journal, "officer") == 0


def test_many_logins_together_are_one_guesser() -> None:
    journal = MemoryDesks()
    for number in range(MOST_FAILURES):
        failed(journal, f"nobody{number}")
    assert waits(journal, "officer") == OVER.total_seconds()
    assert waits(journal, "officer", NOW + OVER) == 0


def test_a_clock_put_back_keeps_nobody_out_for_years() -> None:
    journal = MemoryDesks()
    for _ in range(4):
        failed(journal, "officer", NOW + timedelta(days=900))
    lock_out = LockOut(journal)
    with pytest.raises(RoleError) as caught:
        lock_out.check("officer", NOW)
    assert caught.value.params["seconds"] == 30
    lock_out.check("officer", NOW + timedelta(seconds=30))
