from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.registry_api.world import Lane, Registry


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    made = Registry(tmp_path)
    yield made
    made.close()


@pytest.fixture
def lane(registry: Registry) -> Lane:
    return Lane(registry)
