"""The system's loudspeaker, through miniaudio.

Imported by the sound thread alone, when it needs it: loading the library and opening a device take
up to some hundred milliseconds.
"""

from __future__ import annotations

import sys
from pathlib import Path

import miniaudio

from ui.sound.player import SpeakerError, Stream

_BUFFER_MS = 60  # how late a sound may begin
_CARDS = Path("/proc/asound/cards")  # Linux; not there, or "no soundcards", without one
_NO_CARDS = "no soundcards"
_NOBODY = "Null"  # the library's stand-in where the system has no device


class SystemSpeaker:
    """The device that the system plays on. Every call raises SpeakerError."""

    def __init__(self, rate: int) -> None:
        """Open it for 16-bit mono at ``rate`` samples a second."""
        try:
            self._device = miniaudio.PlaybackDevice(
                miniaudio.SampleFormat.SIGNED16,
                1,
                rate,
                _BUFFER_MS,
                backends=_backends(),
                app_name="checkpoint",
            )
        except miniaudio.MiniaudioError as error:
            raise SpeakerError(str(error)) from error
        if self._device.backend == _NOBODY:
            self._device.close()
            raise SpeakerError("the system has no device")

    def start(self, stream: Stream) -> None:
        """Take sound from the stream, in a thread of the library."""
        try:
            self._device.start(stream)
        except miniaudio.MiniaudioError as error:
            raise SpeakerError(str(error)) from error

    def stop(self) -> None:
        """Take no more."""
        try:
            self._device.stop()
        except miniaudio.MiniaudioError as error:
            raise SpeakerError(str(error)) from error

    def close(self) -> None:
        """Give it back."""
        self._device.close()


def _backends() -> list[miniaudio.Backend]:
    """The kinds of device to try, none for all. ALSA, asked on a machine without a sound card,
    writes a page of complaints to the terminal; there only a sound server is asked."""
    if sys.platform != "linux":
        return []
    cards = _CARDS.read_text(encoding="ascii", errors="replace") if _CARDS.exists() else _NO_CARDS
    return [miniaudio.Backend.PULSEAUDIO] if _NO_CARDS in cards else []
