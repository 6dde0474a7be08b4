"""What a scanned, swiped or typed text is taken for."""

from __future__ import annotations

import zlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential import sheet_codes
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.keyboard import from_arabic_keys, is_wrong_layout
from checkpoint_app.credential.scanned import (
    TEXT_LIMIT,
    Interpretation,
    interpret,
    shown_document,
)
from checkpoint_app.credential.token_text import to_digits
from checkpoint_app.domain.facts import ReadingKind
from checkpoint_app.domain.permit import Sex, spaced_permit_number
from tests.unit.credential import samples

NUMBER = samples.permit_number(1)
TOKEN = samples.envelopes()[EnvelopeType.TOKEN]
TEXT = to_digits(NUMBER, TOKEN)
# ICAO Doc 9303 part 4, appendix A: the specimen of a TD3 passport.
MRZ = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
SHEET = [
    getattr(sheet_codes, name)
    for name in ("TOKEN", "NUMBER", "TEXT", "CAPITALS", "LINES", "GROUPS", "AZTEC")
]
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
EXTENDED = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
A_TOKEN = Interpretation(ReadingKind.TOKEN, NUMBER, TOKEN)
A_NUMBER = Interpretation(ReadingKind.NUMBER, NUMBER)


@pytest.mark.parametrize(
    "reading",
    [
        TEXT,
        TEXT.encode(),
        TEXT + "\r\n",
        "\x02" + TEXT + "\x03\t",
        "]Q1" + TEXT,
        TEXT.translate(ARABIC),
        TEXT.translate(EXTENDED).encode(),
        "\u200f" + TEXT[:20] + "\u202b" + TEXT[20:] + "\u2069",
        "\ufeff" + TEXT,
        "\u200b".join(TEXT),
    ],
)
def test_a_token_is_one_however_it_arrives(reading):
    assert interpret(reading) == A_TOKEN


@pytest.mark.parametrize(
    "reading",
    [
        str(NUMBER),
        str(NUMBER).encode() + b"\r",
        "]C0" + str(NUMBER),
        spaced_permit_number(NUMBER),
        spaced_permit_number(NUMBER).translate(ARABIC),
        str(NUMBER).translate(EXTENDED),
        "\u200e" + str(NUMBER) + "\u200e",
        "-".join(spaced_permit_number(NUMBER).split()),
    ],
)
def test_a_permit_number_is_one_however_it_is_typed(reading):
    assert interpret(reading) == A_NUMBER


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\r", ""])
def test_a_swiped_passport_is_a_document(separator):
    found = interpret(separator.join(MRZ) + "\r")
    assert found.kind is ReadingKind.PASSPORT
    assert found.document.number == "L898902C3"
    assert found.document.number_tail == "02C3"
    assert found.document.sex is Sex.FEMALE
    assert found.document.expiry == date(2012, 4, 15)


@pytest.mark.requirement("C2")
@pytest.mark.parametrize(
    ("text", "symbology", "by_hand", "shown"),
    [
        ("\n".join(MRZ), "", False, True),
        ("\n".join(MRZ), "", True, True),
        ("\n".join(MRZ).replace("L8", "L9"), "", False, True),  # misread: it matches nothing
        ("\n".join(MRZ), "PDF417", False, False),
        ("\n".join(MRZ), "Other", True, False),
        ("A12345678", "", False, False),
        ("A12345678", "", True, True),
        ("A12345678", "Code128", False, False),
        (str(NUMBER), "", True, False),
    ],
)
def test_which_passport_lies_before_the_officer(text, symbology, by_hand, shown):
    document = shown_document(interpret(text), symbology, by_hand=by_hand)
    assert (document is not None) is shown


def test_what_a_zone_says_in_doubt_comes_with_it():
    first, second = MRZ
    sound = interpret(f"{first}\n{second}").document
    assert (sound.doubtful, sound.names_truncated, sound.is_zone) == (frozenset(), False, True)
    odd = interpret(f"{first.replace('ANNA', 'ANN4')}\n{second.replace('UTO', 'QQQ')}").document
    assert (odd.checks_failed, odd.doubtful) == (False, {"names", "nationality"})
    wrong = interpret(f"{first}\n{second.replace('740812', '740813')}").document
    assert (wrong.checks_failed, wrong.doubtful) == (True, {"birth", "composite"})
    cut = "P<UTONILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"
    assert interpret(f"{cut}\n{second}").document.names_truncated
    assert not interpret("A12345678").document.is_zone


def test_a_typed_passport_number_is_a_document():
    for typed in ("A12345678", " a12345678 ", "a١٢٣٤٥٦٧٨", "A1234567"):
        found = interpret(typed)
        assert found.kind is ReadingKind.PASSPORT
    assert found.document.number == "A1234567"
    assert found.document.number_tail == "4567"


