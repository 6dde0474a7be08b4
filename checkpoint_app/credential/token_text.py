"""A token as decimal digits, which survive any keyboard layout.

``7``, the format digit, the 13-digit permit number, the token's bytes in blocks of 17 (41 digits
each, fewer for a short last block), and the CRC-32 of all these digits in ten digits.
"""

from __future__ import annotations

from dataclasses import dataclass

from checkpoint_app.credential import digit_blocks
from checkpoint_app.domain.digits import is_ascii_digits
from checkpoint_app.domain.permit import is_permit_number

LEAD = "7"
FORMAT = 1
TEXT_LIMIT = 4096
_NUMBER_END = 15  # lead, format, 13 digits


@dataclass(frozen=True, slots=True)
class TokenText:
    """Whole digits, read back. ``token`` is empty unless ``format`` is 1."""

    format: int
    number: int
    token: bytes


def to_digits(number: int, token: bytes) -> str:
    """The text for the QR code of a permit number and its token."""
    return digit_blocks.closed(f"{LEAD}{FORMAT}{number:013d}{digit_blocks.digits_of(token)}")


def from_digits(text: str) -> TokenText:
    """Read the digits, which must be ASCII.

    Raises CredentialError(DAMAGED_TEXT): length, lead digit, CRC or a block's value is impossible.
    """
    body = digit_blocks.opened(text, LEAD, head=_NUMBER_END, limit=TEXT_LIMIT)
    written, number = int(body[1]), int(body[2:_NUMBER_END])
    token = digit_blocks.bytes_of(body[_NUMBER_END:]) if written == FORMAT else b""
    return TokenText(written, number, token)


def early_number(text: str) -> int | None:
    """The permit number at the start of digits that are still arriving, or None. Unproven: good
    for opening a record early, for nothing else."""
    if len(text) < _NUMBER_END or text[0] != LEAD or not is_ascii_digits(text[:_NUMBER_END]):
        return None
    number = int(text[2:_NUMBER_END])
    return number if is_permit_number(number) else None
