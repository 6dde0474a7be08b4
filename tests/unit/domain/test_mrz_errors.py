"""Which errors of one character a machine-readable zone shows: all that its check digits can.

Every place of the specimens of ICAO Doc 9303 parts 4, 5 and 6 is tried with every character, and
every pair of neighbours changed about, against an account of the check digits that is kept apart
from the parser's: by places, as the tables "Check digits in the MRZ" of the parts give them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest

from checkpoint_app.domain.travel_document import MrzField, parse_mrz

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
VALUES = {sign: 0 if sign == "<" else int(sign, 36) for sign in ALPHABET}


def span(line: int, width: int, first: int, last: int) -> list[int]:
    """Places in the text without line ends of what a part calls positions first to last."""
    return [line * width + place - 1 for place in range(first, last + 1)]


@dataclass(frozen=True)
class Specimen:
    """``covers`` has, for each check digit, its place and those it is calculated from."""

    text: str
    width: int
    covers: tuple[tuple[int, list[int]], ...]
    dates: list[int]
    long_number: bool = False

    def holds(self, text: str) -> bool:
        """Whether every check digit of a text is right; the one of an empty optional field may be
        a filler (part 4, position 43)."""
        for digit, places in self.covers:
            field = "".join(text[place] for place in places)
            right = sum(VALUES[sign] * (7, 3, 1)[n % 3] for n, sign in enumerate(field)) % 10
            empty = text[digit] == "<" and not field.strip("<")
            if text[digit] != str(right) and not empty:
                return False
        return True

    def covered(self) -> set[int]:
        return {place for digit, places in self.covers for place in [digit, *places]}

    def lines(self, text: str) -> str:
        return "\n".join(
            text[start : start + self.width] for start in range(0, len(text), self.width)
        )


def two_lines(width: int) -> tuple[tuple[int, list[int]], ...]:
    """Part 4 and part 6, section 4.2.4: the lower line."""

    def at(first: int, last: int) -> list[int]:
        return span(1, width, first, last)

    shared = (
        (width + 9, at(1, 9)),
        (width + 19, at(14, 19)),
        (width + 27, at(22, 27)),
        (2 * width - 1, at(1, 10) + at(14, 20) + at(22, width - 1)),
    )
    return (*shared, (width + 42, at(29, 42))) if width == 44 else shared


TD1_COMPOSITE = span(0, 30, 6, 30) + span(1, 30, 1, 7) + span(1, 30, 9, 15) + span(1, 30, 19, 29)
TD1_DATES = ((36, span(1, 30, 1, 6)), (44, span(1, 30, 9, 14)))
SPECIMENS = {
    # Part 4, appendix B.
    "TD3": Specimen(
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        44,
        two_lines(44),
        span(1, 44, 14, 19) + span(1, 44, 22, 27),
    ),
    # Part 6, appendix B.
    "TD2": Specimen(
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6",
        36,
        two_lines(36),
        span(1, 36, 14, 19) + span(1, 36, 22, 27),
    ),
    # Part 5, appendix B.
    "TD1": Specimen(
        "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        30,
        ((14, span(0, 30, 6, 14)), *TD1_DATES, (59, TD1_COMPOSITE)),
        span(1, 30, 1, 6) + span(1, 30, 9, 14),
    ),
    # Part 11, appendix D.2: a number of more than nine characters.
    "TD1 long number": Specimen(
        "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<",
        30,
        ((18, span(0, 30, 6, 14) + span(0, 30, 16, 18)), *TD1_DATES, (59, TD1_COMPOSITE)),
        span(1, 30, 1, 6) + span(1, 30, 9, 14),
        long_number=True,
    ),
    # The same number in a TD2.
    "TD2 long number": Specimen(
        "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<D23145890<UTO3407127M95071227349<<<8",
        36,
        ((67, span(1, 36, 1, 9) + span(1, 36, 29, 31)), *two_lines(36)[1:]),
        span(1, 36, 14, 19) + span(1, 36, 22, 27),
        long_number=True,
    ),
}
by_specimen = pytest.mark.parametrize("specimen", SPECIMENS.values(), ids=SPECIMENS)


def is_shown(specimen: Specimen, text: str) -> bool:
    """A check digit is called wrong, or the text is no zone at all."""
    document = parse_mrz(specimen.lines(text))
    return document is None or bool(document.failed_checks)


@by_specimen
def test_the_account_agrees_with_the_specimen(specimen: Specimen) -> None:
    document = parse_mrz(specimen.lines(specimen.text))
    assert document is not None
    assert not document.failed_checks
    assert not document.doubts
    assert specimen.holds(specimen.text)


@by_specimen
@pytest.mark.requirement("C1")
def test_every_wrong_character_that_check_digits_can_show(specimen: Specimen) -> None:
    """Of the covered places: shown unless the character is the same modulo 10, which no choice of
    weights prime to 10 can show; in a date each is shown, for no letter belongs there."""
    covered = specimen.covered()
    seen = unseen = 0
    for place, right in enumerate(specimen.text):
        for sign in ALPHABET.replace(right, ""):
            spoilt = specimen.text[:place] + sign + specimen.text[place + 1 :]
            shown = is_shown(specimen, spoilt)
            if not specimen.holds(spoilt):
                assert shown, (place, right, sign)
            if place not in covered:
                continue
            alike = VALUES[sign] % 10 == VALUES[right] % 10
            digit = any(place == check for check, _ in specimen.covers)
            if digit or place in specimen.dates:
                empty = sign == "<" and right == "0"  # part 4, position 43
                assert shown or empty, (place, right, sign)
            else:
                assert shown or alike, (place, right, sign)
                # A filler inside the first part of a long number ends it, and is shown too.
                assert not (shown and alike) or specimen.long_number, (place, right, sign)
            seen += shown
            unseen += not shown
    assert seen + unseen == 36 * len(covered)
    print(f"{specimen.text[:5]}: {seen} of {seen + unseen} wrong characters shown")


@by_specimen
def test_every_swap_of_neighbours_that_check_digits_can_show(specimen: Specimen) -> None:
    """Neighbouring weights differ by 4, 2 and 6: in one field a swap is unseen where the two are
    the same modulo 5, and only there."""
    fields = [set(places) for digit, places in specimen.covers if len(places) < 20]
    swaps = 0
    for place in range(len(specimen.text) - 1):
        left, right = specimen.text[place], specimen.text[place + 1]
        if left == right:
            continue
        swapped = specimen.text[:place] + right + left + specimen.text[place + 2 :]
        shown = is_shown(specimen, swapped)
        if not specimen.holds(swapped):
            assert shown, place
        if any({place, place + 1} <= field for field in fields):
            swaps += 1
            alike = VALUES[left] % 5 == VALUES[right] % 5
            assert shown is not alike or (shown and place in specimen.dates), place
    assert swaps > 15


@by_specimen
def test_a_part_without_a_check_digit_shows_what_its_form_can(specimen: Specimen) -> None:
    """A digit is never part of a name, of a state's code, or of the sex."""
    for place in range(5 if specimen.width > 30 else 60, 44 if specimen.width == 44 else 36):
        spoilt = specimen.text[:place] + "0" + specimen.text[place + 1 :]
        document = parse_mrz(specimen.lines(spoilt))
        if place < specimen.width:
            assert document is not None
            assert document.doubts == {MrzField.NAMES}
    state = specimen.text.replace("UTO", "UT0", 1)
    document = parse_mrz(specimen.lines(state))
    assert document is not None
    assert document.doubts == {MrzField.ISSUER}
    assert not document.failed_checks


