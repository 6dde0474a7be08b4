"""Sticks into a lane: what they are, all or nothing, and every spoilt one in its own words."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from tuf.api.metadata import Timestamp

from checkpoint_app.errors import CheckpointError, StorageError
from checkpoint_app.reference import messages
from sync.bundle.label import Label, encode_label
from sync.bundle.layout import StickLayout
from sync.bundle.preview import Relation
from sync.bundle.progress import Progress
from sync.bundle.stick_receipt import decode_receipt
from sync.protocol.device_list import RecalledDevice, encode_device_list, encode_recalled
from sync.trust.pack import PackHeader, PackKind, encode_frame, encode_header, zstd
from sync.trust.reader_process import ReaderProcess
from tests.integration.bundle.lanes import AUDIENCE, DEVICE, Lane, OneKey, copied, stick_at
from tests.integration.sync.publication import PORT, Publication
from tests.unit.sync.season import NOW, Issuer, PortSeason


@pytest.fixture
def stick(tmp_path: Path) -> Publication:
    return stick_at(tmp_path / "stick")


@pytest.fixture
def lane(tmp_path: Path, stick: Publication) -> Iterator[Lane]:
    made = Lane(tmp_path / "lane", stick.root, str(stick.season.device))
    yield made
    made.close()


def folder_of(stick: Publication) -> Path:
    return stick.folder.parent


def more(stick: Publication) -> None:
    """Publish three permits more, and a revocation."""
    season = stick.season
    season.revoked, season.status_version = {7}, season.status_version + 1
    first = 100 * (stick.version + 1)
    season.add_versions([first, first + 1, first + 2])
    stick.publish()


def refused(lane: Lane, folder: Path, *, at_preview: bool = True) -> str:
    """The key of the refusal, which people are told in both languages; nothing has changed."""
    before = lane.contents()
    with pytest.raises(CheckpointError) as import_:
        lane.inward().take(folder)
    assert lane.contents() == before
    if at_preview:
        with pytest.raises(CheckpointError) as look:
            lane.inward().preview(folder)
        assert look.value.key == import_.value.key
        assert lane.contents() == before
    key = import_.value.key
    assert key.startswith("bundle.") and key in messages()
    assert not (StickLayout(folder).holdings).exists()
    return key


@pytest.mark.requirement("C2")
def test_a_stick_says_what_it_is_and_keeps_nothing_by_it(lane: Lane, stick: Publication) -> None:
    before = lane.contents()
    preview = lane.inward().preview(folder_of(stick))
    assert (preview.relation, preview.permits, preview.held) == (Relation.NEWER, 10, None)
    assert (preview.issued, preview.port_id, preview.label) == (NOW, PORT, None)
    assert lane.contents() == before


@pytest.mark.requirement("C2")
def test_a_stick_is_taken_in_then_a_newer_one_then_the_same_again(
    lane: Lane, stick: Publication
) -> None:
    folder = folder_of(stick)
    first = lane.inward().take(folder)
    assert (first.changed, first.records, first.receipt_error) == (True, 10, None)
    more(stick)
    assert lane.inward().preview(folder).relation is Relation.NEWER
    assert lane.inward().take(folder).records == 3
    before = lane.contents()
    lane.clock.at = NOW + timedelta(hours=1)
    assert lane.inward().preview(folder).relation is Relation.SAME
    again = lane.inward().take(folder)
    assert (again.changed, again.records) == (False, 0)
    assert lane.contents() == before
    last = lane.inward().last()
    assert last is not None
    assert (last.permits, last.at, last.generation) == (13, NOW, 2)


def test_an_older_stick_is_told_as_such_and_refused(
    lane: Lane, stick: Publication, tmp_path: Path
) -> None:
    old = copied(folder_of(stick), "old")
    more(stick)
    lane.inward().take(folder_of(stick))
    preview = lane.inward().preview(old)
    assert (preview.relation, preview.permits) == (Relation.OLDER, 10)
    assert refused(lane, old, at_preview=False) == "bundle.older"


def test_a_stick_from_before_a_change_of_keys_is_told_as_such(
    lane: Lane, stick: Publication
) -> None:
    old = copied(folder_of(stick), "old")
    stick.signers["timestamp"] = stick.signers["snapshot"]
    stick.rotate_root()
    more(stick)
    lane.inward().take(folder_of(stick))
    assert refused(lane, old) == "bundle.older_keys"


def test_an_expired_stick_is_refused_and_the_data_stays(lane: Lane, stick: Publication) -> None:
    lane.inward().take(folder_of(stick))
    more(stick)
    shutil.rmtree(StickLayout(folder_of(stick)).holdings)
    lane.clock.at = NOW + timedelta(days=40)
    assert refused(lane, folder_of(stick)) == "bundle.expired"
    assert lane.repository.load_local() is not None
    with lane.records.snapshot() as snapshot:
        assert snapshot is not None


def test_a_stick_for_another_port_names_it(lane: Lane, stick: Publication) -> None:
    metadata = StickLayout(folder_of(stick)).metadata
    own = metadata / f"{stick.version}.port-{PORT}.json"
    with pytest.raises(CheckpointError):
        lane.inward().take(copied_without(folder_of(stick), own))
    other = Lane(lane.folder.with_name("other"), stick.root, str(stick.season.device))
    with pytest.raises(CheckpointError) as refusal:
        other.inward(place=other_place()).take(folder_of(stick))
    other.close()
    assert (refusal.value.key, refusal.value.params) == ("bundle.other_port", {"port": PORT})


def copied_without(stick: Path, path: Path) -> Path:
    spoilt = copied(stick, "without")
    (spoilt / path.relative_to(stick)).unlink()
    return spoilt


def other_place() -> object:
    from sync.trust.plan import PortPlace
    from tests.unit.sync.season import SEASON

    return PortPlace("HRG-AIR", 5, SEASON)


def the_label(stick: Publication, **changes: int | str) -> bytes:
    fields: dict[str, object] = {
        "port": PORT,
        "number": 7,
        "issued": int(NOW.timestamp()),
        "written": 0,
        "timestamp": stick.version,
        "expires": int(stick.expires.timestamp()),
        "files": 1,
        "size": 1,
    }
    return encode_label(Label(**{**fields, **changes}))  # type: ignore[arg-type]  # as above


def test_a_label_is_compared_and_never_believed(lane: Lane, stick: Publication) -> None:
    label = StickLayout(folder_of(stick)).label
    label.write_bytes(the_label(stick))
    assert lane.inward().preview(folder_of(stick)).label_differs == ()
    label.write_bytes(the_label(stick, port="HRG-AIR", timestamp=99))
    preview = lane.inward().preview(folder_of(stick))
    assert (preview.port_id, preview.label_differs) == (PORT, ("port", "timestamp"))
    for rubbish in (b"", b"[" * 10_000, b"{}", os.urandom(200)):
        label.write_bytes(rubbish)
        assert lane.inward().preview(folder_of(stick)).label is None
    assert lane.inward().take(folder_of(stick)).records == 10


# ---- spoilt sticks: what somebody did, and what people are told ----


def listed(stick: Path) -> list[Path]:
    """The target files that the newest metadata lists."""
    metadata, found = StickLayout(stick).metadata, []
    version = json.loads((metadata / "timestamp.json").read_bytes())["signed"]["version"]
    for path in metadata.glob(f"{version}.*.json"):
        for name, described in json.loads(path.read_bytes())["signed"].get("targets", {}).items():
            folder, _, last = name.rpartition("/")
            place = StickLayout(stick).targets / folder
            found.append(place / f"{described['hashes']['sha256']}.{last}")
    return found


def _target(stick: Path, name: str) -> Path:
    (found,) = (path for path in listed(stick) if path.name.endswith(f".{name}"))
    return found


def flipped(path: Path, at: int = -20) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def flipped_after(path: Path, mark: bytes) -> None:
    flipped(path, path.read_bytes().index(mark) + len(mark))


def cut(path: Path, part: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])


def linked(path: Path) -> None:
    moved = path.rename(path.with_name("moved"))
    path.symlink_to(moved)


def sparse(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(10 * 1024**3)


def as_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def emptied(path: Path) -> None:
    shutil.rmtree(path)
    path.mkdir()


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "a flipped bit in the manifest": (lambda s: flipped(_target(s, "manifest")), "bundle.altered"),
    "a flipped bit in a signature": (
        lambda s: flipped_after(StickLayout(s).metadata / "2.snapshot.json", b'"sig": "'),
        "bundle.unsigned",
    ),
    "a torn timestamp": (
        lambda s: cut(StickLayout(s).metadata / "timestamp.json", 0.5),
        "bundle.torn",
    ),
    "an empty timestamp": (
        lambda s: cut(StickLayout(s).metadata / "timestamp.json", 0),
        "bundle.torn",
    ),
    "no timestamp": (
        lambda s: (StickLayout(s).metadata / "timestamp.json").unlink(),
        "bundle.torn",
    ),
    "a torn role": (
        lambda s: cut(StickLayout(s).metadata / f"2.port-{PORT}.json", 0.9),
        "bundle.torn",
    ),
    "a torn manifest": (lambda s: cut(_target(s, "manifest"), 0.5), "bundle.torn"),
    "a missing key": (lambda s: _target(s, "key").unlink(), "bundle.torn"),
    "rubbish for metadata": (
        lambda s: (StickLayout(s).metadata / "2.targets.json").write_bytes(b"{[}"),
        "bundle.malformed",
    ),
    "roles of two bundles": (
        lambda s: shutil.copy(
            StickLayout(s).metadata / "1.targets.json", StickLayout(s).metadata / "2.targets.json"
        ),
        "bundle.mixed",
    ),
    "metadata of 10 GB": (
        lambda s: sparse(StickLayout(s).metadata / "timestamp.json"),
        "bundle.too_long",
    ),
    "a pack of 10 GB": (lambda s: sparse(_target(s, "manifest")), "bundle.too_long"),
    "a link for a file": (lambda s: linked(_target(s, "manifest")), "bundle.link"),
    "a link for the timestamp": (
        lambda s: linked(StickLayout(s).metadata / "timestamp.json"),
        "bundle.link",
    ),
    "a link for a folder": (lambda s: linked(StickLayout(s).targets / PORT), "bundle.link"),
    "a link for the repository": (lambda s: linked(StickLayout(s).repository), "bundle.link"),
    "a pipe for a file": (lambda s: as_pipe(_target(s, "manifest")), "bundle.link"),
    "no metadata": (lambda s: emptied(StickLayout(s).metadata), "bundle.torn"),
    "no repository": (lambda s: shutil.rmtree(StickLayout(s).repository), "bundle.not_a_bundle"),
    "no such folder": (shutil.rmtree, "bundle.no_folder"),
}


@pytest.mark.requirement("C2")
@pytest.mark.parametrize("what", SPOILT)
def test_a_spoilt_stick_is_refused_in_its_own_words(
    lane: Lane, stick: Publication, what: str
) -> None:
    spoil, key = SPOILT[what]
    lane.inward().take(copied(folder_of(stick), "sound"))
    more(stick)
    spoil(folder_of(stick))
    assert refused(lane, folder_of(stick)) == key


@pytest.mark.parametrize("part", [0, 0.3, 0.99])
def test_a_torn_record_pack_is_noticed_by_the_import(
    lane: Lane, stick: Publication, part: float
) -> None:
    name = stick.season.segments[0].target.rpartition("/")[2]
    cut(_target(folder_of(stick), name), part)
    assert refused(lane, folder_of(stick), at_preview=False) == "bundle.torn"


@pytest.mark.requirement("C2")
@pytest.mark.parametrize("spoil", [lambda path: cut(path, 0.7), flipped])
def test_a_stick_spoilt_in_any_file_is_refused_whole(
    lane: Lane, stick: Publication, spoil: Callable[[Path], None]
) -> None:
    sound, before = folder_of(stick), lane.contents()
    metadata = StickLayout(sound).metadata
    for number, path in enumerate([*listed(sound), *metadata.glob("*.json")]):
        if path.name == "1.root.json":  # that one came with the program
            continue
        spoilt = copied(sound, f"spoilt-{number}")
        spoil(spoilt / path.relative_to(sound))
        with pytest.raises(CheckpointError) as refusal:
            lane.inward().take(spoilt)
        assert refusal.value.key.startswith("bundle."), path
        assert lane.contents() == before


def bomb(stick: Publication) -> None:
    """A manifest that unpacks to 300 MB, signed by a port role that was broken into."""
    season = stick.season
    header = encode_header(PackHeader(PackKind.MANIFEST, season.bit, season.generation))
    plain = header + encode_frame(bytes(1_000_000)) * 300
    recipient = season.identity.to_public()
    stick.publish({f"{PORT}/manifest": bytes(pyrage.encrypt(zstd.compress(plain), [recipient]))})


def foreign(stick: Publication) -> None:
    """Records by another issuer, under the port's own role."""
    season = stick.season
    season.issuer, sound = Issuer(), season.issuer
    season.add_versions([77])
    season.issuer = sound
    stick.publish()


