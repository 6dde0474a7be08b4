from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint_app.capture.reading import Reading
from checkpoint_app.capture.serial_frames import LONGEST
from checkpoint_app.capture.serial_lines import NEXT_LINE, SETTLED, SILENCE, SerialLines
from checkpoint_app.credential.scanned import interpret
from checkpoint_app.domain.facts import ReadingKind
from tests.unit.capture.test_serial_frames import (
    NUMBER,
    OTHER,
    SUFFIXES,
    TD1,
    TD3,
    TOKEN,
    ZONES,
    desko,
    plain,
    rte,
)

BYTE = 0.001  # seconds; some 9600 bits a second


@dataclass
class Cable:
    """A port whose bytes come when the test says; the clock is its own."""

    lines: SerialLines = field(default_factory=lambda: SerialLines("scanner"))
    now: float = 100.0
    readings: list[Reading] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        end = self.now + seconds
        while (due := self.lines.due) is not None and due <= end:
            self.readings += self.lines.tick(due)
        self.now = end

    def send(self, data: bytes, piece: int = 64, gap: float = BYTE) -> None:
        for start in range(0, len(data), piece):
            self.readings += self.lines.feed(data[start : start + piece], self.now)
            self.wait(gap)

    @property
    def codes(self) -> list[bytes]:
        return [reading.data for reading in self.readings]


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("piece", [1, 7, 64, 10_000])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_signed_code_whatever_its_pace_and_suffix(suffix: bytes, piece: int) -> None:
    cable = Cable()
    for _ in range(3):
        cable.send(TOKEN + suffix, piece)
        cable.wait(SILENCE)
    assert cable.codes == [TOKEN] * 3


@pytest.mark.parametrize("gap", [0.0, 0.01, 0.099])
@pytest.mark.parametrize("suffix", [b"", b"\r", b"\r\n"])
def test_a_scanner_that_waits_between_characters(suffix: bytes, gap: float) -> None:
    cable = Cable()
    cable.send(NUMBER + suffix, piece=1, gap=gap)
    cable.wait(1.0)
    assert cable.codes == [NUMBER]


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("code", [NUMBER + b"\r", TOKEN, *map(plain, ZONES), desko(TD3), rte(TD1)])
def test_a_whole_code_is_answered_after_a_blink(code: bytes) -> None:
    cable = Cable()
    cable.send(code, gap=0.0)
    cable.wait(SETTLED)
    assert len(cable.readings) == 1


def test_a_code_without_an_end_is_answered_after_silence() -> None:
    cable = Cable()
    cable.send(NUMBER, gap=0.0)
    cable.wait(SILENCE - 0.001)
    assert cable.codes == []
    cable.wait(0.002)
    assert cable.codes == [NUMBER]
    assert cable.lines.due is None


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("last", [b"", b"\r"])
def test_lines_of_a_passport_that_come_one_by_one(zone: tuple[bytes, ...], last: bytes) -> None:
    """Code Corporation, CR1200 to CR3500 Interface Configuration Document, 12.5.1 "Passport
    Internal Template": each row is read separately."""
    cable = Cable()
    for line in zone[:-1]:
        cable.send(line + b"\r")
        cable.wait(NEXT_LINE - 0.05)
    cable.send(zone[-1] + last)
    cable.wait(SETTLED)
    assert cable.codes == [b"\n".join(zone)]


def test_a_line_of_a_passport_that_stays_alone() -> None:
    cable = Cable()
    cable.send(TD3[0] + b"\r")
    cable.wait(NEXT_LINE)
    cable.send(NUMBER + b"\r")
    cable.wait(SETTLED)
    assert cable.codes == [TD3[0], NUMBER]


def test_line_ends_in_a_code_are_data() -> None:
    code = b"\x89PNG\r\n\x1a\n\x00\x01 x\ry"
    cable = Cable()
    cable.send(code + b"\r", piece=3, gap=0.02)
    cable.wait(1.0)
    assert cable.codes == [code]


def test_a_computer_that_was_busy_takes_late_what_came_in_time() -> None:
    """Bytes that waited are no silence: only asking and finding nothing is."""
    lines = SerialLines()
    assert lines.feed(TOKEN[:200], 0.0) == ()
    assert lines.feed(TOKEN[200:], 2.0) == ()
    assert [reading.data for reading in lines.tick(2.0 + SILENCE)] == [TOKEN]


def test_two_codes_that_a_busy_computer_takes_at_once() -> None:
    cable = Cable()
    cable.send(TOKEN + b"\r\n" + NUMBER + b"\r\n" + plain(TD3), piece=5_000)
    cable.wait(1.0)
    assert cable.codes == [TOKEN, NUMBER, b"\n".join(TD3)]


