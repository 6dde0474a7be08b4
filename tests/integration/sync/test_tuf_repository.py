"""The updater as this program sets it up, against a repository that python-tuf's own API keeps:
each attack by HTTP and by folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp

from checkpoint_app.errors import CheckpointError, TransportError, TrustError
from sync.client.http import RegistryHttp
from sync.client.http_fetcher import HttpFetcher
from sync.trust.carrier import Carrier
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.updater import described, fetched, open_updater, refresh
from tests.integration.sync.tuf_site import KEY_KINDS, TOP, TufSite, serving

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
NAME = "packs/one.bin"
CONTENT = b"one pack"
# A file that no reader may read to its end, and what a reader may have made a server send of it:
# the longest limit and what lies in the sockets' buffers.
ENDLESS = 10 * 10**9
MOST_SENT = 32 * 2**20


@contextmanager
def by_http(folder: Path) -> Iterator[Carrier]:
    with serving(folder) as served, RegistryHttp(served.address) as http:
        yield Carrier(HttpFetcher(http), "/metadata/", "/targets/", staged=False)
    assert served.sent < MOST_SENT


@contextmanager
def by_folder(folder: Path) -> Iterator[Carrier]:
    yield folder_carrier(folder)


class Reader:
    """One port's folder, which reads the site again and again, each time with a new updater."""

    def __init__(self, folder: Path, root: bytes, carrier: Carrier) -> None:
        self.metadata = folder / "metadata"
        self.targets = folder / "targets"
        self.root = root
        self.carrier = carrier
        for made in (self.metadata, self.targets):
            made.mkdir(parents=True)

    def read(self, name: str = NAME, *, at: datetime = NOW) -> bytes:
        """The target's content after a refresh."""
        updater = open_updater(self.metadata, self.targets, self.carrier, self.root, at)
        refresh(updater)
        target = described(updater, name)
        assert target is not None
        path = self.targets / "target"
        fetched(updater, target, path)
        return path.read_bytes()

    def refusal(self, *, at: datetime = NOW) -> str:
        """Why a reading is refused."""
        with pytest.raises(TrustError) as refused:
            self.read(at=at)
        return refused.value.key

    def versions(self) -> dict[str, int]:
        """Of the roles kept as verified."""
        return {
            path.stem: Metadata.from_file(str(path)).signed.version
            for path in self.metadata.glob("*.json")
        }


@pytest.fixture
def site(tmp_path: Path) -> TufSite:
    made = TufSite(tmp_path / "site", NOW)
    made.put(NAME, CONTENT)
    return made


@pytest.fixture(params=[by_http, by_folder])
def reader(request: pytest.FixtureRequest, tmp_path: Path, site: TufSite) -> Iterator[Reader]:
    with request.param(site.folder) as carrier:
        yield Reader(tmp_path / "port", site.first_root, carrier)


def three_keys(kind: str = "ed25519") -> list[CryptoSigner]:
    return [KEY_KINDS[kind]() for _ in range(3)]


@pytest.mark.requirement("C5")
def test_what_is_published_is_read_and_kept_by_unversioned_names(reader: Reader) -> None:
    assert reader.read() == CONTENT
    assert reader.versions() == {"root": 1, "timestamp": 2, "snapshot": 2, "targets": 2}


@pytest.mark.parametrize("kind", KEY_KINDS)
def test_keys_of_every_kind_verify(tmp_path: Path, kind: str) -> None:
    site = TufSite(tmp_path / "site", NOW, key_kind=kind)
    site.put(NAME, CONTENT)
    with by_http(site.folder) as carrier:
        assert Reader(tmp_path / "port", site.first_root, carrier).read() == CONTENT


@pytest.mark.requirement("C5")
@pytest.mark.parametrize("knew_the_first", [False, True])
def test_a_root_rotates_through_three_versions(
    site: TufSite, reader: Reader, knew_the_first: bool
) -> None:
    if knew_the_first:
        reader.read()
    site.rekey(Root.type, three_keys(), threshold=2)
    site.rekey(Root.type, [KEY_KINDS[kind]() for kind in ("ecdsa", "rsa-pss")], threshold=2)
    assert reader.read() == CONTENT
    assert reader.versions()["root"] == 3
    kept = sorted(path.name for path in (reader.metadata / "root_history").iterdir())
    assert kept == ["1.root.json", "2.root.json", "3.root.json"]


def unsigned_by_old_keys(site: TufSite) -> None:
    site.signers[Root.type] = []
    site.rekey(Root.type, three_keys(), threshold=2)


def unsigned_by_new_keys(site: TufSite) -> None:
    older = site.signers[Root.type]
    site.rekey(Root.type, three_keys(), threshold=2)
    spoilt = site.open(Root.type)
    site.signers[Root.type] = older
    site.write(Root.type, spoilt)


