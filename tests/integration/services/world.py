"""A lane with real stores, and a registry small enough to hold in one's head."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from checkpoint_app import reference
from checkpoint_app.credential.block import digests_of, sign_block
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.keys import IssuerKeyring
from checkpoint_app.credential.manifest import (
    Manifest,
    PageEntry,
    StatusListEntry,
    build_pages,
    sign_manifest,
    superseded_bitmap,
)
from checkpoint_app.credential.record import Tombstone, encode_record, encode_tombstone, index_of
from checkpoint_app.credential.refresh import Refresh, sign_refresh
from checkpoint_app.credential.state import EntityStates, StateTable, sign_state
from checkpoint_app.credential.status_list import sign_status_list
from checkpoint_app.credential.token import issue_token
from checkpoint_app.credential.token_text import to_digits
from checkpoint_app.domain.facts import DEFAULT_GRADES
from checkpoint_app.domain.lane_rules import DEFAULT_LANE_RULES, LaneRules
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.permit import PermitRecord, PermitStatus
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.services.guard import Guard
from checkpoint_app.services.lane import LaneService, LaneSettings
from checkpoint_app.store.anchor import AnchorFile
from checkpoint_app.store.journal import JournalStore, open_journal
from checkpoint_app.store.keys import FileKeyStore
from checkpoint_app.store.records import RecordsStore, open_records
from sync.trust import floor as time_floor
from sync.trust.floor import TimeFloor
from tests.unit.credential import samples
from tests.unit.credential.samples import DEVICE, KEYS, NOW, RING, SCOPE, SEASON

LIST = 4
BUSY_MS = 150


@dataclass
class StandingClock:
    """A clock that stands until it is set."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0

    def advance(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class StandingTrust:
    """The trust path with the sample keys; `floor` as in the lane."""

    keys: IssuerKeyring = RING
    floor: TimeFloor = field(default_factory=lambda: TimeFloor(NOW - timedelta(hours=1)))
    lanes: LaneRules = DEFAULT_LANE_RULES

    def issuer_keys(self):
        return self.keys

    def rules(self):
        return ()

    def grades(self):
        return tuple(DEFAULT_GRADES.items())

    def lane_rules(self):
        return self.lanes

    def reference_time(self, now):
        return time_floor.reference_time(now, self.floor)

    def clock_is_suspect(self, now, last_entry):
        return time_floor.clock_is_suspect(now, self.floor, last_entry)


@dataclass
class TinyRegistry:
    """Publishes one port's records by hand, and answers refreshes."""

    generation: int = 0
    blocks: dict[int, list[bytes]] = field(default_factory=dict)
    superseded: dict[int, set[int]] = field(default_factory=dict)
    statuses: dict[int, PermitStatus] = field(default_factory=dict)
    companies: dict[int, EntityState] = field(default_factory=dict)
    status_version: int = 0
    current: dict[int, PermitRecord] = field(default_factory=dict)
    issued: datetime = NOW - timedelta(minutes=10)

    def add(self, *items: PermitRecord | Tombstone) -> int:
        """File records in a new block; older versions are superseded."""
        number = len(self.blocks) + 1
        for item in items:
            for block, records in self.blocks.items():
                for position, body in enumerate(records):
                    if index_of(body).number == item.number:
                        self.superseded.setdefault(block, set()).add(position)
            if isinstance(item, PermitRecord):
                self.current[item.number] = item
        self.blocks[number] = [
            encode_record(item) if isinstance(item, PermitRecord) else encode_tombstone(item)
            for item in items
        ]
        return number

    def status_list(self) -> bytes:
        entries = bytearray(65_536)
        for index, status in self.statuses.items():
            entries[index] = int(status)
        return sign_status_list(
            KEYS[EnvelopeType.STATUS], LIST, self.status_version, self.issued, bytes(entries)
        )

    def state(self) -> bytes:
        table = StateTable(
            SEASON,
            self.status_version,
            self.issued,
            EntityStates(1880, self.companies),
            EntityStates(2000, {}),
            EntityStates(9000, {}),
        )
        return sign_state(KEYS[EnvelopeType.STATE], table)

    def publish_status(self, store: RecordsStore) -> None:
        """New versions of list and state."""
        self.status_version += 1
        with store.importing() as changes:
            changes.put_status_list(LIST, self.status_version, self.issued, self.status_list())
            changes.put_state(self.status_version, self.issued, self.state())

    def publish(self, store: RecordsStore) -> None:
        """Status first, then all blocks that the store lacks, and the manifest over them."""
        self.publish_status(store)
        self.generation += 1
        envelopes = {
            number: sign_block(
                KEYS[EnvelopeType.BLOCK], SEASON, SCOPE, number, samples.NOW, records
            )
            for number, records in self.blocks.items()
        }
        held = store.held_blocks()
        with store.importing() as changes:
            for number, records in self.blocks.items():
                if number not in held:
                    gone = self.superseded.get(number, set())
                    changes.add_blocks([(number, envelopes[number], digests_of(records))])
                    changes.add_records(
                        [
                            row(number, position, body)
                            for position, body in enumerate(records)
                            if position not in gone
                        ]
                    )
            changes.drop_positions(
                (number, position)
                for number, positions in self.superseded.items()
                for position in positions
            )
            envelope, pages, live = self.manifest(envelopes)
            changes.put_manifest(self.generation, self.issued, envelope, pages)
            assert changes.record_count() == live

    def manifest(self, envelopes: dict[int, bytes]) -> tuple[bytes, list[bytes], int]:
        entries = [
            PageEntry(
                number,
                hashlib.sha256(envelope).digest(),
                len(self.blocks[number]),
                superseded_bitmap(len(self.blocks[number]), self.superseded.get(number, ())),
            )
            for number, envelope in envelopes.items()
        ]
        pages = build_pages(entries)
        made = Manifest(
            season=SEASON,
            scope=SCOPE,
            generation=self.generation,
            issued=self.issued,
            live_count=sum(entry.live for entry in entries),
            pages=tuple(page for page, _ in pages),
            status_lists=(
                StatusListEntry(
                    LIST, self.status_version, hashlib.sha256(self.status_list()).digest()
                ),
            ),
            state_version=self.status_version,
            state_digest=hashlib.sha256(self.state()).digest(),
            segments_digest=bytes(32),
        )
        signed = sign_manifest(KEYS[EnvelopeType.MANIFEST], made)
        return signed, [data for _, data in pages], made.live_count

    def fetch(self, permit: int, nonce: bytes) -> bytes:
        """See `RefreshSource`."""
        record = self.current.get(permit)
        answer = Refresh(
            nonce,
            DEVICE,
            permit,
            self.issued,
            None if record is None else encode_record(record),
            None if record is None else self.statuses.get(record.status_index, PermitStatus.VALID),
            None if record is None else self.companies.get(record.company, EntityState.ACTIVE),
            None if record is None else EntityState.ACTIVE,
            None if record is None else EntityState.ACTIVE,
        )
        return sign_refresh(KEYS[EnvelopeType.REFRESH], answer)


def row(block: int, position: int, body: bytes):
    """A record's row as the reader of packs makes it."""
    index = index_of(body)
    return (
        index.number,
        index.version,
        index.passport or None,
        index.national_id,
        block,
        position,
        body,
        index.programme,
    )


def pilgrim(serial: int = 1, version: int = 1, **changes: object) -> PermitRecord:
    """A sample record whose status entry is its own."""
    own = {"status_list": LIST, "status_index": serial, **changes}
    return replace(samples.record(serial, version), **own)


def token_of(record: PermitRecord, key=KEYS[EnvelopeType.TOKEN]) -> str:
    """The digits printed for a record."""
    claims = replace(
        samples.claims(),
        number=record.number,
        issue=record.issue,
        name_latin=record.name_latin,
        passport=record.passport,
        birth=record.birth,
        sex=record.sex,
        programme=record.programme,
        company=record.company,
        status_list=record.status_list,
        status_index=record.status_index,
    )
    return to_digits(record.number, issue_token(claims, key))


class Lane:
    """A lane at the sample port over a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = StandingClock()
        self.trust = StandingTrust()
        self.registry = TinyRegistry()
        self.keys = FileKeyStore(folder / "keys")
        self.open()

    def open(self) -> None:
        self.anchor = AnchorFile(self.folder / "anchor.json")
        self.records: RecordsStore = open_records(
            self.folder / "records.db", self.keys, self.anchor, busy_ms=BUSY_MS
        )
        self.journal: JournalStore = open_journal(
            self.folder / "journal.db", self.keys, self.clock, busy_ms=BUSY_MS
        )

    def close(self) -> None:
        self.records.close()
        self.journal.close()

    def service(
        self,
        direction: Direction = Direction.DEPARTING,
        guard: Guard | None = None,
        **changes: object,
    ) -> LaneService:
        settings = LaneSettings(
            port=SCOPE,
            lane="7",
            officer="o-114",
            direction=direction,
            device_id=DEVICE,
            season=SEASON,
        )
        return LaneService(
            records=self.records,
            journal=self.journal,
            anchor=self.anchor,
            trust=self.trust,
            clock=self.clock,
            settings=replace(settings, **changes),
            table=reference.findings(),
            source=self.registry,
            guard=guard,
        )

    def publish(self) -> None:
        self.registry.publish(self.records)

    def edit(self, sql: str, *values: object) -> None:
        """Change records.db as somebody with its key could."""
        with self.records._database.writing() as conn:
            conn.execute(sql, values)
