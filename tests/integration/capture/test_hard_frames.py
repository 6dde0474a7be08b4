"""The reader of still pictures on frames that are hard to read: never less than a decoder alone."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyzbar import pyzbar

from checkpoint_app.capture.decode_command import decode_paths
from checkpoint_app.capture.frames import Frame as Seen
from checkpoint_app.capture.live import LiveReader
from checkpoint_app.capture.reading import Symbology
from checkpoint_app.capture.still import read_still
from checkpoint_app.clock import SystemClock
from tests.simulators.hard_frames import (
    FACTORS,
    FRAMES,
    NEGATIVES,
    RATE,
    SIZE,
    Clip,
    Frame,
    Held,
    clips_of,
    negative_clips,
)
from tests.simulators.hard_pages import page_with

HELD = st.builds(
    Held,
    module=st.floats(1.6, 6.0),
    tilt=st.floats(0, 50),
    roll=st.floats(0, 180),
    focus=st.floats(0.1, 0.6),
    motion=st.floats(0, 1.5),
    light=st.floats(0.06, 0.9),
    glare=st.floats(0, 1.0),
    moire=st.floats(0, 0.4),
)


def cut_around_the_middle(frame: Frame) -> Frame:
    """A photograph of half a million pixels: the decoders' time goes with the picture."""
    columns, rows = SIZE
    return frame[rows // 2 - 330 : rows // 2 + 330, columns // 2 - 420 : columns // 2 + 420]


def alone(picture: Frame) -> set[str]:
    """What zxing-cpp or pyzbar reads, as they come."""
    plain = zxingcpp.TextMode.Plain
    found = {one.text for one in zxingcpp.read_barcodes(picture, text_mode=plain)}
    return found | {one.data.decode("utf-8", "replace") for one in pyzbar.decode(picture)}


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("symbology", list(Symbology))
@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(held=HELD, seed=st.integers(0, 5000), quarters=st.integers(0, 3))
def test_a_still_reads_whatever_a_decoder_alone_reads(
    symbology: Symbology, held: Held, seed: int, quarters: int
) -> None:
    page = page_with(symbology.value, seed)
    clip = Clip("any", symbology.value, frozenset({page.text}), page, held, seed)
    picture = np.ascontiguousarray(np.rot90(cut_around_the_middle(next(clip.frames())), quarters))
    ours = {reading.text for reading in read_still(picture)}
    assert alone(picture) & clip.texts <= ours
    assert ours <= clip.texts


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("number", range(len(NEGATIVES)))
def test_no_barcode_is_reported_where_there_is_none(tmp_path: Path, number: int) -> None:
    clip = list(negative_clips(len(NEGATIVES), first_seed=400))[number]
    path = tmp_path / "page.png"
    cv2.imwrite(str(path), cut_around_the_middle(next(clip.frames())))
    (row,) = decode_paths([path])
    assert row["text"] is None and "error" not in row


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("factor", list(FACTORS))
def test_a_camera_reads_what_is_held_bearably(factor: str) -> None:
    clip = next(clips_of(factor, 3, first_seed=90))
    reader = LiveReader(SystemClock(), thrifty=False)
    scans = [
        scan.text
        for number, pixels in enumerate(clip.frames())
        for scan in reader.look(Seen(pixels, number / RATE)).scans
    ]
    assert {*scans, *(scan.text for scan in reader.rest())} == clip.texts


def test_a_camera_reads_nothing_where_there_is_nothing() -> None:
    for clip in negative_clips(3, first_seed=700):
        reader = LiveReader(SystemClock())
        seen = [
            reader.look(Seen(pixels, number / RATE)) for number, pixels in enumerate(clip.frames())
        ]
        assert len(seen) == FRAMES and not any(one.readings for one in seen)


def test_stripes_are_no_code_of_a_blank() -> None:
    """zxing-cpp reads a single blank as Code 39 out of a Code 39 that it sees aslant."""
    clip = list(clips_of("roll", 6))[3]
    reader = LiveReader(SystemClock())
    for number, pixels in enumerate(clip.frames()):
        seen = reader.look(Seen(pixels, number / RATE))
        assert {one.text for one in seen.readings} <= clip.texts
