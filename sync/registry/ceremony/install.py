"""Puts documents that people signed into the repository, with all that has to go along.

Everything is made and checked as a lane will check it before the first byte is written. What is
written first harms nobody while the rest is missing; the same again completes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from checkpoint_app.errors import TrustError
from sync.registry.paths import RegistryPaths
from sync.registry.publish import roles
from sync.registry.publish.files import read_whole, write_whole
from sync.registry.publish.tuf_api import Metadata, Root, TargetFile
from sync.registry.publish.tuf_repository import (
    RepositoryState,
    RoleSigners,
    TufRepository,
    empty_state,
    read_state,
)
from sync.trust.tuf_api import EnvelopeType, TrustedMetadataSet
from sync.trust.tuf_errors import trust_errors

# Whether the parts fit is asked here; whether they have expired is asked of the documents alone.
_BEFORE_ANY_EXPIRY = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SignedDocuments:
    """Documents as people signed them, contents of the targets by name, and the online roles whose
    key is another from now on."""

    root: bytes | None
    targets: bytes | None
    contents: Mapping[str, bytes] = field(default_factory=dict)
    anew: Sequence[str] = ()


def install(
    paths: RegistryPaths,
    documents: SignedDocuments,
    now: datetime,
    signers: RoleSigners | None = None,
) -> None:
    """Write the next state of the repository; the caller holds the publisher's lock.

    Raises TrustError (a lane would refuse it) or ConfigError with nothing written, StorageError.
    """
    state, before = _state(paths, documents)
    repository = TufRepository(paths, state, signers)
    if documents.root is not None:
        repository.adopt_root(documents.root)
    if documents.targets is not None:
        repository.adopt_targets(documents.targets)
    delegated = [role for role in documents.anew if role in roles.delegated_roles()]
    for role in delegated:
        repository.sign_anew(role)
    files = repository.next_files(now)
    check_as_lane(paths.metadata, before, files)
    _write_contents(paths, documents.contents)
    for name, content in files:
        write_whole(paths.metadata / name, content)


def check_as_lane(metadata: Path, before: bytes | None, files: Iterable[tuple[str, bytes]]) -> None:
    """Verify a next state as a lane does that trusts the root ``before`` it (None: that takes the
    new root on trust). ``files`` are those not yet in the folder. Raises TrustError."""
    fresh = dict(files)
    roots = [content for name, content in fresh.items() if name.endswith(".root.json")]

    def content(name: str) -> bytes:
        return fresh[name] if name in fresh else read_whole(metadata / name)

    with trust_errors():
        if before is None:
            trusted = TrustedMetadataSet(roots.pop(), EnvelopeType.METADATA)
        else:
            trusted = TrustedMetadataSet(before, EnvelopeType.METADATA)
        trusted.reference_time = _BEFORE_ANY_EXPIRY
        for root in roots:
            trusted.update_root(root)
        timestamp = trusted.update_timestamp(content("timestamp.json"))
        snapshot = trusted.update_snapshot(
            content(f"{timestamp.snapshot_meta.version}.snapshot.json")
        )
        for name, meta in sorted(snapshot.meta.items(), key=lambda item: item[0] != "targets.json"):
            role = name.removesuffix(".json")
            data = content(f"{meta.version}.{name}")
            if role == roles.TARGETS:
                trusted.update_targets(data)
            else:
                trusted.update_delegated_targets(data, role, roles.TARGETS)


def _state(
    paths: RegistryPaths, documents: SignedDocuments
) -> tuple[RepositoryState, bytes | None]:
    """The state to go on from, and the root before: not the new one, were it there already."""
    new: Metadata[Root] | None = None
    if documents.root is not None:
        with trust_errors():
            new = Metadata[Root].from_bytes(documents.root)
    if new is not None and new.signed.version == 1:
        return empty_state(new), None
    state = read_state(paths)
    version = state.root.signed.version if new is None else new.signed.version - 1
    return state, read_whole(paths.metadata / f"{version}.root.json")


def _write_contents(paths: RegistryPaths, contents: Mapping[str, bytes]) -> None:
    for name, content in contents.items():
        described = TargetFile.from_data(name, content, ["sha256"])
        write_whole(paths.targets / described.get_prefixed_paths()[0], content)


def refuse_expired(expires: datetime, now: datetime, document: str) -> None:
    """Raise TrustError for a document whose time is over before it is installed."""
    if expires <= now:
        raise TrustError(f"{document} has expired", key="ceremony.expired", document=document)
