"""One trusted path: what python-tuf must refuse, and what this program adds around it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tuf.api.exceptions import DownloadError
from tuf.api.metadata import Timestamp
from tuf.ngclient.updater import Updater

from checkpoint_app.domain.facts import DataKind
from checkpoint_app.errors import StorageError, TransportError, TrustError
from sync.trust.carrier import Carrier
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.lock import import_lock
from sync.trust.repository import TrustedRepository
from sync.trust.tuf_api import FetcherInterface
from sync.trust.updater import set_reference_time, trusted_set
from sync.trust.view import TrustView
from tests.integration.sync.publication import PORT, Publication
from tests.unit.sync.season import NOW, PortSeason

LATE = NOW + timedelta(days=60)


@pytest.fixture
def published(tmp_path: Path) -> Publication:
    publication = Publication(tmp_path / "registry", PortSeason())
    publication.season.add_versions([1, 2, 3])
    publication.publish()
    return publication


@pytest.fixture
def trusted(tmp_path: Path, published: Publication) -> TrustedRepository:
    return TrustedRepository(tmp_path / "trust", published.root)


def network(publication: Publication) -> Carrier:
    """The folder as a network would bring it: not staged."""
    stick = folder_carrier(publication.folder)
    return Carrier(stick.fetcher, stick.metadata_url, stick.targets_url, staged=False)


def read(trusted: TrustedRepository, carrier: Carrier) -> TrustView:
    with trusted.session(carrier, NOW) as session:
        view = session.refresh()
        session.content(f"{PORT}/manifest", limit=2**20)
    return view


def refusal(trusted: TrustedRepository, carrier: Carrier) -> str:
    with pytest.raises(TrustError) as refused:
        read(trusted, carrier)
    return refused.value.key


@pytest.mark.parametrize("staged", [False, True])
def test_what_was_read_is_there_again_without_any_carrier(
    trusted: TrustedRepository, published: Publication, staged: bool
) -> None:
    carrier = folder_carrier(published.folder) if staged else network(published)
    view = read(trusted, carrier)
    held = trusted.load_local()
    assert held is not None
    assert held.issued == view.issued == NOW
    assert held.rules == published.rules
    assert {key.kid for key in held.keys} == {key.kid for key in published.season.issuer.public()}
    assert dict(held.grades(PORT))[DataKind.RECORDS].stale == timedelta(hours=2)
    assert dict(held.grades("elsewhere"))[DataKind.RECORDS].stale == timedelta(hours=72)
    assert not held.expired(NOW)
    assert held.expired(LATE)


def test_nothing_is_held_before_the_first_session(trusted: TrustedRepository) -> None:
    assert trusted.load_local() is None


def test_a_held_state_that_was_edited_is_refused(
    trusted: TrustedRepository, published: Publication, tmp_path: Path
) -> None:
    read(trusted, network(published))
    held = tmp_path / "trust" / "held.cbor"
    data = held.read_bytes()
    held.write_bytes(data.replace(b"1448", b"1449"))
    with pytest.raises(TrustError):
        trusted.load_local()
    held.write_bytes(data)
    other = Publication(tmp_path / "other", PortSeason())
    with pytest.raises(TrustError):
        TrustedRepository(tmp_path / "trust", other.root).load_local()


def test_a_repository_put_back_is_a_rollback(
    trusted: TrustedRepository, published: Publication, tmp_path: Path
) -> None:
    old = tmp_path / "old"
    shutil.copytree(published.folder, old)
    published.publish()
    read(trusted, network(published))
    assert refusal(trusted, folder_carrier(old)) == "trust.rolled_back"


def test_a_frozen_repository_is_refused_once_expired_and_still_held(
    trusted: TrustedRepository, published: Publication
) -> None:
    read(trusted, network(published))
    with (
        pytest.raises(TrustError) as refused,
        trusted.session(network(published), LATE) as session,
    ):
        session.refresh()
    assert refused.value.key == "trust.expired"
    assert trusted.load_local() is not None


def test_roles_of_two_publications_do_not_mix(
    trusted: TrustedRepository, published: Publication, tmp_path: Path
) -> None:
    metadata = published.folder / "metadata"
    older = (metadata / "1.targets.json").read_bytes()
    published.publish()
    (metadata / "2.targets.json").write_bytes(older)
    assert refusal(trusted, network(published)) == "trust.rolled_back"


def test_a_target_with_another_content_is_refused_and_not_kept(
    trusted: TrustedRepository, published: Publication, tmp_path: Path
) -> None:
    (manifest,) = published.files_of(f"{PORT}/manifest")
    manifest.write_bytes(b"x" * manifest.stat().st_size)
    assert refusal(trusted, network(published)) == "trust.altered"
    assert b"xxxx" not in b"".join(p.read_bytes() for p in (tmp_path / "trust/targets").iterdir())


def test_metadata_of_another_key_is_refused(
    trusted: TrustedRepository, published: Publication
) -> None:
    published.signers["timestamp"] = published.signers["targets"]
    published.write_timestamp()
    assert refusal(trusted, network(published)) == "trust.unsigned"


def test_endless_metadata_is_cut_off(published: Publication, tmp_path: Path) -> None:
    class Endless(FetcherInterface):
        read = 0

        def _fetch(self, url: str) -> Iterator[bytes]:
            while True:
                self.read += 2**16
                yield b"[" * 2**16

    endless = Endless()
    trusted = TrustedRepository(tmp_path / "trust", published.root)
    assert refusal(trusted, Carrier(endless, "m/", "t/", staged=False)) == "trust.too_long"
    assert endless.read < 2**20


def test_rubbish_metadata_is_malformed(trusted: TrustedRepository, published: Publication) -> None:
    for rubbish in (b"", b"\xff" * 100, b"[" * 10_000, b'{"signed": {}}', b"<html>"):
        (published.folder / "metadata" / "timestamp.json").write_bytes(rubbish)
        assert refusal(trusted, network(published)) == "trust.malformed"


@pytest.mark.parametrize("issued", [None, 5, "yesterday", "2026-11-20T12:00:00+02:00"])
def test_a_timestamp_without_its_issue_time_is_refused(
    trusted: TrustedRepository, published: Publication, issued: object
) -> None:
    def spoil(timestamp: Timestamp) -> None:
        timestamp.unrecognized_fields["x-umrah-issued"] = issued

    published.write_timestamp(spoil)
    assert refusal(trusted, network(published)) == "trust.malformed"


def test_a_missing_file_is_a_failed_transfer_not_a_broken_trust(
    trusted: TrustedRepository, published: Publication
) -> None:
    for gone in (*published.files_of("issuer-keys.json"), *published.files_of(f"{PORT}/manifest")):
        gone.unlink()
    with pytest.raises(TransportError) as missing:
        read(trusted, network(published))
    assert missing.value.key == "sync.file_missing"


def test_a_torn_stick_does_not_shut_out_the_next_one(
    trusted: TrustedRepository, published: Publication, tmp_path: Path
) -> None:
    sound = tmp_path / "sound"
    shutil.copytree(published.folder, sound)
    published.publish()
    for torn in published.files_of(f"{PORT}/manifest"):
        torn.unlink()
    with pytest.raises(TransportError):
        read(trusted, folder_carrier(published.folder))
    assert trusted.load_local() is None
    assert read(trusted, folder_carrier(sound)).issued == NOW


def test_a_network_keeps_what_it_verified(
    trusted: TrustedRepository, published: Publication, tmp_path: Path
) -> None:
    old = tmp_path / "old"
    shutil.copytree(published.folder, old)
    published.publish()
    for torn in published.files_of(f"{PORT}/manifest"):
        torn.unlink()
    with pytest.raises(TransportError):
        read(trusted, network(published))
    assert refusal(trusted, folder_carrier(old)) == "trust.rolled_back"


@pytest.mark.parametrize("staged", [False, True])
def test_a_new_root_is_followed_and_kept_even_from_a_torn_stick(
    trusted: TrustedRepository, published: Publication, tmp_path: Path, staged: bool
) -> None:
    carrier = folder_carrier(published.folder) if staged else network(published)
    read(trusted, carrier)
    published.rotate_root()
    published.publish()
    sound = (published.folder / "metadata" / "timestamp.json").read_bytes()
    (published.folder / "metadata" / "timestamp.json").write_bytes(b"torn")
    with pytest.raises(TrustError):
        read(trusted, carrier)
    assert (tmp_path / "trust/metadata/root_history/2.root.json").exists()
    (published.folder / "metadata" / "timestamp.json").write_bytes(sound)
    assert read(trusted, carrier).root_version == 2
    held = trusted.load_local()
    assert held is not None
    assert held.root_version == 2


def test_an_installer_with_a_newer_root_reads_what_was_held(
    trusted: TrustedRepository, published: Publication, tmp_path: Path
) -> None:
    newer = published.rotate_root()
    read(trusted, network(published))
    held = TrustedRepository(tmp_path / "trust", newer).load_local()
    assert held is not None
    assert held.root_version == 2


def test_a_demo_root_is_for_demos_only(tmp_path: Path) -> None:
    publication = Publication(tmp_path / "registry", PortSeason(), demo=True)
    publication.season.add_versions([1])
    publication.publish()
    strict = TrustedRepository(tmp_path / "strict", publication.root)
    assert refusal(strict, network(publication)) == "trust.demo"
    demo = TrustedRepository(tmp_path / "demo", publication.root, allow_demo=True)
    assert read(demo, network(publication)).demo
    with pytest.raises(TrustError):
        TrustedRepository(tmp_path / "demo", publication.root).load_local()


def test_one_import_at_a_time(
    trusted: TrustedRepository, published: Publication, tmp_path: Path
) -> None:
    read(trusted, network(published))
    with import_lock(tmp_path / "trust" / "lock"), pytest.raises(StorageError) as busy:
        read(trusted, folder_carrier(published.folder))
    assert busy.value.key == "trust.busy"
    read(trusted, folder_carrier(published.folder))


def test_a_target_that_lies_here_is_not_fetched_again(
    trusted: TrustedRepository, published: Publication
) -> None:
    read(trusted, network(published))
    for gone in published.files_of(f"{PORT}/manifest"):
        gone.unlink()
    read(trusted, network(published))


def test_a_fetched_target_that_was_damaged_is_fetched_again(
    trusted: TrustedRepository, published: Publication, tmp_path: Path
) -> None:
    read(trusted, network(published))
    for path in (tmp_path / "trust" / "targets").iterdir():
        path.write_bytes(b"damage")
    read(trusted, network(published))


def test_a_long_target_is_refused_before_it_is_fetched(
    trusted: TrustedRepository, published: Publication
) -> None:
    with trusted.session(network(published), NOW) as session:
        session.refresh()
        with pytest.raises(TrustError) as refused:
            session.target(f"{PORT}/manifest", limit=10)
        with pytest.raises(TrustError) as unknown:
            session.target(f"{PORT}/nothing", limit=10)
    assert (refused.value.key, unknown.value.key) == ("trust.too_long", "trust.incomplete")


def test_a_folder_gives_regular_files_below_it_only(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    stick = tmp_path / "stick"
    (stick / "metadata").mkdir(parents=True)
    (stick / "metadata" / "link.json").symlink_to(tmp_path / "secret")
    (stick / "metadata" / "folder.json").mkdir()
    fetcher = folder_carrier(stick).fetcher
    for url in ("../secret", "/etc/passwd", "metadata/../../secret", "metadata/link.json"):
        with pytest.raises(DownloadError):
            b"".join(fetcher.fetch(url))
    with pytest.raises(DownloadError, match="regular"):
        fetcher.fetch("metadata/folder.json")


def test_python_tuf_still_keeps_its_reference_time_where_we_set_it(
    published: Publication, tmp_path: Path
) -> None:
    """Pins the private attribute that carries the reference time, and that expiry follows it."""

    def updater(at: timedelta) -> Updater:
        carrier = network(published)
        made = Updater(
            str(tmp_path / "pin"),
            carrier.metadata_url,
            str(tmp_path / "pin"),
            carrier.targets_url,
            carrier.fetcher,
            bootstrap=published.root,
        )
        assert made._trusted_set is trusted_set(made)
        assert made._trusted_set.reference_time.tzinfo is not None
        set_reference_time(made, NOW + at)
        return made

    with pytest.raises(Exception, match="expired"):
        updater(timedelta(days=31)).refresh()
    updater(timedelta(days=29)).refresh()
