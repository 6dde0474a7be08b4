"""Record packs: signed blocks in segments of at most 8 MiB, one at a time in memory."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence

from checkpoint_app.credential.block import MOST_RECORDS
from sync.registry.publish.ledger import Placed
from sync.registry.publish.segment_choice import SegmentRow
from sync.registry.publish.tuf_repository import TufRepository
from sync.registry.signer.port import BlockOrder, SignedBlock
from sync.trust.pack import SEGMENT_LIMIT, PackHeader, PackKind
from sync.trust.packing import PackStream, seal, sealed_size

# Blocks that may still be inside the compressor, and the largest one to come: 256 records of 2 KiB.
_MARGIN = 1024 * 1024
_FULL = SEGMENT_LIMIT - _MARGIN


def block_orders(permits: Sequence[int], first: int) -> Iterator[BlockOrder]:
    """Blocks of 256 permits, numbered from ``first``; the last may be smaller."""
    for number, start in enumerate(range(0, len(permits), MOST_RECORDS), first):
        yield BlockOrder(number, list(permits[start : start + MOST_RECORDS]))


class SegmentWriter:
    """Packs a scope's new blocks; ``enter`` is told of each segment once its file is in place."""

    def __init__(
        self,
        repository: TufRepository,
        target: Callable[[str], str],
        header: PackHeader,
        recipient: str,
        enter: Callable[[SegmentRow, Sequence[Placed]], None],
    ) -> None:
        self._repository, self._target = repository, target
        self._recipient, self._enter = recipient, enter
        self._header = PackHeader(PackKind.RECORDS, header.scope, header.generation)

    def write(self, blocks: Iterable[tuple[SignedBlock, Sequence[int]]]) -> None:
        """Pack these blocks, each with the ``permit.id`` of its positions."""
        stream, placed = PackStream(self._header), list[Placed]()
        for block, permits in blocks:
            stream.add([block.number, block.envelope, list(block.records)])
            placed.append(Placed.of(block, permits))
            if sealed_size(stream.written) >= _FULL:
                self._close(stream, placed)
                stream, placed = PackStream(self._header), []
        if placed:
            self._close(stream, placed)

    def _close(self, stream: PackStream, placed: Sequence[Placed]) -> None:
        name = secrets.token_hex(16)
        content = seal(stream.finish(), [self._recipient])
        self._repository.put(self._target(name), content)
        records = sum(len(block.permits) for block in placed)
        segment = SegmentRow(
            name=name,
            first_block=placed[0].number,
            last_block=placed[-1].number,
            plain_size=stream.plain_size,
            records=records,
            live=records,
            length=len(content),
            sha256=hashlib.sha256(content).digest(),
        )
        self._enter(segment, placed)
