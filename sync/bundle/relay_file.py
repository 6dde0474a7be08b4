"""What a device of a port gives to the port's hub, for the other devices and the registry.

An age file sealed for each device of the port and for the registry's inbox. In it lies the same
pack as in a file of departures on a stick (`sync.bundle.departures_file`), so that the registry
takes it in by the same code. Frames beside those:

- ``["rows", table, first, [row, ...]]``: rows of the device's journal in order, ``first`` the
  number of the first of them: its second copy. They prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from checkpoint_app.credential import shape
from checkpoint_app.credential.rejection import CredentialError
from checkpoint_app.errors import TrustError
from sync.bundle.departures_file import FORMAT, BatchFrame, HoldingFrame
from sync.protocol.hub import ITEM_LIMIT
from sync.trust.pack import PackHeader, PackKind, decrypt, read_pack
from sync.trust.packing import pack, seal

# What an item may inflate to: some ten times its limit, far beyond what an honest one does.
RELAY_PLAIN = 8 * 1024 * 1024
MOST_ROWS = 4096
_TABLE = 32


@dataclass(frozen=True, slots=True)
class RowsFrame:
    """Rows of a journal's table, from row ``first`` on; each row's values as they are stored."""

    table: str
    first: int
    rows: tuple[tuple[object, ...], ...]


RelayFrame: TypeAlias = BatchFrame | HoldingFrame | RowsFrame


def relay_file(scope: int, frames: Iterable[RelayFrame], recipients: Sequence[str]) -> bytes:
    """The item's bytes, other ones each time. ``scope`` is the port's bit. Raises ConfigError for
    a recipient that is none, ValueError for more than an item may hold."""
    rows = [_row(frame) for frame in frames]
    header = PackHeader(PackKind.DEPARTURES, scope, FORMAT)
    content = seal(pack(header, rows, small=True), recipients)
    if len(content) > ITEM_LIMIT:
        raise ValueError(f"an item of {len(content)} bytes")
    return content


def open_relay(content: bytes, identity: str, *, scope: int) -> Iterator[RelayFrame]:
    """The frames of an item that was sealed for this age identity too, as they are read; those of
    a later program are passed over.

    Raises TrustError, from here or while frames are read: not for us, torn, of another port, too
    long. What came before may be used.
    """
    if len(content) > ITEM_LIMIT:
        raise TrustError("item too long", key="trust.too_long")
    header, frames = read_pack(decrypt(content, identity), cap=RELAY_PLAIN)
    if header.kind is not PackKind.DEPARTURES or header.scope != scope:
        raise TrustError(f"{header.kind} of {header.scope}", key="trust.wrong_pack")
    for frame in frames:
        read = _frame(frame)
        if read is not None:
            yield read


def _row(frame: RelayFrame) -> list[object]:
    match frame:
        case BatchFrame(envelope):
            return ["batch", envelope]
        case HoldingFrame(body, envelope):
            return ["holding", body, envelope]
        case RowsFrame(table, first, rows):
            return ["rows", table, first, [list(row) for row in rows]]


def _frame(frame: object) -> RelayFrame | None:
    try:
        match frame:
            case ["batch", bytes(envelope)]:
                return BatchFrame(envelope)
            case ["holding", bytes(body), bytes(envelope)]:
                return HoldingFrame(body, envelope)
            case ["rows", table, first, [*rows]] if len(rows) <= MOST_ROWS:
                name, start = shape.text(table, _TABLE), shape.integer(first, 1)
                return RowsFrame(name, start, tuple(tuple(shape.array(row)) for row in rows))
            case [str(), *_]:
                return None
    except CredentialError as error:
        raise TrustError(f"item: {error}", key="trust.malformed") from error
    raise TrustError("item malformed", key="trust.malformed")
