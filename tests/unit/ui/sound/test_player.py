"""Sound in a thread of its own, with a device that a test holds."""

from __future__ import annotations

import logging
import queue

import pytest

from checkpoint_app.errors import ConfigError
from ui.lane.views import Tone
from ui.sound.player import (
    SilentPlayer,
    Sound,
    SpeakerError,
    SpeakerPlayer,
    Stream,
    samples,
    shipped_sound,
)

PATIENCE = 20.0  # seconds; a test that waits as long has failed


class Loudspeaker:
    """A device that takes what it is given: ``told`` says what happened, in order."""

    def __init__(self, breaks: bool = False) -> None:
        self.told: queue.Queue[str] = queue.Queue()
        self.heard: queue.Queue[bytes] = queue.Queue()
        self._breaks = breaks

    def start(self, stream: Stream) -> None:
        self.told.put("start")
        if self._breaks:
            raise SpeakerError("pulled out")
        self.heard.put(stream.send(22_050))

    def stop(self) -> None:
        self.told.put("stop")

    def close(self) -> None:
        self.told.put("close")


def test_a_tone_is_sounded_and_closing_gives_the_device_back() -> None:
    device = Loudspeaker()
    player = SpeakerPlayer(lambda rate: device)
    player.play(Tone.CLEAR)
    frames = shipped_sound(Tone.CLEAR).frames
    assert device.heard.get(timeout=PATIENCE)[: len(frames)] == frames
    player.close()
    assert [device.told.get(timeout=PATIENCE) for _ in range(3)] == ["start", "stop", "close"]


def test_the_next_tone_takes_the_place_of_the_one_that_sounds() -> None:
    device = Loudspeaker()
    player = SpeakerPlayer(lambda rate: device)
    player.play(Tone.REFUSE)
    device.heard.get(timeout=PATIENCE)
    player.play(Tone.CLEAR)
    frames = shipped_sound(Tone.CLEAR).frames
    assert device.heard.get(timeout=PATIENCE)[: len(frames)] == frames
    player.close()


def test_the_device_is_asked_for_the_rate_of_the_sounds() -> None:
    rates: queue.Queue[int] = queue.Queue()

    def opened(rate: int) -> Loudspeaker:
        rates.put(rate)
        return Loudspeaker()

    player = SpeakerPlayer(opened)
    assert rates.empty()
    player.play(Tone.AGAIN)
    assert rates.get(timeout=PATIENCE) == 22_050
    player.close()


def test_without_a_device_it_is_silent_for_good_and_says_so_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked: queue.Queue[int] = queue.Queue()

    def opened(rate: int) -> Loudspeaker:
        asked.put(rate)
        raise SpeakerError("no device")

    player = SpeakerPlayer(opened)
    with caplog.at_level(logging.WARNING):
        player.play(Tone.CLEAR)
        asked.get(timeout=PATIENCE)
        player.close()
        player.play(Tone.CLEAR)
    assert asked.empty()
    assert [record.message for record in caplog.records] == ["no sound: no device"]


def test_a_device_that_breaks_is_let_go(caplog: pytest.LogCaptureFixture) -> None:
    device = Loudspeaker(breaks=True)
    player = SpeakerPlayer(lambda rate: device)
    with caplog.at_level(logging.WARNING):
        player.play(Tone.REFER)
        assert [device.told.get(timeout=PATIENCE) for _ in range(2)] == ["start", "close"]
        player.close()
    assert [record.message for record in caplog.records] == ["no sound: pulled out"]


def test_a_tone_without_a_sound_does_not_open_the_device() -> None:
    device = Loudspeaker()
    player = SpeakerPlayer(lambda rate: device)
    player.play(Tone.WAITING)
    player.close()
    assert device.told.empty()


def test_silence_takes_every_tone() -> None:
    player = SilentPlayer()
    for tone in Tone:
        player.play(tone)
    player.close()


def test_a_stream_gives_as_many_samples_as_are_wanted_then_silence() -> None:
    stream = samples(b"\x01\x02\x03\x04\x05\x06")
    next(stream)
    assert stream.send(2) == b"\x01\x02\x03\x04"
    assert stream.send(2) == b"\x05\x06\x00\x00"
    assert stream.send(1) == b"\x00\x00"


@pytest.mark.parametrize("wav", [b"", b"RIFF", b"RIFF\x00\x00\x00\x00WAVE"])
def test_a_sound_that_is_no_sound_is_refused(wav: bytes) -> None:
    with pytest.raises(ConfigError):
        Sound(wav)
