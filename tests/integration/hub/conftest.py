from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.hub.world import ServedHub


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ServedHub]:
    """A hub of its own, for tests that stop it or fill it."""
    made = ServedHub(tmp_path)
    made.start()
    yield made
    made.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHub]:
    """A hub that all tests of a module speak to, each with devices of its own."""
    made = ServedHub(tmp_path_factory.mktemp("hub"))
    made.start()
    yield made
    made.close()
