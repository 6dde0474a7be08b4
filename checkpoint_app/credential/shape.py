"""Small checks of decoded CBOR: type, range, length. Each raises CredentialError(BAD_CONTENT)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from operator import ge
from typing import cast

from checkpoint_app.credential.canonical import decode
from checkpoint_app.credential.rejection import CredentialError, Rejection
from checkpoint_app.domain.permit import is_permit_number

UINT32 = 2**32 - 1
LAST_STATUS_INDEX = 65_535  # a status list has 65,536 entries
UINT64 = 2**64 - 1
INT63 = 2**63 - 1  # what a database column holds
LAST_SECOND = 253_402_300_799  # 9999-12-31T23:59:59Z, where datetime ends
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND, _MILLISECOND = timedelta(seconds=1), timedelta(milliseconds=1)
_FIRST_DAY = 1 - _EPOCH_ORDINAL
_LAST_DAY = date.max.toordinal() - _EPOCH_ORDINAL


def bad(what: str) -> CredentialError:
    """The error for content that is signed or whole, but not of its format."""
    return CredentialError(Rejection.BAD_CONTENT, what)


def integer(value: object, low: int = 0, high: int = INT63) -> int:
    """An int from ``low`` to ``high``, both included; booleans are none.

    Without a bound of its own a number ends where a database column does.
    """
    if type(value) is not int or not low <= value <= high:
        raise bad("integer")
    return value


def permit_number(value: object) -> int:
    """A permit number: 13 digits, the last its check digit."""
    if type(value) is not int or not is_permit_number(value):
        raise bad("permit number")
    return value


def boolean(value: object) -> bool:
    """True or False."""
    if type(value) is not bool:
        raise bad("boolean")
    return value


def octets(value: object, size: int) -> bytes:
    """A byte string of exactly ``size`` bytes."""
    if type(value) is not bytes or len(value) != size:
        raise bad("bytes")
    return value


def octets_up_to(value: object, limit: int) -> bytes:
    """A byte string of at most ``limit`` bytes."""
    if type(value) is not bytes or len(value) > limit:
        raise bad("bytes")
    return value


def text(value: object, limit: int) -> str:
    """A string of at most ``limit`` characters in Unicode normal form C."""
    if type(value) is not str or len(value) > limit:
        raise bad("text")
    if not value.isascii() and not unicodedata.is_normalized("NFC", value):
        raise bad("text is not in normal form C")
    return value


def nfc(value: str) -> str:
    """The string in Unicode normal form C, as it is signed."""
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def array(value: object, length: int | None = None) -> list[object]:
    """A list, of exactly ``length`` items unless None."""
    if type(value) is not list or (length is not None and len(value) != length):
        raise bad("array")
    return value


def columns(rows: object, width: int) -> list[tuple[object, ...]]:
    """The columns of a list of rows of ``width`` items; ``width`` empty ones when it is empty.

    With `integers` and `octet_strings` it checks a long table without a step for each item.
    """
    table = cast("list[list[object]]", array(rows))
    if not table:
        return [()] * width
    if set(map(type, table)) != {list} or set(map(len, table)) != {width}:
        raise bad("row")
    return list(zip(*table, strict=True))


def integers(column: tuple[object, ...], low: int = 0, high: int = INT63) -> tuple[int, ...]:
    """A column of ints from ``low`` to ``high``, both included."""
    numbers = cast("tuple[int, ...]", column)
    if column and (set(map(type, column)) != {int} or min(numbers) < low or max(numbers) > high):
        raise bad("integers")
    return numbers


def octet_strings(column: tuple[object, ...], size: int) -> tuple[bytes, ...]:
    """A column of byte strings of exactly ``size`` bytes."""
    strings = cast("tuple[bytes, ...]", column)
    if column and (set(map(type, column)) != {bytes} or set(map(len, strings)) != {size}):
        raise bad("bytes")
    return strings


def ascending(numbers: Sequence[int]) -> None:
    """Raises unless each number is above the one before."""
    if any(map(ge, numbers, numbers[1:])):
        raise bad("order")


def day(value: object) -> date:
    """A day given as days since 1970-01-01."""
    return date.fromordinal(_EPOCH_ORDINAL + integer(value, _FIRST_DAY, _LAST_DAY))


def optional_day(value: object) -> date | None:
    """A day, or None."""
    return None if value is None else day(value)


def day_number(value: date) -> int:
    """Days since 1970-01-01; the same as `domain.days.day_number`, for a million records."""
    return value.toordinal() - _EPOCH_ORDINAL


def optional_day_number(value: date | None) -> int | None:
    """Days since 1970-01-01, or None."""
    return None if value is None else value.toordinal() - _EPOCH_ORDINAL


def instant(value: object) -> datetime:
    """A time given as whole seconds since 1970, UTC."""
    return datetime.fromtimestamp(integer(value, 0, LAST_SECOND), UTC)


def seconds(value: datetime) -> int:
    """Whole seconds since 1970 of an aware time; parts of a second are dropped."""
    return (value - _EPOCH) // _SECOND


def instant_ms(value: object) -> datetime:
    """A time given as whole milliseconds since 1970, UTC."""
    return _EPOCH + timedelta(milliseconds=integer(value, 0, LAST_SECOND * 1000))


def milliseconds(value: datetime) -> int:
    """Whole milliseconds since 1970 of an aware time."""
    return (value - _EPOCH) // _MILLISECOND


def fields(payload: bytes, *, limit: int, length: int, more: bool = False) -> list[object]:
    """The fields of a version 1 array of ``length`` items (or ``more``), the version among them.

    Raises CredentialError: NEWER_FORMAT for a higher version, BAD_CONTENT, or as `decode`.
    """
    items = array(decode(payload, limit=limit))
    if not items or type(items[0]) is not int or items[0] < 1:
        raise bad("version")
    if items[0] > 1:
        raise CredentialError(Rejection.NEWER_FORMAT, f"version {items[0]}")
    if len(items) < length or (len(items) > length and not more):
        raise bad("number of fields")
    return items
