"""A bundle's label: for people LABEL.txt, for programs label.json.

A label proves nothing: whoever holds the stick can write another. It says what to expect before
anything is verified, and which stick people speak of on the telephone. Nothing personal is in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec

from checkpoint_app.domain.days import CAIRO
from checkpoint_app.domain.port import Port
from checkpoint_app.errors import ProtocolError
from checkpoint_app.reference import message
from sync.bundle.layout import LABEL_LIMIT, StickLayout
from sync.bundle.stick_files import read_regular
from sync.protocol import limits
from sync.protocol.messages import decode_message, encode_json

_VERSION = 1
_MEGABYTE = 1_000_000
# Whole numbers that any reader of JSON keeps exact; seconds that every calendar has.
_Count = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
_Seconds = Annotated[int, msgspec.Meta(ge=0, lt=253_370_764_800)]
_PortId = Annotated[
    str, msgspec.Meta(pattern=r"\A[A-Z0-9-]+\Z", max_length=limits.PORT_ID_CHARACTERS)
]
_LINES = ("port", "number", "issued", "expires", "written", "size", "what", "torn", "proof")


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle says it is. Times in seconds since 1970 UTC: ``issued`` by the timestamp,
    ``expires`` is the end of the first of its signatures, ``written`` to the stick. ``timestamp``
    is the timestamp's version; ``files`` and ``size`` (bytes) are of all below ``repository/``.
    """

    port: _PortId
    number: _Count
    issued: _Seconds
    expires: _Seconds
    written: _Seconds
    timestamp: _Count
    files: _Count
    size: _Count
    version: _Count = _VERSION


def encode_label(label: Label) -> bytes:
    """The content of label.json."""
    return encode_json(label)


def decode_label(content: bytes) -> Label:
    """Read what label.json holds. Unknown fields are passed over; raises ProtocolError."""
    return decode_message(content, Label, limit=LABEL_LIMIT)


def read_label(folder: Path) -> Label | None:
    """The label of the bundle in this folder; None when there is none that can be read.

    Reads at most `LABEL_LIMIT` bytes of a regular file, follows no link, raises nothing: a stick
    with no label may hold a sound bundle, one with a fine label may not.
    """
    try:
        return decode_label(read_regular(StickLayout(folder).label, LABEL_LIMIT + 1))
    except (OSError, ValueError, ProtocolError):
        return None


def label_text(label: Label, port: Port) -> bytes:
    """The content of LABEL.txt, Arabic then English, as every Windows shows it (UTF-8 with its
    mark, CR LF)."""
    lines: list[str] = []
    for lang in ("ar", "en"):
        lines += [*_lines(label, port, lang), ""]
    return "\r\n".join(lines).encode("utf-8-sig")


def shown_times(seconds: int) -> dict[str, str]:
    """An instant for people: ``cairo`` and ``utc``, to the minute."""
    at = datetime.fromtimestamp(seconds, UTC)
    form = "%Y-%m-%d %H:%M"
    return {"cairo": at.astimezone(CAIRO).strftime(form), "utc": at.strftime(form)}


def megabytes(size: int) -> int:
    """Whole megabytes (of a million bytes), rounded up."""
    return -(-size // _MEGABYTE)


def _lines(label: Label, port: Port, lang: str) -> Iterator[str]:
    yield message("stick.label-title", lang)
    values: dict[str, dict[str, object]] = {
        "port": {"port": label.port, "name": port.name_ar if lang == "ar" else port.name_en},
        "number": {"number": label.number},
        "issued": {**shown_times(label.issued)},
        "expires": {**shown_times(label.expires)},
        "written": {**shown_times(label.written)},
        "size": {"files": label.files, "megabytes": megabytes(label.size)},
    }
    for line in _LINES:
        yield message(f"stick.label-{line}", lang, **values.get(line, {}))
