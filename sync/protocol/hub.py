"""What lanes and their port's hub say to each other: paths, limits, and the forms of items.

A hub is a relay that is trusted with nothing. What passes through it is sealed (age) for the
port's devices and the registry; what stands beside that in clear only routes it, and whoever opens
an item believes its signatures alone.

All answers but problems are canonical CBOR. The stream is a sequence of frames, each a big-endian
uint32 length and CBOR: ``["hub", instance, newest]`` first, then ``["item", ...]`` in ascending
order of their numbers, and ``["beat", newest]`` while there is nothing else.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from checkpoint_app.credential import canonical, shape
from checkpoint_app.credential.rejection import CredentialError
from checkpoint_app.errors import ProtocolError
from sync.protocol import limits

IDENTITY = "/hub/v1/identity"
NONCE = "/hub/v1/nonce"
SESSIONS = "/hub/v1/sessions"
ITEMS = "/hub/v1/items"
HAVE = "/hub/v1/have"
STREAM = "/hub/v1/stream"
# What a hub's identity is signed as: method and path of an `auth` envelope over the SHA-256 of its
# certificate (DER).
IDENTITY_METHOD, IDENTITY_PATH = "HUB", "/identity"
SERVICE_TYPE = "_umrah-hub._tcp.local."

INSTANCE = 16
EPOCH = 16
TOKEN = 32
ITEM_LIMIT = 512 * 1024
FRAME_LIMIT = ITEM_LIMIT + 1024
HAVE_LIMIT = 2 * 1024 * 1024
IDENTITY_LIMIT = 4 * 1024
SESSION_LIMIT = 1024
ANSWER_LIMIT = 1024
MOST_RANGES = 4096
MOST_JOURNALS = 4096
BEAT_SECONDS = 5.0
SESSION_SECONDS = 3600.0
_LENGTH = struct.Struct(">I")
_Read = TypeVar("_Read")


class Stream(StrEnum):
    """What an item holds. ``chain``: batches of movements and cases, for every lane. ``head``: a
    device's signed statement, of which only the newest counts. ``copy``: rows of a journal, for
    the devices that keep its second copy."""

    CHAIN = "chain"
    HEAD = "head"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class ItemName:
    """Whose item it is, and which sequences (of ``chain``) or rows (of ``copy``) it holds.

    ``epoch`` is the journal's; ``first`` to ``last``, from 1. A ``head`` has 1 to 1.
    """

    stream: Stream
    device: str
    epoch: bytes
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class HubItem:
    """An item as a hub passes it on. ``number`` ascends within one hub's instance; ``content`` is
    an age file (`sync.bundle.relay_file`)."""

    number: int
    name: ItemName
    content: bytes


@dataclass(frozen=True, slots=True)
class Greeting:
    """The first frame of a stream: the hub's instance (16 bytes; numbers of another instance mean
    nothing here), and the newest number that it has."""

    instance: bytes
    newest: int


@dataclass(frozen=True, slots=True)
class Beat:
    """The hub lives; all up to ``newest`` has been sent."""

    newest: int


@dataclass(frozen=True, slots=True)
class HeldRange:
    """Sequences that a hub has of one journal. ``own``: the journal's own device brought them."""

    name: ItemName
    own: bool


StreamFrame: TypeAlias = Greeting | Beat | HubItem


def encode_push(name: ItemName, content: bytes) -> bytes:
    """The body of ``POST /hub/v1/items``."""
    return canonical.encode([*_name_row(name), content])


def decode_push(body: bytes) -> tuple[ItemName, bytes]:
    """Read it. Raises ProtocolError."""
    row = _row(body, FRAME_LIMIT, 6)
    return _name(row[:5]), _checked(lambda: shape.octets_up_to(row[5], ITEM_LIMIT))


def encode_frame(frame: StreamFrame) -> bytes:
    """A frame of the stream, its length before it."""
    match frame:
        case Greeting(instance, newest):
            row: list[object] = ["hub", instance, newest]
        case Beat(newest):
            row = ["beat", newest]
        case HubItem(number, name, content):
            row = ["item", number, *_name_row(name), content]
    body = canonical.encode(row)
    return _LENGTH.pack(len(body)) + body


