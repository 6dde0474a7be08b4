"""The one-time code that enrols a device: 18 digits, read out or typed.

Digits only, because they survive an Arabic keyboard. 17 are random (56 bits), the last is the Damm
check digit of the others, so that a slip of the finger is seen before it costs an attempt.
"""

from __future__ import annotations

from collections.abc import Callable

from checkpoint_app.domain.digits import ascii_digits, is_ascii_digits, without_invisible
from checkpoint_app.domain.permit import check_digit

_RANDOM_DIGITS = 17
CODE_DIGITS = _RANDOM_DIGITS + 1
_TYPED_LIMIT = 64


def make_code(below: Callable[[int], int]) -> str:
    """A new code, digits only. ``below(n)`` gives an unpredictable integer from 0 to n - 1."""
    digits = f"{below(10**_RANDOM_DIGITS):0{_RANDOM_DIGITS}d}"
    return f"{digits}{check_digit(digits)}"


def parse_code(text: str) -> str | None:
    """The 18 digits of a code as typed, or None when it cannot be one.

    Accepts Arabic-Indic digits, invisible format characters, spaces, dots and hyphens.
    """
    if len(text) > _TYPED_LIMIT:
        return None
    plain = ascii_digits(without_invisible(text))
    compact = "".join(sign for sign in plain if sign not in " .-\t")
    if len(compact) != CODE_DIGITS or not is_ascii_digits(compact):
        return None
    return compact if check_digit(compact) == 0 else None


def spaced_code(code: str) -> str:
    """The code in groups of three, as it is shown: ``123-456-789-012-345-678``."""
    return "-".join(code[start : start + 3] for start in range(0, len(code), 3))
