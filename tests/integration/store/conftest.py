"""A lane for each test."""

from __future__ import annotations

import pytest

from tests.integration.services.world import Lane


@pytest.fixture
def lane(tmp_path):
    made = Lane(tmp_path)
    yield made
    made.close()
