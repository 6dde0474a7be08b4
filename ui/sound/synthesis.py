"""The sounds of the tones, made of sines: `resources/sounds/*.wav` hold what this makes.

They are told apart without seeing anything: by where the pitch goes, by rhythm and by loudness.
16-bit mono at 22,050 Hz, each shorter than 0.6 seconds.
"""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from dataclasses import dataclass

from ui.lane.views import Tone

RATE = 22_050
"""Samples a second."""
_PEAK = 32_767
_ATTACK, _RELEASE = 0.006, 0.05  # seconds; without them a note begins and ends with a click
_OVERTONES = (1.0, 0.4, 0.15)  # small loudspeakers drop a low note's own pitch, not these


@dataclass(frozen=True, slots=True)
class Note:
    """A note: pitch in hertz, when it begins and how long it is in seconds, loudness 0 to 1."""

    pitch: float
    begins: float
    lasts: float
    loud: float


SOUNDS: dict[Tone, tuple[Note, ...]] = {
    # rises by a fifth
    Tone.CLEAR: (Note(659.3, 0.0, 0.13, 0.6), Note(987.8, 0.11, 0.26, 0.6)),
    # knocks twice on one pitch
    Tone.REFER: (Note(440.0, 0.0, 0.15, 0.7), Note(440.0, 0.22, 0.15, 0.7)),
    # steps down three times, low
    Tone.REFUSE: (
        Note(311.1, 0.0, 0.15, 0.85),
        Note(246.9, 0.16, 0.15, 0.85),
        Note(185.0, 0.32, 0.25, 0.85),
    ),
    # one soft note
    Tone.AGAIN: (Note(523.3, 0.0, 0.22, 0.25),),
    # a tick
    Tone.UNREAD: (Note(1318.5, 0.0, 0.06, 0.35),),
}


def tone_of(tone: Tone) -> bytes:
    """A tone's sound as a WAV file. Raises KeyError for a tone without one."""
    notes = SOUNDS[tone]
    total = max(note.begins + note.lasts for note in notes)
    signal = [0.0] * round(total * RATE)
    for note in notes:
        _add(note, signal)
    return _wav(array("h", (round(_PEAK * max(-1.0, min(1.0, value))) for value in signal)))


def _add(note: Note, signal: list[float]) -> None:
    first, count = round(note.begins * RATE), round(note.lasts * RATE)
    for step in range(min(count, len(signal) - first)):
        at = step / RATE
        signal[first + step] += note.loud * _swell(at, note.lasts) * _wave(note.pitch, at)


def _wave(pitch: float, at: float) -> float:
    turn = 2 * math.pi * pitch * at
    parts = (share * math.sin(turn * (n + 1)) for n, share in enumerate(_OVERTONES))
    return sum(parts) / sum(_OVERTONES)


def _swell(at: float, lasts: float) -> float:
    """Loudness along a note: in at once, out softly."""
    return min(1.0, at / _ATTACK, max(0.0, lasts - at) / _RELEASE)


def _wav(samples: array[int]) -> bytes:
    if sys.byteorder == "big":
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(samples.itemsize)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return file.getvalue()
