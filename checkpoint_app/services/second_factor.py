"""The second factor: six digits that change every half minute (RFC 6238, RFC 4226)."""

from __future__ import annotations

import hmac
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from checkpoint_app.domain.digits import ascii_digits, is_ascii_digits

CODE_DIGITS = 6
STEP_SECONDS = 30
# A code of the step before and after counts, too: clocks differ (RFC 6238 section 5.2).
_STEPS = (-1, 0, 1)
# RFC 4226 section 4, R6: at least 128 bits.
SHORTEST_SECRET = 16


def step_of(secret: bytes, given: str, at: datetime) -> int | None:
    """The time step whose code this is at ``at`` (aware), so that it is not taken twice; None for
    a code of none. Digits may be Arabic-Indic ones, with spaces between."""
    code = "".join(ascii_digits(given[:32]).split())
    if len(secret) < SHORTEST_SECRET or len(code) != CODE_DIGITS or not is_ascii_digits(code):
        return None
    # RFC 6238 section 1.2: SHA-1 is what every authenticator has; HMAC does not need more of it.
    codes = TOTP(secret, CODE_DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303  above
    now, found = int(at.timestamp()) // STEP_SECONDS, None
    for step in (now + each for each in _STEPS):
        if step >= 0 and hmac.compare_digest(codes.generate(step * STEP_SECONDS), code.encode()):
            found = step
    return found