class FrameReader:
    """Cuts a stream into frames as its bytes come."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, chunk: bytes) -> Iterable[StreamFrame]:
        """The frames that are whole now; those that a later hub may send are passed over. Raises
        ProtocolError for a frame too long or malformed: the stream is of no use any more."""
        self._buffer += chunk
        found: list[StreamFrame] = []
        start = 0
        while len(self._buffer) - start >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._buffer, start)
            if length > FRAME_LIMIT:
                raise _malformed()
            end = start + _LENGTH.size + length
            if end > len(self._buffer):
                break
            frame = decode_frame(bytes(self._buffer[start + _LENGTH.size : end]))
            found += [] if frame is None else [frame]
            start = end
        del self._buffer[:start]
        return found


def decode_frame(body: bytes) -> StreamFrame | None:
    """One frame without its length; None for a kind of a later hub. Raises ProtocolError."""
    row = _row(body, FRAME_LIMIT, None)
    match row:
        case ["hub", instance, newest, *_]:
            return _checked(
                lambda: Greeting(shape.octets(instance, INSTANCE), shape.integer(newest))
            )
        case ["beat", newest, *_]:
            return _checked(lambda: Beat(shape.integer(newest)))
        case ["item", _, stream, *_] if stream not in list(Stream):
            return None
        case ["item", number, stream, device, epoch, first, last, content, *_]:
            name = _name([stream, device, epoch, first, last])
            return _checked(
                lambda: HubItem(
                    shape.integer(number, 1), name, shape.octets_up_to(content, ITEM_LIMIT)
                )
            )
        case [str(), *_]:
            return None
        case _:
            raise _malformed()


def encode_have(instance: bytes, held: Iterable[HeldRange]) -> bytes:
    """The answer of ``GET /hub/v1/have``: what this instance has, ascending, adjoining ranges of
    the same journal joined."""
    return canonical.encode([instance, [[*_name_row(each.name), each.own] for each in held]])


def decode_have(body: bytes) -> tuple[bytes, tuple[HeldRange, ...]]:
    """Its instance and ranges. Raises ProtocolError."""
    row = _row(body, HAVE_LIMIT, 2)
    instance = _checked(lambda: shape.octets(row[0], INSTANCE))
    ranges = row[1]
    if type(ranges) is not list or len(ranges) > MOST_RANGES:
        raise _malformed()
    return instance, tuple(_held_range(each) for each in ranges)


def _held_range(each: object) -> HeldRange:
    if type(each) is not list or len(each) != 6:
        raise _malformed()
    return HeldRange(_name(each[:5]), _checked(lambda: shape.boolean(each[5])))


def _name_row(name: ItemName) -> list[object]:
    return [name.stream.value, name.device, name.epoch, name.first, name.last]


def _name(row: Sequence[object]) -> ItemName:
    stream, device, epoch, first, last = row
    if stream not in list(Stream):
        raise ProtocolError("an item of a later kind", key="api.message-invalid")

    def read() -> ItemName:
        start = shape.integer(first, 1)
        return ItemName(
            Stream(stream),  # type: ignore[arg-type]  # one of them, as was just seen
            shape.text(device, limits.DEVICE_ID_CHARACTERS),
            shape.octets(epoch, EPOCH),
            start,
            shape.integer(last, start),
        )

    return _checked(read)


def _row(body: bytes, limit: int, length: int | None) -> list[Any]:
    if len(body) > limit:
        raise ProtocolError("message too large", key="api.message-too-large", limit=limit)
    row = _checked(lambda: canonical.decode(body, limit=limit))
    if type(row) is not list or (length is not None and len(row) != length):
        raise _malformed()
    return row


def _checked(read: Callable[[], _Read]) -> _Read:
    try:
        return read()
    except CredentialError as error:
        raise ProtocolError(f"message: {error}", key="api.message-invalid") from None


def _malformed() -> ProtocolError:
    return ProtocolError("message malformed", key="api.message-malformed")
