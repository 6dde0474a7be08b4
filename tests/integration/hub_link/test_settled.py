"""A desk can wait until its port knows what it knows, and the other way round."""

from __future__ import annotations

import pytest

from tests.integration.hub_link.conftest import Linked
from tests.integration.hub_link.fake_hub import FakeHub
from tests.integration.hub_link.test_link import soon
from tests.unit.sync.client.hub.port import Port


@pytest.mark.requirement("C4")
def test_a_settled_link_brought_all_and_took_all(port: Port, fake: FakeHub, linked: Linked) -> None:
    links = [linked(name, fake.address) for name in ("d1", "d2")]
    assert soon(lambda: not any(link.standing().alone for link in links))
    port.members["d1"].chain.add(3)
    assert links[0].settled(20)
    assert any(name.device == "d1" and name.last == 3 for name, _ in fake.pushed)
    assert links[1].settled(20)
    assert port.members["d2"].shelf.wait("d1", 3, 0)


def test_a_link_without_a_hub_waits_for_nothing(port: Port, linked: Linked) -> None:
    assert linked("d1").settled(20)


def test_a_hub_that_keeps_nothing_is_given_up(port: Port, fake: FakeHub, linked: Linked) -> None:
    fake.keeps = False
    link = linked("d1", fake.address)
    assert soon(lambda: not link.standing().alone)
    port.members["d1"].chain.add(1)
    assert not link.settled(0.2)
