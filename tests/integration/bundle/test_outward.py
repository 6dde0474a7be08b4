"""Bundles of a real registry, torn anywhere, read by a lane: the old one, the new one, or none."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import ports
from sync.bundle.label import read_label
from sync.bundle.layout import StickLayout
from sync.bundle.outward import Written
from sync.bundle.stick_files import DurableFolder
from sync.registry.bundling import Bundling
from sync.registry.db import schema
from sync.registry.db.changes import change_permit, revoke_permit
from sync.registry.db.open import reading, writing
from tests.integration.bundle.sticks import (
    Step,
    Stick,
    StickLane,
    between_files,
    content_of,
    lay_out,
    outcome,
    rotate_timestamp_key,
    within_files,
    write,
)
from tests.integration.registry_publish.centre import PORT, Centre, opened_centre
from tests.unit.sync.memory_sink import Contents

TIMESTAMP = "repository/metadata/timestamp.json"
BROUGHT_BACK = {
    "departures/0a.age": b"departures",
    "holdings/lane-1.cbor": b"holding",
    "requests/0b.json": b"request",
}


@dataclass
class Story:
    """A stick written twice, the registry's data and its timestamp key changed in between."""

    lane: StickLane
    first: Stick
    first_steps: list[Step]
    second: Stick
    second_steps: list[Step]
    written: tuple[Written, Written]
    stick: Path


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    with opened_centre(tmp_path_factory.mktemp("registry") / "data", permits=500) as made:
        yield made


