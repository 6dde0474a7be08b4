"""A lane for each attack."""

from __future__ import annotations

import pytest

from tests.integration.services.world import Lane, pilgrim


@pytest.fixture
def lane(tmp_path):
    made = Lane(tmp_path)
    yield made
    made.close()


@pytest.fixture
def record(lane):
    """One of five pilgrims whose records are here."""
    made = pilgrim()
    lane.registry.add(made, *(pilgrim(serial) for serial in range(2, 6)))
    lane.publish()
    return made
