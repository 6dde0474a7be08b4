"""A token as decimal digits, which survive any keyboard layout.

``7``, the format digit, the 13-digit permit number, the token's bytes in blocks of 17 (41 digits
each, fewer for a short last block), and the CRC-32 of all these digits in ten digits.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from checkpoint_app.credential.rejection import CredentialError, Rejection
from checkpoint_app.domain.digits import is_ascii_digits
from checkpoint_app.domain.permit import is_permit_number

LEAD = "7"
FORMAT = 1
TEXT_LIMIT = 4096
_NUMBER_END = 15  # lead, format, 13 digits
_CRC_DIGITS = 10
_BLOCK = 17
# How many digits the greatest number of n bytes takes: ceil(n * 8 * log10(2)); 41 for 17.
_DIGITS_OF = {size: len(str(256**size - 1)) for size in range(1, _BLOCK + 1)}
_BYTES_OF = {digits: size for size, digits in _DIGITS_OF.items()}
_BLOCK_DIGITS = _DIGITS_OF[_BLOCK]


@dataclass(frozen=True, slots=True)
class TokenText:
    """Whole digits, read back. ``token`` is empty unless ``format`` is 1."""

    format: int
    number: int
    token: bytes


def to_digits(number: int, token: bytes) -> str:
    """The text for the QR code of a permit number and its token."""
    blocks = (token[start : start + _BLOCK] for start in range(0, len(token), _BLOCK))
    body = "".join(f"{int.from_bytes(b, 'big'):0{_DIGITS_OF[len(b)]}d}" for b in blocks)
    text = f"{LEAD}{FORMAT}{number:013d}{body}"
    return text + _crc(text)


def from_digits(text: str) -> TokenText:
    """Read the digits, which must be ASCII.

    Raises CredentialError(DAMAGED_TEXT): length, lead digit, CRC or a block's value is impossible.
    """
    if not _NUMBER_END + _CRC_DIGITS <= len(text) <= TEXT_LIMIT or not is_ascii_digits(text):
        raise CredentialError(Rejection.DAMAGED_TEXT, "length or signs")
    body, crc = text[:-_CRC_DIGITS], text[-_CRC_DIGITS:]
    if body[0] != LEAD or _crc(body) != crc:
        raise CredentialError(Rejection.DAMAGED_TEXT, "checksum")
    written, number = int(body[1]), int(body[2:_NUMBER_END])
    token = _bytes(body[_NUMBER_END:]) if written == FORMAT else b""
    return TokenText(written, number, token)


def early_number(text: str) -> int | None:
    """The permit number at the start of digits that are still arriving, or None. Unproven: good
    for opening a record early, for nothing else."""
    if len(text) < _NUMBER_END or text[0] != LEAD or not is_ascii_digits(text[:_NUMBER_END]):
        return None
    number = int(text[2:_NUMBER_END])
    return number if is_permit_number(number) else None


def _crc(text: str) -> str:
    return f"{zlib.crc32(text.encode('ascii')):0{_CRC_DIGITS}d}"


def _bytes(digits: str) -> bytes:
    parts = []
    for start in range(0, len(digits), _BLOCK_DIGITS):
        block = digits[start : start + _BLOCK_DIGITS]
        size, value = _BYTES_OF.get(len(block)), int(block)
        if size is None or value >= 256**size:
            raise CredentialError(Rejection.DAMAGED_TEXT, "block")
        parts.append(value.to_bytes(size, "big"))
    return b"".join(parts)
