"""The table of roles says what its resource says."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from checkpoint_app.domain.roles import ALLOWED, Deed, Role, may


def _said() -> dict[str, dict[str, str]]:
    text = files("resources").joinpath("data", "roles.csv").read_text(encoding="utf-8")
    return {row["action"]: row for row in csv.DictReader(text.splitlines())}


def test_every_deed_is_a_row() -> None:
    assert {deed.value for deed in Deed} == set(_said()) == {deed.value for deed in ALLOWED}


@pytest.mark.parametrize("deed", Deed)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_the_table_says(deed: Deed, role: Role) -> None:
    assert may([role], deed) == (_said()[deed.value][role.value] == "yes")


def test_nobody_may_nothing() -> None:
    assert not any(may([], deed) for deed in Deed)
