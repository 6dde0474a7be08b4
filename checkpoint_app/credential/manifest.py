"""The port manifest: which blocks are live, which of their positions are superseded, and which
status lists and state go with them.

It has two levels, so that checking one record costs the same with 10,000 as with 1,000,000: the
signed manifest holds a hash for each page, and a page lists up to 64 blocks.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter, ge, gt
from typing import NamedTuple

from checkpoint_app.credential import shape
from checkpoint_app.credential.block import DIGEST, MOST_RECORDS, NATIONAL
from checkpoint_app.credential.canonical import decode, decode_signed, encode
from checkpoint_app.credential.envelope import (
    LIMITS,
    CredentialError,
    EnvelopeType,
    KeyLookup,
    Rejection,
    SigningKey,
    open_envelope,
)

PAGE_BLOCKS = 64
PAGE_LIMIT = 8 * 1024
SEGMENTS_LIMIT = 256 * 1024
_FORMAT = 1
_FIELDS = 11
_LONGEST_TARGET = 128


class Page(NamedTuple):
    """A page as the manifest lists it: the blocks it may hold, and SHA-256 of its bytes."""

    first_block: int
    last_block: int
    digest: bytes


class PageEntry(NamedTuple):
    """A live block and how many records it has. ``digest`` is SHA-256 of its envelope.

    ``superseded`` has bit i (lowest bit of
    the first byte first) set when position i is superseded; empty when none is."""

    number: int
    digest: bytes
    records: int
    superseded: bytes

    def is_superseded(self, position: int) -> bool:
        """Whether the record at this position (from 0, below ``records``) has a later version."""
        if not self.superseded:
            return False
        return bool(self.superseded[position >> 3] >> (position & 7) & 1)

    @property
    def live(self) -> int:
        """How many positions are not superseded."""
        return self.records - int.from_bytes(self.superseded, "little").bit_count()


class StatusListEntry(NamedTuple):
    """A status list as the manifest lists it. ``digest`` is SHA-256 of its envelope."""

    list_id: int
    version: int
    digest: bytes


class Segment(NamedTuple):
    """A record pack: its target name, the blocks in it, its size unpacked in bytes, its records."""

    target: str
    first_block: int
    last_block: int
    plain_size: int
    records: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """One scope's data set at one ``generation``, which counts up.

    ``live_count`` is the number of positions that are not superseded, tombstones included.
    Digests are SHA-256 of the state's envelope and of the segments' bytes.
    """

    season: int
    scope: int
    generation: int
    issued: datetime
    live_count: int
    pages: tuple[Page, ...]
    status_lists: tuple[StatusListEntry, ...]
    state_version: int
    state_digest: bytes
    segments_digest: bytes

    def page_for(self, block: int) -> Page | None:
        """The page that would list this block."""
        place = bisect_right(self.pages, block, key=attrgetter("first_block")) - 1
        if place < 0 or block > self.pages[place].last_block:
            return None
        return self.pages[place]

    def accepts_status(self, list_id: int, version: int, envelope: bytes) -> bool:
        """Whether a status list is the one listed, or a later version."""
        for entry in self.status_lists:
            if entry.list_id == list_id:
                return _is_current(entry.version, entry.digest, version, envelope)
        return False

    def accepts_state(self, version: int, envelope: bytes) -> bool:
        """Whether a state table is the one listed, or a later version."""
        return _is_current(self.state_version, self.state_digest, version, envelope)


def _is_current(listed: int, digest: bytes, version: int, envelope: bytes) -> bool:
    if version != listed:
        return version > listed
    return hashlib.sha256(envelope).digest() == digest


def superseded_bitmap(count: int, positions: Iterable[int]) -> bytes:
    """The bitmap of superseded positions (each below ``count``); empty when there is none."""
    bits = sum(1 << position for position in set(positions))
    return bits.to_bytes((count + 7) // 8, "little") if bits else b""


def encode_page(entries: Sequence[PageEntry]) -> bytes:
    """The bytes of a page of 1 to 64 blocks in ascending order."""
    return encode([list(entry) for entry in entries])


def build_pages(entries: Sequence[PageEntry]) -> list[tuple[Page, bytes]]:
    """Cut all live blocks, in ascending order, into pages: each page's row and its bytes."""
    built = []
    for start in range(0, len(entries), PAGE_BLOCKS):
        part = entries[start : start + PAGE_BLOCKS]
        data = encode_page(part)
        row = Page(part[0].number, part[-1].number, hashlib.sha256(data).digest())
        built.append((row, data))
    return built


def decode_page(data: bytes) -> tuple[PageEntry, ...]:
    """Read a page strictly. Raises CredentialError."""
    rows = shape.array(decode(data, limit=PAGE_LIMIT))
    if not 1 <= len(rows) <= PAGE_BLOCKS:
        raise shape.bad("page")
    entries = tuple(_page_entry(row) for row in rows)
    shape.ascending([entry.number for entry in entries])
    return entries