def climbing(stick: Publication) -> None:
    """An issuer's manifest that names a pack outside the folder."""
    season = stick.season
    segment = season.segments[0]
    name = f"{PORT}/../../{segment.target.rpartition('/')[2]}"
    season.packs[name] = season.packs.pop(segment.target)
    season.segments[0] = segment._replace(target=name)
    stick.publish()


def for_others(stick: Publication) -> None:
    stick.season.device = PortSeason().device
    stick.publish()


def unissued(stick: Publication) -> None:
    def change(timestamp: Timestamp) -> None:
        timestamp.unrecognized_fields.pop("x-umrah-issued")

    stick.write_timestamp(change)


@pytest.mark.parametrize(
    ("spoil", "key", "at_preview"),
    [
        (bomb, "bundle.bomb", True),
        (climbing, "bundle.climbs", False),
        (foreign, "bundle.unsigned", False),
        (for_others, "bundle.not_for_us", True),
        (unissued, "bundle.malformed", True),
    ],
)
def test_what_signed_files_may_not_say(
    lane: Lane,
    stick: Publication,
    spoil: Callable[[Publication], None],
    key: str,
    at_preview: bool,
) -> None:
    spoil(stick)
    assert refused(lane, folder_of(stick), at_preview=at_preview) == key


def test_a_demonstration_s_stick_is_refused(lane: Lane, tmp_path: Path) -> None:
    demo = stick_at(tmp_path / "demo", demo=True)
    made = Lane(tmp_path / "strict", demo.root, str(demo.season.device))
    assert refused(made, folder_of(demo)) == "bundle.demo"
    made.close()


