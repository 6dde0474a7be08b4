"""A port under stress, in short. The long form: `python -m tests.chaos.hub.simulation`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.hub.simulation import check, simulate


@pytest.mark.requirement("C1")
@pytest.mark.requirement("C3")
@pytest.mark.full
@pytest.mark.parametrize(("scans", "lanes"), [(2400, 8)])
def test_a_long_day(tmp_path: Path, scans: int, lanes: int) -> None:
    check(simulate(scans, lanes, 1448, tmp_path))


@pytest.mark.requirement("C1")
@pytest.mark.requirement("C3")
def test_every_movement_once_every_double_found_every_case_decided(tmp_path: Path) -> None:
    found = simulate(60, 3, 1448, tmp_path)
    check(found)
    assert len(found.registry) >= 50