def _page_entry(row: object) -> PageEntry:
    number, digest, records, superseded = shape.array(row, 4)
    entry = PageEntry(
        shape.integer(number, 1),
        shape.octets(digest, DIGEST),
        shape.integer(records, 1, MOST_RECORDS),
        shape.octets_up_to(superseded, MOST_RECORDS // 8),
    )
    if entry.superseded:
        bits = int.from_bytes(entry.superseded, "little")
        if len(entry.superseded) != (entry.records + 7) // 8 or not 0 < bits < 1 << entry.records:
            raise shape.bad("bitmap")
    return entry


def check_page(page: Page, data: bytes) -> tuple[PageEntry, ...]:
    """A page's entries, once its bytes are those listed. Raises CredentialError."""
    if hashlib.sha256(data).digest() != page.digest:
        raise CredentialError(Rejection.WRONG_DIGEST, "page")
    entries = decode_page(data)
    if (entries[0].number, entries[-1].number) != (page.first_block, page.last_block):
        raise shape.bad("blocks of a page")
    return entries


def listed_block(page: Page, data: bytes, block: int) -> PageEntry:
    """One block's entry of a page, once the page's bytes are those listed.

    Made for a scan: it reads closely the one entry that it gives; `check_page` reads them all, at
    import. Raises CredentialError: WRONG_DIGEST, NOT_CURRENT when the page does not list it.
    """
    if len(data) > PAGE_LIMIT or hashlib.sha256(data).digest() != page.digest:
        raise CredentialError(Rejection.WRONG_DIGEST, "page")
    for row in shape.array(decode_signed(data)):
        if type(row) is list and row and row[0] == block:
            return _page_entry(row)
    raise CredentialError(Rejection.NOT_CURRENT, "block")


def check_pages(manifest: Manifest, pages: Sequence[bytes]) -> tuple[PageEntry, ...]:
    """Every live block of a manifest, once all pages are there and their positions add up to its
    live count. Raises CredentialError."""
    if len(pages) != len(manifest.pages):
        raise CredentialError(Rejection.WRONG_COUNT, "pages")
    listed = zip(manifest.pages, pages, strict=True)
    entries = tuple(entry for page, data in listed for entry in check_page(page, data))
    if sum(entry.live for entry in entries) != manifest.live_count:
        raise CredentialError(Rejection.WRONG_COUNT, "live positions")
    return entries


def encode_segments(segments: Iterable[Segment]) -> bytes:
    """The bytes of the list of record packs."""
    return encode([list(segment) for segment in segments])


def check_segments(manifest: Manifest, data: bytes) -> tuple[Segment, ...]:
    """The record packs, once their list is the signed one. Raises CredentialError."""
    if hashlib.sha256(data).digest() != manifest.segments_digest:
        raise CredentialError(Rejection.WRONG_DIGEST, "segments")
    return decode_segments(data)


def decode_segments(data: bytes) -> tuple[Segment, ...]:
    """Read the list of record packs. Raises CredentialError."""
    return tuple(_segment(row) for row in shape.array(decode(data, limit=SEGMENTS_LIMIT)))


def _segment(row: object) -> Segment:
    target, first, last, plain_size, records = shape.array(row, 5)
    first_block = shape.integer(first, 1)
    return Segment(
        shape.text(target, _LONGEST_TARGET),
        first_block,
        shape.integer(last, first_block),
        shape.integer(plain_size),
        shape.integer(records),
    )


def sign_manifest(key: SigningKey, manifest: Manifest) -> bytes:
    """The envelope of a manifest."""
    payload = [
        _FORMAT,
        manifest.season,
        manifest.scope,
        manifest.generation,
        shape.seconds(manifest.issued),
        manifest.live_count,
        [list(page) for page in manifest.pages],
        [list(entry) for entry in sorted(manifest.status_lists)],
        manifest.state_version,
        manifest.state_digest,
        manifest.segments_digest,
    ]
    return key.sign_envelope(encode(payload))


def check_manifest(envelope: bytes, keys: KeyLookup) -> Manifest:
    """Check a manifest's envelope, the term of its key included. Raises CredentialError."""
    opened = open_envelope(envelope, EnvelopeType.MANIFEST, keys)
    row = shape.fields(opened.payload, limit=LIMITS[EnvelopeType.MANIFEST], length=_FIELDS)
    return Manifest(
        season=shape.integer(row[1], 1),
        scope=shape.integer(row[2], 0, NATIONAL),
        generation=shape.integer(row[3], 1),
        issued=opened.issued_at(shape.instant(row[4])),
        live_count=shape.integer(row[5]),
        pages=_pages(row[6]),
        status_lists=_status_lists(row[7]),
        state_version=shape.integer(row[8]),
        state_digest=shape.octets(row[9], DIGEST),
        segments_digest=shape.octets(row[10], DIGEST),
    )


def _pages(rows: object) -> tuple[Page, ...]:
    """Pages in ascending order, no two of which could hold the same block."""
    first, last, digest = shape.columns(rows, 3)
    firsts, lasts = shape.integers(first, 1), shape.integers(last, 1)
    if any(map(gt, firsts, lasts)) or any(map(ge, lasts, firsts[1:])):
        raise shape.bad("blocks of the pages")
    return tuple(map(Page, firsts, lasts, shape.octet_strings(digest, DIGEST)))


def _status_lists(rows: object) -> tuple[StatusListEntry, ...]:
    list_id, version, digest = shape.columns(rows, 3)
    ids = shape.integers(list_id, 0, shape.UINT32)
    shape.ascending(ids)
    versions, digests = shape.integers(version, 1), shape.octet_strings(digest, DIGEST)
    return tuple(map(StatusListEntry, ids, versions, digests))
