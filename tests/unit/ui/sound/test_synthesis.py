"""The sounds that ship are those that the program makes, and each has a shape of its own."""

from __future__ import annotations

import io
import wave
from importlib.resources import files
from itertools import pairwise

import pytest

from ui.lane.views import Tone
from ui.sound.player import SOUNDING, shipped_sound
from ui.sound.synthesis import RATE, SOUNDS, tone_of


@pytest.mark.parametrize("tone", SOUNDS)
def test_what_ships_is_what_is_made(tone: Tone) -> None:
    shipped = files("resources").joinpath("sounds", f"{tone}.wav").read_bytes()
    assert shipped == tone_of(tone)


def test_every_sound_of_the_player_is_made_here() -> None:
    assert set(SOUNDING) == SOUNDS.keys()


@pytest.mark.parametrize("tone", SOUNDING)
def test_sounds_are_short_and_of_one_form(tone: Tone) -> None:
    with wave.open(io.BytesIO(tone_of(tone))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        assert 0 < file.getnframes() / RATE < 0.6


@pytest.mark.parametrize("tone", SOUNDING)
def test_no_sound_is_clipped_or_ends_in_a_click(tone: Tone) -> None:
    frames = memoryview(shipped_sound(tone).frames).cast("h")
    assert 2000 < max(abs(sample) for sample in frames) < 32_767
    assert abs(frames[0]) < 200
    assert abs(frames[-1]) < 600


@pytest.mark.requirement("C1")
def test_each_moves_in_its_own_way() -> None:
    """Without colour: by number of notes, by where the pitch goes, by loudness or length."""

    def contour(tone: Tone) -> tuple[int, ...]:
        pitches = [note.pitch for note in SOUNDS[tone]]
        return tuple((after > before) - (after < before) for before, after in pairwise(pitches))

    assert contour(Tone.CLEAR) == (1,)
    assert contour(Tone.REFER) == (0,)
    assert contour(Tone.REFUSE) == (-1, -1)
    assert contour(Tone.AGAIN) == contour(Tone.UNREAD) == ()
    again, unread = SOUNDS[Tone.AGAIN][0], SOUNDS[Tone.UNREAD][0]
    assert again.lasts > 3 * unread.lasts
    assert unread.pitch > 2 * again.pitch
