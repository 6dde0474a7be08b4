"""A tiny season signed by an issuer, in memory: what a registry would publish for one port."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pyrage

from checkpoint_app.credential.block import sign_block
from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.keys import IssuerKey, IssuerKeyring, encode_issuer_keys
from checkpoint_app.credential.manifest import (
    Manifest,
    PageEntry,
    Segment,
    StatusListEntry,
    build_pages,
    encode_segments,
    sign_manifest,
    superseded_bitmap,
)
from checkpoint_app.credential.record import Tombstone, encode_record, encode_tombstone
from checkpoint_app.credential.state import EntityStates, StateTable, sign_state
from checkpoint_app.credential.status_list import sign_status_list
from checkpoint_app.domain.permit import PermitRecord, Sex, permit_number_from_serial
from sync.trust.pack import NATIONAL_SCOPE, PackHeader, PackKind, encode_frame, encode_header, zstd

SEASON = 1448
BIT = 3
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
START = datetime(2026, 1, 2, tzinfo=UTC)
END = datetime(2027, 12, 31, tzinfo=UTC)


def number(serial: int) -> int:
    """The permit number of a small serial."""
    return permit_number_from_serial(10**11 + serial)


def record_bytes(serial: int, version: int = 1) -> bytes:
    """A record; a later version has another passport expiry."""
    day = date(2026, 12, 1)
    return encode_record(
        PermitRecord(
            number=number(serial),
            version=version,
            issue=1,
            issued=NOW - timedelta(days=2),
            name_latin=f"TEST PILGRIM {serial}",
            name_arabic="حاج",
            passport=f"A{serial:08d}",
            passport_expiry=day + timedelta(days=version),
            national_id=29001011200000 + serial,
            birth=date(1990, 1, 1),
            sex=Sex.MALE,
            programme=1,
            company=1,
            agent=1,
            ports=1 << BIT,
            valid_from=day,
            valid_until=day,
            travel_out=day,
            travel_back=day,
            service="MS671",
            visa_kind="umrah",
            visa_number="1",
            visa_expiry=None,
            vaccinated=None,
            status_list=1,
            status_index=serial,
        )
    )


def tombstone_bytes(serial: int, version: int) -> bytes:
    """What takes a record out of the port's scope."""
    return encode_tombstone(Tombstone(number(serial), version))


_SIGNED = ("BLOCK", "MANIFEST", "STATUS", "STATE", "RECEIPT", "REFRESH")


@dataclass
class Issuer:
    """The issuer's keys, one a purpose."""

    keys: dict[str, SigningKey] = field(
        default_factory=lambda: {name: SigningKey.generate(EnvelopeType[name]) for name in _SIGNED}
    )

    def public(self) -> list[IssuerKey]:
        return [IssuerKey(key.purpose, key.public_bytes, START, END) for key in self.keys.values()]

    def keyring(self) -> IssuerKeyring:
        return IssuerKeyring(self.public())

    def json(self) -> bytes:
        return encode_issuer_keys(self.public())


@dataclass
class Block:
    """A published block, and which of its positions have a successor."""

    envelope: bytes
    records: list[bytes]
    superseded: set[int] = field(default_factory=set)