def test_another_registry_s_stick_is_refused(lane: Lane, tmp_path: Path) -> None:
    assert refused(lane, folder_of(stick_at(tmp_path / "strange"))) == "bundle.unsigned"


# ---- stopping, progress, the receipt, receipts, recall ----


@pytest.mark.requirement("C3")
def test_an_import_is_stopped_at_any_of_its_steps_with_nothing_changed(
    lane: Lane, stick: Publication
) -> None:
    lane.inward().take(copied(folder_of(stick), "sound"))
    more(stick)
    before = lane.contents()
    for step in range(1, 1000):
        left = iter(range(step))
        try:
            outcome = lane.inward().take(
                folder_of(stick), stopping=lambda left=left: next(left, None) is None
            )
        except CheckpointError as error:
            assert error.key == "bundle.stopped"
            assert lane.contents() == before
        else:
            assert outcome.records == 3
            return
    pytest.fail("never done")


def test_progress_comes_to_its_end(lane: Lane, stick: Publication) -> None:
    told: list[Progress] = []
    lane.inward().take(folder_of(stick), on_progress=told.append)
    assert told[0].fraction == 0
    assert told[-1].fraction == 1
    assert (told[-1].records_done, told[-1].records_total) == (10, 10)
    size = len(_target(folder_of(stick), stick.season.segments[0].target[-32:]).read_bytes())
    assert (told[-1].bytes_done, told[-1].bytes_total) == (size, size)
    assert [each.fraction for each in told] == sorted(each.fraction for each in told)


