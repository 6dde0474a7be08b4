"""A scanner judged by what it sends of the sheet. The ways of sending are those that scanners'
manuals describe (prefix and suffix, keyboard country, Caps Lock override, function keys for control
characters, delay between characters, reread delay); none was tried on hardware here."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint_app.capture.scanner_check import (
    Grade,
    Link,
    Report,
    Sent,
    check_scanner,
    sent_by_keys,
    sent_by_serial,
)
from checkpoint_app.capture.scanner_match import Layout
from checkpoint_app.capture.scanner_words import report_lines
from checkpoint_app.capture.sheet_contents import SYMBOLS
from checkpoint_app.capture.strokes import Stroke, StrokeKind
from checkpoint_app.credential.scanned import interpret
from checkpoint_app.credential.sheet_codes import TOKEN_DIGITS
from checkpoint_app.domain.facts import ReadingKind
from checkpoint_app.domain.permit import check_digit
from checkpoint_app.domain.travel_document import MrzLayout
from checkpoint_app.reference import messages

CONTENTS = {symbol.key: symbol.content for symbol in SYMBOLS}
ARABIC_KEYS = str.maketrans(
    "qwertyuiop[]asdfghjkl;'zxcvnm,./QWERYUIOPASDFHJKLZXCVNM<>?",
    "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظ\u064e\u064b\u064f\u064cإ‘÷×؛\u0650\u064d][أـ،/~\u0652}{آ’,.؟",
)
FRENCH_KEYS = str.maketrans("1234567890azqwAZQW", "&é\"'(-è_çàqwazQWAZ")
PASSPORT = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\rL898902C36UTO7408122F1204159ZE184226B<<<<<10\r"
)


def typed(texts: list[str], pace: float = 0.002, pause: float = 3.0) -> list[Stroke]:
    """Strokes of a wedge, a press and a release for each character."""
    strokes: list[Stroke] = []
    at = 100.0
    for text in texts:
        for sign in text:
            kind = StrokeKind.TERMINATOR if sign in "\r\n\t" else StrokeKind.TEXT
            if sign.isupper():
                strokes.append(Stroke(at, 42, StrokeKind.MODIFIER))
            strokes.append(Stroke(at, ord(sign), kind, sign))
            strokes.append(Stroke(at + pace / 2, ord(sign), kind, is_release=True))
            at += pace
        at += pause
    return strokes


def report_of(texts: list[str], pace: float = 0.002, pause: float = 3.0) -> Report:
    return check_scanner(sent_by_keys(typed(texts, pace, pause)))


def whole(prefix: str = "", suffix: str = "\r") -> list[str]:
    return [f"{prefix}{content}{suffix}" for content in CONTENTS.values()]


def told(report: Report) -> set[str]:
    return {advice.key for advice in report.advice}


def test_a_good_wedge() -> None:
    report = report_of(whole())
    assert report.grade is Grade.GOOD
    assert not report.missing
    assert (report.layout, report.prefix, report.suffix) == (Layout.US, "", "\r")
    assert report.pace == pytest.approx(0.002)
    assert told(report) == {"scanner.serial"}


def test_a_good_serial_scanner() -> None:
    """USB serial brings lumps of bytes; one is read in two parts."""
    chunks = [(0.0, CONTENTS["token"][:64].encode()), (0.01, CONTENTS["token"][64:].encode())]
    chunks += [(0.02, b"\r\n"), (4.0, CONTENTS["number"].encode() + b"\r\n")]
    report = check_scanner(sent_by_serial(chunks))
    assert report.grade is Grade.GOOD
    assert (report.link, report.suffix) == (Link.SERIAL, "\r\n")
    assert told(report) == set()
    assert {symbol.key for symbol in report.missing} == CONTENTS.keys() - {"token", "number"}


def test_nothing_and_too_little() -> None:
    assert check_scanner([]).grade is None
    assert report_of([CONTENTS["number"] + "\r"]).grade is None
    report = report_of(["4006381333931\r", *whole()[:2]])
    assert report.grade is Grade.GOOD
    assert report.unknown == 1


@pytest.mark.parametrize(
    ("texts", "grade", "key"),
    [
        (whole(suffix=""), Grade.USABLE, "scanner.suffix_missing"),
        (whole(suffix="\t"), Grade.GOOD, ""),
        (whole(suffix="#END\r"), Grade.MUST_BE_SET, "scanner.suffix"),
        (whole(prefix="LANE"), Grade.MUST_BE_SET, "scanner.prefix"),
        (whole(prefix="]Q1"), Grade.GOOD, ""),
        (whole(prefix="\x02", suffix="\x03"), Grade.GOOD, ""),
        ([text.swapcase() for text in whole()], Grade.USABLE, "scanner.caps"),
        ([text.translate(ARABIC_KEYS) for text in whole()], Grade.USABLE, "scanner.layout_arabic"),
        ([text.translate(FRENCH_KEYS) for text in whole()], Grade.MUST_BE_SET,
         "scanner.layout_digits"),
        ([text.translate(str.maketrans("0123456789", ")!@#$%^&*(")) for text in whole()[:2]],
         Grade.MUST_BE_SET, "scanner.layout_digits"),
        ([text.translate(str.maketrans("yzYZ-_/", "zyZYß?-")) for text in whole()],
         Grade.USABLE, "scanner.layout_other"),
        ([text.translate({48 + n: 0x660 + n for n in range(10)}) for text in whole()],
         Grade.USABLE, "scanner.arabic_digits"),
        ([text.lstrip("0") for text in whole()[:2]], Grade.USABLE, "scanner.zero_lost"),
        ([text.replace("\x1d", "") for text in whole()], Grade.GOOD, "scanner.separator"),
        ([text.replace("2\rL", "2 L") for text in whole()], Grade.GOOD, "scanner.line_end"),
        ([text[:100] + text[101:] for text in whole()], Grade.MUST_BE_SET, "scanner.torn"),
        ([text[:200] + text[199:] for text in whole()], Grade.MUST_BE_SET, "scanner.torn"),
        ([text * 2 for text in whole()], Grade.USABLE, "scanner.repeats"),
    ],
)  # fmt: skip
def test_what_is_found(texts: list[str], grade: Grade, key: str) -> None:
    report = report_of(texts)
    assert report.grade is grade
    assert told(report) - {"scanner.serial"} == ({key} if key else set())


@pytest.mark.parametrize(
    ("pace", "grade", "key"),
    [
        (0.001, Grade.GOOD, ""),
        (0.008, Grade.GOOD, ""),
        (0.020, Grade.USABLE, "scanner.slow"),
        (0.050, Grade.MUST_BE_SET, "scanner.too_slow"),
    ],
)
def test_speed(pace: float, grade: Grade, key: str) -> None:
    report = report_of(whole(), pace)
    assert report.grade is grade
    assert told(report) - {"scanner.serial"} == ({key} if key else set())
    assert report.pace == pytest.approx(pace)


def test_a_pause_within_a_code() -> None:
    strokes = typed(whole())
    late = [Stroke(s.at + 0.2 * (n > 300), s.key, s.kind, s.text) for n, s in enumerate(strokes)]
    report = check_scanner(sent_by_keys([s for s in late if s.text]))
    assert "scanner.stutters" in told(report)
    assert report.worst_gap == pytest.approx(0.202)


def test_the_same_code_a_second_later_was_sent_twice() -> None:
    assert report_of(whole()[:2] + whole()[1:2], pause=1.0).repeats == 1
    assert report_of(whole()[:2] + whole()[1:2], pause=3.0).repeats == 0


def test_an_arabic_layout_that_mixes_letters_up_still_lets_digits_through() -> None:
    """Under X11 the keys that type lam-alef come late, through the input method."""
    mixed = CONTENTS["text"].translate(ARABIC_KEYS)
    report = report_of([*whole()[:2], mixed[4:] + mixed[:4] + "\r"])
    assert report.grade is Grade.USABLE
    assert "scanner.layout_arabic" in told(report)


@pytest.mark.parametrize(("end", "lines"), [("\r", 2), ("\n", 2), ("", 1)])
def test_a_swiped_passport(end: str, lines: int) -> None:
    report = report_of([*whole()[:2], PASSPORT.replace("\r", end)])
    assert report.zone is not None
    assert (report.zone.layout, report.zone.lines) == (MrzLayout.TD3, lines)
    assert not report.zone.failed_checks
    assert "ERIKSSON" not in repr(report)
    spoilt = report_of([*whole()[:2], PASSPORT.replace("L898", "L899")])
    assert "scanner.zone" in told(spoilt)


def test_no_symbol_of_the_sheet_is_a_permit() -> None:
    for symbol in SYMBOLS:
        meaning = interpret(symbol.content)
        assert meaning.kind not in (ReadingKind.TOKEN, ReadingKind.NUMBER)
        assert meaning.number is None
    assert len(CONTENTS["token"]) == TOKEN_DIGITS
    assert set(CONTENTS["token"]) == set("0123456789")
    assert check_digit(CONTENTS["number"]) == 0
    assert CONTENTS["number"].startswith("0")


def test_words_in_both_languages() -> None:
    known = messages()
    for report in (
        check_scanner([]),
        report_of(whole(prefix="X", suffix="\x1dY\r"), 0.05),
        report_of([*whole()[:2], PASSPORT, "something else\r"]),
    ):
        for lang in ("en", "ar"):
            lines = list(report_lines(report, lang))
            assert lines
            assert all(line and "{" not in line and "\x1d" not in line for line in lines)
            assert known["error.unexpected"].text(lang) not in lines


def test_noise_at_full_speed_is_bounded() -> None:
    rng = random.Random(7)
    noise = [(n * 0.001, rng.randbytes(1000)) for n in range(1000)]
    (sent,) = sent_by_serial(noise)
    assert len(sent.text) < 5000
    assert check_scanner([sent]).unknown == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(max_size=40) | st.sampled_from(whole()), max_size=4),
    st.floats(0, 1),
    st.sampled_from(list(Link)),
)
def test_any_scans(texts: list[str], gap: float, link: Link) -> None:
    scans = [
        Sent(text, tuple(n * 10 + place * gap for place in range(len(text))), link)
        for n, text in enumerate(texts)
        if text
    ]
    report = check_scanner(scans)
    assert list(report_lines(report, "ar"))
