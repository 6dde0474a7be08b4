"""The conformance suite's client protocol, over a real server."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp

from checkpoint_app.clock import SystemClock
from sync.client.conformance import main
from tests.integration.sync.tuf_site import KEY_KINDS, Served, TufSite, serving

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
NAME = "path/to/target_file.txt"


class FixedClock(SystemClock):
    """A clock whose calendar stands still."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class Client:
    """One client's folders, and the commands typed for it."""

    def __init__(self, folder: Path, served: Served) -> None:
        self.folder = folder
        self.metadata = folder / "metadata"
        self.targets = folder / "targets"
        self.served = served
        self.clock = FixedClock(NOW)
        self.targets.mkdir(parents=True)

    def options(self, name: str = NAME, targets_url: str = "") -> list[str]:
        address = self.served.address
        return [
            *("--metadata-url", f"{address}/metadata"),
            *("--metadata-dir", str(self.metadata)),
            *("--target-name", name),
            *("--target-dir", str(self.targets)),
            *("--target-base-url", targets_url or f"{address}/targets"),
        ]

    def init(self, root: bytes) -> int:
        (self.folder / "trusted.json").write_bytes(root)
        trusted = str(self.folder / "trusted.json")
        return main(["--metadata-dir", str(self.metadata), "init", trusted])

    def refresh(self) -> int:
        return main([*self.options()[:4], "refresh"], self.clock)

    def download(self, name: str = NAME, targets_url: str = "") -> int:
        return main([*self.options(name, targets_url), "download"], self.clock)

    def asked(self) -> list[str]:
        """What the server was asked for since the last time."""
        asked = list(self.served.asked)
        self.served.asked.clear()
        return asked

    def kept(self) -> dict[str, int]:
        return {
            path.stem: Metadata.from_file(str(path)).signed.version
            for path in self.metadata.glob("*.json")
        }

    def fetched(self) -> list[bytes]:
        return sorted(path.read_bytes() for path in self.targets.rglob("*") if path.is_file())


@pytest.fixture
def site(tmp_path: Path) -> TufSite:
    return TufSite(tmp_path / "site", NOW)


@pytest.fixture
def client(tmp_path: Path, site: TufSite) -> Iterator[Client]:
    with serving(site.folder) as served:
        yield Client(tmp_path / "client", served)


def test_init_asks_nothing_and_refresh_asks_for_each_role_once(
    client: Client, site: TufSite
) -> None:
    assert client.init(site.first_root) == 0
    assert client.asked() == []
    assert client.kept() == {"root": 1}
    assert client.refresh() == 0
    assert client.asked() == ["2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json"]
    assert client.kept() == {"root": 1, "timestamp": 1, "snapshot": 1, "targets": 1}
    assert client.refresh() == 0
    assert client.asked() == ["2.root.json", "timestamp.json"]
    for role in (Root.type, Timestamp.type, Snapshot.type, Targets.type):
        assert (client.metadata / f"{role}.json").read_bytes() == site.path(role).read_bytes()


def test_a_download_refreshes_first_and_fetches_only_what_it_has_not(
    client: Client, site: TufSite
) -> None:
    client.init(site.first_root)
    assert client.download("nowhere") == 1
    assert client.kept() == {"root": 1, "timestamp": 1, "snapshot": 1, "targets": 1}
    assert client.fetched() == []
    path = site.put(NAME, b"first")
    assert client.download() == 0
    assert client.fetched() == [b"first"]
    client.asked()
    assert client.download() == 0
    assert client.asked() == ["2.root.json", "timestamp.json"]
    path = site.put(NAME, b"second")
    path.write_bytes(b"forged")
    assert client.download() == 1
    assert client.fetched() == [b"first"]
    path.write_bytes(b"second")
    assert client.download() == 0
    assert client.fetched() == [b"second"]


def test_targets_may_come_from_another_server(
    client: Client, site: TufSite, tmp_path: Path
) -> None:
    client.init(site.first_root)
    site.put("target.bin", b"elsewhere")
    (site.folder / "targets").rename(tmp_path / "mirror")
    with serving(tmp_path) as other:
        assert client.download("target.bin") == 1
        assert client.download("target.bin", f"{other.address}/mirror/") == 0
    assert client.fetched() == [b"elsewhere"]
    assert client.download("target.bin", "ftp://127.0.0.1/") == 1


def test_a_role_below_two_others_is_verified_by_each(client: Client, site: TufSite) -> None:
    """By one updater: what one role vouches for is not verified for the other."""
    client.init(site.first_root)
    site.delegate("a", ["a/*"])
    site.delegate("b", ["b/*"])
    site.delegate("shared", ["a/*"], by="a")
    site.put("a/x", b"by the key that a names", role="shared")
    keys = site.signers["shared"]
    site.delegate("shared", ["b/*"], by="b")
    both = [*site.signers["shared"], *keys]
    site.signers["shared"] = keys
    site.put("b/x", b"by the key that a names, not b", role="shared")
    two = ["--target-name", "b/x", "download"]
    assert main([*client.options("a/x"), *two], client.clock) == 1
    assert client.fetched() == [b"by the key that a names"]
    site.signers["shared"] = both
    site.put("b/x", b"by both", role="shared")
    assert main([*client.options("a/x"), *two], client.clock) == 0
    assert client.fetched() == [b"by both", b"by the key that a names"]


