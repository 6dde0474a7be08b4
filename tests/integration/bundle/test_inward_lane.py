"""A stick beside a lane at work: scans go on, and receipts reach the journal's outbox."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from checkpoint_app import reference
from checkpoint_app.credential.movement_bytes import chain_hash
from checkpoint_app.credential.receipt import Receipt, sign_receipt
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Direction
from checkpoint_app.services.lane import LaneService, LaneSettings
from sync.bundle.progress import Progress
from sync.trust.carrier import Carrier
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.pack import PackHeader, PackKind, encode_frame, encode_header
from tests.integration.bundle.lanes import DEVICE, Lane, stick_at
from tests.integration.services.world import StandingTrust
from tests.integration.store.test_journal import depart
from tests.integration.sync.publication import PORT, Publication
from tests.unit.sync.season import BIT, NOW, SEASON, Issuer, number


@pytest.fixture
def stick(tmp_path: Path) -> Publication:
    return stick_at(tmp_path / "stick")


@pytest.fixture
def lane(tmp_path: Path, stick: Publication) -> Iterator[Lane]:
    made = Lane(tmp_path / "lane", stick.root, str(stick.season.device))
    yield made
    made.close()


def receipts_pack(stick: Publication, envelopes: list[bytes]) -> bytes:
    header = encode_header(PackHeader(PackKind.RECEIPTS, BIT, stick.season.generation))
    return stick.season.sealed(header + b"".join(encode_frame(each) for each in envelopes))


def publish_receipts(stick: Publication, *envelopes: bytes) -> None:
    stick.publish({f"{PORT}/receipts": receipts_pack(stick, list(envelopes))})


@pytest.mark.requirement("C3")
def test_receipts_on_a_stick_acknowledge_what_the_journal_sent(
    lane: Lane, stick: Publication
) -> None:
    made = [depart(lane.journal, serial) for serial in range(1, 6)]
    outbox = lane.journal.outbox
    epoch = outbox.epochs()[0].epoch
    bodies = [
        row[0]
        for row in lane.journal._database.connection().execute(
            "SELECT body FROM movement ORDER BY place"
        )
    ]
    sound = Receipt(DEVICE, epoch, 3, chain_hash(bodies[2]), b"r" * 16, NOW)
    key = stick.season.issuer.keys["RECEIPT"]
    forged = sign_receipt(
        Issuer().keys["RECEIPT"], Receipt(DEVICE, epoch, 5, chain_hash(bodies[4]), b"r" * 16, NOW)
    )
    other = sign_receipt(key, Receipt("lane-2", epoch, 5, bytes(32), b"r" * 16, NOW))
    publish_receipts(stick, forged, other, b"rubbish", sign_receipt(key, sound))
    assert (len(made), outbox.pending()) == (5, 5)
    outcome = lane.inward().take(stick.folder.parent)
    assert (outcome.acknowledged, outbox.pending()) == (3, 2)
    before = lane.contents()
    again = lane.inward().take(stick.folder.parent)
    assert (again.changed, again.acknowledged, lane.contents()) == (False, 0, before)


def test_receipts_alone_are_news_enough(lane: Lane, stick: Publication) -> None:
    lane.inward().take(stick.folder.parent)
    depart(lane.journal, 1)
    epoch = lane.journal.outbox.epochs()[0].epoch
    (body,) = lane.journal._database.connection().execute("SELECT body FROM movement").fetchone()
    sound = Receipt(DEVICE, epoch, 1, chain_hash(body), b"r" * 16, NOW)
    publish_receipts(stick, sign_receipt(stick.season.issuer.keys["RECEIPT"], sound))
    assert lane.inward().take(stick.folder.parent).acknowledged == 1


def test_other_movements_under_our_numbers_are_told(lane: Lane, stick: Publication) -> None:
    depart(lane.journal, 1)
    epoch = lane.journal.outbox.epochs()[0].epoch
    strange = Receipt(DEVICE, epoch, 1, bytes(32), b"r" * 16, NOW)
    publish_receipts(stick, sign_receipt(stick.season.issuer.keys["RECEIPT"], strange))
    receipts = lane.inward().take(stick.folder.parent).taken.receipts
    assert receipts is not None and receipts.fork
    assert lane.journal.outbox.pending() == 1


def test_a_network_takes_the_same_receipts(lane: Lane, stick: Publication) -> None:
    depart(lane.journal, 1)
    epoch = lane.journal.outbox.epochs()[0].epoch
    (body,) = lane.journal._database.connection().execute("SELECT body FROM movement").fetchone()
    sound = Receipt(DEVICE, epoch, 1, chain_hash(body), b"r" * 16, NOW)
    publish_receipts(stick, sign_receipt(stick.season.issuer.keys["RECEIPT"], sound))
    folder = folder_carrier(stick.folder)
    line = Carrier(folder.fetcher, folder.metadata_url, folder.targets_url, staged=False)
    taken = lane.inward()._intake.take_in(line, NOW)
    assert taken.receipts is not None
    assert taken.receipts.acknowledged == 1


@pytest.mark.requirement("C2")
@pytest.mark.requirement("C3")
def test_the_lane_scans_on_while_a_stick_comes_in(lane: Lane, stick: Publication) -> None:
    """In the middle of the transaction, with records written and not committed, a scan in another
    thread sees the data as it was, at once; afterwards it sees the new."""
    lane.inward().take(stick.folder.parent)
    stick.season.add_versions([50, 51])
    stick.publish()
    service = LaneService(
        records=lane.records,
        journal=lane.journal,
        anchor=lane.anchor,
        trust=StandingTrust(stick.season.issuer.keyring()),
        clock=lane.clock,
        settings=LaneSettings(BIT, "7", "o-1", Direction.DEPARTING, DEVICE, SEASON),
        table=reference.findings(),
    )
    seen: list[tuple[bool, bool]] = []

    def scan() -> None:
        old, new = (service.scan(str(number(serial))) for serial in (1, 50))
        seen.append((old.record is not None, FindingCode.NOT_ON_FILE in new.verdict.codes))

    def beside(progress: Progress) -> None:
        if progress.records_done:
            thread = threading.Thread(target=scan)
            thread.start()
            thread.join()

    lane.inward().take(stick.folder.parent, on_progress=beside)
    scan()
    assert seen == [(True, True), (True, False)]


@pytest.mark.requirement("C3")
@pytest.mark.parametrize("step", ["commit", "held.write_held"])
def test_a_crash_once_the_records_are_in_is_made_good_by_the_same_stick(
    lane: Lane, stick: Publication, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power goes between the records' transaction and what follows it."""
    lane.inward().take(stick.folder.parent)
    stick.season.add_versions([50, 51])
    stick.publish()

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(f"sync.trust.repository.{step}", power_cut)
        lane.inward().take(stick.folder.parent)
    outcome = lane.inward().take(stick.folder.parent)
    assert (outcome.changed, outcome.records) == (True, 0)
    held = lane.repository.load_local()
    assert held is not None
    assert held.version == 2
    assert lane.records.held_manifest() is not None
    assert not lane.inward().take(stick.folder.parent).changed
