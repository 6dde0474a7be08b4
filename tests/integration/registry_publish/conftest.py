"""A registry, and a port enrolled there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.registry_publish.centre import Centre, PortEnd, opened_centre


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    with opened_centre(tmp_path / "registry") as made:
        yield made


@pytest.fixture
def port(centre: Centre, tmp_path: Path) -> PortEnd:
    identity = centre.enrol("lane-1")
    (tmp_path / "port").mkdir()
    return PortEnd(centre, tmp_path / "port", identity)
