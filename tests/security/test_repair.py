"""What was edited in the cache is made good by the next sync, though nothing new is published."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass

import pytest

from checkpoint_app import reference
from checkpoint_app.credential.state import EntityStates, StateTable, sign_state
from checkpoint_app.credential.status_list import sign_status_list
from checkpoint_app.domain.finding import FindingCode as Code
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.services.lane import LaneService, LaneSettings
from checkpoint_app.store.anchor import AnchorFile
from checkpoint_app.store.failure import DatabaseDamagedError
from checkpoint_app.store.journal import JournalStore
from checkpoint_app.store.records import RecordsStore
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.intake import Intake, TakenIn
from sync.trust.plan import PortPlace
from sync.trust.reader import PackReader
from sync.trust.repository import TrustedRepository
from tests.integration.services.world import StandingClock, StandingTrust
from tests.integration.sync.publication import PORT, Publication
from tests.unit.sync.season import BIT, NOW, SEASON, PortSeason, number

pytestmark = pytest.mark.requirement("C2")


@dataclass
class Synced:
    """A lane with real stores, fed from a real publication."""

    publication: Publication
    records: RecordsStore
    intake: Intake
    service: LaneService

    def sync(self) -> TakenIn:
        return self.intake.take_in(folder_carrier(self.publication.folder), NOW)

    def edit(self, sql: str) -> None:
        with self.records._database.writing() as conn:
            conn.execute(sql)

    def look(self, serial: int):
        return self.service.scan(str(number(serial)))


@pytest.fixture
def synced(tmp_path):
    publication = Publication(tmp_path / "registry", PortSeason())
    publication.season.add_versions(list(range(1, 11)))
    publication.publish()
    anchor, clock = AnchorFile(tmp_path / "anchor.json"), StandingClock(NOW)
    records = RecordsStore(tmp_path / "records.db", bytes(32), anchor)
    journal = JournalStore(tmp_path / "journal.db", bytes(32), clock)
    intake = Intake(
        TrustedRepository(tmp_path / "trust", publication.root),
        records,
        PortPlace(PORT, BIT, SEASON),
        str(publication.season.device),
        anchor.newest,
        lambda: nullcontext(PackReader()),
        lambda: False,
    )
    service = LaneService(
        records=records,
        journal=journal,
        anchor=anchor,
        trust=StandingTrust(publication.season.issuer.keyring()),
        clock=clock,
        settings=LaneSettings(BIT, "7", "o-1", Direction.DEPARTING, "d-1", SEASON),
        table=reference.findings(),
    )
    made = Synced(publication, records, intake, service)
    made.sync()
    assert made.look(1).record is not None
    yield made
    records.close()
    journal.close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE manifest SET envelope = x'00'",
        "UPDATE manifest SET generation = 4611686018427387904, envelope = x'00'",
        "DELETE FROM manifest",
        "UPDATE page SET body = x'80'",
        "DELETE FROM page",
        "UPDATE block SET envelope = x'd284'",
        "UPDATE block SET digests = x'00'",
        "UPDATE record SET body = x'00'",
        "UPDATE record SET body = CAST(x'ff' AS TEXT)",
        "UPDATE status_list SET envelope = x'00'",
        "UPDATE state SET envelope = x'00'",
        "DELETE FROM state",
        f"INSERT INTO elsewhere (permit, port, kind, at) VALUES ({number(1)}, 4, 77, 5)",
        "DROP TABLE record",
        "DROP TABLE page",
        "DROP TABLE overlay",
        "DROP TABLE elsewhere",
    ],
)
def test_what_a_scan_has_noticed(synced, sql):
    synced.edit(sql)
    noticed = synced.look(1)
    assert noticed.verdict.kind is VerdictKind.REFER
    assert Code.RECORD_ALTERED in noticed.verdict.codes
    try:
        synced.sync()
    except DatabaseDamagedError:  # by this round the file was put aside; the next one fills it
        synced.sync()
    healed = synced.look(1)
    assert Code.RECORD_ALTERED not in healed.verdict.codes
    assert healed.record is not None
    assert healed.generation == 1


def test_an_anchor_deleted(synced):
    synced.intake.newest.__self__._path.unlink()
    assert Code.RECORD_ALTERED in synced.look(1).verdict.codes
    synced.sync()
    assert synced.look(1).record is not None


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE record SET version = 99",
        f"UPDATE record SET permit = {number(2)}",
        "INSERT INTO record SELECT slot + 100, permit, version, passport, national_id, body,"
        " programme FROM record",
        "DELETE FROM record",
        "UPDATE manifest SET generation = 4611686018427387904",
    ],
)
def test_what_no_scan_has_noticed_stops_no_later_import(synced, sql):
    synced.edit(sql)
    synced.publication.season.add_versions([2], version=2)
    synced.publication.publish()
    synced.sync()
    assert synced.look(2).record.version == 2
    assert synced.look(1).record is not None


@pytest.mark.parametrize("target", ["list", "state"])
def test_another_list_or_season_in_their_place_stops_no_news(synced, target):
    """Genuine, of a higher version, and not what belongs there."""
    keys = synced.publication.season.issuer.keys
    some = EntityStates(10, {})
    table = sign_state(keys["STATE"], StateTable(SEASON - 1, 900, NOW, some, some, some))
    with synced.records.importing() as changes:
        if target == "list":
            other = sign_status_list(keys["STATUS"], 2, 900, NOW, b"\1" * 65_536)
            changes.put_status_list(1, 900, NOW, other)
        else:
            changes.put_state(900, NOW, table)
    synced.publication.season.revoked.add(1)
    synced.publication.season.status_version = 2
    synced.publication.season.state_version = 2
    synced.publication.season.add_versions([2], version=2)
    synced.publication.publish()
    assert synced.sync().news.changed
    assert synced.look(1).verdict.kind is VerdictKind.REFUSE
