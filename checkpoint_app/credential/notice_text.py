"""A notice as decimal digits: ``8``, the format digit, the envelope in blocks, a CRC-32.

Digits alone, as of a token, so that a keyboard scanner types it right under any layout.
"""

from __future__ import annotations

from dataclasses import dataclass

from checkpoint_app.credential import digit_blocks

LEAD = "8"
FORMAT = 1
TEXT_LIMIT = 4096
_HEAD = 2


@dataclass(frozen=True, slots=True)
class NoticeText:
    """Whole digits, read back. ``envelope`` is unchecked, and empty unless ``format`` is 1."""

    format: int
    envelope: bytes


def to_digits(envelope: bytes) -> str:
    """The text for the QR code of a notice."""
    return digit_blocks.closed(f"{LEAD}{FORMAT}{digit_blocks.digits_of(envelope)}")


def from_digits(text: str) -> NoticeText:
    """Read the digits, which must be ASCII.

    Raises CredentialError(DAMAGED_TEXT): length, lead digit, CRC or a block's value is impossible.
    """
    body = digit_blocks.opened(text, LEAD, head=_HEAD, limit=TEXT_LIMIT)
    written = int(body[1])
    envelope = digit_blocks.bytes_of(body[_HEAD:]) if written == FORMAT else b""
    return NoticeText(written, envelope)
