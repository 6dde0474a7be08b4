from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from checkpoint_app.capture.frames import (
    MAX_FRAME_SIDE,
    Frame,
    FrameSource,
    Gap,
    Pixels,
    SourceError,
)
from checkpoint_app.capture.image import ImageError
from checkpoint_app.capture.source import open_source
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import error_message, keys
from tests.simulators.films import film, photo

DARK, LIGHT = (np.full((48, 64), level, np.uint8) for level in (40, 200))


def all_frames(source: FrameSource, most: int = 500) -> list[Frame]:
    source.open()
    frames: list[Frame] = []
    for _ in range(most):
        frame = source.read()
        if isinstance(frame, Frame):
            frames.append(frame)
        elif frame is Gap.ENDED:
            break
    source.close()
    return frames


def levels(frames: list[Frame]) -> list[int]:
    return [round(float(frame.pixels.mean()) / 40) * 40 for frame in frames]


@pytest.mark.requirement("C1")
def test_a_video_is_read_to_its_end(tmp_path: Path) -> None:
    path = film(tmp_path / "lane.avi", [DARK] * 5 + [LIGHT] * 5, rate=20)
    source = open_source(str(path), paced=False)
    frames = all_frames(source)
    assert levels(frames) == [40] * 5 + [200] * 5
    assert frames[9].at - frames[0].at == pytest.approx(9 / 20)
    assert frames[0].size == (64, 48) and not source.passes_by and source.name == "lane.avi"
    assert len(all_frames(source)) == 10
    source.close()
    assert source.read() is Gap.ENDED


@pytest.mark.requirement("C1")
def test_a_folder_shows_its_pictures_in_order_and_then_what_is_dropped_in(tmp_path: Path) -> None:
    photo(tmp_path / "2.png", LIGHT)
    photo(tmp_path / "1.jpg", DARK)
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / "0.png").write_bytes(b"\x89PNG still being copied")
    source = open_source(str(tmp_path), paced=False)
    shown = levels(all_frames(source))
    assert shown == sorted(shown) and set(shown) == {40, 200}
    assert all_frames(source) == []
    photo(tmp_path / "0.png", DARK)
    photo(tmp_path / "3.png", LIGHT)
    later = levels(all_frames(source))
    assert later == shown
    (tmp_path / "3.png").unlink()
    assert all_frames(source) == []


def test_a_picture_is_a_source_too(tmp_path: Path) -> None:
    source = open_source(str(photo(tmp_path / "permit.png", DARK)), paced=False)
    assert set(levels(all_frames(source))) == {40}
    assert np.array_equal(all_frames(source)[0].pixels, DARK)


def test_a_large_photograph_is_kept_smaller(tmp_path: Path) -> None:
    path = photo(tmp_path / "large.png", np.zeros((4000, 6000), np.uint8))
    frame = all_frames(open_source(str(path), paced=False))[0]
    assert frame.pixels.size <= 6_000_000


@pytest.mark.parametrize("text", ["camera:0", "camera:7"])
def test_a_camera_that_is_not_there_says_so(text: str) -> None:
    source = open_source(text)
    assert source.passes_by and source.read() is Gap.LOST
    with pytest.raises(SourceError) as caught:
        open_source("camera:63").open()
    assert caught.value.key == "capture.camera_absent"
    assert "camera:63" in error_message(caught.value, "ar")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "capture.source_missing"),
        ("no/such.mp4", "capture.source_missing"),
        ("a" * 5000, "capture.source_missing"),
        ("a\0b", "capture.source_missing"),
        ("http://example.org/a.mp4", "capture.source_missing"),
        ("camera:", "capture.camera_number"),
        ("camera:64", "capture.camera_number"),
        ("camera:-1", "capture.camera_number"),
        ("camera:٣", "capture.camera_number"),
    ],
)
def test_what_is_no_source_is_refused(text: str, key: str) -> None:
    with pytest.raises(SourceError) as caught:
        open_source(text)
    assert caught.value.key == key and key in keys() and isinstance(caught.value, ConfigError)


def test_a_file_that_is_no_video_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.mp4"
    path.write_bytes(b"no film" * 100)
    with pytest.raises(SourceError) as caught:
        open_source(str(path)).open()
    assert caught.value.key == "capture.not_a_video"


def test_a_video_that_is_too_wide_is_refused(tmp_path: Path) -> None:
    wide = np.zeros((16, MAX_FRAME_SIDE + 16), np.uint8)
    path = film(tmp_path / "wide.avi", [wide])
    with pytest.raises(SourceError) as caught:
        open_source(str(path)).open()
    assert caught.value.key == "capture.frame_too_large"


def test_a_file_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.4")
    with pytest.raises(ImageError):
        open_source(str(path)).open()


def test_a_folder_that_is_taken_away_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    source = open_source(str(folder))
    source.open()
    folder.rmdir()
    assert source.read() is Gap.LOST
    with pytest.raises(SourceError):
        source.open()


def test_a_video_is_cut_short_where_it_is_damaged(tmp_path: Path) -> None:
    draw = np.random.default_rng(1)
    path = film(tmp_path / "lane.avi", (_noise(draw) for _ in range(20)))
    path.write_bytes(path.read_bytes()[:9000])
    assert len(all_frames(open_source(str(path), paced=False))) < 20


def _noise(draw: np.random.Generator) -> Pixels:
    return np.asarray(
        cv2.GaussianBlur(draw.integers(0, 255, (48, 64), np.uint8), (0, 0), 2), np.uint8
    )


def test_what_is_no_picture_of_a_folder_stands_in_nobody_s_way(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    (tmp_path / "b.png").symlink_to(tmp_path / "b.png")
    (tmp_path / "c.png").symlink_to("/dev/zero")
    (tmp_path / "d.png").symlink_to(tmp_path / "nowhere")
    (tmp_path / "e.png").mkdir()
    (tmp_path / "f.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    photo(tmp_path / "g.png", LIGHT)
    source = open_source(str(tmp_path), paced=False)
    assert set(levels(all_frames(source))) == {200}
