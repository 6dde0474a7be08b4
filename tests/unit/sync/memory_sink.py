"""The registry's data at a port, in memory: keeps to `sync.trust.sink` to the letter."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sync.trust.contacts_pack import ContactRows
from sync.trust.recall import LOCKED
from sync.trust.sink import BlockRow, ElsewhereRow, RecordRow


@dataclass
class Contents:
    """What is held. ``records`` by permit number."""

    records: dict[int, RecordRow] = field(default_factory=dict)
    blocks: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)
    pages: list[bytes] = field(default_factory=list)
    manifest: bytes | None = None
    generation: int = 0
    lists: dict[int, bytes] = field(default_factory=dict)
    state: bytes | None = None
    elsewhere: list[ElsewhereRow] = field(default_factory=list)
    contacts: list[ContactRows] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)


class MemoryImport:
    """An `ImportTransaction`."""

    def __init__(self, contents: Contents) -> None:
        self.now = contents

    def put_status_list(
        self, list_id: int, version: int, issued: datetime, envelope: bytes
    ) -> None:
        self.now.lists[list_id] = envelope

    def put_state(self, version: int, issued: datetime, envelope: bytes) -> None:
        self.now.state = envelope

    def clear_records(self) -> None:
        self.now.records.clear()
        self.now.blocks.clear()

    def add_blocks(self, rows: Sequence[BlockRow]) -> None:
        self.now.blocks.update({number: (envelope, digests) for number, envelope, digests in rows})

    def add_records(self, rows: Sequence[RecordRow]) -> int:
        return sum(self._add(row) for row in rows)

    def _add(self, row: RecordRow) -> bool:
        held = self.now.records.get(row[0])
        if held is not None and (held[1] > row[1] or (held[1] == row[1] and held[6] != row[6])):
            return False
        self.now.records[row[0]] = row
        return True

    def drop_blocks(self, numbers: Iterable[int]) -> None:
        gone = set(numbers)
        for number in gone:
            self.now.blocks.pop(number, None)
        kept = {key: row for key, row in self.now.records.items() if row[4] not in gone}
        self.now.records = kept

    def drop_positions(self, positions: Iterable[tuple[int, int]]) -> None:
        gone = set(positions)
        kept = {key: row for key, row in self.now.records.items() if (row[4], row[5]) not in gone}
        self.now.records = kept

    def put_manifest(
        self, generation: int, issued: datetime, envelope: bytes, pages: Sequence[bytes]
    ) -> None:
        self.now.generation, self.now.manifest = generation, envelope
        self.now.pages = list(pages)

    def forget_contacts(self) -> None:
        self.now.contacts.clear()

    def add_contacts(self, rows: ContactRows) -> None:
        self.now.contacts.append(rows)

    def replace_elsewhere(self, rows: Iterable[ElsewhereRow]) -> None:
        self.now.elsewhere = list(rows)

    def record_count(self) -> int:
        return len(self.now.records)

    def note(self, key: str, value: str | None) -> None:
        remark(self.now.remarks, key, value)


class MemorySink:
    """A `RecordSink`. ``imports`` counts those committed."""

    def __init__(self) -> None:
        self.contents = Contents()
        self.imports = 0

    @contextmanager
    def importing(self) -> Iterator[MemoryImport]:
        work = MemoryImport(copy.deepcopy(self.contents))
        yield work
        self.contents = work.now
        self.imports += 1

    def held_manifest(self) -> bytes | None:
        return self.contents.manifest

    def held_pages(self) -> Sequence[bytes]:
        return self.contents.pages

    def held_blocks(self) -> Mapping[int, bytes]:
        return {
            number: hashlib.sha256(envelope).digest()
            for number, (envelope, _) in self.contents.blocks.items()
        }

    def held_status_lists(self) -> Mapping[int, bytes]:
        return self.contents.lists

    def held_state(self) -> bytes | None:
        return self.contents.state

    def lock(self, at: datetime) -> None:
        self.contents = Contents()
        self.contents.remarks[LOCKED] = at.isoformat()

    def note(self, key: str, value: str | None) -> None:
        remark(self.contents.remarks, key, value)

    def notes(self) -> Mapping[str, str]:
        return self.contents.remarks


def remark(remarks: dict[str, str], key: str, value: str | None) -> None:
    """Keep or forget one."""
    if value is None:
        remarks.pop(key, None)
    else:
        remarks[key] = value
