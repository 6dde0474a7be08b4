"""The machine-readable zone of a travel document (ICAO Doc 9303 parts 3 to 6).

Readers send it as keystrokes or over a serial line: with or without line ends, with the trailing
fillers of a line sometimes lost. What fails its check digit is still returned, and says so; so does
a part without a check digit whose form cannot be. Of wrong characters, the weights 7-3-1 show all
but one that is the same modulo 10 (0, A, K, U and the filler; 1, B, L, V; and so on).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checkpoint_app.domain.country_codes import is_country_code
from checkpoint_app.domain.digits import ascii_digits, without_invisible
from checkpoint_app.domain.facts import PresentedDocument
from checkpoint_app.domain.permit import Sex

# Three lines of 30 with their ends, and room for what readers put around them.
MRZ_TEXT_LIMIT = 256
FILLER = "<"
_WEIGHTS = (7, 3, 1)  # Doc 9303 part 3, section 4.9
_LINE = re.compile(r"[A-Z0-9<]+")
# Year, month and day, each in digits or, when it is not known, in fillers (part 3, section 4.8).
_DATE = re.compile(r"(?:[0-9]{2}|<<){3}")
_NAME = r"[A-Z]+(?:<[A-Z]+)*"
_NAMES = re.compile(rf"{_NAME}(?:<<{_NAME})?<*")
_CODE = re.compile(r"[A-Z]+<*")
_MIDDLE_LINE = re.compile(r"[0-9<]{6}[0-9][MF<][0-9<]{6}[0-9][A-Z<]{3}.{11}[0-9]")
# Characters of a first line without its lost fillers: code, issuer, one letter of a name or number.
_SHORTEST_LINE = 6
_SEXES = {"M": Sex.MALE, "F": Sex.FEMALE}


class MrzLayout(StrEnum):
    """Sizes of machine-readable travel documents."""

    TD1 = "TD1"  # card, three lines of 30
    TD2 = "TD2"  # two lines of 36
    TD3 = "TD3"  # passport booklet, two lines of 44


class MrzField(StrEnum):
    """Parts of a zone: those that a check digit covers, then those that none does."""

    NUMBER = "number"
    BIRTH = "birth"
    EXPIRY = "expiry"
    PERSONAL = "personal"
    COMPOSITE = "composite"
    ISSUER = "issuer"
    NATIONALITY = "nationality"
    SEX = "sex"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class TravelDocument:
    """One machine-readable zone as read.

    ``birth_yymmdd`` and ``expiry_yymmdd`` are six characters, ``<`` where a part is not known.
    ``failed_checks`` is empty when every check digit is right; ``names_truncated`` is set when the
    names fill their field to its end. A sex that is neither M nor F is UNKNOWN. ``doubts`` are
    parts without a check digit that cannot be as they were read: a digit in a name, a code of no
    state. They are a hint to swipe again, and fail nothing.
    """

    layout: MrzLayout
    code: str
    issuer: str
    number: str
    nationality: str
    birth_yymmdd: str
    sex: Sex
    expiry_yymmdd: str
    surname: str
    given_names: str
    names_truncated: bool
    optional: str
    failed_checks: frozenset[MrzField]
    doubts: frozenset[MrzField] = frozenset()

    def birth(self, today: date) -> date | None:
        """The birth date in the latest century that does not put it after ``today``; None when a
        part of it is not known or there is no such day."""
        for century in (today.year // 100 * 100, today.year // 100 * 100 - 100):
            day = _date(century, self.birth_yymmdd)
            if day is not None and day <= today:
                return day
        return None

    def expiry(self) -> date | None:
        """The last day of validity, years 1970 to 2069; None when there is no such day."""
        if not self.expiry_yymmdd.isdigit():
            return None
        return _date(2000 if int(self.expiry_yymmdd[:2]) < 70 else 1900, self.expiry_yymmdd)

    def presented(self, today: date | None = None) -> PresentedDocument:
        """The document as a fact for `decide`. Without ``today`` the century of the birth date
        stays open and only ``birth_yymmdd`` is filled."""
        return PresentedDocument(
            number_tail=self.number[-4:],
            number=self.number,
            birth=None if today is None else self.birth(today),
            sex=self.sex,
            expiry=self.expiry(),
            names=f"{self.surname} {self.given_names}".strip(),
            birth_yymmdd=self.birth_yymmdd,
            checks_failed=bool(self.failed_checks),
            names_truncated=self.names_truncated,
            doubtful=frozenset(field.value for field in self.failed_checks | self.doubts),
        )


def mrz_check_digit(text: str) -> int:
    """The 7-3-1 check digit, modulo 10. ``text`` has only 0-9, A-Z and the filler."""
    return sum(_value(sign) * _WEIGHTS[place % 3] for place, sign in enumerate(text)) % 10


def _value(sign: str) -> int:
    if sign == FILLER:
        return 0
    return int(sign, 36)


def parse_mrz(text: str) -> TravelDocument | None:
    """The travel document in a text, or None when the text is no machine-readable zone.

    Accepts TD1, TD2 and TD3; lines apart or run together; Arabic-Indic digits, small letters,
    invisible characters; line ends and fillers lost at the end of a line. Visas (code V) are none.
    """
    rows = _rows(text)
    if len(rows) == 1:
        return _parse_joined(rows[0])
    lines = _padded(rows)
    return None if lines is None else _parse_lines(lines)


def _parse_lines(lines: list[str]) -> TravelDocument | None:
    if len(lines) == 3:
        return _parse_td1(*lines)
    return _parse_two_lines(*lines)


def _rows(text: str) -> list[str]:
    """The lines as they were sent, none when they hold what no zone does."""
    if len(text) > MRZ_TEXT_LIMIT:
        return []
    if not text.isascii():
        text = ascii_digits(without_invisible(text))
    plain = text.upper()
    rows = [row.strip(" \x02\x03").replace(" ", FILLER) for row in re.split(r"[\r\n\t]+", plain)]
    rows = [row for row in rows if row]
    return rows if all(_LINE.fullmatch(row) for row in rows) else []


def _parse_joined(text: str) -> TravelDocument | None:
    """A zone whose lines came as one. With fillers lost as well, nothing but its check digits tells
    where a line ends: then all of them must be right."""
    width, count = {88: (44, 2), 72: (36, 2), 90: (30, 3)}.get(len(text), (0, 0))
    if count:
        whole = _parse_lines([text[place * width :][:width] for place in range(count)])
        if whole is not None:
            return whole
    for lines in _cuts(text):
        document = _parse_lines(lines)
        if document is not None and not document.failed_checks:
            return document
    return None


def _cuts(text: str) -> Iterator[list[str]]:
    """Where the lines may end in a text that lost the fillers at the end of some."""
    for width in (44, 36):
        if _SHORTEST_LINE <= len(text) - width <= width:
            yield [text[:-width].ljust(width, FILLER), text[-width:]]
    for start in range(_SHORTEST_LINE, 31):
        second, third = text[start : start + 30], text[start + 30 :]
        if 0 < len(third) <= 30 and _MIDDLE_LINE.fullmatch(second):
            yield [text[:start].ljust(30, FILLER), second, third.ljust(30, FILLER)]


def _padded(rows: list[str]) -> list[str] | None:
    """Put lost trailing fillers back. The second line ends in a check digit and tells the width;
    only that of a TD2 or TD3 whose composite digit is there is taken."""
    wide = len(rows[1]) if len(rows) > 1 else 0
    if wide not in {2: (36, 44), 3: (30,)}.get(len(rows), ()):
        return None
    if any(len(row) > wide for row in rows):
        return None
    return [row.ljust(wide, FILLER) for row in rows]


def _parse_two_lines(first: str, second: str) -> TravelDocument | None:
    passport = len(second) == 44
    layout = MrzLayout.TD3 if passport else MrzLayout.TD2
    if first[0] not in ("P" if passport else "ACI"):
        return None
    tail = second[28:42] if passport else second[28:35]
    number, number_digit, optional = _number(second[:9], second[9], "" if passport else tail)
    checks = [
        (MrzField.NUMBER, number, number_digit),
        (MrzField.BIRTH, second[13:19], second[19]),
        (MrzField.EXPIRY, second[21:27], second[27]),
        (MrzField.COMPOSITE, second[:10] + second[13:20] + second[21:-1], second[-1]),
    ]
    if passport:
        optional = tail
        checks.append((MrzField.PERSONAL, tail, second[42]))
    return _document(
        layout, first[:2], first[2:5], number, second[10:13], second[13:19], second[20],
        second[21:27], first[5:], optional, checks,
    )  # fmt: skip


def _parse_td1(first: str, second: str, third: str) -> TravelDocument | None:
    if first[0] not in "ACI":
        return None
    number, number_digit, optional = _number(first[5:14], first[14], first[15:30])
    composite = first[5:30] + second[:7] + second[8:15] + second[18:29]
    checks = [
        (MrzField.NUMBER, number, number_digit),
        (MrzField.BIRTH, second[:6], second[6]),
        (MrzField.EXPIRY, second[8:14], second[14]),
        (MrzField.COMPOSITE, composite, second[29]),
    ]
    return _document(
        MrzLayout.TD1, first[:2], first[2:5], number, second[15:18], second[:6], second[7],
        second[8:14], third, optional + second[18:29], checks,
    )  # fmt: skip


def _number(field: str, digit: str, optional: str) -> tuple[str, str, str]:
    """Number, its check digit, and what is left of the optional data.

    A number of more than nine characters has a filler for its check digit and goes on in the
    optional data, its digit after it (Doc 9303 part 5, note j, and part 6).
    """
    rest = optional.partition(FILLER)[0]
    if digit != FILLER or len(rest) < 2 or FILLER in field:
        return field, digit, optional
    return field + rest[:-1], rest[-1], optional[len(rest) :]


def _document(
    layout: MrzLayout,
    code: str,
    issuer: str,
    number: str,
    nationality: str,
    birth: str,
    sex: str,
    expiry: str,
    names: str,
    optional: str,
    checks: list[tuple[MrzField, str, str]],
) -> TravelDocument | None:
    """None when not one check digit is right: then it is some other text of that size."""
    failed = frozenset(field for field, text, digit in checks if not _is_right(field, text, digit))
    if len(failed) == len(checks):
        return None
    surname, _, given = names.strip(FILLER).partition(FILLER * 2)
    return TravelDocument(
        layout,
        code.strip(FILLER),
        issuer.strip(FILLER),
        number.strip(FILLER),
        nationality.strip(FILLER),
        birth,
        _SEXES.get(sex, Sex.UNKNOWN),
        expiry,
        _words(surname),
        _words(given),
        not names.endswith(FILLER),
        optional.strip(FILLER),
        failed,
        _doubts(issuer, nationality, sex, names),
    )


def _doubts(issuer: str, nationality: str, sex: str, names: str) -> frozenset[MrzField]:
    sound = {
        MrzField.ISSUER: _is_code(issuer),
        MrzField.NATIONALITY: _is_code(nationality),
        MrzField.SEX: sex in ("M", "F", FILLER),
        MrzField.NAMES: _NAMES.fullmatch(names) is not None,
    }
    return frozenset(field for field, is_sound in sound.items() if not is_sound)


def _is_code(code: str) -> bool:
    return _CODE.fullmatch(code) is not None and is_country_code(code.rstrip(FILLER))


def _is_right(field: MrzField, text: str, digit: str) -> bool:
    """A filler may stand for the digit 0 of a field that is all filler (part 4, note). A date with
    a letter in it was misread whatever its digit says."""
    if field in (MrzField.BIRTH, MrzField.EXPIRY) and not _DATE.fullmatch(text):
        return False
    if digit == FILLER:
        return not text.strip(FILLER)
    return digit.isdigit() and int(digit) == mrz_check_digit(text)


def _words(text: str) -> str:
    return " ".join(part for part in text.split(FILLER) if part)


def _date(century: int, yymmdd: str) -> date | None:
    if not yymmdd.isdigit():
        return None
    try:
        return date(century + int(yymmdd[:2]), int(yymmdd[2:4]), int(yymmdd[4:]))
    except ValueError:
        return None
