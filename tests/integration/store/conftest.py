"""A lane for each test."""

from __future__ import annotations

import pytest

from tests.integration.services.world import Lane


@pytest.fixture
def lane(tmp_path):
    made = Lane(tmp_path)
    yield made
    made.close()


@pytest.fixture
def others(tmp_path):
    """Two more lanes of the port."""
    made = []
    for name in ("second", "third"):
        (tmp_path / name).mkdir()
        made.append(Lane(tmp_path / name))
    yield made
    for each in made:
        each.close()
