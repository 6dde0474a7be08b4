"""The list of a port's people as it travels: frames of a pack, and of the file that a lane keeps.

First frame: `[version, issued, lease in seconds, help key (32 bytes), [[port, key], …]]`. One for
each person follows, by service number: `[number, login, Arabic name, English name, roles, password
hash, second factor's secret, until or null]`. Roles are bits: 1 officer, 2 second line, 4
supervisor, 8 IT. The secret is one of RFC 6238 with HMAC-SHA-1, 6 digits and 30 seconds, which is
what people's authenticators take; it is empty for somebody without a second factor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from types import MappingProxyType
from typing import Any

from checkpoint_app.credential.shape import LAST_SECOND, UINT32
from checkpoint_app.credential.telephone import HELP_KEY
from checkpoint_app.domain.roles import Role
from checkpoint_app.domain.staff import StaffList, StaffMember
from checkpoint_app.errors import TrustError

# A port has hundreds of people; STAFF_PLAIN takes as many as this.
MOST_MEMBERS = 2048
MOST_DUTY_KEYS = 256
LONGEST_NAME = 80
LONGEST_HASH = 256
# RFC 4226 section 4 asks for 128 bits at least; 160 is what is made here.
SHORTEST_SECRET, LONGEST_SECRET = 16, 64
SHORTEST_LEASE, LONGEST_LEASE = timedelta(hours=1), timedelta(days=90)
_BITS = MappingProxyType({Role.OFFICER: 1, Role.SECOND_LINE: 2, Role.SUPERVISOR: 4, Role.IT: 8})
_LEASE_SECONDS = tuple(int(each.total_seconds()) for each in (SHORTEST_LEASE, LONGEST_LEASE))
_ALL_BITS = sum(_BITS.values())
_LOGIN = re.compile(r"[a-z0-9._-]{2,32}")
_PORT_ID = re.compile(r"[A-Z0-9-]{1,16}")
_HASH_START = "$argon2id$"


def role_bits(roles: Iterable[Role]) -> int:
    """Roles as a number."""
    return sum(_BITS[role] for role in frozenset(roles))


def roles_of(bits: int) -> frozenset[Role]:
    """The roles of a number; bits without a role say nothing."""
    return frozenset(role for role, bit in _BITS.items() if bits & bit)


def is_login(text: str) -> bool:
    """Whether somebody may sign in under this name: 2 to 32 of ``a-z 0-9 . _ -``."""
    return _LOGIN.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Whether a person's name may stand in a list: 1 to 80 signs, each of them seen."""
    return 0 < len(text) <= LONGEST_NAME and text.isprintable() and text == text.strip()


def staff_frames(staff: StaffList) -> list[list[object]]:
    """The frames of a list."""
    duty = [[port_id, key] for port_id, key in sorted(staff.duty_keys.items())]
    seconds = int(staff.lease.total_seconds())
    head: list[object] = [staff.version, _seconds(staff.issued), seconds, staff.help_key, duty]
    members = sorted(staff.members, key=lambda each: each.number)
    return [head, *(_row(member) for member in members)]


def staff_of(frames: Iterable[object]) -> StaffList:
    """The list that these frames are. Raises TrustError ``trust.malformed``."""
    rows = list(islice(frames, MOST_MEMBERS + 2))
    if not rows or len(rows) > MOST_MEMBERS + 1:
        raise _malformed("its length")
    members = tuple(_member(row) for row in rows[1:])
    if not _rises([member.number for member in members]):
        raise _malformed("the order of its people")
    if len({member.login for member in members}) != len(members):
        raise _malformed("a name given twice")
    return _headed(rows[0], members)


def _headed(head: object, members: tuple[StaffMember, ...]) -> StaffList:
    match head:
        case [int(version), int(issued), int(lease), bytes(key), [*duty]] if (
            _is_between(version, 1, UINT32)
            and _is_between(issued, 0, LAST_SECOND)
            and _is_between(lease, *_LEASE_SECONDS)
            and len(key) == HELP_KEY
        ):
            at = datetime.fromtimestamp(issued, UTC)
            keys = MappingProxyType(_duty_keys(duty))
            return StaffList(version, at, members, key, keys, timedelta(seconds=lease))
        case _:
            raise _malformed("its first frame")


def _duty_keys(rows: list[object]) -> dict[str, bytes]:
    if len(rows) > MOST_DUTY_KEYS:
        raise _malformed("too many ports")
    keys: dict[str, bytes] = {}
    for row in rows:
        match row:
            case [str(port_id), bytes(key)] if _PORT_ID.fullmatch(port_id) and len(key) == HELP_KEY:
                keys[port_id] = key
            case _:
                raise _malformed("a port's key")
    if list(keys) != sorted(keys) or len(keys) != len(rows):
        raise _malformed("the order of its ports")
    return keys


def _row(member: StaffMember) -> list[object]:
    return [
        member.number,
        member.login,
        member.name_ar,
        member.name_en,
        role_bits(member.roles),
        member.password,
        member.totp,
        None if member.until is None else _seconds(member.until),
    ]


def _member(row: object) -> StaffMember:
    match row:
        case [
            int(number),
            str(login),
            str(name_ar),
            str(name_en),
            int(bits),
            str(password),
            bytes(totp),
            int() | None as until,
        ] if (
            _is_between(number, 1, UINT32)
            and is_login(login)
            and is_name(name_ar)
            and is_name(name_en)
            and _is_between(bits, 1, _ALL_BITS)
            and _is_hash(password)
            and (not totp or _is_between(len(totp), SHORTEST_SECRET, LONGEST_SECRET))
            and (until is None or _is_between(until, 0, LAST_SECOND))
        ):
            ends = None if until is None else datetime.fromtimestamp(until, UTC)
            return StaffMember(
                number, login, name_ar, name_en, roles_of(bits), password, totp, ends
            )
        case _:
            raise _malformed("a person")


def _is_between(value: Any, least: int, most: int) -> bool:
    """Within bounds, and no truth value, which Python takes for a number."""
    return type(value) is int and least <= value <= most


def _is_hash(text: str) -> bool:
    """What it costs to compare with is bounded by whoever compares."""
    return len(text) <= LONGEST_HASH and text.isascii() and text.startswith(_HASH_START)


def _rises(numbers: list[int]) -> bool:
    return all(before < after for before, after in pairwise(numbers))


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _malformed(what: str) -> TrustError:
    return TrustError(f"list of staff: {what}", key="trust.malformed")
