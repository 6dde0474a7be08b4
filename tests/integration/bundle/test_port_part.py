"""Choosing a port's part of what is published: checked from the first root on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from checkpoint_app.errors import CheckpointError
from sync.bundle.outward import write_bundle
from sync.bundle.port_part import PortPart, choose_part
from sync.trust.names import RECALLED_TARGET, STATUS_TARGET, TOP_LEVEL, PortTargets
from tests.integration.bundle.sticks import rotate_timestamp_key
from tests.integration.registry_publish.centre import PORT, Centre, opened_centre
from tests.unit.sync.bundle.memory_stick import MemoryStick


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    with opened_centre(tmp_path_factory.mktemp("registry") / "data", permits=40) as made:
        made.enrol("lane-1")
        made.publisher.publish([PORT, "HBE-AIR"])
        yield made


def chosen(centre: Centre, port_id: str = PORT) -> PortPart:
    return choose_part(centre.paths.metadata.parent, port_id, centre.clock.now())


def targets_in(part: PortPart) -> set[str]:
    """Target names, the digest in them left out."""
    paths = [file.path.split("/") for file in part.files]
    return {
        "/".join([*path[1:-1], path[-1].partition(".")[2]])
        for path in paths
        if path[0] == "targets"
    }


def test_the_part_is_the_port_s_and_what_all_ports_share(centre: Centre) -> None:
    part, names = chosen(centre), PortTargets(PORT)
    found = targets_in(part)
    assert {*TOP_LEVEL, STATUS_TARGET, names.key, names.manifest, names.devices} <= found
    assert all(name.startswith((f"{PORT}/", "status/")) or "/" not in name for name in found)
    assert not any("HBE-AIR" in file.path for file in part.files)
    assert part.readable
    if list((centre.paths.targets / "status").glob("*.recalled")):
        assert RECALLED_TARGET in found


def test_a_port_without_devices_gets_news_and_is_told_so(centre: Centre) -> None:
    part = chosen(centre, "HBE-AIR")
    assert not part.readable
    assert PortTargets("HBE-AIR").key not in targets_in(part)


def test_metadata_comes_after_targets_and_roots_after_metadata(centre: Centre) -> None:
    paths = [file.path for file in chosen(centre).files]
    kinds = [
        (not path.startswith("targets/")) + path.endswith((".targets.json", ".snapshot.json"))
        for path in paths
        if not path.endswith(".root.json")
    ]
    assert kinds == sorted(kinds)
    assert paths[-1] == "metadata/1.root.json"


@pytest.mark.parametrize(
    ("glob", "key"),
    [
        ("metadata/timestamp.json", "stick.unusable"),
        ("metadata/*.snapshot.json", "stick.unusable"),
        ("metadata/*.targets.json", "stick.unusable"),
        ("metadata/*.port-CAI-AIR.json", "stick.unusable"),
        ("metadata/1.root.json", "stick.unusable"),
        ("targets/CAI-AIR/*.manifest", "registry.repository"),
    ],
)
def test_a_damaged_repository_makes_no_finished_bundle(centre: Centre, glob: str, key: str) -> None:
    kept = {path: path.read_bytes() for path in centre.paths.metadata.parent.glob(glob)}
    stick = MemoryStick()
    try:
        for path, content in kept.items():
            path.write_bytes(content[:-40] + bytes(40))
        with pytest.raises(CheckpointError) as caught:
            write_bundle(
                stick,
                chosen(centre),
                _Numbers(),
                now=centre.clock.now(),
                progress=lambda _done, _total: None,
            )
    finally:
        for path, content in kept.items():
            path.write_bytes(content)
    assert caught.value.key == key
    assert not any(path.endswith(("timestamp.json", "label.json")) for path in stick.files)


def test_a_root_that_is_missing_in_between_is_noticed(centre: Centre) -> None:
    first = centre.paths.root_metadata
    beside = first.with_name("kept")
    rotate_timestamp_key(centre.paths)
    first.rename(beside)
    try:
        with pytest.raises(CheckpointError) as caught:
            chosen(centre)
    finally:
        beside.rename(first)
        centre.publisher.publish_status()
    assert caught.value.key == "registry.repository"


def test_a_root_without_the_timestamp_that_goes_with_it_is_noticed(centre: Centre) -> None:
    rotate_timestamp_key(centre.paths)
    with pytest.raises(CheckpointError) as caught:
        chosen(centre)
    assert caught.value.key == "stick.unusable"
    centre.publisher.publish_status()
    assert chosen(centre).version


class _Numbers:
    def next_number(self, part: PortPart, written_at: int) -> int:
        return 1


def test_files_carry_their_true_sizes(centre: Centre) -> None:
    part = chosen(centre)
    for file in part.files:
        size = file.content.stat().st_size if isinstance(file.content, Path) else len(file.content)
        assert size == file.length
