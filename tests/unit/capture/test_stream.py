from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.capture.stream import LEFT, Sense, Stream
from checkpoint_app.credential import token_text
from checkpoint_app.domain.permit import permit_number_from_serial

SCANNER, CAMERA = Sense.SCANNER, Sense.CAMERA
NUMBER, OTHER = (str(permit_number_from_serial(n)) for n in (483920175566, 500000000001))
TOKEN = token_text.to_digits(int(NUMBER), bytes(range(170)))
REPRINT = token_text.to_digits(int(NUMBER), bytes(reversed(range(170))))

Event = tuple[float, str, Sense]

# What is presented, when, to what; and which of it is told.
CASES: dict[str, list[tuple[Event, bool]]] = {
    "a beam that reads twice": [((0.0, NUMBER, SCANNER), True), ((0.3, NUMBER, SCANNER), False)],
    "just before the moment is over": [
        ((0.0, NUMBER, SCANNER), True),
        ((2.49, NUMBER, SCANNER), False),
    ],
    "shown again on purpose": [((0.0, NUMBER, SCANNER), True), ((2.5, NUMBER, SCANNER), True)],
    "an officer who tries every two seconds is answered": [
        ((0.0, NUMBER, SCANNER), True),
        ((2.0, NUMBER, SCANNER), False),
        ((4.0, NUMBER, SCANNER), True),
    ],
    "under the camera again": [
        ((0.0, NUMBER, CAMERA), True),
        ((4.9, NUMBER, CAMERA), False),
        ((6.5, NUMBER, CAMERA), True),
    ],
    "another pilgrim at once": [((0.0, NUMBER, SCANNER), True), ((0.2, OTHER, SCANNER), True)],
    "the camera sees what the scanner has read": [
        ((0.0, TOKEN, SCANNER), True),
        ((4.0, TOKEN, CAMERA), False),
    ],
    "the scanner reads, on purpose, what the camera saw": [
        ((0.0, TOKEN, CAMERA), True),
        ((1.0, TOKEN, SCANNER), False),
        ((3.0, TOKEN, SCANNER), True),
    ],
    "both codes of one permit, the signed one first": [
        ((0.0, TOKEN, SCANNER), True),
        ((0.3, NUMBER, SCANNER), False),
    ],
    "both codes of one permit, the signed one last": [
        ((0.0, NUMBER, SCANNER), True),
        ((0.3, TOKEN, SCANNER), True),
        ((0.6, NUMBER, SCANNER), False),
    ],
    "another print of the permit": [
        ((0.0, TOKEN, SCANNER), True),
        ((0.5, REPRINT, SCANNER), True),
    ],
    "a thread that was late": [((1.0, NUMBER, SCANNER), True), ((0.9, NUMBER, CAMERA), False)],
    "a passport swiped twice": [
        ((0.0, "A12345678", SCANNER), True),
        ((1.0, "A12345678", SCANNER), False),
        ((3.0, "A12345678", SCANNER), True),
    ],
}


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("name", CASES)
def test_one_presentation_is_one_reading(name: str) -> None:
    stream = Stream()
    events = [event for event, _ in CASES[name]]
    told = [stream.takes(code, sense, at) for at, code, sense in events]
    assert told == [expected for _, expected in CASES[name]]


def test_a_scanner_that_is_stuck_reads_once_until_it_rests() -> None:
    stream = Stream()
    told = [stream.takes(NUMBER, SCANNER, place * 0.4) for place in range(500)]
    assert told == [True] + [False] * 499
    assert stream.takes(OTHER, SCANNER, 200.1)
    assert stream.takes(NUMBER, SCANNER, 200.2 + LEFT)


def test_what_had_no_answer_is_taken_again_at_once() -> None:
    stream = Stream()
    assert stream.takes(NUMBER, SCANNER, 0.0)
    stream.forget()
    assert stream.takes(NUMBER, SCANNER, 0.5)


def test_bytes_and_text_of_one_code_are_the_same() -> None:
    stream = Stream()
    assert stream.takes("تصريح", SCANNER, 0.0)
    assert not stream.takes("تصريح".encode(), CAMERA, 1.0)
    assert stream.takes(b"\xff\xfe\x00", SCANNER, 1.0)
    assert not stream.takes(b"\xff\xfe\x00", SCANNER, 2.0)


EVENTS = st.lists(
    st.tuples(
        st.floats(0.0, 3.0),
        st.sampled_from([NUMBER, OTHER, TOKEN, REPRINT, "luggage", ""]),
        st.sampled_from(list(Sense)),
    ),
    max_size=25,
)
PERMITS = dict.fromkeys((TOKEN, REPRINT), NUMBER)


@given(EVENTS)
def test_no_code_is_told_twice_in_its_moment_and_none_is_lost(events: list[Event]) -> None:
    stream, at = Stream(), 0.0
    told: dict[str, float] = {}
    seen: dict[str, float] = {}
    for gap, code, sense in events:
        at += gap
        taken = stream.takes(code, sense, at)
        if taken:
            assert code not in told or at - told[code] >= sense.value
            told[code] = at
        elif code != NUMBER:
            # Kept back only what was told a moment ago, or has not left since.
            assert at - told[code] < sense.value or at - seen[PERMITS.get(code, code)] < LEFT
        seen[PERMITS.get(code, code)] = at
        assert len(stream._told) <= 64


@given(st.lists(st.text(max_size=5), max_size=200))
def test_memory_is_bounded(codes: list[str]) -> None:
    stream = Stream()
    for place, code in enumerate(codes):
        stream.takes(code, SCANNER, place * 0.001)
    assert len(stream._told) <= 64