def with_a_version_left_out(site: TufSite) -> None:
    site.rekey(Root.type, three_keys(), threshold=2)
    site.rekey(Root.type, three_keys(), threshold=2)
    site.path(Root.type, 2).write_bytes(site.path(Root.type, 3).read_bytes())


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        (unsigned_by_old_keys, "trust.unsigned"),
        (unsigned_by_new_keys, "trust.unsigned"),
        (with_a_version_left_out, "trust.unsigned"),
    ],
)
def test_a_root_that_the_one_before_did_not_sign_is_refused(
    site: TufSite, reader: Reader, spoil: Callable[[TufSite], None], key: str
) -> None:
    reader.read()
    spoil(site)
    assert reader.refusal() == key
    assert reader.versions()["root"] == 1


@pytest.mark.parametrize("role", TOP[1:])
def test_a_threshold_counts_different_keys(site: TufSite, reader: Reader, role: str) -> None:
    keys = three_keys()
    site.rekey(role, keys, threshold=2)
    site.signers[role] = keys[:1]
    site.put(NAME, b"signed by one")
    assert reader.refusal() == "trust.unsigned"
    site.signers[role] = [keys[0], keys[0], CryptoSigner.generate_ed25519()]
    site.put(NAME, b"signed by one, twice, and by a stranger")
    assert reader.refusal() == "trust.unsigned"
    site.signers[role] = keys[1:]
    site.put(NAME, b"signed by two")
    assert reader.read() == b"signed by two"


@pytest.mark.parametrize("role", TOP)
def test_a_role_past_its_end_is_refused(site: TufSite, reader: Reader, role: str) -> None:
    reader.read()
    before = reader.versions()
    site.lifetime[role] = timedelta(days=-1)
    if role == Root.type:
        with site.edit_root():
            pass
    site.put(NAME, b"too late")
    assert reader.refusal() == "trust.expired"
    after = reader.versions()
    # A root counts as soon as it is signed, so that whoever rotates keys is not held off by it.
    assert after["root"] == (2 if role == Root.type else 1)
    assert after["targets"] == before["targets"]
    assert (reader.targets / "target").read_bytes() == CONTENT
    # The same, at a time when it was in force.
    assert reader.read(at=NOW - timedelta(days=2)) == b"too late"


def test_kept_metadata_past_its_end_does_not_hinder_what_is_newer(
    site: TufSite, reader: Reader
) -> None:
    reader.read()
    site.now = NOW + timedelta(days=60)
    with site.edit_root():
        pass
    site.put(NAME, b"two months later")
    assert reader.read(at=site.now) == b"two months later"


@pytest.mark.parametrize("role", [Timestamp.type, Snapshot.type, Targets.type])
def test_an_older_version_under_the_newest_name_is_refused(
    site: TufSite, reader: Reader, role: str
) -> None:
    older = site.path(role).read_bytes()
    site.put(NAME, b"newer")
    if role == Timestamp.type:
        reader.read()
    site.path(role).write_bytes(older)
    assert reader.refusal() == "trust.rolled_back"


@pytest.mark.requirement("C3")
def test_a_whole_older_repository_is_refused(site: TufSite, reader: Reader, tmp_path: Path) -> None:
    shutil.copytree(site.folder, tmp_path / "older")
    site.put(NAME, b"newer")
    assert reader.read() == b"newer"
    before = reader.versions()
    shutil.rmtree(site.folder)
    shutil.copytree(tmp_path / "older", site.folder)
    assert reader.refusal() == "trust.rolled_back"
    assert (reader.versions(), (reader.targets / "target").read_bytes()) == (before, b"newer")


@pytest.mark.parametrize("role", [Snapshot.type, Targets.type])
def test_a_version_signed_again_with_a_lower_number_is_refused(
    site: TufSite, reader: Reader, role: str
) -> None:
    """Whoever holds the online keys cannot go back behind what the port has seen."""
    site.put(NAME, b"newer")
    reader.read()
    older = site.open(role)
    older.signed.version = 1
    site.write(role, older)
    if role == Targets.type:
        with site.edit_snapshot() as snapshot:
            snapshot.meta["targets.json"].version = 1
    site.stamp()
    assert reader.refusal() == "trust.rolled_back"


@pytest.mark.parametrize("role", [Timestamp.type, Snapshot.type, Targets.type])
def test_a_version_number_gone_wild_is_recovered_from_by_new_keys(
    site: TufSite, reader: Reader, role: str
) -> None:
    """Fast-forward (TUF 1.0.33, section 6.1): new keys for what listed the role let it begin
    again."""
    ahead = site.open(role)
    ahead.signed.version = 10**6
    site.write(role, ahead)
    site.seal()
    reader.read()
    listing = {Timestamp.type: (Timestamp.type,), Snapshot.type: (Snapshot.type, Timestamp.type)}
    for rekeyed in listing.get(role, (Snapshot.type, Timestamp.type)):
        site.rekey(rekeyed, three_keys())
    again = site.open(role)
    again.signed.version = 1
    site.write(role, again)
    if role == Targets.type:
        with site.edit_snapshot() as snapshot:
            snapshot.meta["targets.json"].version = 1
    if role != Timestamp.type:
        site.stamp()
    assert reader.read() == CONTENT
    assert reader.versions()[role] == 1


