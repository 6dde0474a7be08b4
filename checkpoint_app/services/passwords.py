"""Passwords of officers, supervisors and IT staff: Argon2id (RFC 9106), kept as PHC strings.

A hash comes from a list that somebody may have altered: what it would cost to compare with it is
bounded before anything is computed.
"""

from __future__ import annotations

import logging
import re
import secrets
import unicodedata
from dataclasses import dataclass

from argon2.exceptions import Argon2Error, VerifyMismatchError
from argon2.low_level import Type, hash_secret, verify_secret

from checkpoint_app.domain.digits import ascii_digits
from checkpoint_app.errors import ConfigError

LONGEST_PASSWORD = 256
# A hash with longer salts and sums than these is none of ours.
LONGEST_PHC = 256
_SALT, _SUM = 16, 32
# What comparing may cost at most: memory in KiB, passes over it, lanes.
_MOST_KIB, _MOST_PASSES, _MOST_LANES = 1 << 18, 10, 16
_PHC = re.compile(
    r"\$argon2id\$v=19\$m=([0-9]{1,6}),t=([0-9]{1,2}),p=([0-9]{1,2})"
    r"\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}"
)
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a hash costs: ``kib`` of memory, ``passes`` over it, ``lanes`` side by side. By itself
    what RFC 9106 section 4 recommends where memory is short."""

    kib: int = 1 << 16
    passes: int = 3
    lanes: int = 4


USUAL = Cost()


def hash_password(text: str, cost: Cost = USUAL) -> str:
    """The PHC string of a password, with a salt of its own. Raises ConfigError
    ``sign_in.password_unfit`` for an empty one or one of more than 256 characters."""
    secret = _secret(text)
    if secret is None:
        raise ConfigError("empty or too long", key="sign_in.password_unfit", most=LONGEST_PASSWORD)
    salt = secrets.token_bytes(_SALT)
    made = hash_secret(secret, salt, cost.passes, cost.kib, cost.lanes, _SUM, Type.ID)
    return made.decode("ascii")


def is_phc(phc: str) -> bool:
    """Whether this is an Argon2id hash that costs no more to compare with than is allowed."""
    found = _PHC.fullmatch(phc) if len(phc) <= LONGEST_PHC else None
    if found is None:
        return False
    kib, passes, lanes = (int(each) for each in found.groups())
    in_bounds = passes in range(1, _MOST_PASSES + 1) and lanes in range(1, _MOST_LANES + 1)
    return in_bounds and 8 * lanes <= kib <= _MOST_KIB


def is_password(phc: str, text: str) -> bool:
    """Whether this is the password. Digits may be Arabic-Indic ones, letters in any normal form.
    False for a hash that is none, or would cost too much."""
    secret = _secret(text)
    if secret is None or not is_phc(phc):
        return False
    try:
        return verify_secret(phc.encode("ascii"), secret, Type.ID)
    except VerifyMismatchError:
        return False
    except Argon2Error as error:  # no memory to compute it with, or no base64
        _LOG.error("a password could not be compared: %s", error)
        return False


def _secret(text: str) -> bytes | None:
    """The bytes to be hashed (RFC 8265 section 4.2: NFC), digits as 0 to 9: a keyboard in Arabic
    types others. None for a password that is none."""
    if not 0 < len(text) <= LONGEST_PASSWORD:
        return None
    sound = unicodedata.normalize("NFC", ascii_digits(text))
    return sound.encode("utf-8", "replace")