@pytest.fixture(scope="module")
def story(centre: Centre, tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("story")
    identity = centre.enrol("lane-1")
    lane = StickLane(
        folder / "lane", centre.paths.root_metadata.read_bytes(), identity, centre.clock
    )
    stick = folder / "stick"
    lay_out(BROUGHT_BACK, stick)
    centre.publisher.publish([PORT])
    written, steps = write(centre, stick)
    first = content_of(stick)
    change(centre)
    rotate_timestamp_key(centre.paths)
    centre.publisher.publish([PORT])
    again, more = write(centre, stick)
    return Story(lane, first, steps, content_of(stick), more, (written, again), stick)


def change(centre: Centre) -> None:
    """Change some records and revoke a permit; an hour passes."""
    centre.clock.pass_time(timedelta(hours=1))
    with writing(centre.engine) as connection:
        numbers = list(connection.execute(select(schema.permit.c.number).limit(20)).scalars())
        for number in numbers[:10]:
            change_permit(connection, number, visa_number="X123")
        revoke_permit(connection, numbers[-1])


def taken(lane: StickLane, stick: Stick, folder: Path) -> StickLane:
    good, twin = outcome(lane, stick, folder)
    assert good
    return twin


@pytest.mark.requirement("C2")
def test_a_lane_takes_the_bundle_from_the_folder(
    centre: Centre, story: Story, tmp_path: Path
) -> None:
    lane = taken(story.lane, story.second, tmp_path)
    held = {row[6] for row in lane.sink.contents.records.values()}
    assert held == centre.records()
    assert len(held) > 100


@pytest.mark.requirement("C2")
def test_every_root_version_lies_on_the_stick(story: Story, tmp_path: Path) -> None:
    roots = [path for path in story.second if path.endswith(".root.json")]
    assert roots == [f"repository/metadata/{version}.root.json" for version in (1, 2)]
    held_first = taken(story.lane, story.first, tmp_path / "first")
    taken(held_first, story.second, tmp_path / "second")


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.requirement("C2")
def test_torn_between_two_files_it_is_refused_whole_or_usable_whole(
    story: Story, tmp_path: Path, over: bool
) -> None:
    sticks = list(_states(story, over))
    _each_is_whole_or_nothing(story, over, sticks, tmp_path)
    assert outcome(story.lane, sticks[-1], tmp_path / "last")[0]


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.requirement("C2")
def test_torn_at_any_byte_it_is_refused_whole_or_usable_whole(
    story: Story, tmp_path: Path, over: bool
) -> None:
    old, steps = _written(story, over)
    torn = within_files(old, steps, 40, random.Random(20261122))
    _each_is_whole_or_nothing(story, over, list(torn), tmp_path)


def test_a_lane_that_holds_the_first_bundle_takes_a_torn_second_one_whole_or_not(
    story: Story, tmp_path: Path
) -> None:
    lane = taken(story.lane, story.first, tmp_path / "first")
    new = taken(lane, story.second, tmp_path / "second").sink.contents
    for number, stick in enumerate(_states(story, over=True)):
        good, twin = outcome(lane, stick, tmp_path / str(number))
        if not good:
            assert twin.held() == lane.held()
        else:
            assert twin.sink.contents in (lane.sink.contents, new)


def test_the_timestamp_is_the_step_from_the_old_bundle_to_the_new(
    story: Story, tmp_path: Path
) -> None:
    steps = story.second_steps
    place = next(i for i, step in enumerate(steps) if step.path == TIMESTAMP)
    assert all(step.content is not None or "label" in step.path.lower() for step in steps[:place])
    assert all(step.content is None for step in steps[place + 1 :])
    states = list(_states(story, over=True))
    new = taken(story.lane, story.second, tmp_path / "new").sink.contents
    for number, stick in enumerate(states[place + 1 :]):
        assert taken(story.lane, stick, tmp_path / str(number)).sink.contents == new


def test_no_name_needs_capitals_or_signs_that_a_stick_lacks(story: Story) -> None:
    paths = [step.path for step in (*story.first_steps, *story.second_steps)]
    distinct = set(paths)
    assert len({path.casefold() for path in distinct}) == len(distinct)
    for path in distinct:
        assert not set(path) & set('\\:*?"<>|')
        assert all(part == part.strip(" .") and len(part) < 200 for part in path.split("/"))


def test_what_came_from_the_port_and_nothing_old_lies_beside_the_new_bundle(story: Story) -> None:
    assert {path: story.second[path] for path in BROUGHT_BACK} == BROUGHT_BACK
    bundle = set(story.second) - set(BROUGHT_BACK) - {"LABEL.txt", "label.json"}
    label = story.written[1].label
    assert len(bundle) == label.files
    assert sum(len(story.second[path]) for path in bundle) == label.size


def test_sticks_are_numbered_and_each_is_on_record(centre: Centre, story: Story) -> None:
    first, second = (written.label for written in story.written)
    assert (second.number, second.timestamp) == (first.number + 1, first.timestamp + 1)
    assert second.issued == first.issued + 3600
    assert second.expires == second.issued + 14 * 24 * 3600
    assert read_label(story.stick) == second
    with reading(centre.engine) as connection:
        rows = connection.execute(select(schema.stick)).all()
        audit = schema.audit.c
        told = connection.execute(
            select(audit.subject, audit.detail).where(audit.action == "stick.written")
        ).all()
    assert (second.number, 0, second.written, second.issued, second.timestamp) in map(tuple, rows)
    assert (str(second.number), f"{PORT}, timestamp {second.timestamp}") in map(tuple, told)


def test_what_a_port_would_refuse_is_never_begun(centre: Centre, tmp_path: Path) -> None:
    for port_id, hours, key in (
        ("SGA-SEA", 0, "stick.nothing-published"),
        (PORT, 24 * 15, "stick.unusable"),
    ):
        centre.clock.pass_time(timedelta(hours=hours))
        bundling = Bundling(centre.paths, centre.engine, centre.clock)
        with pytest.raises(ConfigError) as caught:
            bundling.write(ports().by_id(port_id), DurableFolder(tmp_path), _no_progress)
        centre.clock.pass_time(timedelta(hours=-hours))
        assert caught.value.key == key
        assert content_of(tmp_path) == {}


def test_a_publication_that_comes_between_gives_the_newer_state(
    centre: Centre, story: Story, tmp_path: Path
) -> None:
    """Everything published before is pruned the moment the first bytes are on the stick."""
    published: list[object] = []

    def publish_once(_done: int, _total: int) -> None:
        if published:
            return
        for path in centre.paths.data.joinpath("repo").rglob("*"):
            os.utime(path, (0, 0))
        change(centre)
        published.append(centre.publisher.publish([PORT]))

    bundling = Bundling(centre.paths, centre.engine, centre.clock)
    stick = tmp_path / "stick"
    stick.mkdir()
    written = bundling.write(ports().by_id(PORT), DurableFolder(stick), publish_once)
    assert published
    assert written.label.timestamp == story.written[1].label.timestamp + 1
    lane = taken(story.lane, content_of(stick), tmp_path / "read")
    assert {row[6] for row in lane.sink.contents.records.values()} == centre.records()
    manifests = StickLayout(stick).targets.glob(f"{PORT}/*.manifest")
    assert len(list(manifests)) == 1


def _no_progress(_done: int, _total: int) -> None:
    return None


def _written(story: Story, over: bool) -> tuple[Stick, list[Step]]:
    return (story.first, story.second_steps) if over else (BROUGHT_BACK, story.first_steps)


def _states(story: Story, over: bool) -> Iterator[dict[str, bytes]]:
    return between_files(*_written(story, over))


def _each_is_whole_or_nothing(
    story: Story, over: bool, sticks: list[dict[str, bytes]], folder: Path
) -> None:
    """What a new lane makes of each: nothing at all, or one of the bundles that were whole."""
    old = taken(story.lane, story.first, folder / "old").sink.contents
    new = taken(story.lane, story.second, folder / "new").sink.contents
    whole: list[Contents] = [old, new] if over else [old]
    nothing = story.lane.held()
    usable = 0
    for number, stick in enumerate(sticks):
        good, twin = outcome(story.lane, stick, folder / str(number))
        usable += good
        if good:
            assert twin.sink.contents in whole, number
        else:
            assert twin.held() == nothing, number
    assert usable < len(sticks)
    assert usable or not over
