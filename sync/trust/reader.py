"""Opens packs and verifies what is in them. Runs in a child process, beside the import.

Requests and answers are tuples of plain values, so that a pipe can carry them:

- ``("issuer", issuer-keys.json)``: answers ``("done",)``.
- ``("unwrap", path, device identity)``: ``("done",)``; the port's identity stays in the reader.
- ``("manifest", path, scope)``: ``("manifest", generation, envelope, pages, segments)``.
- ``("elsewhere", path, scope)``: ``("elsewhere", rows)`` any number of times, ``("done",)``.
- ``("receipts", path, scope)``: ``("receipts", envelopes)`` any number of times, ``("done",)``.
- ``("staff", path, scope)``: ``("staff", frames)``, whole and sound, then ``("done",)``.
- ``("contacts", path, scope)``: ``("contacts", rows)`` any number of times, ``("done",)``.
- ``("records", path, segment order)``: ``("records", block rows, record rows)`` any number of
  times, ``("done",)``.

Anything refused is answered by ``("refused", text, text key)``; the reader can go on after it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeAlias, cast

from checkpoint_app.credential.block import check_block, check_records
from checkpoint_app.credential.envelope import LIMITS, EnvelopeType
from checkpoint_app.credential.keys import IssuerKeyring, parse_issuer_keys
from checkpoint_app.credential.record import index_of
from checkpoint_app.credential.shape import LAST_SECOND
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.permit import PERMIT_NUMBER_LENGTH
from checkpoint_app.errors import TrustError
from sync.trust import pack
from sync.trust.contacts_pack import contacts_of
from sync.trust.pack import PackHeader, PackKind
from sync.trust.sink import BlockRow, ElsewhereRow, RecordRow
from sync.trust.staff_pack import staff_frames, staff_of

Request: TypeAlias = tuple[Any, ...]
Answer: TypeAlias = tuple[Any, ...]

IDENTITY_LIMIT = 256
# Enough rows that a message costs little beside them; some 2 MB.
_ROWS = 8192
_ELSEWHERE_FRAME = 4096
# What a row of movements elsewhere may hold: permit, port bit, kind, at.
_ELSEWHERE_HIGHEST = (10**PERMIT_NUMBER_LENGTH - 1, 254, max(MovementKind), LAST_SECOND)


class WantedBlock(NamedTuple):
    """A block as the manifest lists it: SHA-256 of its envelope, its records, and the bitmap of
    superseded positions (LSB first, empty for none)."""

    sha256: bytes
    records: int
    superseded: bytes


class SegmentOrder(NamedTuple):
    """What to take from a segment, and what the signed manifest says of it.

    ``plain`` is its inflated size in bytes, ``records`` how many it holds. ``wanted`` are
    `WantedBlock`s by block number, all of which the segment must have.
    """

    season: int
    scope: int
    generation: int
    plain: int
    records: int
    wanted: Mapping[int, tuple[bytes, int, bytes]]


class PackReading(Protocol):
    """Answers requests, here or in another process."""

    def ask(self, *request: Any) -> Iterator[Answer]:
        """The answers, without a refusal: that is raised as TrustError."""
        ...


class PackReader:
    """A reader in this process. ``ask`` raises what `answers` would answer as refused."""

    def __init__(self) -> None:
        self._identity: str | None = None
        self._keys = IssuerKeyring(())
        self._takes: dict[str, Callable[..., Iterator[Answer]]] = {
            "issuer": self._issuer,
            "unwrap": self._unwrap,
            "manifest": self._manifest,
            "elsewhere": self._elsewhere,
            "receipts": self._receipts,
            "staff": self._staff,
            "contacts": self._contacts,
            "records": self._records,
        }

    def ask(self, *request: Any) -> Iterator[Answer]:
        """See the module's table. Raises TrustError."""
        return self._takes[request[0]](*request[1:])

    def answers(self, request: Request) -> Iterator[Answer]:
        """As `ask`, with a refusal as the last answer."""
        try:
            yield from self.ask(*request)
        except TrustError as error:
            yield ("refused", str(error), error.key)

    def _issuer(self, keys: bytes) -> Iterator[Answer]:
        self._keys = parse_issuer_keys(keys)
        yield ("done",)

    def _unwrap(self, path: str, identity: str) -> Iterator[Answer]:
        plain = pack.decrypt(_content(path, pack.KEY_LIMIT), identity)
        if len(plain) > IDENTITY_LIMIT or not plain.isascii():
            raise TrustError("the port's key is malformed", key="trust.port_key")
        self._identity = plain.decode("ascii").strip()
        yield ("done",)

    def _manifest(self, path: str, scope: int) -> Iterator[Answer]:
        header, frames = self._opened(
            path, PackKind.MANIFEST, scope, pack.FRAME_LIMIT, pack.MANIFEST_PLAIN
        )
        match list(frames):
            case [[bytes(envelope), [*pages], bytes(segments)]] if _all_bytes(pages):
                yield ("manifest", header.generation, envelope, pages, segments)
            case _:
                raise _malformed("manifest")

    def _elsewhere(self, path: str, scope: int) -> Iterator[Answer]:
        _, frames = self._opened(
            path, PackKind.ELSEWHERE, scope, pack.ELSEWHERE_LIMIT, pack.ELSEWHERE_PLAIN
        )
        for frame in frames:
            yield ("elsewhere", _elsewhere_rows(frame))
        yield ("done",)

    def _receipts(self, path: str, scope: int) -> Iterator[Answer]:
        _, frames = self._opened(
            path, PackKind.RECEIPTS, scope, pack.RECEIPTS_LIMIT, pack.RECEIPTS_PLAIN
        )
        envelopes = list(frames)
        if not all(
            type(envelope) is bytes and len(envelope) <= LIMITS[EnvelopeType.RECEIPT]
            for envelope in envelopes
        ):
            raise _malformed("receipts")
        yield ("receipts", envelopes)
        yield ("done",)

    def _staff(self, path: str, scope: int) -> Iterator[Answer]:
        header, frames = self._opened(
            path, PackKind.STAFF, scope, pack.STAFF_LIMIT, pack.STAFF_PLAIN
        )
        staff = staff_of(frames)
        if staff.version != header.generation:
            raise TrustError("the list names another generation", key="trust.mixed")
        yield ("staff", staff_frames(staff))
        yield ("done",)

    def _contacts(self, path: str, scope: int) -> Iterator[Answer]:
        _, frames = self._opened(
            path, PackKind.CONTACTS, scope, pack.CONTACTS_LIMIT, pack.CONTACTS_PLAIN
        )
        for frame in frames:
            rows = contacts_of(frame)
            yield ("contacts", rows.companies, rows.programmes)
        yield ("done",)

    def _records(self, path: str, order: tuple[Any, ...]) -> Iterator[Answer]:
        wish = SegmentOrder(*order)
        header, frames = self._opened(
            path, PackKind.RECORDS, wish.scope, pack.SEGMENT_LIMIT, wish.plain
        )
        if header.generation > wish.generation:
            raise TrustError("a segment of a later generation", key="trust.mixed")
        yield from _in_batches(self._verified(frames, wish))
        yield ("done",)

    def _verified(
        self, frames: Iterator[object], order: SegmentOrder
    ) -> Iterator[tuple[BlockRow, list[RecordRow]]]:
        """Each wanted block with its live records, in ascending order of block numbers."""
        last = positions = found = 0
        for frame in frames:
            number, envelope, records = _block_frame(frame)
            if number <= last:
                raise TrustError(f"block {number} after {last}", key="trust.malformed")
            last = number
            positions += len(records)
            if number in order.wanted:
                found += 1
                yield self._checked(number, envelope, records, order)
        if found != len(order.wanted) or positions != order.records:
            raise TrustError("a segment lacks blocks", key="trust.incomplete")

    def _checked(
        self, number: int, envelope: bytes, records: list[bytes], order: SegmentOrder
    ) -> tuple[BlockRow, list[RecordRow]]:
        listed = WantedBlock(*order.wanted[number])
        if hashlib.sha256(envelope).digest() != listed.sha256:
            raise TrustError(f"block {number} is not the one listed", key="trust.mixed")
        block = check_block(envelope, self._keys)
        signed = (block.season, block.scope, block.number, block.count)
        if signed != (order.season, order.scope, number, listed.records):
            raise TrustError(f"block {number} is of another place", key="trust.mixed")
        digests = check_records(block, records)
        return (number, envelope, digests), _record_rows(number, records, listed.superseded)

    def _opened(
        self, path: str, kind: PackKind, scope: int, limit: int, cap: int
    ) -> tuple[PackHeader, Iterator[object]]:
        if self._identity is None:
            raise TrustError("no port key yet", key="trust.port_key")
        plain = pack.decrypt(_content(path, limit), self._identity)
        header, frames = pack.read_pack(plain, cap=cap)
        return pack.expect(header, kind, scope), frames