@pytest.mark.parametrize("piece", [1, 4096, 2_000_000])
def test_a_megabyte_without_an_end_is_one_answer_and_the_next_scan_is_read(piece: int) -> None:
    size = 1_000_000 if piece > 1 else 20_000
    cable = Cable()
    cable.send(b"7" * size, piece, gap=0.0001)
    assert [len(code) for code in cable.codes] == [LONGEST + 1]
    assert interpret(cable.codes[0]).hint == "scan.too_long"
    assert cable.lines.is_noisy(cable.now)
    cable.wait(SILENCE)
    assert not cable.lines.is_noisy(cable.now)
    cable.send(TOKEN + b"\r")
    cable.wait(SETTLED)
    assert cable.codes[1:] == [TOKEN]


@pytest.mark.parametrize("seed", range(5))
def test_noise_at_full_speed_is_held_back_and_the_next_scan_is_read(seed: int) -> None:
    """Of any length: without a pause one answer, with pauses a few."""
    chance = random.Random(seed)
    cable = Cable()
    for _ in range(200):
        cable.send(chance.randbytes(chance.choice([10, 500, 6000])), 4096, gap=0.0005)
        cable.wait(chance.choice([0.0, 0.0, 0.2]))
    noise = len(cable.readings)
    assert noise <= 5 + 5 * int((cable.now - 100.0) / 5)
    cable.wait(SILENCE)
    cable.send(NUMBER + b"\r")
    cable.wait(SETTLED)
    assert cable.codes[noise:] == [NUMBER]


def test_what_makes_no_sense_again_and_again_is_told_as_noise() -> None:
    cable = Cable()
    for place in range(40):
        cable.send(b"$GPGGA,%06d\r\n" % place)
        cable.wait(0.2)
    assert len(cable.readings) <= 10 and cable.lines.is_noisy(cable.now)
    cable.send(NUMBER + b"\r\n")
    cable.wait(0.2)
    assert cable.codes[-1] == NUMBER
    cable.wait(6.0)
    assert not cable.lines.is_noisy(cable.now)
    cable.send(b"HELLO\r")
    cable.wait(0.2)
    assert cable.codes[-1] == b"HELLO"


@pytest.mark.parametrize("pause", [0.0, 0.01, 0.2])
def test_a_scanner_stuck_repeating_is_read_and_ends(pause: float) -> None:
    cable = Cable()
    for _ in range(1_000):
        cable.send(NUMBER + b"\r")
        cable.wait(pause)
    cable.wait(SILENCE)
    assert set(cable.codes) == {NUMBER}
    cable.send(OTHER + b"\r")
    cable.wait(SETTLED)
    assert cable.codes[-1] == OTHER


@pytest.mark.parametrize("pause", [0.0, 0.01, 0.2])
def test_a_scanner_stuck_repeating_is_told_as_long_as_it_is(pause: float) -> None:
    cable = Cable()
    for _ in range(1_500):
        cable.send(NUMBER + b"\r")
        cable.wait(pause)
    assert cable.lines.is_stuck(cable.now)
    cable.wait(1.1)
    assert not cable.lines.is_stuck(cable.now) and not cable.lines.is_noisy(cable.now)


def test_a_code_held_before_a_scanner_and_a_queue_are_not_stuck() -> None:
    """Presentation scanners read again what lies before them, twice a second at most."""
    cable = Cable()
    for place in range(60):
        cable.send(NUMBER + b"\r" if place % 20 else OTHER + b"\r")
        cable.wait(0.5)
        assert not cable.lines.is_stuck(cable.now)


def test_too_long_by_one_and_as_long_as_may_be() -> None:
    cable = Cable()
    for length in (LONGEST, LONGEST + 1, LONGEST + 40):
        cable.send(b"\x02" + b"x" * length + b"\r\n")
        cable.wait(SILENCE)
    assert [len(code) for code in cable.codes] == [LONGEST, LONGEST + 1, LONGEST + 1]


STEPS = st.lists(
    st.tuples(
        st.one_of(
            st.binary(max_size=80),
            st.binary(min_size=4000, max_size=4200),
            st.sampled_from([TOKEN, NUMBER, b"\r", b"\x02", b"\x03", *TD3, *TD1]),
        ),
        st.sampled_from([0.0, 0.001, 0.04, 0.06, 0.2, 0.4]),
    ),
    max_size=30,
)


@settings(deadline=None)
@given(STEPS)
def test_after_whatever_came_a_pause_and_the_next_scan_is_read(
    steps: list[tuple[bytes, float]],
) -> None:
    cable = Cable()
    for data, pause in steps:
        cable.send(data, piece=5_000, gap=0.0)
        cable.wait(pause)
        assert len(cable.lines._burst) <= LONGEST + 20
    cable.wait(NEXT_LINE)
    before = len(cable.readings)
    assert cable.lines.due is None
    cable.send(TOKEN + b"\r")
    cable.wait(SETTLED)
    assert cable.codes[before:] == [TOKEN]
    assert interpret(cable.codes[-1]).kind is ReadingKind.TOKEN