@pytest.mark.parametrize(
    ("reading", "hint"),
    [
        (
            "M1ELSAYED/FATMA       EABC123 CAIJEDMS 0671 305Y012A0045 100",
            "scan.boarding_pass",
        ),
        ("HC1:6BFOXN%TS3DH0YOJ58S S-W5HDC *M0II5XHC9B5G2+$N IOP-IA%NFQGRJPC", "scan.vaccination"),
        ("https://example.com/menu", "scan.url"),
        ("HTTP://EXAMPLE.COM/عمرة", "scan.url"),
        ("www.example.com", "scan.url"),
        ("otpauth://totp/x", "scan.url"),
        ("29001011234567", "scan.national_id"),
        ("6221031490048", None),
        ("0123456789", "scan.other"),
        ("WIFI:S:hall;;", "scan.other"),
        *((text, "scan.test_sheet") for text in SHEET),
        *((text.swapcase(), "scan.test_sheet") for text in SHEET),
        *((f"]Q1{text}\r\n", "scan.test_sheet") for text in SHEET),
        *((text.lstrip("0"), "scan.test_sheet") for text in SHEET),
        ("01ABC0042", "scan.test_sheet"),
        ("LINE 1 OF 2 LINE 2 OF 2", "scan.test_sheet"),
        ("السلام عليكم ورحمة الله", "scan.other"),
        ("x" * 10_000, "scan.too_long"),
        (b"\xff" * 10_000, "scan.too_long"),
        ("7" * (TEXT_LIMIT + 1), "scan.too_long"),
        (b"\xd2\x84\x4d\xa2\x01\x32", "scan.other"),
    ],
)
def test_other_codes_are_no_permit_and_say_what_they_are(reading, hint):
    found = interpret(reading)
    if hint is None:
        assert found == Interpretation(ReadingKind.UNREADABLE, hint="scan.mistyped_number")
    else:
        assert found == Interpretation(ReadingKind.NOT_A_PERMIT, hint=hint)


def test_a_damaged_token_is_unreadable_never_forged():
    damaged = Interpretation(ReadingKind.UNREADABLE, hint="scan.damaged")
    assert interpret(TEXT[:-1]) == damaged
    assert interpret(TEXT[1:]) == damaged
    assert interpret(TEXT[:200]) == damaged
    assert interpret(TEXT[:100] + TEXT[101:]) == damaged
    assert interpret("7" * 469) == damaged


@pytest.mark.parametrize("typed", [str(NUMBER)[:-1], str(NUMBER + 1), str(NUMBER)[1:]])
def test_a_mistyped_number_is_unreadable(typed):
    expected = Interpretation(ReadingKind.UNREADABLE, hint="scan.mistyped_number")
    assert interpret(typed) == expected


@pytest.mark.parametrize("reading", ["", b"", " \r\n", "\u200f\u200f", "\ufeff", b"\xff\xfe"])
def test_nothing_is_unreadable(reading):
    assert interpret(reading) == Interpretation(ReadingKind.UNREADABLE, hint="scan.empty")


def test_a_later_format_falls_back_to_its_number():
    body = f"72{NUMBER}" + "5" * 300
    found = interpret(f"{body}{zlib.crc32(body.encode()):010d}")
    assert found == Interpretation(
        ReadingKind.NUMBER, NUMBER, newer_format=True, hint="scan.newer_format"
    )
    body = f"72{NUMBER + 1}" + "5" * 300
    found = interpret(f"{body}{zlib.crc32(body.encode()):010d}")
    assert found.kind is ReadingKind.UNREADABLE


# What an Arabic (101) layout makes of keys: small letters, and capitals with Shift held.
GARBLED = [
    "اففحس://ثءشةحمث.ؤخة",  # https://example.com, keys without Shift
    "ة1ثمسشغثي",
    "أىﻵ",
]


@pytest.mark.parametrize("reading", GARBLED)
def test_letters_through_an_arabic_layout_say_scanner_layout(reading):
    assert interpret(reading) == Interpretation(ReadingKind.SCANNER_LAYOUT, hint="scan.layout")


@pytest.mark.parametrize("reading", ["!@#$%^&*()!@#", '&é"\'(-è_çà&é"'])
def test_digit_rows_of_another_layout_say_scanner_layout(reading):
    assert interpret(reading).kind is ReadingKind.SCANNER_LAYOUT


SHIFTED = dict(
    zip(
        "QWERYUIOPASDFHJKLZXCVNM<>?",
        ["\u064e", "\u064b", "\u064f", "\u064c", "إ", "‘", "÷", "×", "؛", "\u0650", "\u064d",
         "]", "[", "أ", "ـ", "،", "/", "~", "\u0652", "}", "{", "آ", "’", ",", ".", "؟"],
        strict=True,
    )
) | {"T": "لإ", "G": "لأ", "B": "لآ"}  # fmt: skip


def through_arabic_keys(text: str) -> str:
    return "".join(SHIFTED.get(sign, sign) for sign in text)


def test_a_passport_swiped_through_an_arabic_layout_is_put_back():
    garbled = through_arabic_keys("\r".join(MRZ))
    assert from_arabic_keys(garbled) == "\r".join(MRZ)
    found = interpret(garbled)
    assert found.kind is ReadingKind.PASSPORT
    assert found.document == interpret("\r".join(MRZ)).document
    assert found.hint == "scan.layout"


def test_a_passport_that_cannot_be_put_back_for_certain_says_scanner_layout():
    garbled = through_arabic_keys("\r".join(MRZ)).replace("8989", "8980")
    assert interpret(garbled).kind is ReadingKind.SCANNER_LAYOUT


def test_a_sentence_in_arabic_is_not_taken_for_a_layout():
    assert not is_wrong_layout("مطعم الكشري بالمحطة")
    assert not is_wrong_layout("plain")
    assert is_wrong_layout("ضصثقفغ")


@given(st.text(max_size=300))
def test_any_text_is_something(text):
    assert isinstance(interpret(text), Interpretation)


@given(st.binary(max_size=300))
def test_any_bytes_are_something(data):
    assert isinstance(interpret(data), Interpretation)


@given(st.text(alphabet="0123456789٠١٢٣٤٥٦٧٨٩ -\u200f\u202e7", max_size=120))
def test_no_row_of_digits_makes_a_token_by_chance(text):
    assert interpret(text).kind is not ReadingKind.TOKEN
