"""When the registry publishes by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from checkpoint_app.errors import StorageError
from sync.registry.db.migrate import create_database
from sync.registry.rounds import PACKS_ANEW_SECONDS, STATUS_ANEW_SECONDS, PublicationRounds
from tests.integration.registry_api.world import Lane, Registry, SetClock


class Notes:
    """A publisher that writes down what it is asked, and fails when told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.fails = False

    def publish(self) -> None:
        self._note("packs")

    def publish_status(self) -> None:
        self._note("status")

    def rewrap_port_key(self, port_id: str) -> None:
        self._note(port_id)

    def compact(self) -> None:
        self._note("packed anew")

    def _note(self, what: str) -> None:
        self.asked.append(what)
        if self.fails:
            raise StorageError("disk full")

    def taken(self) -> list[str]:
        asked, self.asked = self.asked, []
        return asked


class World:
    def __init__(self, folder: Path) -> None:
        self.clock, self.notes = SetClock(), Notes()
        self.engine = create_database(folder / "registry.db")
        self.rounds = PublicationRounds(self.notes, self.engine, self.clock)

    def run(self, sql: str) -> None:
        with self.engine.begin() as connection:
            connection.exec_driver_sql(sql)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.engine.dispose()


def company(state: int) -> str:
    return (
        "INSERT INTO company (number, licence, name_ar, name_en, phone, state)"
        f" VALUES (1, 'L', '', '', '', {state})"
    )


def test_status_goes_out_when_something_changed_and_only_then(world: World) -> None:
    world.rounds.status_round()
    assert world.notes.taken() == ["status"]
    world.rounds.status_round()
    assert world.notes.taken() == []
    world.run(company(0))
    world.rounds.status_round()
    assert world.notes.taken() == []
    world.run("UPDATE company SET state = 1")
    world.rounds.status_round()
    world.rounds.status_round()
    assert world.notes.taken() == ["status"]


def test_status_is_signed_anew_before_it_looks_old(world: World) -> None:
    world.rounds.status_round()
    world.clock.forward(STATUS_ANEW_SECONDS)
    world.rounds.status_round()
    world.rounds.status_round()
    assert world.notes.taken() == ["status", "status"]


def test_packs_go_out_when_a_permit_or_a_device_changed(world: World) -> None:
    world.rounds.packs_round()
    world.rounds.packs_round()
    assert world.notes.taken() == ["packs"]
    world.run("INSERT INTO counter (name, value) VALUES ('change', 5)")
    world.rounds.packs_round()
    world.rounds.packs_round()
    assert world.notes.taken() == ["packs"]
    world.clock.forward(PACKS_ANEW_SECONDS)
    world.rounds.packs_round()
    world.rounds.packs_round()
    assert world.notes.taken() == ["packs"]


def test_a_registry_that_published_everything_starts_quietly(world: World) -> None:
    world.run("INSERT INTO counter (name, value) VALUES ('change', 5)")
    for scope in (0, 12):
        world.run(
            "INSERT INTO publication (scope, generation, issued, change, live_count, manifest,"
            f" movement) VALUES ({scope}, 1, 0, 4, 0, x'', 0), ({scope}, 2, 0, 5, 0, x'', 0)"
        )
    world.rounds.packs_round()
    assert world.notes.taken() == []
    world.run("UPDATE counter SET value = 6")
    world.rounds.packs_round()
    assert world.notes.taken() == ["packs"]


def test_what_failed_is_tried_again_by_the_next_round(world: World) -> None:
    world.notes.fails = True
    world.rounds.packs_round()
    world.rounds.status_round()
    world.rounds.devices_changed("CAI-AIR")
    assert world.notes.taken() == ["packs", "status", "CAI-AIR"]
    world.notes.fails = False
    world.rounds.status_round()
    world.rounds.packs_round()
    assert world.notes.taken() == ["CAI-AIR", "status", "packs"]
    world.rounds.status_round()
    world.rounds.packs_round()
    assert world.notes.taken() == []


def test_a_new_device_gets_its_ports_key_at_once(world: World) -> None:
    world.rounds.devices_changed("SGA-SEA")
    assert world.notes.taken() == ["SGA-SEA"]


@pytest.mark.requirement("C3", "A15")
def test_a_recall_by_whatever_process_is_followed_by_a_new_key(
    registry: Registry, lane: Lane
) -> None:
    notes = Notes()
    rounds = PublicationRounds(notes, registry.engine, registry.clock)
    rounds.status_round()
    notes.taken()
    assert registry.register.recall(lane.device_id)
    rounds.status_round()
    assert notes.taken() == ["CAI-AIR", "status"]


def test_once_in_a_quiet_night_everything_is_packed_anew(world: World) -> None:
    world.rounds.packs_round()
    world.notes.taken()
    nights = 0
    for _ in range(7 * 24 * 2):
        world.clock.forward(1800)
        world.rounds.packs_round()
        nights += world.notes.taken().count("packed anew")
    assert nights == 1


@pytest.mark.requirement("C3")
def test_movements_are_a_reason_to_publish(registry: Registry, lane: Lane) -> None:
    notes = Notes()
    rounds = PublicationRounds(notes, registry.engine, registry.clock)
    rounds.packs_round()
    notes.taken()
    lane.record()
    lane.send()
    rounds.packs_round()
    rounds.packs_round()
    assert notes.taken() == ["packs"]
