"""What the registry publishes, read by a port's real trust path."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from checkpoint_app.credential.keys import parse_issuer_keys
from checkpoint_app.credential.status_list import check_status_list
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.errors import ConfigError, TrustError
from sync.registry.db import changes, schema
from sync.registry.db.open import reading, writing
from sync.registry.publish.lock import publisher_lock
from sync.registry.publish.publisher import PublishedPort
from sync.registry.publish.segment_choice import CompactionRule
from sync.registry.signer.port import BlockOrder, SignedBlock
from sync.registry.signer.refusal import SigningRefusedError
from tests.integration.registry_publish.centre import BIT, PORT, Centre, PortEnd, bit_of


def cairo_numbers(centre: Centre, count: int) -> list[int]:
    permit = schema.permit.c
    wanted = select(permit.number).where(permit.ports == 1 << BIT, permit.status == 0)
    with reading(centre.engine) as connection:
        return list(connection.execute(wanted.limit(count)).scalars())


def publish(centre: Centre) -> PublishedPort:
    centre.clock.pass_time(timedelta(minutes=5))
    (published,) = centre.publisher.publish([PORT])
    return published


def roles(centre: Centre) -> dict[str, int]:
    """Role versions as the newest snapshot has them."""
    timestamp = json.loads((centre.paths.metadata / "timestamp.json").read_bytes())
    version = timestamp["signed"]["meta"]["snapshot.json"]["version"]
    snapshot = json.loads((centre.paths.metadata / f"{version}.snapshot.json").read_bytes())
    return {name: meta["version"] for name, meta in snapshot["signed"]["meta"].items()}


@pytest.mark.requirement("C3")
def test_the_first_publication_is_a_baseline_of_the_port(centre: Centre, port: PortEnd) -> None:
    published = publish(centre)
    assert published.baseline
    assert published.records == len(centre.records())
    port.sync()
    assert port.records() == centre.records()


@pytest.mark.requirement("C3")
def test_a_later_publication_sends_only_what_changed(centre: Centre, port: PortEnd) -> None:
    publish(centre)
    port.sync()
    moved, gone, *_ = cairo_numbers(centre, 2)
    with writing(centre.engine) as connection:
        changes.change_permit(connection, moved, service="MS999")
        changes.change_ports(connection, gone, 1 << bit_of("SGA-SEA"))
    published = publish(centre)
    assert (published.records, published.tombstones, published.segments) == (1, 1, 1)
    assert published.wire_bytes < 2000
    port.sync()
    assert port.records() == centre.records()
    assert port.tombstones() == {gone}


def test_nothing_changed_sends_a_manifest_only(centre: Centre, port: PortEnd) -> None:
    publish(centre)
    published = publish(centre)
    assert (published.generation, published.segments, published.wire_bytes) == (2, 0, 0)
    port.sync()
    assert port.sink.contents.generation == 2


def test_a_permit_that_comes_back_is_held_again(centre: Centre, port: PortEnd) -> None:
    publish(centre)
    (number,) = cairo_numbers(centre, 1)
    for ports in (1 << bit_of("SGA-SEA"), 1 << BIT):
        with writing(centre.engine) as connection:
            changes.change_ports(connection, number, ports)
        publish(centre)
        port.sync()
        assert port.records() == centre.records()
    assert port.tombstones() == set()


def test_every_port_gets_its_own(centre: Centre) -> None:
    published = centre.publisher.publish()
    assert len(published) == 17
    for each in published:
        assert each.records == len(centre.records(bit_of(each.port_id)))
    assert sum(each.records for each in published) >= 300


@pytest.mark.requirement("A5")
def test_bad_news_goes_out_alone(centre: Centre, port: PortEnd) -> None:
    publish(centre)
    port.sync()
    before = roles(centre)
    (number,) = cairo_numbers(centre, 1)
    with writing(centre.engine) as connection:
        changes.revoke_permit(connection, number)
        row = changes.permit_row(connection, number)
    centre.clock.pass_time(timedelta(minutes=1))
    centre.publisher.publish_status()
    after = roles(centre)
    assert {name for name in after if after[name] != before[name]} == {"status.json"}
    port.sync()
    keys = parse_issuer_keys(newest_target(centre, "issuer-keys.json"))
    found = check_status_list(port.sink.contents.lists[row["status_list"]], keys)
    assert found.status(row["status_index"]) is PermitStatus.REVOKED
    assert found.issued == centre.clock.now()


def newest_target(centre: Centre, name: str) -> bytes:
    return max(centre.paths.targets.glob(f"*.{name}"), key=lambda path: path.name).read_bytes()


def test_segments_are_compacted_without_a_port_noticing(centre: Centre, port: PortEnd) -> None:
    centre.compaction = CompactionRule(most_segments=3, small=100)
    publish(centre)
    numbers = cairo_numbers(centre, 12)
    live = []
    for turn, number in enumerate(numbers):
        with writing(centre.engine) as connection:
            if turn % 3 == 0:
                changes.change_ports(connection, number, 1 << bit_of("SGA-SEA"))
            else:
                changes.change_permit(connection, number, service=f"MS{turn}")
        publish(centre)
        if turn % 4 == 0:
            port.sync()
        with reading(centre.engine) as connection:
            segment = schema.segment.c
            kept = connection.execute(select(segment.name).where(segment.retired_at.is_(None)))
            live.append(len(kept.all()))
    assert max(live) <= 5
    port.sync()
    assert port.records() == centre.records()
    late = PortEnd(centre, port.folder / "late", port.identity)
    late.folder.mkdir()
    late.sync()
    assert late.records() == centre.records()


def test_mostly_superseded_data_is_packed_anew(centre: Centre, port: PortEnd) -> None:
    publish(centre)
    port.sync()
    for number in cairo_numbers(centre, 200):
        with writing(centre.engine) as connection:
            changes.change_permit(connection, number, service="MS1")
    publish(centre)
    published = publish(centre)
    assert published.records == len(centre.records())
    port.sync()
    assert port.records() == centre.records()


class FailingSigner:
    """A signer that ends after so many blocks."""

    def __init__(self, centre: Centre, blocks: int) -> None:
        self._signer, self._blocks = centre.signer, blocks

    def __getattr__(self, name: str) -> object:
        return getattr(self._signer, name)

    def blocks(
        self, scope: int, issued: int, orders: Iterable[BlockOrder]
    ) -> Iterator[SignedBlock]:
        for number, block in enumerate(self._signer.blocks(scope, issued, orders)):
            if number == self._blocks:
                raise SigningRefusedError("gone")
            yield block


def test_a_publication_that_fails_leaves_the_ports_as_they_were(
    centre: Centre, port: PortEnd
) -> None:
    publish(centre)
    port.sync()
    held = port.records()
    (number,) = cairo_numbers(centre, 1)
    with writing(centre.engine) as connection:
        changes.change_permit(connection, number, service="MS1")
    sound = centre.signer
    centre.signer = FailingSigner(centre, 0)  # type: ignore[assignment]  # the rest is forwarded
    with pytest.raises(SigningRefusedError):
        publish(centre)
    port.sync()
    assert port.records() == held
    centre.signer = sound
    assert publish(centre).records == 1
    port.sync()
    assert port.records() == centre.records()


def test_two_publishers_never_work_at_once(centre: Centre) -> None:
    with publisher_lock(centre.paths.publisher_lock), pytest.raises(ConfigError) as caught:
        publish(centre)
    assert caught.value.key == "registry.publisher_busy"
    publish(centre)


def test_an_unknown_port_is_refused(centre: Centre) -> None:
    with pytest.raises(ConfigError) as caught:
        centre.publisher.publish(["ABC-AIR"])
    assert caught.value.key == "registry.unknown_port"


def test_a_new_device_reads_what_is_published_already(centre: Centre, port: PortEnd) -> None:
    publish(centre)
    late = PortEnd(centre, port.folder / "late", centre.enrol("lane-2"))
    late.folder.mkdir()
    with pytest.raises(TrustError):
        late.sync()
    centre.publisher.rewrap_port_key(PORT)
    late.sync()
    port.sync()
    assert late.records() == port.records() == centre.records()


def test_a_device_of_another_port_reads_nothing(centre: Centre, port: PortEnd) -> None:
    stranger = replace(port, identity=centre.enrol("lane-9", port=bit_of("SGA-SEA")))
    publish(centre)
    with pytest.raises(TrustError):
        stranger.sync()


def test_movements_elsewhere_reach_the_port(centre: Centre, port: PortEnd) -> None:
    number, annulled, *_ = cairo_numbers(centre, 2)
    centre.enrol("lane-9", port=bit_of("SGA-SEA"))
    at_ms = 1_795_000_000_123
    with writing(centre.engine) as connection:
        for sequence, (permit, where, back) in enumerate(
            [(number, 12, False), (annulled, 12, True), (number, BIT, False)], 1
        ):
            connection.execute(
                schema.movement.insert().values(
                    device_id="lane-9",
                    epoch=bytes(16),
                    sequence=sequence,
                    movement_id=sequence.to_bytes(16, "big"),
                    chain_hash=bytes(32),
                    kind=0,
                    direction=0,
                    permit=permit,
                    passport="",
                    company=1,
                    service="",
                    port=where,
                    lane="A1",
                    at_ms=at_ms,
                    cairo_day=20775,
                    cairo_hour=1,
                    annulled=back,
                    automatic=False,
                    received_at=at_ms // 1000,
                    body=b"",
                )
            )
    publish(centre)
    port.sync()
    assert port.sink.contents.elsewhere == [(number, 12, 0, at_ms // 1000)]


def test_old_files_are_taken_out_after_a_while(centre: Centre) -> None:
    publish(centre)
    publish(centre)
    assert len(list(centre.paths.metadata.glob("*.snapshot.json"))) == 3
    centre.clock.pass_time(timedelta(days=400))  # files are dated by the system's clock
    publish(centre)
    assert len(list(centre.paths.metadata.glob("*.snapshot.json"))) == 1
    assert (centre.paths.metadata / "1.root.json").exists()
    listed = len(list((centre.paths.targets / PORT).iterdir()))
    # Manifest, movements elsewhere, telephones, device list; every permit's days are over.
    assert listed == 4
