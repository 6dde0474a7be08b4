"""Whose files lie on a stick, told by their names."""

from __future__ import annotations

import pytest

from checkpoint_app.errors import ConfigError
from sync.bundle.label import encode_label
from sync.bundle.on_stick import check_is_ours, is_litter
from tests.unit.sync.bundle.memory_stick import MemoryStick
from tests.unit.sync.bundle.test_label import LABEL

DIGEST = "ab" * 32
BUNDLE = (
    "LABEL.txt",
    "label.json.part",
    "repository/metadata/timestamp.json",
    "repository/metadata/timestamp.json.part",
    "repository/metadata/1.root.json",
    "repository/metadata/12.snapshot.json",
    "repository/metadata/3.targets.json",
    "repository/metadata/9.status.json",
    "repository/metadata/7.port-CAI-AIR.json",
    f"repository/targets/{DIGEST}.issuer-keys.json",
    f"repository/targets/status/{DIGEST}.current",
    f"repository/targets/CAI-AIR/{DIGEST}.{'0f' * 16}",
    "departures/0a.age",
    "holdings/lane-1.cbor",
    "requests/0b.json",
)


def stick(*paths: str) -> MemoryStick:
    return MemoryStick(dict.fromkeys(paths, b"x"))


@pytest.mark.parametrize(
    "paths",
    [
        (),
        BUNDLE,
        tuple(path.upper() for path in BUNDLE),
        ("System Volume Information/IndexerVolumeGuid", ".Trash-1000/x", "repository/._metadata"),
        ("departures/of-any-port.age",),
    ],
)
def test_an_empty_folder_and_a_bundle_of_the_port_are_ours(paths: tuple[str, ...]) -> None:
    held = stick(*(path.replace("REPOSITORY", "repository") for path in paths))
    check_is_ours(held, "CAI-AIR")


@pytest.mark.parametrize(
    "path",
    [
        "holiday.jpg",
        "registry.db",
        "repository/notes.txt",
        "repository/metadata/notes.txt",
        "repository/metadata/1.port-ATLANTIS.json",
        "repository/metadata/1.root.json.bak",
        "repository/targets/issuer-keys.json",
        f"repository/targets/a/b/{DIGEST}.x",
        f"repository/other/{DIGEST}.x",
    ],
)
def test_files_of_somebody_else_are_refused(path: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check_is_ours(stick(*BUNDLE, path), "CAI-AIR")
    assert caught.value.key == "stick.not-ours"


@pytest.mark.parametrize(
    "path",
    [
        "repository/metadata/1.port-SGA-SEA.json",
        "repository/metadata/1.port-sga-sea.json.part",
        f"repository/targets/SGA-SEA/{DIGEST}.manifest",
    ],
)
def test_a_bundle_of_another_port_is_refused_by_name(path: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check_is_ours(stick(path), "CAI-AIR")
    assert (caught.value.key, caught.value.params) == ("stick.other-port", {"port": "SGA-SEA"})


def test_a_label_of_another_port_is_enough() -> None:
    held = MemoryStick({"label.json": encode_label(LABEL)})
    check_is_ours(held, "CAI-AIR")
    with pytest.raises(ConfigError) as caught:
        check_is_ours(held, "SGA-SEA")
    assert caught.value.key == "stick.other-port"


def test_a_spoilt_label_says_nothing() -> None:
    check_is_ours(MemoryStick({"label.json": b"\xff" * 20_000}), "SGA-SEA")


def test_what_computers_leave_on_sticks_is_nobody_s() -> None:
    assert is_litter("repository/.DS_Store")
    assert is_litter("Thumbs.db")
    assert not is_litter("repository/metadata/1.root.json")
