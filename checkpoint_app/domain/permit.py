"""The permit: its number, and the record that the registry keeps of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from checkpoint_app.domain.digits import ascii_digits, is_ascii_digits, without_invisible

PERMIT_NUMBER_LENGTH = 13

# The quasigroup of order 10 of H. Michael Damm's dissertation (Marburg, 2004): its check digit
# shows every single wrong digit and every swap of neighbours.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def check_digit(digits: str) -> int:
    """The Damm check digit of a string of ASCII digits; 0 when it already ends in its own."""
    interim = 0
    for sign in digits:
        interim = _DAMM[interim][ord(sign) - 48]
    return interim


def permit_number_from_serial(serial: int) -> int:
    """A permit number from a random serial of exactly 12 digits (100000000000 and up).

    Raises ValueError for any other serial.
    """
    if not 10**11 <= serial < 10**12:
        raise ValueError("a permit serial has 12 digits and does not begin with 0")
    return serial * 10 + check_digit(str(serial))


def is_permit_number(number: int) -> bool:
    """True for 13 digits, the first not 0, the last the Damm check digit."""
    return 10**12 <= number < 10**13 and check_digit(str(number)) == 0


def parse_permit_number(text: str) -> int | None:
    """A permit number as typed or scanned, or None when it is not one.

    Accepts Arabic-Indic digits, invisible format characters, and spaces or hyphens between groups.
    """
    if len(text) > 64:
        return None
    plain = ascii_digits(without_invisible(text)).strip()
    compact = plain.replace(" ", "").replace("-", "")
    if len(compact) != PERMIT_NUMBER_LENGTH or not is_ascii_digits(compact):
        return None
    number = int(compact)
    return number if is_permit_number(number) else None


def spaced_permit_number(number: int) -> str:
    """The number in groups of 4-4-5 for people: ``1234 5678 90123``."""
    text = f"{number:013d}"
    return f"{text[:4]} {text[4:8]} {text[8:]}"


class Sex(IntEnum):
    """ISO/IEC 5218, without "not applicable"; UNKNOWN stands for the MRZ's filler."""

    UNKNOWN = 0
    MALE = 1
    FEMALE = 2


class PermitStatus(IntEnum):
    """A permit's entry in the status list (IETF Token Status List, 2 bits an entry)."""

    VALID = 0
    REVOKED = 1
    SUSPENDED = 2


@dataclass(frozen=True, slots=True)
class PermitRecord:
    """What the registry says of one permit, in one version.

    Days are Cairo days. ``national_id`` is 14 digits as a number, or None. ``ports`` has bit
    ``Port.bit`` set for each port where the pilgrim may leave. ``valid_from`` and ``valid_until``
    are both inclusive. ``version`` grows with every change, ``issue`` with every new print.
    ``service`` is the flight or sailing (``MS671``), empty when unknown. ``extra`` holds fields of
    later formats, unread.
    """

    number: int
    version: int
    issue: int
    issued: datetime
    name_latin: str
    name_arabic: str
    passport: str
    passport_expiry: date | None
    national_id: int | None
    birth: date
    sex: Sex
    programme: int
    company: int
    agent: int
    ports: int
    valid_from: date
    valid_until: date
    travel_out: date
    travel_back: date
    service: str
    visa_kind: str
    visa_number: str
    visa_expiry: date | None
    vaccinated: date | None
    status_list: int
    status_index: int
    extra: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class PermitClaims:
    """What the printed token itself claims, its signature proven. Times are aware, in UTC."""

    number: int
    issue: int
    name_latin: str
    passport: str
    birth: date
    sex: Sex
    programme: int
    company: int
    ports: int
    status_list: int
    status_index: int
    not_before: datetime
    expires: datetime
    issued: datetime
