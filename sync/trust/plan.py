"""What an import has to change: the manifest's blocks against those held here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checkpoint_app.credential.envelope import CredentialError
from checkpoint_app.credential.manifest import Manifest, PageEntry, Segment, decode_page
from checkpoint_app.errors import TrustError
from sync.trust import pack
from sync.trust.reader import SegmentOrder, is_superseded
from sync.trust.repository import TrustSession
from sync.trust.sink import RecordSink
from sync.trust.watch import Watching


@dataclass(frozen=True, slots=True)
class PortPlace:
    """Whose data is imported: the port's id and bit, and the season."""

    port_id: str
    bit: int
    season: int


@dataclass(frozen=True, slots=True)
class Published:
    """A verified manifest with all that it lists; ``entries`` are its live blocks by number."""

    manifest: Manifest
    envelope: bytes
    pages: Sequence[bytes]
    entries: Mapping[int, PageEntry]
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to change. ``orders`` has a local pack file for each order.

    ``damaged`` blocks are not here as listed: they go before their sound form comes.
    """

    rebuild: bool
    orders: tuple[tuple[Path, SegmentOrder], ...]
    damaged: tuple[int, ...]
    drop_blocks: tuple[int, ...]
    drop_positions: tuple[tuple[int, int], ...]


def make_plan(
    published: Published,
    sink: RecordSink,
    session: TrustSession,
    place: PortPlace,
    *,
    rebuild: bool,
    watch: Watching,
) -> Plan:
    """Compare with what is held, and fetch the segments that are missing.

    With ``rebuild`` nothing held counts. ``watch`` is told what is planned and what came. Raises
    TrustError, TransportError, StorageError.
    """
    held = {} if rebuild else sink.held_blocks()
    entries = published.entries
    wanted = {
        number: entry for number, entry in entries.items() if held.get(number) != entry.digest
    }
    listed = tuple(_orders(published, wanted, place))
    sizes = [session.size(segment.target) for segment, _ in listed]
    watch.planned(sum(sizes), sum(entry.live for entry in wanted.values()))
    orders = []
    for (segment, order), size in zip(listed, sizes, strict=True):
        orders.append((session.target(segment.target, limit=pack.SEGMENT_LIMIT), order))
        watch.fetched(size)
    damaged = tuple(number for number in held if number in wanted)
    dropped = tuple(number for number in held if number not in entries)
    superseded = () if rebuild else _newly_superseded(published, sink, wanted)
    return Plan(rebuild, tuple(orders), damaged, dropped, tuple(superseded))


def _orders(
    published: Published, wanted: Mapping[int, PageEntry], place: PortPlace
) -> Iterator[tuple[Segment, SegmentOrder]]:
    """What to take from which segment. Raises TrustError for a block that no segment has."""
    left = dict(wanted)
    for segment in published.segments:
        if not segment.target.startswith(f"{place.port_id}/"):
            raise TrustError("a segment of another port", key="trust.wrong_pack")
        if not segment.target.removeprefix(f"{place.port_id}/").isalnum():
            raise TrustError("a segment's name is a path", key="trust.climbs")
        span = range(segment.first_block, segment.last_block + 1)
        blocks = {number: entry for number, entry in left.items() if number in span}
        if not blocks:
            continue
        for number in blocks:
            del left[number]
        listed = {
            number: (entry.digest, entry.records, entry.superseded)
            for number, entry in blocks.items()
        }
        manifest = published.manifest
        yield (
            segment,
            SegmentOrder(
                manifest.season,
                manifest.scope,
                manifest.generation,
                segment.plain_size,
                segment.records,
                listed,
            ),
        )
    if left:
        raise TrustError(f"no segment has block {min(left)}", key="trust.incomplete")


def _newly_superseded(
    published: Published, sink: RecordSink, wanted: Mapping[int, PageEntry]
) -> list[tuple[int, int]]:
    """Positions that the held pages do not list as superseded, in blocks that stay."""
    before = _held_entries(sink)
    found = []
    for number, entry in published.entries.items():
        older = before.get(number)
        known = b"" if older is None else older.superseded
        if number in wanted or entry.superseded == known:
            continue
        found += [
            (number, position)
            for position in range(entry.records)
            if entry.is_superseded(position) and not is_superseded(known, position)
        ]
    return found


def _held_entries(sink: RecordSink) -> dict[int, PageEntry]:
    """The blocks of the held pages. A damaged page counts as none: a rebuild may follow."""
    entries: dict[int, PageEntry] = {}
    for page in sink.held_pages():
        try:
            entries.update((entry.number, entry) for entry in decode_page(page))
        except CredentialError:
            continue
    return entries
