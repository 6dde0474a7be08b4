"""What is published, attacked by both carriers: refused in its own words, with nothing changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checkpoint_app.reference import messages
from tests.integration.bundle.lanes import dump
from tests.security.attacks.deeds import DEEDS
from tests.security.attacks.port import BOTH, Carrier, OfflineRegistry, Port, opened_port
from tests.unit.sync.season import NOW, Block, PortSeason

pytestmark = pytest.mark.requirement("C2", "A15")


@pytest.fixture(params=BOTH)
def port(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Port]:
    with opened_port(tmp_path, request.param) as made:
        yield made


@pytest.mark.parametrize("what", DEEDS)
def test_it_is_refused_in_its_own_words_and_the_next_honest_data_is_taken(
    port: Port, what: str
) -> None:
    deed = DEEDS[what]
    honest = Honest(port)
    deed.act(port)
    before, rows = port.state(), data_of(port)
    assert port.refusal() == deed.answers[port.carrier]
    assert data_of(port) == rows
    if deed.answers[port.carrier]:
        assert port.state() == before
        assert deed.answers[port.carrier] in messages()
    honest.publishes(50, new_keys=deed.new_keys)
    assert port.refusal() == ""
    assert 50 in port.serials()
    assert 7 in port.revoked()


def data_of(port: Port) -> tuple[object, ...]:
    """Every row that decides about a permit, and the journal."""
    kept = dump(port.lane.folder / "records.db")
    kept.pop("meta")  # which file a part came from
    return kept, dump(port.lane.folder / "journal.db")


class Honest:
    """The registry as it is before an attack, to go on from there afterwards."""

    def __init__(self, port: Port) -> None:
        self._port = port
        registry = port.registry
        self._folder, self._season = port.saved(), _copied(registry.season)
        self._offline = {role: list(keys) for role, keys in registry.offline.items()}
        self._present = {role: list(keys) for role, keys in registry.present.items()}
        self._signers = dict(registry.signers)

    def publishes(self, serial: int, *, new_keys: bool) -> None:
        """The attack is over: the registry publishes what it had, and one permit more."""
        registry: OfflineRegistry = self._port.registry
        self._port.put_back(self._folder)
        registry.offline, registry.present = self._offline, self._present
        registry.signers, registry.season = self._signers, self._season
        registry.root_version = 1
        if new_keys:
            registry.new_online_keys()
        registry.season.generation += 10
        registry.season.status_version += 10
        registry.season.revoked |= {8}
        registry.version += 1
        self._port.lane.clock.at = NOW
        self._port.more(serial)


def _copied(season: PortSeason) -> PortSeason:
    return replace(
        season,
        blocks={
            number: Block(block.envelope, block.records, set(block.superseded))
            for number, block in season.blocks.items()
        },
        segments=list(season.segments),
        packs=dict(season.packs),
        where=dict(season.where),
        revoked=set(season.revoked),
        # Blocks that an attack has used up are never given out again.
        next_block=season.next_block + 100,
    )


def test_every_row_names_both_carriers() -> None:
    assert all(set(deed.answers) == set(Carrier) for deed in DEEDS.values())