@dataclass
class PortSeason:
    """One port's data, changed by `add` and read as packs."""

    issuer: Issuer = field(default_factory=Issuer)
    identity: pyrage.x25519.Identity = field(default_factory=pyrage.x25519.Identity.generate)
    device: pyrage.x25519.Identity = field(default_factory=pyrage.x25519.Identity.generate)
    bit: int = BIT
    generation: int = 0
    blocks: dict[int, Block] = field(default_factory=dict)
    segments: list[Segment] = field(default_factory=list)
    packs: dict[str, bytes] = field(default_factory=dict)
    where: dict[int, tuple[int, int]] = field(default_factory=dict)
    revoked: set[int] = field(default_factory=set)
    status_version: int = 1
    state_version: int = 1
    target_prefix: str = "CAI-AIR/"
    next_block: int = 1

    def add(self, records: list[bytes], serials: list[int], *, per_block: int = 4) -> str:
        """Publish records as one more segment; earlier versions become superseded."""
        self.generation += 1
        first = self.next_block
        frames = [encode_header(PackHeader(PackKind.RECORDS, self.bit, self.generation))]
        for start in range(0, len(records), per_block):
            part = records[start : start + per_block]
            frames.append(self._block(part, serials[start : start + per_block]))
        plain = b"".join(frames)
        target = self.target_prefix + hashlib.sha256(plain).hexdigest()[:32]
        self.packs[target] = self.sealed(plain)
        last = self.next_block - 1
        self.segments.append(Segment(target, first, last, len(plain), len(records)))
        return target

    def add_versions(self, serials: list[int], version: int = 1) -> str:
        """Publish these serials in a version."""
        return self.add([record_bytes(serial, version) for serial in serials], serials)

    def _block(self, records: list[bytes], serials: list[int]) -> bytes:
        number_ = self.next_block
        self.next_block += 1
        key = self.issuer.keys["BLOCK"]
        envelope = sign_block(key, SEASON, self.bit, number_, NOW, records)
        self.blocks[number_] = Block(envelope, records)
        for position, serial in enumerate(serials):
            if serial in self.where:
                block, older = self.where[serial]
                self.blocks[block].superseded.add(older)
            self.where[serial] = (number_, position)
        return encode_frame([number_, envelope, records])

    def entries(self) -> list[PageEntry]:
        return [
            PageEntry(
                number_,
                hashlib.sha256(block.envelope).digest(),
                len(block.records),
                superseded_bitmap(len(block.records), block.superseded),
            )
            for number_, block in sorted(self.blocks.items())
        ]

    def live(self) -> int:
        return sum(len(block.records) - len(block.superseded) for block in self.blocks.values())

    def status_list(self) -> bytes:
        entries = bytearray(bytes(1000))
        for index in self.revoked:
            entries[index] = 1
        key = self.issuer.keys["STATUS"]
        return sign_status_list(key, 1, self.status_version, NOW, bytes(entries))

    def state(self) -> bytes:
        some = EntityStates(10, {})
        table = StateTable(SEASON, self.state_version, NOW, some, some, some)
        return sign_state(self.issuer.keys["STATE"], table)

    def manifest(self, **changes: object) -> tuple[bytes, list[bytes], bytes]:
        """Envelope, pages, segments; ``changes`` replace fields of the manifest."""
        built = build_pages(self.entries())
        segments = encode_segments(self.segments)
        status, state = self.status_list(), self.state()
        fields: dict[str, object] = {
            "season": SEASON,
            "scope": self.bit,
            "generation": self.generation,
            "issued": NOW,
            "live_count": self.live(),
            "pages": tuple(page for page, _ in built),
            "status_lists": (
                StatusListEntry(1, self.status_version, hashlib.sha256(status).digest()),
            ),
            "state_version": self.state_version,
            "state_digest": hashlib.sha256(state).digest(),
            "segments_digest": hashlib.sha256(segments).digest(),
        }
        manifest = Manifest(**{**fields, **changes})  # type: ignore[arg-type]  # names as above
        envelope = sign_manifest(self.issuer.keys["MANIFEST"], manifest)
        return envelope, [data for _, data in built], segments

    def manifest_pack(self, **changes: object) -> bytes:
        envelope, pages, segments = self.manifest(**changes)
        header = encode_header(PackHeader(PackKind.MANIFEST, self.bit, self.generation))
        return self.sealed(header + encode_frame([envelope, pages, segments]))

    def status_pack(self) -> bytes:
        header = encode_header(PackHeader(PackKind.STATUS, NATIONAL_SCOPE, self.generation))
        frames = [["list", self.status_list()], ["state", self.state()]]
        return zstd.compress(header + b"".join(encode_frame(frame) for frame in frames))

    def elsewhere_pack(self, rows: list[list[int]]) -> bytes:
        header = encode_header(PackHeader(PackKind.ELSEWHERE, self.bit, self.generation))
        return self.sealed(header + encode_frame(rows))

    def key_pack(self) -> bytes:
        """The port's identity, wrapped for its one device."""
        return bytes(pyrage.encrypt(str(self.identity).encode(), [self.device.to_public()]))

    def sealed(self, plain: bytes) -> bytes:
        """zstd, then age to the port's key."""
        return bytes(pyrage.encrypt(zstd.compress(plain), [self.identity.to_public()]))
