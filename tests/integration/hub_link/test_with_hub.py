"""The link and the real hub, each in its own process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.hub_link.conftest import Linked
from tests.integration.hub_link.real_hub import serving
from tests.integration.hub_link.test_link import soon
from tests.unit.sync.client.hub.port import Port, Rows


@pytest.mark.requirement("C1")
def test_lanes_hear_of_each_other_through_one_hub_and_then_the_next(
    port: Port, linked: Linked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.client.hub.pushing._COPY_SOON", 0.0)
    rows = Rows({"scan": [(n, "row") for n in range(1, 40)], "audit": [(1, b"x")]})
    shelves = {name: member.shelf for name, member in port.members.items()}
    with serving(port, tmp_path / "one") as address:
        links = {name: linked(name, address, rows=rows, copies=True) for name in ("d1", "d2")}
        assert soon(lambda: not any(link.standing().alone for link in links.values()))
        port.members["d1"].chain.add(3)
        links["d1"].moved()
        port.members["d2"].chain.add(300)
        links["d2"].moved()
        assert shelves["d2"].wait("d1", 3) and shelves["d1"].wait("d2", 300)
        late = linked("d3", address)
        assert shelves["d3"].wait("d1", 3) and shelves["d3"].wait("d2", 300)
        assert soon(lambda: all(each.complete for each in late.standing().neighbours[:2]))
        copies = port.members["d2"].copies.kept
        assert soon(lambda: len(copies.get(("d1", "scan"), {})) == 39)
    assert soon(lambda: all(link.standing().alone for link in links.values()))
    links["d1"].stop()
    with serving(port, tmp_path / "two", "d3") as address:
        linked("d2", address)
        linked("d4", address)
        assert shelves["d4"].wait("d1", 3) and shelves["d4"].wait("d2", 300)