@pytest.mark.parametrize("name", ["", "..", "/", "a" * 4000, "\x00", "?#%"])
def test_a_target_of_no_sound_name_is_not_found(client: Client, site: TufSite, name: str) -> None:
    client.init(site.first_root)
    assert client.download(name) == 1
    assert client.fetched() == []


def without_its_version(root: bytes) -> bytes:
    content = json.loads(root)
    del content["signed"]["version"]
    return json.dumps(content).encode()


def with_another_signature(root: bytes) -> bytes:
    content = json.loads(root)
    content["signatures"][0]["sig"] = "00" * 64
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    "spoil",
    [without_its_version, with_another_signature, lambda root: root + b" " * 2**18, lambda _: b""],
)
def test_nothing_is_asked_under_a_root_that_does_not_verify(
    client: Client, site: TufSite, spoil: object
) -> None:
    assert callable(spoil)
    assert client.init(spoil(site.first_root)) == 1
    assert client.refresh() == 1
    # The same, had it been laid there by other hands.
    client.metadata.mkdir(exist_ok=True)
    (client.metadata / "shipped.root").write_bytes(spoil(site.first_root))
    assert client.refresh() == 1
    assert client.asked() == []


def test_a_root_of_a_demo_is_refused(client: Client, tmp_path: Path) -> None:
    demo = TufSite(tmp_path / "demo", NOW)
    with demo.edit_root() as root:
        root.unrecognized_fields["x-umrah-demo"] = True
    assert client.init(demo.path(Root.type).read_bytes()) == 1


def test_init_again_keeps_the_roots_and_what_was_verified(client: Client, site: TufSite) -> None:
    client.init(site.first_root)
    for kind in ("ecdsa", "rsa-pss"):
        site.rekey(Root.type, [KEY_KINDS[kind]()])
    assert client.refresh() == 0
    assert client.kept()["root"] == 3
    assert client.init(site.first_root) == 0
    assert client.kept()["targets"] == 1
    client.asked()
    assert client.refresh() == 0
    assert client.asked() == ["4.root.json", "timestamp.json"]
    assert client.kept()["root"] == 3


def test_what_was_verified_before_a_refusal_is_kept(client: Client, site: TufSite) -> None:
    client.init(site.first_root)
    site.signers[Targets.type] = site.signers[Timestamp.type]
    site.put(NAME, b"not signed by targets")
    assert client.refresh() == 1
    assert client.kept() == {"root": 1, "timestamp": 2, "snapshot": 2}


def test_expiry_follows_the_computers_clock(client: Client, site: TufSite) -> None:
    client.init(site.first_root)
    site.lifetime[Timestamp.type] = timedelta(days=7)
    site.seal()
    assert client.refresh() == 0
    client.clock.at = NOW + timedelta(days=18)
    assert client.refresh() == 1
    site.lifetime[Timestamp.type] = timedelta(days=21)
    site.put(NAME, b"new")
    assert client.refresh() == 0
    client.clock.at = NOW - timedelta(days=300)
    assert client.refresh() == 0


def test_nobody_there_ends_in_one(client: Client, site: TufSite) -> None:
    client.init(site.first_root)
    client.served.address = "http://127.0.0.1:1"
    assert client.refresh() == 1


def test_as_a_command_it_ends_in_nought_or_one(tmp_path: Path) -> None:
    site = TufSite(tmp_path / "site", SystemClock().now().replace(microsecond=0))
    site.put(NAME, b"content")
    with serving(site.folder) as served:
        client = Client(tmp_path / "client", served)
        (tmp_path / "root.json").write_bytes(site.first_root)
        command = [sys.executable, "-m", "sync.client.conformance", *client.options()]
        ran = [
            subprocess.run([*command, *more], timeout=60, capture_output=True, check=False)
            for more in (["init", str(tmp_path / "root.json")], ["refresh"], ["download"], ["up"])
        ]
    assert [each.returncode for each in ran] == [0, 0, 0, 1]
    assert client.fetched() == [b"content"]


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300)
    | st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.dictionaries(
                st.sampled_from(["signed", "signatures", "_type", "version", "keys", "roles", "x"]),
                inner,
            )
            | st.lists(inner, max_size=3)
        ),
    ).map(lambda tree: json.dumps(tree).encode())
)
def test_no_bytes_but_a_root_are_taken_for_one(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "root.json"
        path.write_bytes(content)
        assert main(["--metadata-dir", folder, "init", str(path)]) == 1
        assert not (Path(folder) / "shipped.root").exists()
