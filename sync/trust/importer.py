"""From a verified repository to a usable cache: one port's records, whole or not at all.

The manifest says which blocks are live and how many records they hold. What is missing here is
planned and fetched first, with nothing changed. Then it is taken from the segments, each record
verified under its block's signature, written in one transaction, counted, and only then anchored:
an omitted delta, an old page put back, a block of another port or generation all end in TrustError
with nothing changed. Whoever opens the transaction may have more in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Protocol

from checkpoint_app.credential.manifest import (
    Manifest,
    check_manifest,
    check_pages,
    check_segments,
)
from checkpoint_app.credential.state import check_state
from checkpoint_app.credential.status_list import check_status_list
from checkpoint_app.domain.staff import StaffList
from checkpoint_app.errors import TrustError
from sync.trust import pack
from sync.trust.contacts_pack import ContactRows
from sync.trust.names import (
    BAD_NEWS,
    ISSUER_KEYS,
    TOP_LEVEL,
    PortTargets,
)
from sync.trust.news import NewsChange
from sync.trust.plan import Plan, PortPlace, Published, make_plan
from sync.trust.reader import PackReading
from sync.trust.repository import TrustSession
from sync.trust.sink import ElsewhereRow, ImportTransaction, RecordSink
from sync.trust.staff_pack import staff_of
from sync.trust.watch import Watching

# Under this note lies which file of movements elsewhere was imported last.
ELSEWHERE_NOTE = "elsewhere"
# And under this one which file of whom to telephone.
CONTACTS_NOTE = "contacts"


class NewestManifest(Protocol):
    """A manifest by generation and SHA-256 of its envelope."""

    @property
    def generation(self) -> int: ...

    @property
    def sha256(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import of one port did. ``issued`` is the manifest's; ``sha256`` its envelope's.

    ``changed`` is False when everything was held already. ``rebuilt`` is set when the cache was
    not what the manifest said and was made anew.
    """

    generation: int
    sha256: bytes
    issued: datetime
    changed: bool
    rebuilt: bool
    blocks: int
    records: int


class CacheDamagedError(TrustError):
    """The records held do not add up with those that came: build anew."""

    key = "trust.miscounted"


@dataclass(frozen=True, slots=True)
class PortChange:
    """A port's verified manifest and what it takes to get there. ``needed`` is False when all of it
    is here."""

    published: Published
    plan: Plan
    needed: bool

    @property
    def manifest(self) -> Manifest:
        """The verified manifest."""
        return self.published.manifest

    def imported(self, blocks: int = 0, records: int = 0) -> Imported:
        """What it did once it is written."""
        return Imported(
            self.manifest.generation,
            hashlib.sha256(self.published.envelope).digest(),
            self.manifest.issued,
            self.needed,
            self.plan.rebuild,
            blocks,
            records,
        )

    def write(self, changes: ImportTransaction, reading: PackReading, watch: Watching) -> Imported:
        """Write it, each record verified on its way. Raises TrustError, and CacheDamagedError when
        only a rebuild helps."""
        return _write(self, reading, changes, watch)


def unlock(session: TrustSession, reading: PackReading, place: PortPlace, identity: str) -> None:
    """Give the reader the issuer's keys and the port's, unwrapped by the device's age identity.

    Raises TrustError, TransportError.
    """
    wrapped = session.target(PortTargets(place.port_id).key, limit=pack.KEY_LIMIT)
    for _ in reading.ask("issuer", session.files[ISSUER_KEYS]):
        pass
    for _ in reading.ask("unwrap", str(wrapped), identity):
        pass


def plan_port(
    session: TrustSession,
    reading: PackReading,
    sink: RecordSink,
    place: PortPlace,
    *,
    newest: NewestManifest | None,
    news: NewsChange,
    rebuild: bool,
    watch: Watching,
) -> PortChange:
    """This port's manifest, and the packs that it takes to bring the records up to it.

    Needs a reader that is unlocked. ``newest`` is the anchor, ``news`` what is held or comes along.
    Raises TrustError for a manifest older than the anchor and for whatever else does not fit;
    TransportError while fetching; StorageError.
    """
    published = published_manifest(session, reading, place, newest)
    _check_news(published.manifest, news, session)
    plan = make_plan(published, sink, session, place, rebuild=rebuild, watch=watch)
    same = sink.held_manifest() == published.envelope and not plan.rebuild
    return PortChange(published, plan, not same or bool(plan.orders or plan.drop_blocks))


