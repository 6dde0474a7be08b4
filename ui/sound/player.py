"""Who sounds a verdict: a loudspeaker in a thread of its own, or nobody."""

from __future__ import annotations

import io
import logging
import queue
import threading
import wave
from collections.abc import Callable, Generator
from importlib.resources import files
from typing import Protocol

from checkpoint_app.errors import ConfigError
from ui.lane.views import Tone

_LOG = logging.getLogger(__name__)
SOUNDING = (Tone.CLEAR, Tone.REFER, Tone.REFUSE, Tone.AGAIN, Tone.UNREAD)
_SAMPLE = 2  # bytes of one 16-bit sample
_TAIL = 0.3  # seconds of silence after a sound: what the device still holds is heard to its end
_FAREWELL = 1.0  # seconds that closing waits for the device

Stream = Generator[bytes, int, None]
"""Sound as a device takes it: primed with ``next``, then sent how many samples it wants."""


class Player(Protocol):
    """Sounds the tones of verdicts. Never waits, never fails."""

    def play(self, tone: Tone) -> None:
        """Sound this tone, in place of one that still sounds. A tone without a sound is silent."""
        ...

    def close(self) -> None:
        """Give the device back. Nothing sounds afterwards."""
        ...


class Speaker(Protocol):
    """A device that is open. Every call may raise SpeakerError."""

    def start(self, stream: Stream) -> None:
        """Begin to take sound from the stream, in a thread of the device."""
        ...

    def stop(self) -> None:
        """Take no more."""
        ...

    def close(self) -> None:
        """Give it back."""
        ...


class SpeakerError(Exception):
    """There is no device, or it failed."""


class SilentPlayer:
    """No sound, as wished by a setting."""

    def play(self, tone: Tone) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


class Sound:
    """A sound that ships: 16-bit mono frames, and samples a second."""

    def __init__(self, wav: bytes) -> None:
        """Read a WAV file. Raises ConfigError for one that is not 16-bit mono."""
        try:
            with wave.open(io.BytesIO(wav)) as file:
                form = (file.getnchannels(), file.getsampwidth())
                self.rate: int = file.getframerate()
                self.frames: bytes = file.readframes(file.getnframes())
        except (wave.Error, EOFError) as error:
            raise ConfigError("a sound is no WAV file") from error
        if form != (1, _SAMPLE):
            raise ConfigError("a sound is not 16-bit mono")

    @property
    def lasts(self) -> float:
        """Seconds."""
        return len(self.frames) / _SAMPLE / self.rate


class SpeakerPlayer:
    """Sound from the system's own device, opened in a thread with the first tone.

    Without a device, or once it failed, it is silent for good and the log says so once.
    """

    def __init__(self, opened: Callable[[int], Speaker] | None = None) -> None:
        """``opened`` opens a device for that many samples a second."""
        self._opened = opened or system_speaker
        self._wanted: queue.SimpleQueue[Tone | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="sound", daemon=True)
        self._closed = False

    def play(self, tone: Tone) -> None:
        """Ask for this tone; returns at once."""
        if self._closed or tone not in SOUNDING:
            return
        if self._thread.ident is None:
            self._thread.start()
        self._wanted.put(tone)

    def close(self) -> None:
        """Give the device back."""
        self._closed = True
        self._wanted.put(None)
        if self._thread.ident is not None:
            self._thread.join(_FAREWELL)

    def _serve(self) -> None:
        try:
            self._sound_all()
        except (SpeakerError, ConfigError) as error:
            self._closed = True
            _LOG.warning("no sound: %s", error)

    def _sound_all(self) -> None:
        sounds = {tone: shipped_sound(tone) for tone in SOUNDING}
        speaker = self._opened(next(iter(sounds.values())).rate)
        try:
            tone = self._wanted.get()
            while tone is not None:
                tone = self._sounded(speaker, sounds[self._newest(tone)])
        finally:
            speaker.close()

    def _newest(self, tone: Tone) -> Tone:
        """Of tones that were asked for meanwhile only the last is worth hearing."""
        while True:
            try:
                later = self._wanted.get_nowait()
            except queue.Empty:
                return tone
            if later is None:
                self._wanted.put(None)
                return tone
            tone = later

    def _sounded(self, speaker: Speaker, sound: Sound) -> Tone | None:
        """Sound it until it ends or the next is asked for; the next."""
        stream = samples(sound.frames)
        next(stream)
        speaker.start(stream)
        try:
            return self._wanted.get(timeout=sound.lasts + _TAIL)
        except queue.Empty:
            pass
        finally:
            speaker.stop()
        return self._wanted.get()


def shipped_sound(tone: Tone) -> Sound:
    """The sound of a tone as it ships. Raises ConfigError."""
    try:
        return Sound(files("resources").joinpath("sounds", f"{tone}.wav").read_bytes())
    except OSError as error:
        raise ConfigError(f"there is no sound for {tone}") from error


def samples(frames: bytes) -> Stream:
    """The frames in the portions that a device asks for, then silence without end."""
    wanted = yield b""
    at = 0
    while True:
        part = frames[at : at + wanted * _SAMPLE]
        at += len(part)
        wanted = yield part + bytes(wanted * _SAMPLE - len(part))


def system_speaker(rate: int) -> Speaker:
    """The system's own device. Raises SpeakerError."""
    from ui.sound.speaker import SystemSpeaker  # in the sound thread, with the first tone

    return SystemSpeaker(rate)
