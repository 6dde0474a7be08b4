"""records.db: imports, the anchor, the rules of versions."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest

from checkpoint_app.credential.block import digests_of, sign_block
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.record import Tombstone, encode_record, encode_tombstone
from checkpoint_app.domain.facts import DataKind
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import TrustError
from checkpoint_app.services.stores import CachedRefresh
from checkpoint_app.store.anchor import AnchorFile
from checkpoint_app.store.encrypted import EncryptedDatabase
from checkpoint_app.store.records import REFRESH_ALARM, RecordsStore
from checkpoint_app.store.records_schema import MIGRATIONS, RECORD_INDEXES
from sync.trust.floor import TimeFloor
from tests.integration.services.world import pilgrim, row, token_of
from tests.unit.credential.samples import KEYS, NOW, SCOPE, SEASON


def rows_of(block, *records):
    return [row(block, place, encode_record(record)) for place, record in enumerate(records)]


def block_of(number, *records):
    bodies = [encode_record(record) for record in records]
    key = KEYS[EnvelopeType.BLOCK]
    return number, sign_block(key, SEASON, SCOPE, number, NOW, bodies), digests_of(bodies)


def index_names(lane):
    return {found[0] for found in lane.records._rows("SELECT name FROM sqlite_master")}


def test_the_file_is_encrypted(lane):
    record = pilgrim()
    lane.registry.add(record)
    lane.publish()
    lane.close()
    content = (lane.folder / "records.db").read_bytes()
    assert record.passport.encode() not in content
    assert b"SQLite format 3" not in content
    lane.open()


def test_a_first_import_makes_the_indexes_after_the_rows(lane):
    with lane.records.importing() as changes:
        assert changes.add_records(rows_of(1, pilgrim(1), pilgrim(2))) == 2
        assert changes.record_count() == 2
    assert set(RECORD_INDEXES) <= index_names(lane)


def test_an_import_that_fails_changes_nothing(lane):
    lane.registry.add(pilgrim(1))
    lane.publish()
    before = lane.anchor.newest()
    with pytest.raises(ZeroDivisionError), lane.records.importing() as changes:
        changes.clear_records()
        changes.add_records(rows_of(9, pilgrim(2)))
        raise ZeroDivisionError
    assert lane.anchor.newest() == before
    with lane.records.snapshot() as snapshot:
        assert len(snapshot.by_permit(pilgrim(1).number)) == 1
    assert set(RECORD_INDEXES) <= index_names(lane)


def test_versions_only_rise(lane):
    with lane.records.importing() as changes:
        changes.add_blocks([block_of(1, pilgrim(1, version=2), pilgrim(2, version=2))])
        changes.add_records(rows_of(1, pilgrim(1, version=2), pilgrim(2, version=2)))
    with lane.records.importing() as changes:
        changes.add_blocks([block_of(2, pilgrim(1, version=2))])
        assert changes.add_records(rows_of(2, pilgrim(1, version=1))) == 0
        assert changes.add_records(rows_of(2, pilgrim(1, version=2))) == 1, "re-filed as it was"
        assert changes.add_records(rows_of(3, pilgrim(2, version=2, ports=1))) == 0
        assert changes.add_records(rows_of(4, pilgrim(2, version=3, ports=1))) == 1
        assert changes.record_count() == 2


def test_two_records_of_one_version_in_a_baseline(lane):
    with pytest.raises(TrustError) as caught, lane.records.importing() as changes:
        changes.add_records(rows_of(1, pilgrim(1), pilgrim(1, ports=1)))
        changes.record_count()
    assert caught.value.key == "store.version_conflict"
    with lane.records.importing() as changes:
        changes.add_records(rows_of(1, pilgrim(1), pilgrim(1, version=2)))
        assert changes.record_count() == 1
    with lane.records.snapshot() as snapshot:
        assert [found.position for found in snapshot.by_permit(pilgrim(1).number)] == [1]


def test_readers_see_one_state_while_an_import_goes_on(lane):
    lane.registry.add(pilgrim(1))
    lane.publish()
    seen = []

    def read():
        with lane.records.snapshot() as snapshot:
            seen.append(len(snapshot.by_permit(pilgrim(2).number)))

    with lane.records.importing() as changes:
        changes.add_blocks([(2, b"envelope", digests_of([b""]))])
        changes.add_records(rows_of(2, pilgrim(2)))
        reader = threading.Thread(target=read)
        reader.start()
        reader.join()
    read()
    assert seen == [0, 1]


def test_dropped_blocks_take_their_records_along(lane):
    with lane.records.importing() as changes:
        changes.add_blocks([(1, b"a", b""), (2, b"b", b"")])
        changes.add_records(rows_of(1, pilgrim(1)) + rows_of(2, pilgrim(2), pilgrim(3)))
    with lane.records.importing() as changes:
        changes.drop_blocks([1])
        changes.drop_positions([(2, 1)])
        assert changes.record_count() == 1
    assert set(lane.records.held_blocks()) == {2}


class TestAnchor:
    def test_it_follows_the_import(self, lane):
        assert lane.anchor.newest().generation == 0
        lane.registry.add(pilgrim(1))
        lane.publish()
        mark = lane.anchor.newest()
        assert mark.matches(lane.records.held_manifest())
        assert (mark.generation, mark.issued) == (1, lane.registry.issued)

    def test_an_older_manifest_is_not_imported(self, lane):
        lane.registry.add(pilgrim(1))
        lane.publish()
        lane.publish()
        lane.registry.generation = 0
        with pytest.raises(TrustError) as caught:
            lane.publish()
        assert caught.value.key == "store.manifest_older"
        assert lane.anchor.newest().generation == 2

    def test_a_crash_between_commit_and_anchor_is_made_good(self, lane):
        lane.registry.add(pilgrim(1))
        lane.publish()
        kept = (lane.folder / "anchor.json").read_bytes()
        lane.publish()
        (lane.folder / "anchor.json").write_bytes(kept)
        lane.close()
        lane.open()
        assert lane.service().scan(token_of(pilgrim(1))).verdict.kind is VerdictKind.CLEAR
        assert lane.records.held_manifest() is None, "so that the next import writes it anew"
        lane.registry.generation -= 1
        lane.publish()
        assert lane.anchor.newest().generation == 2

    def test_the_floor_lies_beside_it(self, tmp_path):
        anchor = AnchorFile(tmp_path / "anchor.json")
        assert (anchor.floor(), anchor.newest()) == (None, None)
        anchor.keep_floor(TimeFloor(NOW, 3))
        assert AnchorFile(tmp_path / "anchor.json").floor() == TimeFloor(NOW, 3)
        assert anchor.newest() is None, "a floor alone vouches for no manifest"

    @pytest.mark.parametrize(
        "content", [b"", b"{", b"[]", b"null", b'{"generation": "x"}', b"9" * 9000]
    )
    def test_rubbish_is_no_anchor(self, tmp_path, content):
        (tmp_path / "anchor.json").write_bytes(content)
        anchor = AnchorFile(tmp_path / "anchor.json")
        assert (anchor.newest(), anchor.floor()) == (None, None)

    def test_what_it_holds_is_not_secret(self, lane):
        lane.registry.add(pilgrim(1))
        lane.publish()
        fields = json.loads((lane.folder / "anchor.json").read_bytes())
        assert set(fields) == {"generation", "manifest", "issued"}


class TestRefreshes:
    def keep(self, lane, record, issued, version=1):
        lane.records.keep_refresh(
            record.number,
            CachedRefresh(b"envelope", b"nonce"),
            issued=issued,
            version=version,
            passport=record.passport,
        )

    def test_one_that_the_manifest_confirms_goes_quietly(self, lane):
        self.keep(lane, pilgrim(1), lane.registry.issued)
        lane.registry.add(pilgrim(1))
        lane.publish()
        assert lane.records.notes() == {}
        with lane.records.snapshot() as snapshot:
            assert snapshot.refresh(pilgrim(1).number) is None

    def test_one_that_a_later_manifest_lacks_raises_an_alarm(self, lane):
        self.keep(lane, pilgrim(5), lane.registry.issued - timedelta(minutes=1))
        lane.registry.add(pilgrim(1))
        lane.publish()
        assert lane.records.notes() == {REFRESH_ALARM: "1"}

    def test_one_newer_than_the_manifest_stays(self, lane):
        self.keep(lane, pilgrim(5), lane.registry.issued + timedelta(minutes=1))
        lane.registry.add(pilgrim(1))
        lane.publish()
        with lane.records.snapshot() as snapshot:
            assert snapshot.refresh(pilgrim(5).number) == CachedRefresh(b"envelope", b"nonce")
            assert snapshot.permits_of_passport(pilgrim(5).passport) == (pilgrim(5).number,)


def test_movements_elsewhere_are_replaced_whole(lane):
    permit = pilgrim(1).number
    with lane.records.importing() as changes:
        changes.replace_elsewhere([(permit, 9, 0, 1000), (permit, 9, 0, 1000), (permit, 2, 1, 900)])
    with lane.records.snapshot() as snapshot:
        found = snapshot.elsewhere(permit)
    assert [(past.kind, past.port) for past in found] == [
        (MovementKind.RETURNED, 2),
        (MovementKind.DEPARTED, 9),
    ]
    with lane.records.importing() as changes:
        changes.replace_elsewhere([])
    with lane.records.snapshot() as snapshot:
        assert snapshot.elsewhere(permit) == ()


def test_issue_times_and_notes(lane):
    assert {at for _, at in lane.records.issue_times()} == {None}
    lane.registry.add(pilgrim(1))
    lane.publish()
    assert dict(lane.records.issue_times()) == dict.fromkeys(DataKind, lane.registry.issued)
    lane.records.note("error.down", "transport.refused")
    lane.records.note("error.up", None)
    assert lane.records.notes() == {"error.down": "transport.refused"}
    lane.records.note("error.down", None)
    assert lane.records.notes() == {}


def test_permits_by_national_id(lane):
    lane.registry.add(pilgrim(1), pilgrim(2))
    lane.publish()
    with lane.records.snapshot() as snapshot:
        wanted = pilgrim(2)
        assert snapshot.permits_of_national_id(wanted.national_id) == (wanted.number,)


def test_the_permits_of_a_programme_are_found_by_it(lane):
    lane.registry.add(*(pilgrim(serial, programme=41 + serial % 2) for serial in range(1, 8)))
    lane.publish()
    with lane.records.snapshot() as snapshot:
        odd = snapshot.permits_of_programme(42, 100)
        assert set(odd) == {pilgrim(serial).number for serial in (1, 3, 5, 7)}
        assert len(snapshot.permits_of_programme(42, 3)) == 3
        assert snapshot.permits_of_programme(99, 100) == ()


def test_records_of_before_keep_their_rows_and_are_filed_by_programme(tmp_path):
    key, path = bytes(32), tmp_path / "records.db"
    older = EncryptedDatabase(path, key, MIGRATIONS[:1])
    record, gone = pilgrim(1, programme=77), Tombstone(pilgrim(2).number, 1)
    bodies = [encode_record(record), encode_tombstone(gone), b"not a record"]
    with older.writing() as conn:
        for slot, body in enumerate(bodies):
            conn.execute(
                "INSERT INTO record (slot, permit, version, body) VALUES (?, ?, 1, ?)",
                (slot, slot + 1, body),
            )
    older.close()
    store = RecordsStore(path, key, AnchorFile(tmp_path / "anchor.json"))
    found = store._rows("SELECT permit, body, programme FROM record ORDER BY slot")
    assert found == [(1, bodies[0], 77), (2, bodies[1], None), (3, bodies[2], None)]
    with store.snapshot() as snapshot:
        assert snapshot.permits_of_programme(77, 10) == (1,)
    store.close()