def replanned(
    change: PortChange,
    session: TrustSession,
    sink: RecordSink,
    place: PortPlace,
    watch: Watching,
) -> PortChange:
    """The same manifest, as if nothing were held. Errors as `plan_port`."""
    plan = make_plan(change.published, sink, session, place, rebuild=True, watch=watch)
    return PortChange(change.published, plan, needed=True)


@dataclass(frozen=True, slots=True)
class ElsewhereChange:
    """A verified file of movements seen at other ports, to take the place of those held."""

    path: Path
    scope: int

    def write(self, changes: ImportTransaction, reading: PackReading) -> None:
        """Write it. Raises TrustError; for a file that this program cannot read at all, before
        anything is replaced."""
        rows = _elsewhere_rows(reading, self.path, self.scope)
        first = list(islice(rows, 1))
        changes.replace_elsewhere(chain(first, rows))
        changes.note(ELSEWHERE_NOTE, self.path.name)


def plan_elsewhere(
    session: TrustSession, sink: RecordSink, place: PortPlace, *, again: bool
) -> ElsewhereChange | None:
    """The movements seen at other ports when they changed, or ``again``; None when not, or when
    there are none. Errors as `plan_port`."""
    target = PortTargets(place.port_id).elsewhere
    mark = session.mark(target)
    if mark is None or (not again and sink.notes().get(ELSEWHERE_NOTE) == mark):
        return None
    return ElsewhereChange(session.target(target, limit=pack.ELSEWHERE_LIMIT), place.bit)


def _elsewhere_rows(reading: PackReading, path: Path, scope: int) -> Iterator[ElsewhereRow]:
    for answer in reading.ask("elsewhere", str(path), scope):
        if answer[0] == "elsewhere":
            yield from answer[1]


@dataclass(frozen=True, slots=True)
class ContactsChange:
    """A file of whom to telephone, to take the place of what is held."""

    path: Path
    scope: int

    def write(self, changes: ImportTransaction, reading: PackReading) -> None:
        """Write it. Raises TrustError; for a file that this program cannot read at all, before
        anything is replaced."""
        answers = reading.ask("contacts", str(self.path), self.scope)
        rows = (ContactRows(*rest) for kind, *rest in answers if kind == "contacts")
        first = list(islice(rows, 1))
        changes.forget_contacts()
        for each in chain(first, rows):
            changes.add_contacts(each)
        changes.note(CONTACTS_NOTE, self.path.name)


def plan_contacts(
    session: TrustSession, sink: RecordSink, place: PortPlace, *, again: bool
) -> ContactsChange | None:
    """Whom to telephone when that changed, or ``again``; None when not, or where it is not
    published. Errors as `plan_port`."""
    target = PortTargets(place.port_id).contacts
    mark = session.mark(target)
    if mark is None or (not again and sink.notes().get(CONTACTS_NOTE) == mark):
        return None
    return ContactsChange(session.target(target, limit=pack.CONTACTS_LIMIT), place.bit)


def read_receipts(session: TrustSession, reading: PackReading, place: PortPlace) -> list[bytes]:
    """The envelopes of the registry's receipts for this port's devices, none of them checked yet.
    Needs a reader that is unlocked. Errors as `plan_port`."""
    path = session.target(PortTargets(place.port_id).receipts, limit=pack.RECEIPTS_LIMIT)
    answers = reading.ask("receipts", str(path), place.bit)
    return [envelope for kind, *rest in answers if kind == "receipts" for envelope in rest[0]]


