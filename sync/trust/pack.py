"""Packs: length-prefixed canonical CBOR, zstd, then `age` to the port's key.

Every step is bounded before it reads: the ciphertext by its signed length, the plaintext by a cap
from signed data, the frame by a constant. Nothing decrypted ever touches a disk.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import pyrage

from checkpoint_app.credential import canonical
from checkpoint_app.errors import TrustError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FRAME_LIMIT = 1024 * 1024
SEGMENT_LIMIT = 8 * 1024 * 1024
KEY_LIMIT = 256 * 1024
# One frame and its header.
MANIFEST_PLAIN = FRAME_LIMIT + 4096
# 300 status lists (20,000,000 permits) of at most 64 KiB, and the state table.
STATUS_PLAIN = 20 * 1024 * 1024
# Some 10 bytes a movement sealed, 20 plain: a whole season's movements at all ports.
ELSEWHERE_LIMIT = 32 * 1024 * 1024
ELSEWHERE_PLAIN = 128 * 1024 * 1024
# One receipt of some 250 bytes for each journal epoch of each device at a port.
RECEIPTS_LIMIT = 2 * 1024 * 1024
RECEIPTS_PLAIN = 4 * 1024 * 1024
# Some 300 bytes a person: a port has hundreds of them, not thousands.
STAFF_LIMIT = 1024 * 1024
STAFF_PLAIN = 2 * 1024 * 1024
# Some 150 bytes a company and 25 a programme: all those of a season at one port.
CONTACTS_LIMIT = 4 * 1024 * 1024
CONTACTS_PLAIN = 16 * 1024 * 1024
NATIONAL_SCOPE = 255

_VERSION = 1
_LENGTH = struct.Struct(">I")
_CHUNK = 256 * 1024
# The decoder's window is what a few bytes of input can make it allocate: 16 MiB.
_WINDOW_LOG = 24


class PackKind(StrEnum):
    """What a pack holds, as its header says."""

    RECORDS = "records"
    MANIFEST = "manifest"
    STATUS = "status"
    ELSEWHERE = "elsewhere"
    RECEIPTS = "receipts"
    DEPARTURES = "departures"
    STAFF = "staff"
    CONTACTS = "contacts"


@dataclass(frozen=True, slots=True)
class PackHeader:
    """First frame of a pack. ``scope`` is a port's bit, or `NATIONAL_SCOPE`."""

    kind: PackKind
    scope: int
    generation: int


def encode_frame(content: object) -> bytes:
    """One frame: big-endian uint32 length, then canonical CBOR. Raises ValueError beyond the
    limit."""
    body = canonical.encode(content)
    if len(body) > FRAME_LIMIT:
        raise ValueError(f"frame of {len(body)} bytes")
    return _LENGTH.pack(len(body)) + body


def encode_header(header: PackHeader) -> bytes:
    """The first frame."""
    return encode_frame([_VERSION, header.kind.value, header.scope, header.generation])


def decrypt(ciphertext: bytes, identity: str) -> bytes:
    """The plaintext of an age file for this identity (``AGE-SECRET-KEY-1...``).

    Holds the interpreter lock while it works. Raises TrustError.
    """
    try:
        return bytes(pyrage.decrypt(ciphertext, [pyrage.x25519.Identity.from_str(identity)]))
    except pyrage.IdentityError as error:
        raise TrustError("not an age identity", key="trust.port_key") from error
    except pyrage.DecryptError as error:
        raise TrustError(f"not decrypted: {error}", key="trust.not_for_us") from error


def inflate(compressed: bytes, *, cap: int) -> Iterator[bytes]:
    """Decompress one whole zstd frame, in chunks; never more than ``cap`` bytes and a chunk.

    Raises TrustError for anything that is not exactly that.
    """
    decoder = zstd.ZstdDecompressor(
        options={zstd.DecompressionParameter.window_log_max: _WINDOW_LOG}
    )
    total = 0
    unread = compressed
    while not decoder.eof:
        chunk = _inflated(decoder, unread)
        unread = b""
        total += len(chunk)
        if total > cap:
            raise TrustError(f"pack inflates beyond {cap} bytes", key="trust.bomb")
        if not chunk and decoder.needs_input:
            raise TrustError("pack cut short", key="trust.malformed")
        yield chunk
    if decoder.unused_data:
        raise TrustError("bytes after the pack", key="trust.malformed")


def _inflated(decoder: zstd.ZstdDecompressor, unread: bytes) -> bytes:
    try:
        return decoder.decompress(unread, max_length=_CHUNK)
    except zstd.ZstdError as error:
        raise TrustError(f"pack: {error}", key="trust.malformed") from error


def split_frames(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The body of each frame of a plaintext. Raises TrustError for a cut or oversized one."""
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        start = 0
        while (end := _frame_end(buffer, start)) is not None:
            yield bytes(buffer[start + _LENGTH.size : end])
            start = end
        del buffer[:start]
    if buffer:
        raise TrustError("frame cut short", key="trust.malformed")


def _frame_end(buffer: bytearray, start: int) -> int | None:
    """Where the frame that starts here ends, or None when it is not whole yet."""
    if len(buffer) - start < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack_from(buffer, start)
    if length > FRAME_LIMIT:
        raise TrustError(f"frame of {length} bytes", key="trust.too_long")
    end = start + _LENGTH.size + length
    return end if end <= len(buffer) else None


def read_pack(compressed: bytes, *, cap: int) -> tuple[PackHeader, Iterator[object]]:
    """The header, and the decoded frames after it, read as they are asked for.

    Raises TrustError, from here or while the frames are read.
    """
    frames = split_frames(inflate(compressed, cap=cap))
    first = next(frames, None)
    if first is None:
        raise TrustError("empty pack", key="trust.malformed")
    return _header(first), (canonical.decode(frame, limit=FRAME_LIMIT) for frame in frames)


def _header(frame: bytes) -> PackHeader:
    match canonical.decode(frame, limit=FRAME_LIMIT):
        case [int(version), *_] if version > _VERSION:
            raise TrustError(f"pack of version {version}", key="trust.newer_format")
        case [1, str(kind), int(scope), int(generation)] if kind in list(PackKind):
            return PackHeader(PackKind(kind), scope, generation)
        case _:
            raise TrustError("pack header", key="trust.malformed")


def expect(header: PackHeader, kind: PackKind, scope: int) -> PackHeader:
    """The header, once it is of this kind and scope. Raises TrustError."""
    if header.kind is not kind or header.scope != scope:
        raise TrustError(
            f"{header.kind} pack of scope {header.scope}, not {kind} of {scope}",
            key="trust.wrong_pack",
        )
    return header
