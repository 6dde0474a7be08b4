"""From a verified repository to a usable cache: one port's records, whole or not at all.

The manifest says which blocks are live and how many records they hold. What is missing here is
taken from the segments, each record verified under its block's signature, written in one
transaction, counted, and only then anchored: an omitted delta, an old page put back, a block of
another port or generation all end in TrustError with nothing changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
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
from checkpoint_app.errors import TrustError
from sync.trust import pack
from sync.trust.names import ISSUER_KEYS, STATUS_TARGET, TOP_LEVEL, PortTargets
from sync.trust.plan import Plan, PortPlace, Published, make_plan
from sync.trust.reader import PackReading
from sync.trust.repository import TrustSession
from sync.trust.sink import ElsewhereRow, ImportTransaction, RecordSink

# Under this note lies which file of movements elsewhere was imported last.
_ELSEWHERE_NOTE = "elsewhere"


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


class _CacheDamagedError(TrustError):
    """The records held do not add up with those that came: build anew."""

    key = "trust.miscounted"


def import_port(
    session: TrustSession,
    reading: PackReading,
    sink: RecordSink,
    place: PortPlace,
    identity: str,
    *,
    newest: NewestManifest | None,
    rebuild: bool = False,
) -> Imported:
    """Bring this port's records up to the repository's state. Import its news first.

    ``identity`` is the device's age identity; ``newest`` the anchor. Raises TrustError for a
    manifest older than the anchor or than what is held, and for whatever else does not fit;
    TransportError while fetching, when nothing has changed yet; StorageError.
    """
    _unlock(session, reading, place, identity)
    published = _published(session, reading, place, newest)
    _check_news(published.manifest, sink, session)
    plan = make_plan(published, sink, session, place, rebuild=rebuild)
    try:
        return _apply(plan, published, reading, sink)
    except _CacheDamagedError:
        if plan.rebuild:
            raise
    plan = make_plan(published, sink, session, place, rebuild=True)
    return _apply(plan, published, reading, sink)


def import_elsewhere(
    session: TrustSession,
    reading: PackReading,
    sink: RecordSink,
    place: PortPlace,
    *,
    again: bool = False,
) -> bool:
    """Replace the movements seen at other ports when they changed, or ``again``; True when they
    were.

    Needs the reader that `import_port` has unlocked. Errors as there.
    """
    target = PortTargets(place.port_id).elsewhere
    if not session.has(target):
        return False
    path = session.target(target, limit=pack.ELSEWHERE_LIMIT)
    if not again and sink.notes().get(_ELSEWHERE_NOTE) == path.name:
        return False
    with sink.importing() as changes:
        changes.replace_elsewhere(_elsewhere_rows(reading, path, place))
    sink.note(_ELSEWHERE_NOTE, path.name)
    return True


def _elsewhere_rows(reading: PackReading, path: Path, place: PortPlace) -> Iterator[ElsewhereRow]:
    for answer in reading.ask("elsewhere", str(path), place.bit):
        if answer[0] == "elsewhere":
            yield from answer[1]


def forget_packs(session: TrustSession, place: PortPlace) -> None:
    """Remove packs that are imported; keep what the next session will ask for again."""
    names = PortTargets(place.port_id)
    keep = (names.key, names.manifest, names.elsewhere, names.receipts, names.devices)
    session.forget_targets(but=frozenset({*TOP_LEVEL, STATUS_TARGET, *keep}))


def _unlock(session: TrustSession, reading: PackReading, place: PortPlace, identity: str) -> None:
    wrapped = session.target(PortTargets(place.port_id).key, limit=pack.KEY_LIMIT)
    for _ in reading.ask("issuer", session.files[ISSUER_KEYS]):
        pass
    for _ in reading.ask("unwrap", str(wrapped), identity):
        pass


def _published(
    session: TrustSession,
    reading: PackReading,
    place: PortPlace,
    newest: NewestManifest | None,
) -> Published:
    """The manifest and all that it lists, verified."""
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


def _check_news(manifest: Manifest, sink: RecordSink, session: TrustSession) -> None:
    """The lists and the state that the manifest goes with must be here, or later ones."""
    keys = session.view.keys
    lists = sink.held_status_lists()
    state = sink.held_state()
    for listed in manifest.status_lists:
        envelope = lists.get(listed.list_id)
        fits = envelope is not None and manifest.accepts_status(
            listed.list_id, check_status_list(envelope, keys).version, envelope
        )
        if not fits:
            raise TrustError(f"status list {listed.list_id} missing", key="trust.mixed")
    if state is None or not manifest.accepts_state(check_state(state, keys).version, state):
        raise TrustError("the state table is missing or older", key="trust.mixed")


def _apply(
    plan: Plan,
    published: Published,
    reading: PackReading,
    sink: RecordSink,
) -> Imported:
    manifest = published.manifest
    same = sink.held_manifest() == published.envelope and not plan.rebuild
    nothing_to_do = same and not plan.orders and not plan.drop_blocks
    blocks = records = 0
    if not nothing_to_do:
        with sink.importing() as changes:
            blocks, records = _write(plan, published, reading, changes)
    return Imported(
        manifest.generation,
        hashlib.sha256(published.envelope).digest(),
        manifest.issued,
        not nothing_to_do,
        plan.rebuild,
        blocks,
        records,
    )


def _write(
    plan: Plan, published: Published, reading: PackReading, changes: ImportTransaction
) -> tuple[int, int]:
    """Write a plan; answers blocks and records added."""
    manifest = published.manifest
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
    changes.drop_positions(plan.drop_positions)
    changes.drop_blocks(plan.drop_blocks)
    changes.put_manifest(manifest.generation, manifest.issued, published.envelope, published.pages)
    if changes.record_count() != manifest.live_count:
        raise _CacheDamagedError(
            f"{changes.record_count()} records, {manifest.live_count} in the manifest"
        )
    return blocks, records
