"""Machine-readable zones. The specimens are those of ICAO Doc 9303 parts 4, 5 and 6."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.domain.permit import Sex
from checkpoint_app.domain.travel_document import (
    MrzField,
    MrzLayout,
    TravelDocument,
    mrz_check_digit,
    parse_mrz,
)

PASSPORT = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
)
CARD = (
    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
)
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
TODAY = date(2026, 11, 22)


def read(text: str) -> TravelDocument:
    document = parse_mrz(text)
    assert document is not None
    return document


def egyptian(number: str = "A00000069", birth: str = "900315", names: str = "SAYED<<SALMA") -> str:
    """A passport of the Egyptian form with right check digits; made up."""
    first = f"P<EGY{names}".ljust(44, "<")
    number = number.ljust(9, "<")
    second = f"{number}{mrz_check_digit(number)}EGY{birth}{mrz_check_digit(birth)}F"
    second += f"290501{mrz_check_digit('290501')}" + "<" * 14 + "0"
    return f"{first}\n{second}{mrz_check_digit(second[:10] + second[13:20] + second[21:])}"


@pytest.mark.parametrize(
    ("text", "layout", "number", "optional"),
    [
        (PASSPORT, MrzLayout.TD3, "L898902C3", "ZE184226B"),
        (CARD, MrzLayout.TD1, "D23145890", ""),
        (TD2, MrzLayout.TD2, "D23145890", ""),
    ],
)
def test_specimens_of_doc_9303(text: str, layout: MrzLayout, number: str, optional: str) -> None:
    document = read(text)
    assert (document.layout, document.number, document.optional) == (layout, number, optional)
    assert (document.surname, document.given_names) == ("ERIKSSON", "ANNA MARIA")
    assert (document.issuer, document.nationality) == ("UTO", "UTO")
    assert document.birth(TODAY) == date(1974, 8, 12)
    assert document.expiry() == date(2012, 4, 15)
    assert document.sex is Sex.FEMALE
    assert not document.failed_checks
    assert not document.names_truncated


def test_check_digit_of_the_worked_example() -> None:
    """Doc 9303 part 3, section 4.9: 520727 has 3; part 4, appendix B: AB2134<<< has 5."""
    assert mrz_check_digit("520727") == 3
    assert mrz_check_digit("AB2134<<<") == 5


@pytest.mark.parametrize("text", [PASSPORT, CARD, TD2], ids=["TD3", "TD1", "TD2"])
@pytest.mark.parametrize(
    "sent",
    [
        lambda text: text.replace("\n", ""),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("\n", "\r\n") + "\r\n",
        lambda text: text.replace("\n", "\t"),
        lambda text: f"\x02{text}\x03",
        lambda text: text.replace("\n", " \n ") + "  ",
        lambda text: text.lower(),
        lambda text: text.translate({48 + value: 0x660 + value for value in range(10)}),
        lambda text: f"\u200f{text}\ufeff",
        lambda text: "\n".join(line.rstrip("<") for line in text.split("\n")),
        lambda text: "".join(line.rstrip("<") for line in text.split("\n")),
    ],
    ids=[
        "joined",
        "CR",
        "CRLF",
        "tab",
        "framed",
        "spaces",
        "small",
        "arabic",
        "marks",
        "trimmed",
        "trimmed and joined",
    ],
)
def test_however_a_reader_sends_it(text: str, sent: object) -> None:
    assert callable(sent)
    assert parse_mrz(sent(text)) == parse_mrz(text)


def test_fillers_sent_as_spaces() -> None:
    text = egyptian(names="AL<SAYED<<SALMA<HASSAN")
    assert parse_mrz(text.replace("<", " ")) == parse_mrz(text)


def test_the_egyptian_form() -> None:
    document = read(egyptian())
    assert document.number == "A00000069"
    assert not document.failed_checks
    short = read(egyptian("A0000006"))
    assert short.number == "A0000006"
    assert not short.failed_checks


@pytest.mark.parametrize(
    ("place", "sign", "failed"),
    [
        (0, "M", {MrzField.NUMBER, MrzField.COMPOSITE}),
        (13, "8", {MrzField.BIRTH, MrzField.COMPOSITE}),
        (21, "2", {MrzField.EXPIRY, MrzField.COMPOSITE}),
        (28, "Y", {MrzField.PERSONAL, MrzField.COMPOSITE}),
        (43, "1", {MrzField.COMPOSITE}),
        (9, "<", {MrzField.NUMBER, MrzField.COMPOSITE}),
        (14, "E", {MrzField.BIRTH}),  # a letter of the same value modulo 10
    ],
)
def test_a_wrong_sign_is_told_by_field(place: int, sign: str, failed: set[MrzField]) -> None:
    first, second = PASSPORT.split("\n")
    spoilt = second[:place] + sign + second[place + 1 :]
    document = read(f"{first}\n{spoilt}")
    assert document.failed_checks == failed
    assert document.presented().checks_failed


NAMES = [
    # Part 4, sections 4.2.3.1 to 4.2.3.4: the names of a passport.
    ("P<", 44, "VAN<DER<MUELLEN<<MARTIN", "VAN DER MUELLEN", "MARTIN", False),
    ("P<", 44, "AL<BASRI<<HUDA<MUHAMMAD<JAWAD", "AL BASRI", "HUDA MUHAMMAD JAWAD", False),
    ("P<", 44, "SMITH<JONES<<SUSIE<MARGARET", "SMITH JONES", "SUSIE MARGARET", False),
    ("P<", 44, "OCONNOR<<ENYA<SIOBHAN", "OCONNOR", "ENYA SIOBHAN", False),
    ("P<", 44, "ARKFREITH", "ARKFREITH", "", False),
    ("P<", 44, "SATRIYA<SUDARPA", "SATRIYA SUDARPA", "", False),
    ("P<", 44, "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K", "NILAVADHANANANDA",
     "CHAYAPA DEJTHAMRONG K", True),
    ("P<", 44, "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI",
     "BENNELONG WOOLOOMOOLOO WARRANDYTE W", "DI", True),
    ("P<", 44, "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR", "PAPANDROPOULOUS",
     "JONATHON WARREN TREVOR", True),
    # Part 6, section 4.2.3: those of a TD2.
    ("I<", 36, "NILAVADHANANANDA<<ARN<PET<CHARO", "NILAVADHANANANDA", "ARN PET CHARO", True),
    ("I<", 36, "AL<BASRI<<HUDA<MUHAMMAD<JAWAD", "AL BASRI", "HUDA MUHAMMAD JAWAD", False),
    # Part 5, section 4.2.3: those of a TD1.
    ("I<", 30, "BENNE<WOOLO<WARRA<WARNA<<DIN<P", "BENNE WOOLO WARRA WARNA", "DIN P", True),
    ("I<", 30, "AL<BASRI<<HUDA<MUHAMMAD<JAWAD", "AL BASRI", "HUDA MUHAMMAD JAWAD", False),
]  # fmt: skip


@pytest.mark.parametrize(("code", "width", "field", "surname", "given_names", "truncated"), NAMES)
def test_names_of_doc_9303(
    code: str, width: int, field: str, surname: str, given_names: str, truncated: bool
) -> None:
    lines = {44: PASSPORT, 36: TD2, 30: CARD}[width].split("\n")
    if width == 30:
        lines[2] = field.ljust(30, "<")
    else:
        lines[0] = f"{code}UTO{field}".ljust(width, "<")
    document = read("\n".join(lines))
    assert (document.surname, document.given_names) == (surname, given_names)
    assert document.names_truncated is truncated
    assert not document.failed_checks | document.doubts


def test_check_digits_of_the_worked_examples() -> None:
    """Part 3, appendix A, examples 3 to 5: the composite digits of a TD3, a TD1 and a TD2."""
    assert mrz_check_digit("HA672242<658022549601086<<<<<<<<<<<<<<0") == 8
    assert mrz_check_digit("D231458907<<<<<<<<<<<<<<<34071279507122<<<<<<<<<<<") == 2
    assert mrz_check_digit("HA672242<658022549601086<<<<<<<") == 8


def test_the_long_numbers_of_doc_9303() -> None:
    """Part 11, appendix D.2: the same number in a TD1 and a TD2."""
    card = (
        "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<"
    )
    td2 = "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<D23145890<UTO3407127M95071227349<<<8"
    for text, layout in ((card, MrzLayout.TD1), (td2, MrzLayout.TD2)):
        document = read(text)
        assert (document.layout, document.number) == (layout, "D23145890734")
        assert document.optional == ""
        assert not document.failed_checks | document.doubts


@pytest.mark.parametrize(
    ("birth", "right"), [("900<<<", False), ("90<<<<", True), ("<<<<15", True)]
)
def test_a_part_of_a_date_is_known_or_it_is_not(birth: str, right: bool) -> None:
    """Part 3, section 4.8: fillers stand for the whole of a year, a month or a day."""
    document = read(egyptian(birth=birth))
    assert (MrzField.BIRTH not in document.failed_checks) is right
    assert document.birth(TODAY) is None


def test_the_number_of_a_card_goes_on_in_the_optional_data() -> None:
    """Doc 9303 part 5: D23145890734 has its check digit 9 after its last three characters."""
    digit = mrz_check_digit("D23145890734")
    first = f"I<UTOD23145890<734{digit}".ljust(30, "<")
    second = "7408122F1204159UTO<<<<<<<<<<<"
    composite = mrz_check_digit(first[5:] + second[:7] + second[8:15] + second[18:])
    document = read(f"{first}\n{second}{composite}\nERIKSSON<<ANNA<MARIA<<<<<<<<<<")
    assert document.number == "D23145890734"
    assert not document.failed_checks


def test_names_that_fill_their_field_are_truncated() -> None:
    document = read(egyptian(names="ABDELRAHMAN<ELSAYED<<MOHAMED<ABDELMONEIM<ALY"[:39]))
    assert document.names_truncated
    assert document.surname == "ABDELRAHMAN ELSAYED"
    assert document.given_names == "MOHAMED ABDELMONEI"


def test_one_name_only() -> None:
    document = read(egyptian(names="SALMA"))
    assert (document.surname, document.given_names) == ("SALMA", "")
    assert document.presented().names == "SALMA"


@pytest.mark.parametrize(
    ("yymmdd", "birth"),
    [
        ("260101", date(2026, 1, 1)),
        ("261122", date(2026, 11, 22)),
        ("261123", date(1926, 11, 23)),
        ("270101", date(1927, 1, 1)),
        ("000229", date(2000, 2, 29)),
        ("900230", None),
        ("90<<<<", None),
    ],
)
def test_a_birth_date_is_in_the_past(yymmdd: str, birth: date | None) -> None:
    document = read(egyptian(birth=yymmdd))
    assert document.birth(TODAY) == birth
    assert document.presented(TODAY).birth == birth
    assert document.presented().birth is None
    assert document.presented().birth_yymmdd == yymmdd


def test_expiry_without_a_day() -> None:
    assert replace(read(PASSPORT), expiry_yymmdd="<<<<<<").expiry() is None
    assert replace(read(PASSPORT), expiry_yymmdd="990101").expiry() == date(1999, 1, 1)


def test_presented() -> None:
    presented = read(egyptian()).presented(TODAY)
    assert presented.number == "A00000069"
    assert presented.number_tail == "0069"
    assert presented.birth == date(1990, 3, 15)
    assert presented.expiry == date(2029, 5, 1)
    assert presented.sex is Sex.FEMALE
    assert not presented.checks_failed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "P<",
        "2041187309165",
        "https://example.org/permit?n=2041187309165",
        "M1ERIKSSON/ANNA       EABC123 CAIJEDMS 0671 326Y012C0034 100",
        PASSPORT.replace("P<", "V<", 1),
        PASSPORT.replace("P<", "I<", 1),
        CARD.replace("I<", "P<", 1),
        PASSPORT[:45] + "A" * 44,
        PASSPORT[:-1],
        PASSPORT + "<",
        PASSPORT.replace("<", "«"),
        PASSPORT * 2,
        PASSPORT + "\n" * 300,
        "P<UTO" + "<" * 41 + "\n" + PASSPORT.split("\n")[1],
    ],
)
def test_what_is_none(text: str) -> None:
    assert parse_mrz(text) is None


@given(st.text(max_size=300) | st.text("P<AI0123456789\n", min_size=60, max_size=95))
def test_any_text(text: str) -> None:
    document = parse_mrz(text)
    assert document is None or document.presented(TODAY).number_tail is not None


@given(st.text("<ABC019", min_size=85, max_size=85))
def test_any_zone(text: str) -> None:
    document = parse_mrz(f"P<E{text}")
    if document is not None:
        document.presented(TODAY)


@given(st.integers(0, 43), st.sampled_from("0123456789ABCXYZ<"))
def test_no_single_wrong_sign_of_the_covered_fields_goes_unseen(place: int, sign: str) -> None:
    """7-3-1 sees every wrong sign but one of the same value modulo 10 (A and K, 0 and filler)."""
    first, second = egyptian().split("\n")
    spoilt = second[:place] + sign + second[place + 1 :]
    document = parse_mrz(f"{first}\n{spoilt}")
    if 10 <= place < 13 or place == 20 or document is None or spoilt == second:
        return
    values = [0 if mark == "<" else int(mark, 36) for mark in (sign, second[place])]
    if values[0] % 10 != values[1] % 10:
        assert document.failed_checks
