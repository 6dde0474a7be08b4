"""A port with a hub that is not there until a test starts it, and links that end with the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.client.hub.link import HubLink
from tests.integration.hub_link.fake_hub import FakeHub
from tests.unit.sync.client.hub.port import Port

Linked = Callable[..., HubLink]


@pytest.fixture
def port() -> Port:
    return Port()


@pytest.fixture
def fake(port: Port, tmp_path: Path) -> Iterator[FakeHub]:
    made = FakeHub(port, tmp_path / "hub").start()
    yield made
    made.stop()


@pytest.fixture
def other(port: Port, tmp_path: Path) -> Iterator[FakeHub]:
    """A second hub, not started."""
    made = FakeHub(port, tmp_path / "other", device="d3")
    yield made
    if made.at:
        made.stop()


@pytest.fixture
def linked(port: Port, fake: FakeHub, other: FakeHub) -> Iterator[Linked]:
    """Starts the link of a lane to these addresses; it ends before the hubs do."""
    made: list[HubLink] = []

    def link(name: str, *addresses: str, **parts: object) -> HubLink:
        lane = port.lane(name, **parts)  # type: ignore[arg-type]  # as it takes them
        made.append(HubLink(lane, given=addresses))
        made[-1].start()
        return made[-1]

    yield link
    for each in made:
        each.stop()
