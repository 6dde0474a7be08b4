"""Help by telephone: a number read out at a lane, and one read back by a duty supervisor elsewhere.

The answer is a MAC (HMAC-SHA-256, RFC 2104, cut to ten digits as RFC 4226 section 5.3 cuts) under
the port's help key, over everything it is for: it lets one person in at one port for one shift, or
stands for a supervisor in one case, and nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from checkpoint_app.credential.canonical import encode
from checkpoint_app.domain.digits import is_ascii_digits

HELP_KEY = 32
# Nine random digits and a check digit: a challenge that was misheard is told at once.
CHALLENGE_DIGITS = 10
ANSWER_DIGITS = 10
_CONTEXT = "umrah/1/telephone"


class HelpPurpose(IntEnum):
    """What a duty supervisor is asked for. Numbers are under the MAC."""

    SIGN_IN = 0  # in place of a password and a second factor, for one shift
    OVERRIDE = 1  # in place of a supervisor, for one case


@dataclass(frozen=True, slots=True)
class HelpWanted:
    """Who asks, where, for what. ``reference`` is the case (its id in hex, last eight digits) or
    empty; ``number`` the service number of the duty supervisor who answers."""

    port_id: str
    login: str
    purpose: HelpPurpose
    reference: str
    challenge: str
    number: int


def new_challenge(random: Callable[[int], int]) -> str:
    """Ten digits; ``random(n)`` gives a number from 0 to n - 1 (`secrets.randbelow`)."""
    digits = f"{random(10**9):09d}"
    return digits + _check(digits)


def is_challenge(text: str) -> bool:
    """Whether ten digits are a challenge, as far as their check digit says."""
    sound = len(text) == CHALLENGE_DIGITS and is_ascii_digits(text)
    return sound and _check(text[:-1]) == text[-1]


def answer(key: bytes, wanted: HelpWanted) -> str:
    """The ten digits that are read back. ``key`` is the port's help key (32 bytes)."""
    said = [
        _CONTEXT,
        wanted.port_id,
        wanted.login,
        int(wanted.purpose),
        wanted.reference,
        wanted.challenge,
        wanted.number,
    ]
    mac = hmac.new(key, encode(said), hashlib.sha256).digest()
    return f"{int.from_bytes(mac[:8], 'big') % 10**ANSWER_DIGITS:0{ANSWER_DIGITS}d}"


def is_answer(key: bytes, wanted: HelpWanted, given: str) -> bool:
    """Whether these are the digits; takes as long for wrong ones."""
    return hmac.compare_digest(answer(key, wanted).encode(), given.encode("utf-8", "replace"))


def _check(digits: str) -> str:
    """The check digit (ISO/IEC 7812-1, Luhn) of a row of digits."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
