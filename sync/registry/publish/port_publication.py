"""One port's publication: its records, manifest, movements elsewhere and key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, func, insert, select

from checkpoint_app.credential.manifest import Segment, build_pages, encode_segments
from checkpoint_app.domain.port import Port
from sync.registry.db import schema
from sync.registry.db.open import meta_value, reading, writing
from sync.registry.db.operations import counter_value, set_meta
from sync.registry.paths import RegistryPaths
from sync.registry.publish import ledger, port_keys
from sync.registry.publish.contacts import contacts_target
from sync.registry.publish.devices import device_list
from sync.registry.publish.elsewhere import elsewhere_frames, last_movement
from sync.registry.publish.held_scope import HeldScope, held_scope
from sync.registry.publish.ledger import Placed
from sync.registry.publish.officers import officers_target
from sync.registry.publish.port_keys import PortKey
from sync.registry.publish.receipts import receipts_target
from sync.registry.publish.roles import port_role
from sync.registry.publish.scope_changes import (
    ScopeChanges,
    find_changes,
    outgrown,
    renew_returning,
)
from sync.registry.publish.segment_choice import CompactionRule, SegmentRow, live_segments
from sync.registry.publish.segments import SegmentWriter, block_orders
from sync.registry.publish.tuf_api import TargetFile
from sync.registry.publish.tuf_repository import TufRepository, segment_target
from sync.registry.signer.keys import read_private, receipt_key
from sync.registry.signer.port import SignedBlock, Signer
from sync.trust.names import PortTargets
from sync.trust.pack import PackHeader, PackKind
from sync.trust.packing import pack, recipient_of, seal


@dataclass(frozen=True, slots=True)
class PublishedPort:
    """What a publication did for one port. ``wire_bytes``: the new segments as they lie in the
    repository; ``records`` and ``tombstones``: the positions in them."""

    port_id: str
    generation: int
    baseline: bool
    records: int
    tombstones: int
    segments: int
    wire_bytes: int


@dataclass(slots=True)
class _Written:
    """The new segments so far."""

    segments: list[SegmentRow] = field(default_factory=list)
    tombstones: int = 0


@dataclass(frozen=True, slots=True)
class _Manifest:
    """A manifest: its envelope, its pack's content before sealing, the segments it names, and the
    live positions it counts."""

    envelope: bytes
    content: bytes
    segments: tuple[SegmentRow, ...]
    live: int


class PortPublication:
    """Publishes one port; the caller holds the publisher's lock and commits the repository."""

    def __init__(
        self,
        paths: RegistryPaths,
        engine: Engine,
        signer: Signer,
        repository: TufRepository,
        port: Port,
        issued: int,
        rule: CompactionRule,
    ) -> None:
        self._paths, self._engine, self._signer = paths, engine, signer
        self._repository, self._port, self._issued, self._rule = repository, port, issued, rule
        self._names = PortTargets(port.port_id)
        self._scope = port.bit
        self._held = held_scope(repository, port, issued)
        with reading(engine) as connection:
            self._generation = _generation(connection, port.bit) + 1
            self._use(port_keys.current_key(connection, port.port_id))

    def publish(self) -> PublishedPort:
        """Records and all that goes with them. Status and state must be signed already."""
        if self.key_is_due():
            self.make_key()
        whole = self._let_go()
        with reading(self._engine) as connection:
            compacted = self._compacted(live_segments(connection, self._scope))
            changes = find_changes(connection, self._held, compacted, whole=whole)
            first_block = ledger.next_block(connection, self._scope)
        written = _Written()
        self._write_segments(changes, first_block, written)
        manifest = self._manifest(compacted)
        movement = self._list_targets(manifest)
        self._record(changes.change, manifest, movement)
        return PublishedPort(
            port_id=self._port.port_id,
            generation=self._generation,
            baseline=self._generation == 1,
            records=len(changes.permits) - written.tombstones,
            tombstones=written.tombstones,
            segments=len(written.segments),
            wire_bytes=sum(segment.length for segment in written.segments),
        )

    def rewrap_key(self) -> None:
        """List the devices enrolled at the port now, and its key wrapped for them."""
        role = self._repository.role(port_role(self._port.port_id))
        targets = dict(role.targets)
        self._put_devices(targets)
        self._wrap_key(targets)
        self._repository.replace_targets(port_role(self._port.port_id), targets)

    def key_is_due(self) -> bool:
        """Whether a device that knows the port's key was recalled."""
        with reading(self._engine) as connection:
            return port_keys.is_due(connection, self._port)

    def make_key(self) -> None:
        """Give the port a new key; `publish` then makes a new baseline under it."""
        with writing(self._engine) as connection:
            first_block = ledger.next_block(connection, self._scope)
            self._use(port_keys.make_next(self._paths, connection, self._port, first_block))

    def _use(self, key: PortKey) -> None:
        file = port_keys.identity_file(self._paths, self._port.port_id, key.number)
        self._key, self._identity = key, read_private(file)
        self._recipient = recipient_of(self._identity)

    def _let_go(self) -> bool:
        """Let go of what the port has outgrown; whether every permit must be looked at again."""
        with writing(self._engine) as connection:
            whole = meta_value(connection, _looked_fact(self._port)) != self._held.mark
            set_meta(connection, f"scope/{self._scope}", _scope_word(self._held))
            if whole:
                renew_returning(connection, self._held)
            ledger.let_go(connection, self._scope, outgrown(connection, self._held, whole=whole))
        return whole

    def _compacted(self, segments: Sequence[SegmentRow]) -> tuple[SegmentRow, ...]:
        """Segments to pack anew: those that are worth it, and all sealed to an older key."""
        worth = self._rule.choose(segments)
        return tuple(
            segment
            for segment in segments
            if segment in worth or segment.first_block < self._key.first_block
        )

    def _write_segments(self, changes: ScopeChanges, first_block: int, written: _Written) -> None:
        def enter(segment: SegmentRow, blocks: Sequence[Placed]) -> None:
            written.segments.append(segment)
            written.tombstones += sum(len(block.tombstones) for block in blocks)
            with writing(self._engine) as connection:
                ledger.enter_segment(
                    connection, self._scope, segment, blocks, self._issued, first=changes.first
                )

        writer = SegmentWriter(
            self._repository,
            self._names.segment,
            self._header(PackKind.RECORDS),
            self._recipient,
            enter,
        )
        writer.write(self._signed_blocks(changes, first_block))

    def _signed_blocks(
        self, changes: ScopeChanges, first_block: int
    ) -> Iterator[tuple[SignedBlock, Sequence[int]]]:
        orders = block_orders(changes.permits, first_block)
        asked = block_orders(changes.permits, first_block)
        signed = self._signer.blocks(self._scope, self._issued, orders)
        for block, order in zip(signed, asked, strict=True):
            yield block, order.permits

    def _manifest(self, compacted: Sequence[SegmentRow]) -> _Manifest:
        """Sign the manifest of what is placed now; segments that it leaves out are retired."""
        with writing(self._engine) as connection:
            ledger.drop_tombstones(connection, self._scope, compacted)
            segments = live_segments(connection, self._scope)
            ledger.retire_segments(connection, self._scope, segments, self._issued)
            entries = ledger.live_entries(connection, self._scope)
        pages = [data for _, data in build_pages(entries)]
        listed = encode_segments(
            Segment(
                self._names.segment(segment.name),
                segment.first_block,
                segment.last_block,
                segment.plain_size,
                segment.records,
            )
            for segment in segments
        )
        envelope = self._signer.manifest(self._scope, self._generation, self._issued, pages, listed)
        content = pack(self._header(PackKind.MANIFEST), [[envelope, pages, listed]])
        return _Manifest(envelope, content, segments, sum(entry.live for entry in entries))

    def _list_targets(self, manifest: _Manifest) -> int:
        """Put the port's targets; the last movement that the port now knows of."""
        role = self._repository.role(port_role(self._port.port_id))
        targets = {
            self._names.segment(segment.name): segment_target(
                self._names.segment(segment.name), segment.length, segment.sha256
            )
            for segment in manifest.segments
        }
        for name in (self._names.key, self._names.devices, *self._sealed_as_now()):
            if name in role.targets:
                targets[name] = role.targets[name]
        self._put(targets, self._names.manifest, seal(manifest.content, [self._recipient]))
        self._put_devices(targets)
        self._wrap_key(targets)
        movement = self._put_elsewhere(targets)
        self._put_receipts(targets, role.targets.get(self._names.receipts))
        self._put_officers(targets, role.targets.get(self._names.officers))
        self._put_contacts(targets, role.targets.get(self._names.contacts))
        self._repository.replace_targets(port_role(self._port.port_id), targets)
        return movement

    def _sealed_as_now(self) -> tuple[str, ...]:
        """Packs that may stay as they lie there: none that was sealed to an older key."""
        with reading(self._engine) as connection:
            sealed_to = meta_value(connection, _sealed_fact(self._port)) or "1"
        return (self._names.elsewhere,) if sealed_to == str(self._key.number) else ()

    def _put_devices(self, targets: dict[str, TargetFile]) -> None:
        with reading(self._engine) as connection:
            targets.update(device_list(connection, self._repository, self._port, targets))

    def _put_elsewhere(self, targets: dict[str, TargetFile]) -> int:
        with reading(self._engine) as connection:
            newest, known = last_movement(connection), _known_movement(connection, self._scope)
            if newest == known and self._names.elsewhere in targets:
                return known
            frames = elsewhere_frames(connection, self._scope, newest)
            content = pack(self._header(PackKind.ELSEWHERE), frames)
        self._put(targets, self._names.elsewhere, seal(content, [self._recipient]))
        return newest

    def _put_receipts(self, targets: dict[str, TargetFile], listed: TargetFile | None) -> None:
        found = receipts_target(
            self._engine,
            self._repository,
            receipt_key(self._paths),
            self._port,
            self._recipient,
            listed=listed,
            generation=self._generation,
            issued=self._issued,
        )
        if found is not None:
            targets[self._names.receipts] = found

    def _put_officers(self, targets: dict[str, TargetFile], listed: TargetFile | None) -> None:
        found = officers_target(
            self._engine,
            self._repository,
            self._port,
            self._recipient,
            listed=listed,
            generation=self._generation,
            issued=self._issued,
        )
        if found is not None:
            targets[self._names.officers] = found

    def _put_contacts(self, targets: dict[str, TargetFile], listed: TargetFile | None) -> None:
        found = contacts_target(
            self._engine,
            self._repository,
            self._port,
            self._recipient,
            listed=listed,
            generation=self._generation,
        )
        if found is not None:
            targets[self._names.contacts] = found

    def _wrap_key(self, targets: dict[str, TargetFile]) -> None:
        """Wrap the port's key when its devices are others than those it was wrapped for."""
        fact = f"port_key/{self._port.port_id}"
        with reading(self._engine) as connection:
            recipients = _recipients(connection, self._scope)
            wrapped_for = meta_value(connection, fact)
        mark = hashlib.sha256("\n".join([self._recipient, *recipients]).encode()).hexdigest()
        if not recipients:
            targets.pop(self._names.key, None)
        elif mark != wrapped_for or self._names.key not in targets:
            self._put(targets, self._names.key, seal(self._identity.encode(), recipients))
        if mark != wrapped_for:
            with writing(self._engine) as connection:
                set_meta(connection, fact, mark)

    def _put(self, targets: dict[str, TargetFile], name: str, content: bytes) -> None:
        targets[name] = self._repository.put(name, content)

    def _record(self, change: int, manifest: _Manifest, movement: int) -> None:
        with writing(self._engine) as connection:
            set_meta(connection, _looked_fact(self._port), self._held.mark)
            set_meta(connection, _sealed_fact(self._port), str(self._key.number))
            connection.execute(
                insert(schema.publication).values(
                    scope=self._scope,
                    generation=self._generation,
                    issued=self._issued,
                    change=change,
                    live_count=manifest.live,
                    manifest=manifest.envelope,
                    movement=movement,
                )
            )

    def _header(self, kind: PackKind) -> PackHeader:
        return PackHeader(kind, self._scope, self._generation)


def _generation(connection: Connection, scope: int) -> int:
    table = schema.publication.c
    newest = select(func.max(table.generation)).where(table.scope == scope)
    found = connection.execute(newest).scalar_one() or 0
    return max(found, counter_value(connection, f"generation/{scope}"))


def _looked_fact(port: Port) -> str:
    return f"looked_at/{port.port_id}"


def _sealed_fact(port: Port) -> str:
    return f"sealed_to/{port.port_id}"


def _scope_word(held: HeldScope) -> str:
    """What the signer reads: of which ports a scope may hold records."""
    return "national" if held.national else "port"


def _known_movement(connection: Connection, scope: int) -> int:
    table = schema.publication.c
    newest = select(func.max(table.movement)).where(table.scope == scope)
    return connection.execute(newest).scalar_one() or 0


def _recipients(connection: Connection, scope: int) -> list[str]:
    """The age recipients of the port's enrolled devices, in order."""
    table = schema.device.c
    mine = select(table.age_recipient).where(table.port == scope, table.state == 0).distinct()
    return sorted(connection.execute(mine).scalars())
