"""The reader of packs on files that are not what they should be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkpoint_app.errors import TrustError
from sync.trust.pack import PackHeader, PackKind, encode_frame, encode_header
from sync.trust.reader import PackReader, SegmentOrder
from tests.unit.sync.season import BIT, SEASON, PortSeason

PORT_SEASON = PortSeason()
TARGET = PORT_SEASON.add_versions(list(range(8)))
SEGMENT = PORT_SEASON.segments[0]
WANTED = {
    entry.number: (entry.digest, entry.records, entry.superseded) for entry in PORT_SEASON.entries()
}
ORDER = SegmentOrder(SEASON, BIT, 1, SEGMENT.plain_size, SEGMENT.records, WANTED)


@pytest.fixture
def reader(tmp_path: Path) -> PackReader:
    made = PackReader()
    (tmp_path / "key").write_bytes(PORT_SEASON.key_pack())
    list(made.ask("issuer", PORT_SEASON.issuer.json()))
    list(made.ask("unwrap", str(tmp_path / "key"), str(PORT_SEASON.device)))
    return made


def refused(reader: PackReader, path: Path, content: bytes, *request: Any) -> str:
    path.write_bytes(content)
    with pytest.raises(TrustError) as error:
        list(reader.ask(request[0], str(path), *request[1:]))
    return error.value.key


def test_a_sound_segment_gives_its_rows(reader: PackReader, tmp_path: Path) -> None:
    (tmp_path / "segment").write_bytes(PORT_SEASON.packs[TARGET])
    answers = list(reader.ask("records", str(tmp_path / "segment"), tuple(ORDER)))
    assert [answer[0] for answer in answers] == ["records", "done"]
    _, blocks, rows = answers[0]
    assert [block[0] for block in blocks] == [1, 2]
    assert [(row[4], row[5]) for row in rows] == [(b, p) for b in (1, 2) for p in range(4)]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"season": 1447}, "trust.mixed"),
        ({"scope": 4}, "trust.wrong_pack"),
        ({"generation": 0}, "trust.mixed"),
        ({"plain": 10}, "trust.bomb"),
        ({"records": 7}, "trust.incomplete"),
        ({"wanted": {**WANTED, 9: WANTED[1]}}, "trust.incomplete"),
        ({"wanted": {1: (bytes(32), 4, b"")}}, "trust.mixed"),
        ({"wanted": {1: (WANTED[1][0], 3, b"")}}, "trust.mixed"),
    ],
)
def test_a_segment_must_be_what_the_manifest_says(
    reader: PackReader, tmp_path: Path, change: dict[str, Any], key: str
) -> None:
    order = tuple(ORDER._replace(**change))
    assert refused(reader, tmp_path / "s", PORT_SEASON.packs[TARGET], "records", order) == key


def segment(*frames: object) -> bytes:
    header = encode_header(PackHeader(PackKind.RECORDS, BIT, 1))
    return PORT_SEASON.sealed(header + b"".join(encode_frame(frame) for frame in frames))


@pytest.mark.parametrize(
    "frames",
    [
        [[1, b"envelope"]],
        [[1, b"envelope", ["text"]]],
        [["1", b"envelope", []]],
        [7],
        [[8, b"", []], [7, b"", []]],
        [[3, b"", []], [3, b"", []]],
    ],
)
def test_frames_of_another_form_are_malformed(
    reader: PackReader, tmp_path: Path, frames: list[object]
) -> None:
    assert (
        refused(reader, tmp_path / "s", segment(*frames), "records", tuple(ORDER))
        == "trust.malformed"
    )


def test_records_exchanged_inside_a_block_are_noticed(reader: PackReader, tmp_path: Path) -> None:
    block = PORT_SEASON.blocks[1]
    frames = [
        [1, block.envelope, block.records[::-1]],
        [2, PORT_SEASON.blocks[2].envelope, PORT_SEASON.blocks[2].records],
    ]
    content = segment(*frames)
    assert refused(reader, tmp_path / "s", content, "records", tuple(ORDER)) == (
        "credential.wrong_digest"
    )


@pytest.mark.parametrize(
    "rows", [7, [[1, 2, 3]], [[1, 2, 3, "4"]], [[1, 2, 3, -4]], ["row"], [[0, 0, 0, 0]] * 5000]
)
def test_movements_elsewhere_of_another_form_are_malformed(
    reader: PackReader, tmp_path: Path, rows: list[list[int]]
) -> None:
    content = PORT_SEASON.elsewhere_pack(rows)
    assert refused(reader, tmp_path / "e", content, "elsewhere", BIT) == "trust.malformed"


def test_a_port_key_that_is_none_is_refused(reader: PackReader, tmp_path: Path) -> None:
    device = PORT_SEASON.device
    for secret in (b"x" * 300, "مفتاح".encode(), b"AGE-SECRET-KEY-1"):
        (tmp_path / "key").write_bytes(pyrage.encrypt(secret, [device.to_public()]))
        with pytest.raises(TrustError):
            list(reader.ask("unwrap", str(tmp_path / "key"), str(device)))
            list(reader.ask("elsewhere", str(tmp_path / "key"), BIT))


def test_nothing_decrypted_is_written_anywhere(
    reader: PackReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    (tmp_path / "segment").write_bytes(PORT_SEASON.packs[TARGET])
    before = sorted(tmp_path.rglob("*"))
    list(reader.ask("records", str(tmp_path / "segment"), tuple(ORDER)))
    assert sorted(tmp_path.rglob("*")) == before


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), min_size=1, max_size=3))
def test_a_plaintext_with_changed_bytes_is_only_ever_refused(
    reader: PackReader, tmp_path: Path, changes: list[tuple[int, int]]
) -> None:
    plain = bytearray(
        encode_header(PackHeader(PackKind.RECORDS, BIT, 1))
        + b"".join(
            encode_frame([number, block.envelope, block.records])
            for number, block in PORT_SEASON.blocks.items()
        )
    )
    sound = bytes(plain)
    for place, change in changes:
        plain[place % len(plain)] ^= change
    (tmp_path / "s").write_bytes(PORT_SEASON.sealed(bytes(plain)))
    try:
        rows = list(reader.ask("records", str(tmp_path / "s"), tuple(ORDER)))
    except TrustError:
        return
    # Only the header's generation is not covered by a signature of the issuer (TUF covers it).
    assert rows[0][0] == "records"
    assert bytes(plain)[40:] == sound[40:]