@pytest.mark.parametrize("with_hashes", [False, True])
@pytest.mark.parametrize("role", [Snapshot.type, Targets.type])
def test_roles_of_two_moments_do_not_mix(
    site: TufSite, reader: Reader, role: str, with_hashes: bool
) -> None:
    site.with_hashes = with_hashes
    site.put(NAME, b"in the morning")
    morning = site.path(role).read_bytes()
    site.put(NAME, b"in the evening")
    site.path(role).write_bytes(morning)
    assert reader.refusal() == ("trust.altered" if with_hashes else "trust.rolled_back")


def test_another_version_with_the_same_number_does_not_pass_for_it(
    site: TufSite, reader: Reader
) -> None:
    site.with_hashes = True
    site.put(NAME, b"the true one")
    other = site.open(Targets.type)
    other.signed.targets.clear()
    site.write(Targets.type, other)
    assert reader.refusal() == "trust.altered"


def flipped(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        (flipped, "trust.altered"),
        (lambda content: content[:-1], "trust.altered"),
        (lambda _: b"", "trust.altered"),
        (lambda content: content + b"x", "trust.too_long"),
    ],
)
def test_a_target_that_is_not_as_signed_is_refused_and_the_old_one_stays(
    site: TufSite, reader: Reader, spoil: Callable[[bytes], bytes], key: str
) -> None:
    reader.read()
    path = site.put(NAME, b"the new pack")
    path.write_bytes(spoil(path.read_bytes()))
    assert reader.refusal() == key
    assert [each.read_bytes() for each in reader.targets.iterdir()] == [CONTENT]
    path.write_bytes(b"the new pack")
    assert reader.read() == b"the new pack"


@pytest.mark.parametrize("role", [*TOP, "target"])
def test_endless_data_is_cut_off(site: TufSite, reader: Reader, role: str) -> None:
    reader.read()
    path = site.put(NAME, b"the new pack")
    if role == Root.type:
        path = site.path(role, 2)
    elif role != "target":
        path = site.path(role)
    with path.open("wb") as file:
        file.truncate(ENDLESS)
    assert reader.refusal() == "trust.too_long"
    assert [each.read_bytes() for each in reader.targets.iterdir()] == [CONTENT]


@pytest.mark.parametrize("role", [Snapshot.type, Targets.type])
def test_each_role_is_kept_once_verified(site: TufSite, reader: Reader, role: str) -> None:
    """What a network verified before it broke off is protection against replays already."""
    reader.read()
    before = reader.versions()
    site.put(NAME, b"half of it came")
    site.path(role).unlink()
    with pytest.raises(TransportError) as missing:
        reader.read()
    assert missing.value.params["status"] == 404
    after = reader.versions()
    newer = TOP[: TOP.index(role)]
    assert {each for each in TOP if after[each] > before[each]} == set(newer) - {Root.type}


@pytest.mark.parametrize("role", ["?", "#", "/climbing", "../climbing", "٣", "a b%2f"])
def test_a_role_of_any_name_stays_within_its_folder(
    site: TufSite, reader: Reader, role: str, tmp_path: Path
) -> None:
    site.delegate(role, ["odd/*"])
    site.put("odd/target", b"odd", role=role)
    assert reader.read("odd/target") == b"odd"
    assert len(list(reader.metadata.glob("*.json"))) == 5
    assert {path.name for path in tmp_path.iterdir()} == {"site", "port"}


def test_a_delegated_role_signed_by_another_is_refused(site: TufSite, reader: Reader) -> None:
    site.delegate("port", ["packs/*"])
    with site.edit_targets() as targets:
        del targets.targets[NAME]
    site.signers["port"] = site.signers[Snapshot.type]
    site.put(NAME, b"forged", role="port")
    assert reader.refusal() == "trust.unsigned"


def test_a_delegated_role_past_its_end_is_refused(site: TufSite, reader: Reader) -> None:
    site.lifetime["port"] = timedelta(days=7)
    site.delegate("port", ["port/*"])
    site.put("port/pack", b"pack", role="port")
    assert reader.read("port/pack") == b"pack"
    later = NOW + timedelta(days=18)
    with pytest.raises(TrustError) as refused:
        reader.read("port/pack", at=later)
    assert refused.value.key == "trust.expired"
    site.lifetime["port"] = timedelta(days=21)
    site.put("port/pack", b"newer", role="port")
    assert reader.read("port/pack", at=later) == b"newer"


def test_metadata_that_is_none_is_refused(site: TufSite, reader: Reader) -> None:
    for content in (b"", b"[]", b"{}", b"\xff", b"[" * 10_000, b'{"signed": {}, "signatures": []}'):
        site.path(Timestamp.type).write_bytes(content)
        with pytest.raises(CheckpointError) as refused:
            reader.read()
        assert refused.value.key == "trust.malformed"