@pytest.mark.parametrize(
    ("code", "is_known"),
    [
        ("EGY", True), ("SAU", True), ("D<<", True), ("UNO", True), ("XXA", True), ("XXX", True),
        ("GBD", True), ("RKS", True), ("E6Y", False), ("EGV", False), ("<EG", False),
        ("D<D", False), ("<<<", False),
        ("QQQ", False),
    ],
)  # fmt: skip
def test_codes_of_states(code: str, is_known: bool) -> None:
    text = SPECIMENS["TD3"].text
    document = parse_mrz(SPECIMENS["TD3"].lines(text[:54] + code + text[57:]))
    assert document is not None
    assert not document.failed_checks
    assert (MrzField.NATIONALITY not in document.doubts) is is_known


@pytest.mark.requirement("C1")
def test_a_hundred_thousand_random_texts() -> None:
    """Noise, spoilt specimens, cut and joined lines: an answer or none, never an error."""
    rng = random.Random(9303)
    noise = ALPHABET + "abcxyz٠١٩۷ \n\r\t\x02\x03\x00«ﷺß\u200f\ufeff"
    texts = [specimen.text for specimen in SPECIMENS.values()]
    read = 0
    for number in range(100_000):
        if number % 2 == 0:
            text = "".join(rng.choices(noise, k=rng.randrange(0, 120)))
        else:
            text = rng.choice(texts)
            for _ in range(rng.randrange(0, 4)):
                place = rng.randrange(len(text))
                text = text[:place] + rng.choice(noise) + text[place + rng.randrange(0, 3) :]
        document = parse_mrz(text)
        if document is not None:
            read += 1
            document.presented()
            assert document.number.isascii()
            assert len(document.birth_yymmdd) == 6
    assert read > 10_000
