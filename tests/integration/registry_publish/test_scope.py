"""What a port holds: its days, whoever is still out, and every port's permits where that is set."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from checkpoint_app.domain.days import day_number
from checkpoint_app.domain.movement import Direction, MovementKind
from sync.registry.db import changes, schema
from sync.registry.db.open import reading, writing
from sync.registry.publish import roles
from sync.registry.publish.publisher import PublishedPort
from sync.registry.publish.tuf_api import CryptoSigner, Metadata
from sync.registry.publish.tuf_repository import TufRepository
from sync.registry.signer.keys import read_private
from sync.registry.signer.permit_rows import record_bytes, rows_by_id
from sync.trust.names import PORT_SETTINGS
from tests.integration.registry_publish.centre import (
    BIT,
    PORT,
    TODAY,
    Centre,
    PortEnd,
    bit_of,
)

OTHER = bit_of("SGA-SEA")


def publish(centre: Centre) -> PublishedPort:
    centre.clock.pass_time(timedelta(minutes=5))
    (published,) = centre.publisher.publish([PORT])
    return published


def move(centre: Centre, number: int, first: int, last: int) -> None:
    """Have a permit be of these days from today on."""
    today = day_number(TODAY)
    with writing(centre.engine) as connection:
        changes.change_permit(
            connection,
            number,
            valid_from=today + first,
            travel_out=today + first,
            valid_until=today + last,
            travel_back=today + last,
        )


def numbers(centre: Centre, count: int) -> list[int]:
    permit = schema.permit.c
    wanted = select(permit.number).where(permit.ports == 1 << BIT).order_by(permit.id)
    with reading(centre.engine) as connection:
        return list(connection.execute(wanted.limit(count)).scalars())


def depart(centre: Centre, number: int, kind: MovementKind, sequence: int) -> None:
    with writing(centre.engine) as connection:
        connection.execute(
            schema.movement.insert().values(
                device_id="lane-1",
                epoch=bytes(16),
                sequence=sequence,
                movement_id=sequence.to_bytes(16, "big"),
                chain_hash=bytes(32),
                kind=int(kind),
                direction=int(Direction.DEPARTING),
                permit=number,
                passport="",
                company=1,
                service="",
                port=BIT,
                lane="A1",
                at_ms=1_795_000_000_000 + sequence,
                cairo_day=20775,
                cairo_hour=1,
                annulled=False,
                automatic=False,
                received_at=1_795_000_000,
                body=b"",
            )
        )


def held(port: PortEnd) -> set[int]:
    return set(port.sink.contents.records)


@pytest.mark.requirement("C3")
def test_a_permit_comes_before_its_days_and_goes_after_them(centre: Centre, port: PortEnd) -> None:
    coming, going, gone, *_ = numbers(centre, 3)
    move(centre, coming, 61, 70)
    move(centre, going, -40, -29)
    move(centre, gone, -60, -31)
    publish(centre)
    port.sync()
    assert going in held(port)
    assert not {coming, gone} & held(port)
    centre.clock.pass_time(timedelta(days=2))
    published = publish(centre)
    assert (published.records, published.tombstones) == (1, 0)
    port.sync()
    assert coming in held(port)
    assert going not in held(port)
    assert publish(centre).records == 0


def test_a_lane_that_was_away_takes_what_came_and_what_went(centre: Centre, port: PortEnd) -> None:
    number, *_ = numbers(centre, 1)
    publish(centre)
    port.sync()
    for first, last in ((-60, -31), (0, 5), (-60, -31), (0, 5)):
        move(centre, number, first, last)
        publish(centre)
    port.sync()
    assert port.records() == centre.records()


def test_whoever_is_still_out_stays_on_file(centre: Centre, port: PortEnd) -> None:
    out, back, *_ = numbers(centre, 2)
    for number in (out, back):
        move(centre, number, -60, -31)
    depart(centre, out, MovementKind.DEPARTED, 1)
    depart(centre, back, MovementKind.DEPARTED, 2)
    depart(centre, back, MovementKind.RETURNED, 3)
    publish(centre)
    port.sync()
    assert out in held(port)
    assert back not in held(port)
    depart(centre, out, MovementKind.RETURNED, 4)
    centre.clock.pass_time(timedelta(days=1))
    publish(centre)
    port.sync()
    assert out not in held(port)


class Settings:
    """The port's signed settings, changed as a ceremony of the demonstration's keys would."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._first = TufRepository(centre.paths).content(PORT_SETTINGS)

    def sign(self, **own: object) -> None:
        """These are the port's own settings from now on."""
        settings = json.loads(self._first)
        settings["ports"][PORT].update(own)
        repository = TufRepository(self._centre.paths)
        targets = repository.role(roles.TARGETS)
        targets.version += 1
        targets.targets[PORT_SETTINGS] = repository.put(
            PORT_SETTINGS, json.dumps(settings).encode()
        )
        metadata = Metadata(targets)
        for file in sorted(self._centre.paths.offline_keys.glob("targets*")):
            raw = bytes.fromhex(read_private(file))
            metadata.sign(CryptoSigner(Ed25519PrivateKey.from_private_bytes(raw)), append=True)
        repository.adopt_targets(metadata.to_bytes())
        repository.commit(self._centre.clock.now())


@pytest.fixture
def settings(centre: Centre) -> Settings:
    return Settings(centre)


def test_a_national_port_holds_every_ports_permits_and_lets_them_go(
    centre: Centre, port: PortEnd, settings: Settings
) -> None:
    publish(centre)
    port.sync()
    own = port.records()
    (moved,) = numbers(centre, 1)
    with writing(centre.engine) as connection:
        changes.change_ports(connection, moved, 1 << OTHER)
    publish(centre)
    port.sync()
    assert port.tombstones() == {moved}
    settings.sign(scope="national")
    published = publish(centre)
    assert published.tombstones == 0
    port.sync()
    with reading(centre.engine) as connection:
        everyone = connection.execute(
            select(schema.permit.c.id).where(schema.permit.c.company_approved_at.is_not(None))
        ).scalars()
        rows = rows_by_id(connection, list(everyone))
    assert port.records() == {record_bytes(row) for row in rows.values()}
    assert len(port.records()) > len(own)
    settings.sign()
    assert publish(centre).tombstones == 0
    port.sync()
    assert port.records() == centre.records()


def test_a_shorter_window_lets_go_and_a_longer_one_takes_back(
    centre: Centre, port: PortEnd, settings: Settings
) -> None:
    publish(centre)
    port.sync()
    everyone = held(port)
    settings.sign(window_days={"before": 3, "after": 3})
    publish(centre)
    port.sync()
    assert held(port) < everyone
    settings.sign()
    publish(centre)
    port.sync()
    assert port.records() == centre.records()
    assert held(port) == everyone


def test_settings_that_cannot_be_read_stop_no_news(
    centre: Centre, port: PortEnd, settings: Settings
) -> None:
    settings.sign(scope="everything")
    publish(centre)
    port.sync()
    assert port.records() == centre.records()
