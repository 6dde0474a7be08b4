"""What an officer is told, by what was measured."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from checkpoint_app.capture.decoders import Outline
from checkpoint_app.capture.feedback import Advice, flatness_of, hint_for, measures_of
from checkpoint_app.capture.frames import Frame
from checkpoint_app.capture.image import GreyImage
from checkpoint_app.capture.live import LiveReader
from checkpoint_app.capture.places import Place, dense_places
from checkpoint_app.capture.presence import Hint
from checkpoint_app.capture.reading import Symbology
from checkpoint_app.clock import SystemClock
from tests.simulators.films import on_desk
from tests.simulators.hard_frames import Clip, Held, negative_clips
from tests.simulators.hard_pages import page_with
from tests.unit.capture.pictures import TEXTS, blurry, noisy, symbol

QR = symbol(Symbology.QR_CODE, scale=4)[40:-40, 40:-40]
SHARP = noisy(symbol(Symbology.QR_CODE, scale=6), 4)[40:-40, 40:-40]
RATE = 30.0


def glaring(grey: GreyImage) -> GreyImage:
    rows, columns = grey.shape
    lit = grey.copy()
    lit[rows // 3 : 2 * rows // 3, columns // 4 : 3 * columns // 4] = 255
    return lit


@pytest.mark.requirement("C1")
@pytest.mark.parametrize(
    ("patch", "hint"),
    [
        ((QR * 0.2).astype(np.uint8), Hint.MORE_LIGHT),
        (glaring(QR), Hint.LESS_GLARE),
        (blurry(QR, 3.0), Hint.HOLD_STILL),
        (symbol(Symbology.QR_CODE, scale=1)[40:-40, 40:-40], Hint.CLOSER),
    ],
    ids=["dark", "glare", "blurred", "small"],
)
def test_the_first_thing_that_helps_is_said(patch: GreyImage, hint: Hint) -> None:
    assert hint_for(measures_of(patch)) is hint


def test_of_what_is_held_well_nothing_is_said() -> None:
    assert hint_for(measures_of(SHARP, side=400)) is None
    assert hint_for(measures_of(SHARP, side=400, flatness=0.4)) is Hint.FLATTER


@pytest.mark.parametrize(
    ("outline", "flatness"),
    [
        (((0, 0), (100, 0), (100, 100), (0, 100)), 1.0),
        (((0, 50), (50, 0), (100, 50), (50, 100)), 1.0),
        (((0, 0), (100, 0), (100, 50), (0, 50)), 0.5),
        (((20, 0), (80, 0), (100, 40), (0, 40)), 0.5),
        (((5, 5), (5, 5), (5, 5), (5, 5)), 1.0),
        ((), 1.0),
    ],
)
def test_a_tilt_is_measured_from_the_outline(outline: Outline, flatness: float) -> None:
    assert flatness_of(outline) == pytest.approx(flatness)


def held(kind: str, seed: int, how: Held) -> GreyImage:
    """A frame of something held so."""
    page = page_with(kind, seed)
    return next(Clip("held", kind, frozenset({page.text}), page, how, seed).frames())


def advised(frame: GreyImage) -> Advice:
    """What is said of a picture that stays and does not read."""
    places = dense_places(frame)
    advice = Advice()
    for number in range(20):
        advice.look(frame, number / RATE, places)
    return advice


FACTORS = {
    "too small": ("QRCode", Held(module=1.1), Hint.CLOSER),
    "too small, bars": ("Code128", Held(module=1.0), Hint.CLOSER),
    "too small, PDF417": ("PDF417", Held(module=1.0), Hint.CLOSER),
    "out of focus": ("QRCode", Held(module=4, focus=1.4), Hint.HOLD_STILL),
    "out of focus, bars": ("Code128", Held(module=4, focus=1.4), Hint.HOLD_STILL),
    "out of focus, Aztec": ("Aztec", Held(module=4, focus=1.4), Hint.HOLD_STILL),
    "moving": ("QRCode", Held(module=3.6, motion=4.0), Hint.HOLD_STILL),
    "dark": ("QRCode", Held(module=3.4, light=0.012), Hint.MORE_LIGHT),
    "dark, bars": ("Code128", Held(module=3.4, light=0.012), Hint.MORE_LIGHT),
    "glare": ("QRCode", Held(module=4, glare=3.0), Hint.LESS_GLARE),
    "tilted": ("QRCode", Held(module=5, tilt=65), Hint.FLATTER),
    "tilted far": ("QRCode", Held(module=5, tilt=72), Hint.FLATTER),
}


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("seed", [5, 6, 9])
@pytest.mark.parametrize("factor", list(FACTORS))
def test_what_hinders_is_what_is_said(factor: str, seed: int) -> None:
    kind, how, hint = FACTORS[factor]
    assert advised(held(kind, seed, how)).hint is hint


@pytest.mark.requirement("C1")
def test_what_is_found_is_outlined_where_it_lies() -> None:
    page = page_with("QRCode", 5)
    how = Held(module=4, focus=1.4, roll=0)
    frame = next(Clip("held", "QRCode", frozenset(), page, how, 5).frames())
    outline = advised(frame).outline
    side = page.side / page.module * how.module
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    assert max(xs) - min(xs) == pytest.approx(side, rel=0.15)
    assert max(ys) - min(ys) == pytest.approx(side, rel=0.15)
    inside = frame[min(ys) : max(ys), min(xs) : max(xs)]
    assert 60 < float(inside.mean()) < 200


@pytest.mark.requirement("C1")
def test_where_there_is_no_barcode_nothing_is_said() -> None:
    """Writing, a table, a bare desk, faces: paper lies under a camera all day."""
    for clip in negative_clips(6, first_seed=40):
        if clip.symbology != "stripes":  # which look like bars that nobody can read
            assert advised(next(clip.frames())).hint in (None, Hint.MORE_LIGHT), clip.symbology


def test_what_a_decoder_found_and_nothing_hinders_is_held_closer() -> None:
    advice = Advice()
    rows, columns = SHARP.shape
    outline = ((0, 0), (columns, 0), (columns, rows), (0, rows))
    for number in range(20):
        advice.look(SHARP, number / RATE, (), outline)
    assert advice.hint is Hint.CLOSER and advice.outline == outline


@pytest.mark.requirement("C1")
def test_a_hint_does_not_flicker() -> None:
    """What is measured wavers between two; what is said stays for a second at least."""
    still, small = blurry(SHARP, 3.0), symbol(Symbology.QR_CODE, scale=2)
    advice = Advice()
    said: list[tuple[float, Hint | None]] = []
    for number in range(600):
        frame = small if number // 11 % 3 else still
        rows, columns = frame.shape
        corners = ((0, 0), (columns, 0), (columns, rows), (0, rows))
        at = number / RATE
        advice.look(frame, at, (), corners)
        if not said or advice.hint is not said[-1][1]:
            said.append((at, advice.hint))
    assert said[0] == (0.0, None) and len(said) > 2
    assert all(later - sooner >= 1.0 for (sooner, _), (later, _) in pairwise(said[1:]))


def test_nothing_is_said_before_a_while_nor_after_it_reads() -> None:
    advice = Advice()
    place = Place(0, 0, *SHARP.shape[::-1])
    for number in range(14):
        advice.look(blurry(SHARP, 3.0), number / RATE, (place,))
        assert advice.hint is None
    advice.look(blurry(SHARP, 3.0), 0.5, (place,))
    assert advice.hint is Hint.HOLD_STILL
    advice.forget()
    assert advice.hint is None and advice.outline == ()


@settings(max_examples=60, deadline=None)
@given(
    grey=arrays.arrays(np.uint8, st.tuples(st.integers(16, 90), st.integers(16, 90))),
    corners=st.lists(st.tuples(st.integers(-50, 200), st.integers(-50, 200)), max_size=5),
)
def test_no_picture_breaks_it(grey: GreyImage, corners: list[tuple[int, int]]) -> None:
    advice = Advice()
    for number in range(20):
        place = Place(0, 0, grey.shape[1], grey.shape[0])
        advice.look(grey, number / RATE, (place,), tuple(corners) if number % 2 else ())


@pytest.mark.requirement("C1")
def test_it_is_said_after_a_while_and_no_longer_once_it_reads() -> None:
    reader = LiveReader(SystemClock())
    unreadable = on_desk(noisy(blurry(symbol(Symbology.QR_CODE, scale=4), 6.0), 4))
    hints = [reader.look(Frame(unreadable, number / 30)).hint for number in range(40)]
    assert hints[0] is None and hints[-1] is Hint.HOLD_STILL
    clear = on_desk(symbol(Symbology.QR_CODE, scale=4))
    seen = reader.look(Frame(clear, 2.0))
    assert seen.hint is None and [one.text for one in seen.readings] == [TEXTS[Symbology.QR_CODE]]
