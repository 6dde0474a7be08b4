"""Bytes as decimal digits, which survive any keyboard layout: what the printed texts share.

Blocks of 17 bytes take 41 digits each, a short last block fewer. A CRC-32 in ten digits closes a
text, so that digits lost or misread are never taken for a forgery.
"""

from __future__ import annotations

import zlib

from checkpoint_app.credential.rejection import CredentialError, Rejection
from checkpoint_app.domain.digits import is_ascii_digits

CRC_DIGITS = 10
_BLOCK = 17
# How many digits the greatest number of n bytes takes: ceil(n * 8 * log10(2)); 41 for 17.
_DIGITS_OF = {size: len(str(256**size - 1)) for size in range(1, _BLOCK + 1)}
_BYTES_OF = {digits: size for size, digits in _DIGITS_OF.items()}
_BLOCK_DIGITS = _DIGITS_OF[_BLOCK]


def digits_of(content: bytes) -> str:
    """The blocks of some bytes, one after the other."""
    blocks = (content[start : start + _BLOCK] for start in range(0, len(content), _BLOCK))
    return "".join(f"{int.from_bytes(b, 'big'):0{_DIGITS_OF[len(b)]}d}" for b in blocks)


def bytes_of(digits: str) -> bytes:
    """The bytes that blocks stand for. Raises CredentialError(DAMAGED_TEXT) for an impossible
    length or value."""
    parts = []
    for start in range(0, len(digits), _BLOCK_DIGITS):
        block = digits[start : start + _BLOCK_DIGITS]
        size, value = _BYTES_OF.get(len(block)), int(block)
        if size is None or value >= 256**size:
            raise CredentialError(Rejection.DAMAGED_TEXT, "block")
        parts.append(value.to_bytes(size, "big"))
    return b"".join(parts)


def closed(text: str) -> str:
    """A text with its checksum behind it."""
    return text + _crc(text)


def opened(text: str, lead: str, *, head: int, limit: int) -> str:
    """A text that begins with this digit, without its checksum. ``head`` digits come at least
    before it, ``limit`` at most in all.

    Raises CredentialError(DAMAGED_TEXT) for another length, lead or checksum, and for other signs
    than ASCII digits.
    """
    if not head + CRC_DIGITS <= len(text) <= limit or not is_ascii_digits(text):
        raise CredentialError(Rejection.DAMAGED_TEXT, "length or signs")
    body, crc = text[:-CRC_DIGITS], text[-CRC_DIGITS:]
    if body[0] != lead or _crc(body) != crc:
        raise CredentialError(Rejection.DAMAGED_TEXT, "checksum")
    return body


def _crc(text: str) -> str:
    return f"{zlib.crc32(text.encode('ascii')):0{CRC_DIGITS}d}"
