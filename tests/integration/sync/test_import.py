"""From a published repository to a usable cache, and everything that must not get there."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from checkpoint_app.errors import CheckpointError, TransportError, TrustError
from checkpoint_app.services.stores import ManifestMark
from checkpoint_app.store.anchor import AnchorFile
from sync.trust.reader_process import ReaderProcess
from sync.trust.repository import TrustedRepository
from sync.trust.sink import RecordSink
from tests.integration.sync.conftest import Port
from tests.integration.sync.publication import PORT, Publication
from tests.unit.sync.memory_sink import MemorySink
from tests.unit.sync.season import Issuer, record_bytes, tombstone_bytes


def held(sink: RecordSink) -> int:
    """How many records are held."""
    with sink.importing() as changes:
        return changes.record_count()


def refused(port: Port) -> str:
    """The key of the refusal; nothing may have changed."""
    before = (port.sink.held_manifest(), port.sink.held_blocks(), held(port.sink))
    with pytest.raises(TrustError) as error:
        port.sync()
    assert (port.sink.held_manifest(), port.sink.held_blocks(), held(port.sink)) == before
    return error.value.key


def test_a_baseline_then_a_delta_then_the_same_again(port: Port) -> None:
    first = port.sync().port
    assert first is not None
    assert (first.generation, first.records, held(port.sink)) == (1, 10, 10)
    port.publication.season.add_versions([3, 4, 11], version=2)
    port.publication.publish()
    second = port.sync().port
    assert second is not None
    assert (second.generation, second.records, held(port.sink)) == (2, 3, 11)
    assert not second.rebuilt
    again = port.sync()
    assert again.port is None
    assert not again.news.changed
    assert held(port.sink) == 11


def test_the_same_in_a_new_wrapping_changes_nothing(port: Port) -> None:
    port.sync()
    port.publication.publish()
    again = port.sync().port
    assert again is not None
    assert not again.changed


def test_several_deltas_at_once_and_a_tombstone(port: Port) -> None:
    port.sync()
    season = port.publication.season
    season.add_versions([1], version=2)
    season.add_versions([1], version=3)
    season.add([tombstone_bytes(2, 2)], [2])
    port.publication.publish()
    assert port.sync().port is not None
    assert held(port.sink) == 10


@pytest.mark.requirement("C2")
def test_a_manifest_older_than_the_anchor_is_refused(port: Port) -> None:
    port.anchor.begin()
    port.anchor.raise_to(ManifestMark(5, bytes(32)))
    assert refused(port) in ("trust.rolled_back", "store.manifest_older")


def test_one_generation_in_two_forms_is_refused(port: Port) -> None:
    port.sync()
    envelope = port.sink.held_manifest()
    assert envelope is not None
    port.anchor.begin()
    port.anchor.raise_to(ManifestMark(1, hashlib.sha256(envelope).digest()))
    port.publication.season.state_version = 2
    port.publication.publish()
    assert refused(port) == "trust.mixed"


def test_an_omitted_delta_is_noticed(port: Port) -> None:
    port.sync()
    season = port.publication.season
    season.add_versions([20])
    season.segments.pop()
    port.publication.publish()
    assert refused(port) == "trust.incomplete"


def test_a_wrong_live_count_is_noticed(port: Port) -> None:
    port.publication.publish(live_count=11)
    assert refused(port) == "credential.wrong_count"


@pytest.mark.parametrize("change", [{"season": 1447}, {"scope": 4}])
def test_a_manifest_of_another_place_is_refused(port: Port, change: dict[str, int]) -> None:
    port.publication.publish(**change)
    assert refused(port) == "trust.wrong_pack"


def test_a_pack_of_another_port_is_refused(port: Port) -> None:
    season = port.publication.season
    season.bit = 4
    packs = season.manifest_pack()
    season.bit = 3
    port.publication.publish({f"{PORT}/manifest": packs})
    assert refused(port) == "trust.wrong_pack"


def test_blocks_by_another_issuer_are_refused(port: Port) -> None:
    season = port.publication.season
    sound = season.issuer
    season.issuer = Issuer()
    season.add_versions([30])
    season.issuer = sound
    port.publication.publish()
    assert refused(port) == "credential.unknown_key"


def test_a_version_that_does_not_rise_never_wins(port: Port) -> None:
    port.sync()
    season = port.publication.season
    other = record_bytes(1).replace(b"TEST", b"BEST")
    season.add([other], [1])
    port.publication.publish()
    assert refused(port) == "trust.version_conflict"


def test_a_cache_with_records_missing_is_built_anew(port: Port) -> None:
    port.sync()
    with port.sink.importing() as changes:
        changes.drop_positions([(1, 0)])
    assert held(port.sink) == 9
    port.publication.season.add_versions([40])
    port.publication.publish()
    imported = port.sync().port
    assert imported is not None
    assert imported.rebuilt
    assert held(port.sink) == 11


def test_a_cache_with_a_block_missing_is_mended_at_the_next_sync(port: Port) -> None:
    port.sync()
    with port.sink.importing() as changes:
        changes.drop_blocks([1])
    assert held(port.sink) == 6
    imported = port.sync().port
    assert imported is not None
    assert held(port.sink) == 10


def test_a_block_that_was_edited_is_mended_at_the_next_sync(port: Port) -> None:
    port.sync()
    blocks = dict(port.sink.held_blocks())
    with port.sink.importing() as changes:
        changes.add_blocks([(1, b"edited", bytes(128))])
    imported = port.sync().port
    assert imported is not None
    assert not imported.rebuilt
    assert (dict(port.sink.held_blocks()), held(port.sink)) == (blocks, 10)


def test_a_rebuild_on_demand_gives_the_same_cache(port: Port) -> None:
    port.sync()
    blocks = port.sink.held_blocks()
    imported = port.sync(rebuild=True).port
    assert imported is not None
    assert imported.rebuilt
    assert (port.sink.held_blocks(), held(port.sink)) == (blocks, 10)


def test_a_new_baseline_replaces_all_blocks(port: Port) -> None:
    port.sync()
    season = port.publication.season
    season.blocks.clear()
    season.segments.clear()
    season.where.clear()
    season.add_versions(list(range(1, 11)))
    port.publication.publish()
    imported = port.sync().port
    assert imported is not None
    assert (imported.records, held(port.sink)) == (10, 10)
    assert set(port.sink.held_blocks()) == set(season.blocks)


def test_a_list_that_clears_a_revocation_is_refused(port: Port) -> None:
    season = port.publication.season
    season.revoked = {7}
    season.status_version = 2
    port.publication.publish()
    port.sync()
    season.revoked = set()
    season.status_version = 3
    port.publication.publish()
    assert refused(port) == "trust.revocation_cleared"


@pytest.mark.parametrize(("version", "key"), [(1, "trust.rolled_back"), (2, "trust.mixed")])
def test_a_status_list_only_goes_forward(port: Port, version: int, key: str) -> None:
    season = port.publication.season
    season.status_version = 2
    port.publication.publish()
    port.sync()
    season.revoked = {8}
    season.status_version = version
    port.publication.publish()
    assert refused(port) == key


def test_bad_news_comes_even_when_records_do_not(port: Port) -> None:
    port.sync()
    season = port.publication.season
    season.revoked, season.status_version = {9}, 2
    season.add_versions([50])
    season.segments.pop()
    port.publication.publish()
    before = dict(port.sink.held_status_lists())
    with pytest.raises(TrustError):
        port.sync(staged=False)
    assert dict(port.sink.held_status_lists()) != before


@pytest.mark.requirement("C2")
def test_a_stick_whose_records_do_not_come_brings_no_news_either(port: Port) -> None:
    port.sync()
    season = port.publication.season
    season.revoked, season.status_version = {9}, 2
    season.add_versions([50])
    season.segments.pop()
    port.publication.publish()
    before = (dict(port.sink.held_status_lists()), dict(port.sink.notes()))
    assert refused(port) == "trust.incomplete"
    assert (dict(port.sink.held_status_lists()), dict(port.sink.notes())) == before


def test_a_stick_is_written_in_one_step(publication: Publication, tmp_path: Path) -> None:
    sink = MemorySink()
    trusted = TrustedRepository(tmp_path / "trust", publication.root)
    port = Port(publication, trusted, sink, AnchorFile(tmp_path / "anchor.json"))
    taken = port.sync()
    assert (sink.imports, taken.news.changed, taken.elsewhere) == (1, True, True)
    assert not port.sync().changed
    assert sink.imports == 1


def test_segments_already_fetched_are_not_fetched_again(port: Port, tmp_path: Path) -> None:
    season = port.publication.season
    season.add_versions([60, 61])
    port.publication.publish()
    (gone,) = port.publication.files_of(season.segments[-1].target)
    content = gone.read_bytes()
    gone.unlink()
    with pytest.raises(TransportError):
        port.sync(staged=False)
    (first,) = port.publication.files_of(season.segments[0].target)
    first.unlink()
    gone.write_bytes(content)
    port.sync(staged=False)
    assert held(port.sink) == 12


def test_packs_are_removed_once_they_are_in(port: Port, tmp_path: Path) -> None:
    port.sync()
    sizes = [path.stat().st_size for path in (tmp_path / "trust" / "targets").iterdir()]
    assert len(sizes) == 7  # three top-level, status, key, manifest, elsewhere


@pytest.mark.requirement("C3")
def test_a_reader_in_its_own_process_gives_the_same(port: Port) -> None:
    own = replace(port, reader=ReaderProcess)
    imported = own.sync().port
    assert imported is not None
    assert held(port.sink) == 10
    season = port.publication.season
    season.issuer, sound = Issuer(), season.issuer
    season.add_versions([30])
    season.issuer = sound
    port.publication.publish()
    assert refused(own) == "credential.unknown_key"


def test_a_reader_that_dies_is_a_refusal(port: Port) -> None:
    class Dying(ReaderProcess):
        def ask(self, *request: object) -> object:  # type: ignore[override]  # an iterator of Answer
            if request[0] == "records":
                self._running().kill()
            return super().ask(*request)

    assert refused(replace(port, reader=Dying)) == "trust.reader"


def test_stopping_ends_an_import_with_nothing_changed(port: Port) -> None:
    intake = replace(port.intake(), stopping=lambda: True)
    with pytest.raises(TransportError) as stopped:
        intake.take_in(port.carrier(), port.publication.issued)
    assert stopped.value.key == "sync.stopped"
    assert held(port.sink) == 0


def test_another_device_cannot_read_the_port_s_packs(port: Port) -> None:
    intake = replace(port.intake(), identity=str(port.publication.season.identity))
    with pytest.raises(TrustError) as refusal:
        intake.take_in(port.carrier(), port.publication.issued)
    assert refusal.value.key == "trust.not_for_us"


def test_a_state_of_another_season_is_refused(port: Port) -> None:
    intake = port.intake()
    other = replace(intake, place=replace(intake.place, season=1447))
    with pytest.raises(CheckpointError) as refusal:
        other.take_in(port.carrier(), port.publication.issued)
    assert refusal.value.key == "trust.other_season"
