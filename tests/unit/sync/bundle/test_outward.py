"""The order in which a bundle is written, on a stick in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from checkpoint_app.errors import ConfigError, StorageError
from sync.bundle.label import decode_label
from sync.bundle.outward import Written, write_bundle
from sync.bundle.port_part import TIMESTAMP, PartFile, PortPart
from tests.unit.sync.bundle.memory_stick import MemoryStick

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
KEYS = f"targets/{'a1' * 32}.issuer-keys.json"
FIRST = {
    KEYS: b"keys",
    f"targets/CAI-AIR/{'b2' * 32}.manifest": b"manifest of the first",
    "metadata/1.port-CAI-AIR.json": b"port 1",
    "metadata/1.snapshot.json": b"snapshot 1",
    "metadata/1.root.json": b"root 1",
}
SECOND = {
    KEYS: b"keys",
    f"targets/CAI-AIR/{'c3' * 32}.manifest": b"manifest of the second",
    "metadata/2.port-CAI-AIR.json": b"port 2",
    "metadata/2.snapshot.json": b"snapshot 2",
    "metadata/1.root.json": b"root 1",
    "metadata/2.root.json": b"root 2",
}
BROUGHT_BACK = {
    "departures/0a.age": b"departures",
    "holdings/lane-1.cbor": b"holding",
    "requests/0b.json": b"request",
}


@dataclass
class Numbers:
    last: int = 0

    def next_number(self, part: PortPart, written_at: int) -> int:
        self.last += 1
        return self.last


def part(files: Mapping[str, bytes], version: int) -> PortPart:
    made = tuple(_file(path, content) for path, content in files.items())
    stamp = _file(TIMESTAMP, f"timestamp {version}".encode())
    return PortPart("CAI-AIR", made, stamp, 1_795_338_000, 1_796_547_600, version, True)


def _file(path: str, content: bytes) -> PartFile:
    return PartFile(path, len(content), hashlib.sha256(content).hexdigest(), content)


def write(stick: MemoryStick, chosen: PortPart) -> Written:
    stick.steps.clear()
    return write_bundle(stick, chosen, Numbers(), now=NOW, progress=lambda _done, _total: None)


def repository(files: Mapping[str, bytes], version: int) -> dict[str, bytes]:
    whole = {**files, TIMESTAMP: f"timestamp {version}".encode()}
    return {f"repository/{path}": content for path, content in whole.items()}


def below_repository(stick: MemoryStick) -> dict[str, bytes]:
    return {path: data for path, data in stick.files.items() if path.startswith("repository/")}


@pytest.mark.requirement("C2")
def test_the_timestamp_is_the_last_that_is_written() -> None:
    stick = MemoryStick()
    write(stick, part(FIRST, 1))
    expected = [*(f"repository/{path}" for path in FIRST), "label.json", "LABEL.txt"]
    assert stick.steps == [f"+{path}" for path in [*expected, f"repository/{TIMESTAMP}"]]
    assert below_repository(stick) == repository(FIRST, 1)


@pytest.mark.requirement("C2")
def test_over_an_older_bundle_nothing_old_goes_before_the_new_timestamp() -> None:
    stick = MemoryStick(dict(BROUGHT_BACK))
    write(stick, part(FIRST, 1))
    write(stick, part(SECOND, 2))
    step = stick.steps.index(f"+repository/{TIMESTAMP}")
    before, after = stick.steps[:step], stick.steps[step + 1 :]
    assert [name for name in before if name.startswith("-")] == ["-label.json", "-LABEL.txt"]
    assert before[:2] == ["-label.json", "-LABEL.txt"]
    gone = [path for path in repository(FIRST, 1) if path not in repository(SECOND, 2)]
    assert sorted(after) == sorted(f"-{path}" for path in gone)
    assert below_repository(stick) == repository(SECOND, 2)


def test_what_lies_there_already_is_not_written_again() -> None:
    stick = MemoryStick()
    write(stick, part(FIRST, 1))
    written = write(stick, part(SECOND, 2))
    assert f"+repository/{KEYS}" not in stick.steps
    assert written.copied < written.label.size


def test_what_came_from_the_port_stays() -> None:
    stick = MemoryStick(dict(BROUGHT_BACK))
    write(stick, part(FIRST, 1))
    write(stick, part(SECOND, 2))
    assert {path: stick.files[path] for path in BROUGHT_BACK} == BROUGHT_BACK


@pytest.mark.parametrize("path", [KEYS, "metadata/1.root.json", "metadata/1.snapshot.json"])
def test_when_a_file_must_change_under_its_name_the_old_timestamp_goes_first(path: str) -> None:
    stick = MemoryStick()
    write(stick, part(FIRST, 1))
    stick.files[f"repository/{path}"] = b"damaged or another registry's"
    write(stick, part(FIRST, 2))
    assert stick.steps[0] == f"-repository/{TIMESTAMP}"
    assert stick.steps[-1] == f"+repository/{TIMESTAMP}"
    assert below_repository(stick) == repository(FIRST, 2)


def test_unfinished_files_of_a_torn_attempt_are_taken_away() -> None:
    stick = MemoryStick({"repository/metadata/1.snapshot.json.part": b"snap"})
    write(stick, part(FIRST, 1))
    assert below_repository(stick) == repository(FIRST, 1)


def test_the_label_tells_what_was_written() -> None:
    stick = MemoryStick()
    written = write(stick, part(FIRST, 1))
    label = decode_label(stick.files["label.json"])
    assert label == written.label
    assert (label.port, label.number, label.timestamp) == ("CAI-AIR", 1, 1)
    assert label.files == len(repository(FIRST, 1))
    assert label.size == sum(map(len, repository(FIRST, 1).values()))
    assert "CAI-AIR" in stick.files["LABEL.txt"].decode("utf-8-sig")


def test_without_room_nothing_is_written_and_both_sizes_are_told() -> None:
    stick = MemoryStick(dict(BROUGHT_BACK), space=20)
    with pytest.raises(StorageError) as caught:
        write(stick, part(FIRST, 1))
    assert caught.value.key == "stick.no-room"
    assert caught.value.params == {"needed": 1, "free": 0}
    assert stick.files == BROUGHT_BACK


def test_another_port_s_bundle_is_left_alone() -> None:
    stick = MemoryStick({"repository/metadata/1.port-SGA-SEA.json": b"x"})
    with pytest.raises(ConfigError):
        write(stick, part(FIRST, 1))
    assert stick.steps == []


def test_progress_rises_to_all_that_was_to_be_written() -> None:
    told: list[tuple[int, int]] = []
    write_bundle(
        MemoryStick(),
        part(FIRST, 1),
        Numbers(),
        now=NOW,
        progress=lambda done, total: told.append((done, total)),
    )
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert {total for _, total in told} == {told[-1][0]}