def test_the_reader_s_own_process_gives_the_same(lane: Lane, stick: Publication) -> None:
    assert lane.inward(reader=ReaderProcess).preview(folder_of(stick)).permits == 10
    assert lane.inward(reader=ReaderProcess).take(folder_of(stick)).records == 10


@pytest.mark.requirement("C3")
def test_a_receipt_on_the_stick_says_what_is_held_and_is_signed(
    lane: Lane, stick: Publication
) -> None:
    lane.inward().take(folder_of(stick))
    content = (StickLayout(folder_of(stick)).holdings / f"{DEVICE}.cbor").read_bytes()
    held, kid = decode_receipt(content, OneKey(lane.auth_key), AUDIENCE)
    assert kid == lane.auth_key.kid
    assert (held.device_id, held.generation, held.timestamp) == (DEVICE, 1, 1)
    assert (held.issued, held.root, held.state, held.pending) == (NOW, 1, 1, 0)


@pytest.mark.parametrize(
    ("why", "key"), [("full", "bundle.receipt_full"), ("link", "bundle.receipt_unwritten")]
)
def test_an_import_stands_without_a_receipt(
    lane: Lane, stick: Publication, why: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(stick)
    if why == "link":
        elsewhere = folder.with_name("elsewhere")
        elsewhere.mkdir()
        StickLayout(folder).holdings.symlink_to(elsewhere)
    else:
        from sync.bundle import stick_files

        def full(_path: Path, _content: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(stick_files, "_write", full)
    outcome = lane.inward().take(folder)
    assert isinstance(outcome.receipt_error, StorageError)
    assert (outcome.receipt_error.key, outcome.records) == (key, 10)
    if why == "link":
        assert not list(elsewhere.iterdir())


def test_a_recalled_device_takes_the_news_and_no_records(lane: Lane, stick: Publication) -> None:
    recalled = encode_recalled((RecalledDevice(DEVICE, 1),))
    stick.publish(status={"status/recalled": recalled})
    outcome = lane.inward().take(folder_of(stick))
    assert outcome.taken.recalled and lane.recalled == [True]
    assert (outcome.records, outcome.taken.news.lists) == (0, 1)
    assert lane.anchor.newest() is not None and lane.records.held_manifest() is None


def test_the_devices_of_the_port_are_told(lane: Lane, stick: Publication) -> None:
    stick.publish({f"{PORT}/devices": encode_device_list(PORT, ())})
    devices = lane.inward().take(folder_of(stick)).taken.devices
    assert devices is not None
    assert devices.port == PORT
