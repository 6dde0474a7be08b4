"""The Egyptian national ID (الرقم القومي): ``C YYMMDD GG SSSS V``, 14 digits.

No official rule for its last digit is public, and the popular one fails real numbers: a wrong last
digit is at most a warning.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from checkpoint_app.domain.digits import ascii_digits, is_ascii_digits, without_invisible
from checkpoint_app.domain.permit import Sex

NATIONAL_ID_LENGTH = 14
_CENTURIES = {"2": 1900, "3": 2000}
_POPULAR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


@dataclass(frozen=True, slots=True)
class Governorate:
    """A governorate of birth; ``code`` is two digits, 88 stands for abroad."""

    code: str
    name_en: str
    name_ar: str


@dataclass(frozen=True, slots=True)
class NationalId:
    """What a national ID says. ``check_warning`` is set when the last digit does not follow the
    popular modulo-11 rule: it proves nothing and never stops anybody."""

    number: int
    birth: date
    governorate: str
    sex: Sex
    check_warning: bool

    @property
    def text(self) -> str:
        """The 14 digits."""
        return f"{self.number:014d}"


def parse_national_id(
    text: str, governorates: Collection[str], today: date | None = None
) -> NationalId | None:
    """A national ID as typed, or None when it has not the form of one.

    Accepts Arabic-Indic digits, invisible characters, spaces and hyphens. ``governorates`` are the
    known two-digit codes. With ``today``, a birth date after it is refused.
    """
    if len(text) > 64:
        return None
    digits = ascii_digits(without_invisible(text)).replace(" ", "").replace("-", "").strip()
    if len(digits) != NATIONAL_ID_LENGTH or not is_ascii_digits(digits):
        return None
    birth = _birth(digits)
    if birth is None or digits[7:9] not in governorates or (today is not None and birth > today):
        return None
    sex = Sex.MALE if int(digits[12]) % 2 else Sex.FEMALE
    return NationalId(int(digits), birth, digits[7:9], sex, not _follows_popular_rule(digits))


def _birth(digits: str) -> date | None:
    century = _CENTURIES.get(digits[0])
    if century is None:
        return None
    try:
        return date(century + int(digits[1:3]), int(digits[3:5]), int(digits[5:7]))
    except ValueError:
        return None


def _follows_popular_rule(digits: str) -> bool:
    """The modulo-11 rule found in many public programs; of no official standing."""
    total = sum(
        int(sign) * weight for sign, weight in zip(digits[:13], _POPULAR_WEIGHTS, strict=True)
    )
    return (11 - total % 11) % 10 == int(digits[13])


def parse_governorates(csv_text: str) -> Mapping[str, Governorate]:
    """Read the text of governorates.csv, by code.

    Raises ValueError for a code given twice or not of two digits, KeyError for a missing column.
    """
    found: dict[str, Governorate] = {}
    for row in csv.DictReader(io.StringIO(csv_text)):
        code = row["code"]
        if code in found or len(code) != 2 or not is_ascii_digits(code):
            raise ValueError(f"governorate code {code!r} is given twice or has not two digits")
        found[code] = Governorate(code, row["name_en"], row["name_ar"])
    return found
