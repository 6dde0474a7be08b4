"""Frames between the registry and its signer: big-endian uint32 length, then canonical CBOR."""

from __future__ import annotations

import struct
from typing import IO

from checkpoint_app.credential.canonical import encode
from checkpoint_app.errors import ProtocolError

# The pages of a manifest over 10,000,000 records, and more than a request ever needs beside.
REQUEST_LIMIT = 4 * 1024 * 1024
# 16 blocks of 256 records of at most 2 KiB.
ANSWER_LIMIT = 10 * 1024 * 1024
# An answer begins with one of these.
DONE, REFUSED = 0, 1

_LENGTH = struct.Struct(">I")


def write_frame(stream: IO[bytes], content: object) -> None:
    """Write one frame and flush. Raises OSError."""
    body = encode(content)
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def read_frame(stream: IO[bytes], *, limit: int) -> bytes | None:
    """The body of the next frame; None at the end of the stream.

    Raises ProtocolError when it is longer than ``limit`` (nothing of it is read) or cut short.
    """
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise ProtocolError("frame cut short", key="registry.signer_garbled")
    (length,) = _LENGTH.unpack(head)
    if length > limit:
        raise ProtocolError(f"frame of {length} bytes", key="registry.signer_garbled")
    body = stream.read(length)
    if len(body) < length:
        raise ProtocolError("frame cut short", key="registry.signer_garbled")
    return body
