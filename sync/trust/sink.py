"""What an import asks of the store that keeps the registry's data at a port.

Everything an import changes happens in one `ImportTransaction`: all of it is seen afterwards, or
nothing. The rows arrive ready: checked against every signature above them, in the order of the
columns, so that the store has nothing to do but `executemany`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeAlias

from sync.trust.contacts_pack import ContactRows

# permit number, version, passport, national ID, block, position in the block, record bytes,
# programme. Passport, national ID and programme are None in a tombstone.
RecordRow: TypeAlias = tuple[int, int, str | None, int | None, int, int, bytes, int | None]
# block number, envelope, the SHA-256 digests of its records one after the other (32 bytes each)
BlockRow: TypeAlias = tuple[int, bytes, bytes]
# permit number, port bit, movement kind, at (seconds since 1970 UTC)
ElsewhereRow: TypeAlias = tuple[int, int, int, int]


class ImportTransaction(Protocol):
    """One all-or-nothing change of the registry's data at this port."""

    def put_status_list(
        self, list_id: int, version: int, issued: datetime, envelope: bytes
    ) -> None:
        """Keep this status list in place of the one with the same id."""
        ...

    def put_state(self, version: int, issued: datetime, envelope: bytes) -> None:
        """Keep this state table in place of the one held."""
        ...

    def clear_records(self) -> None:
        """Forget all blocks and records, before a rebuild from the baseline."""
        ...

    def add_blocks(self, rows: Sequence[BlockRow]) -> None:
        """Keep blocks; one with a number already held is replaced."""
        ...

    def add_records(self, rows: Sequence[RecordRow]) -> int:
        """Keep records, each in place of an older version of the same permit; answers how many.

        Not taken, and so not counted: a version lower than the one held, and the same version
        with other bytes.
        """
        ...

    def drop_blocks(self, numbers: Iterable[int]) -> None:
        """Forget these blocks and the records that still lie in them."""
        ...

    def drop_positions(self, positions: Iterable[tuple[int, int]]) -> None:
        """Forget records that still lie at these (block, position)."""
        ...

    def put_manifest(
        self, generation: int, issued: datetime, envelope: bytes, pages: Sequence[bytes]
    ) -> None:
        """Keep the manifest and its pages, in order, in place of those held."""
        ...

    def replace_elsewhere(self, rows: Iterable[ElsewhereRow]) -> None:
        """Keep the movements seen at other ports, in place of those held."""
        ...

    def forget_contacts(self) -> None:
        """Forget whom to telephone, before others are added."""
        ...

    def add_contacts(self, rows: ContactRows) -> None:
        """Keep names and telephones of companies and programmes."""
        ...

    def record_count(self) -> int:
        """How many records are held now, tombstones included."""
        ...

    def note(self, key: str, value: str | None) -> None:
        """Keep, or with None forget, a short remark together with what it is about."""
        ...


class RecordSink(Protocol):
    """The registry's data at this port, as an import sees it."""

    def importing(self) -> AbstractContextManager[ImportTransaction]:
        """One transaction: committed when the block ends, undone when it raises."""
        ...

    def held_manifest(self) -> bytes | None:
        """The manifest's envelope, or None before the first import and while what is held here is
        under suspicion: it then counts for nothing."""
        ...

    def held_pages(self) -> Sequence[bytes]:
        """The held manifest's pages, in order."""
        ...

    def held_blocks(self) -> Mapping[int, bytes]:
        """Number of each block held, and the SHA-256 of its envelope as it lies there now."""
        ...

    def held_status_lists(self) -> Mapping[int, bytes]:
        """Envelope of each status list held, by list id."""
        ...

    def held_state(self) -> bytes | None:
        """Envelope of the state table held."""
        ...

    def lock(self, at: datetime) -> None:
        """Forget everything that is the registry's, for good, and remember that this device was
        recalled, as it learnt at this time. The same again changes nothing."""
        ...

    def note(self, key: str, value: str | None) -> None:
        """Keep, or with None forget, a short remark outside any import."""
        ...

    def notes(self) -> Mapping[str, str]:
        """The remarks kept."""
        ...
