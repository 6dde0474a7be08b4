"""A lane's files."""

from __future__ import annotations

from pathlib import Path

from checkpoint_app.paths import LanePaths, default_data_dir


def test_everything_of_a_lane_lies_in_its_folder() -> None:
    paths = LanePaths(Path("lane"))
    places = {
        paths.records,
        paths.journal,
        paths.keys,
        paths.trust,
        paths.held,
        paths.shipped_root,
        paths.anchor,
        paths.device,
        paths.settings,
        paths.log,
    }
    assert len(places) == 10
    assert all(place.is_relative_to("lane") for place in places)


def test_the_default_folder_is_named_after_the_program() -> None:
    assert default_data_dir().name == "umrah-checkpoint"