def is_superseded(bitmap: bytes, position: int) -> bool:
    """Whether this position's bit is set; an empty bitmap has none."""
    return bool(bitmap) and bool(bitmap[position >> 3] >> (position & 7) & 1)


def _record_rows(number: int, records: list[bytes], superseded: bytes) -> list[RecordRow]:
    rows: list[RecordRow] = []
    for position, record in enumerate(records):
        if superseded and is_superseded(superseded, position):
            continue
        index = index_of(record)
        rows.append(
            (
                index.number,
                index.version,
                None if index.tombstone else index.passport,
                index.national_id,
                number,
                position,
                record,
                index.programme,
            )
        )
    return rows


def _in_batches(checked: Iterator[tuple[BlockRow, list[RecordRow]]]) -> Iterator[Answer]:
    blocks: list[BlockRow] = []
    records: list[RecordRow] = []
    for block, rows in checked:
        blocks.append(block)
        records += rows
        if len(records) >= _ROWS:
            yield ("records", blocks, records)
            blocks, records = [], []
    if blocks:
        yield ("records", blocks, records)


def _block_frame(frame: object) -> tuple[int, bytes, list[bytes]]:
    match frame:
        case [int(number), bytes(envelope), [*records]] if _all_bytes(records):
            return number, envelope, cast("list[bytes]", records)
        case _:
            raise _malformed("block")


def _elsewhere_rows(frame: object) -> list[ElsewhereRow]:
    if not isinstance(frame, list) or len(frame) > _ELSEWHERE_FRAME:
        raise _malformed("movements elsewhere")
    rows = [tuple(row) for row in frame if isinstance(row, list)]
    whole = len(rows) == len(frame) and all(
        len(row) == 4
        and all(
            type(value) is int and 0 <= value <= highest
            for value, highest in zip(row, _ELSEWHERE_HIGHEST, strict=True)
        )
        for row in rows
    )
    if not whole:
        raise _malformed("movements elsewhere")
    return rows


def _all_bytes(values: list[object]) -> bool:
    return all(type(value) is bytes for value in values)


def _malformed(what: str) -> TrustError:
    return TrustError(f"{what} malformed", key="trust.malformed")


def _content(path: str, limit: int) -> bytes:
    """The file, whose length TUF has already checked; bounded once more."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise TrustError(f"pack not readable: {error}", key="trust.incomplete") from error
    if len(content) > limit:
        raise TrustError("pack too long", key="trust.too_long")
    return content