def read_staff(session: TrustSession, reading: PackReading, place: PortPlace) -> StaffList:
    """Who may sign in at this port. Needs a reader that is unlocked. Errors as `plan_port`."""
    path = session.target(PortTargets(place.port_id).officers, limit=pack.STAFF_LIMIT)
    answers = reading.ask("staff", str(path), place.bit)
    return staff_of(chain.from_iterable(rest[0] for kind, *rest in answers if kind == "staff"))


def forget_packs(session: TrustSession, place: PortPlace) -> None:
    """Remove packs that are imported; keep what the next session will ask for again."""
    names = PortTargets(place.port_id)
    sealed = (names.manifest, names.elsewhere, names.receipts, names.officers, names.contacts)
    keep = (names.key, names.devices, *sealed)
    session.forget_targets(but=frozenset({*TOP_LEVEL, *BAD_NEWS, *keep}))


def published_manifest(
    session: TrustSession,
    reading: PackReading,
    place: PortPlace,
    newest: NewestManifest | None,
) -> Published:
    """The manifest and all that it lists, verified; not older than ``newest``. Needs a reader that
    is unlocked. Errors as `plan_port`."""
    path = session.target(PortTargets(place.port_id).manifest, limit=pack.FRAME_LIMIT)
    answer = next(reading.ask("manifest", str(path), place.bit))
    _, generation, envelope, pages, segments = answer
    manifest = check_manifest(envelope, session.view.keys)
    if (manifest.season, manifest.scope) != (place.season, place.bit):
        raise TrustError("a manifest of another port or season", key="trust.wrong_pack")
    if manifest.generation != generation:
        raise TrustError("the pack names another generation", key="trust.mixed")
    _check_anchor(manifest, hashlib.sha256(envelope).digest(), newest)
    entries = {entry.number: entry for entry in check_pages(manifest, pages)}
    return Published(manifest, envelope, pages, entries, check_segments(manifest, segments))


def _check_anchor(manifest: Manifest, sha256: bytes, newest: NewestManifest | None) -> None:
    if newest is None:
        return
    if manifest.generation < newest.generation:
        raise TrustError(
            f"generation {manifest.generation}, {newest.generation} was here already",
            key="trust.rolled_back",
        )
    if manifest.generation == newest.generation and sha256 != newest.sha256:
        raise TrustError(f"generation {newest.generation} in two forms", key="trust.mixed")


def _check_news(manifest: Manifest, news: NewsChange, session: TrustSession) -> None:
    """The lists and the state that the manifest goes with must be here, or later ones."""
    keys = session.view.keys
    for listed in manifest.status_lists:
        envelope = news.lists.get(listed.list_id)
        fits = envelope is not None and manifest.accepts_status(
            listed.list_id, check_status_list(envelope, keys).version, envelope
        )
        if not fits:
            raise TrustError(f"status list {listed.list_id} missing", key="trust.mixed")
    state = news.state
    if state is None or not manifest.accepts_state(check_state(state, keys).version, state):
        raise TrustError("the state table is missing or older", key="trust.mixed")


def _write(
    change: PortChange, reading: PackReading, changes: ImportTransaction, watch: Watching
) -> Imported:
    plan, published, manifest = change.plan, change.published, change.manifest
    blocks = records = 0
    if plan.rebuild:
        changes.clear_records()
    changes.drop_blocks(plan.damaged)
    for path, order in plan.orders:
        for answer in reading.ask("records", str(path), tuple(order)):
            if answer[0] != "records":
                continue
            changes.add_blocks(answer[1])
            if changes.add_records(answer[2]) != len(answer[2]):
                raise TrustError("a version that does not rise", key="trust.version_conflict")
            blocks += len(answer[1])
            records += len(answer[2])
            watch.written(len(answer[2]))
    changes.drop_positions(plan.drop_positions)
    changes.drop_blocks(plan.drop_blocks)
    changes.put_manifest(manifest.generation, manifest.issued, published.envelope, published.pages)
    if changes.record_count() != manifest.live_count:
        raise CacheDamagedError(
            f"{changes.record_count()} records, {manifest.live_count} in the manifest"
        )
    return change.imported(blocks, records)
