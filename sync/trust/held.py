"""The newest state that was verified whole, in one file, for a start without any network.

python-tuf's own folder keeps each role as soon as it is verified, so a network that dies half-way
leaves roles of different moments there: right against replays, useless for a start offline. This
file is replaced at once and only by a whole state; reading it checks every signature again, from
the root that came with the installer.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from checkpoint_app.credential import canonical
from checkpoint_app.errors import StorageError, TrustError
from sync.trust.distrusted import read_distrusted
from sync.trust.names import DISTRUSTED_TARGET, STATUS_ROLE, TOP_LEVEL
from sync.trust.tuf_api import (
    EnvelopeType,
    Root,
    Snapshot,
    Targets,
    Timestamp,
    TrustedMetadataSet,
)
from sync.trust.tuf_errors import trust_errors
from sync.trust.view import Freshness, TrustView, read_view

DEMO_FIELD = "x-umrah-demo"
ISSUED_FIELD = "x-umrah-issued"
_FORMAT = 2
_LIMIT = 32 * 1024 * 1024
# Nothing is expired at the beginning of time: age is judged by the caller, from the dates.
_BEFORE_ANY_EXPIRY = datetime(1970, 1, 1, tzinfo=UTC)
_ISSUED_FORM = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class HeldState:
    """Metadata and top-level targets that belong together, as bytes.

    ``roots`` are by version, ascending, the newest last. ``status`` is the metadata of the role
    for bad news, ``distrusted`` its list of keys; each None where there is none.
    """

    roots: Mapping[int, bytes]
    timestamp: bytes
    snapshot: bytes
    targets: bytes
    files: Mapping[str, bytes]
    status: bytes | None = None
    distrusted: bytes | None = None


def encode_held(state: HeldState) -> bytes:
    """The state as one canonical CBOR array."""
    roots = [[version, state.roots[version]] for version in sorted(state.roots)]
    files = [[name, state.files[name]] for name in TOP_LEVEL]
    metadata = [state.timestamp, state.snapshot, state.targets, state.status]
    return canonical.encode([_FORMAT, roots, metadata, files, state.distrusted])


def verify_held(data: bytes, root: bytes, *, allow_demo: bool) -> TrustView:
    """Check every signature and hash of an encoded state, from ``root`` on.

    Expiry is not checked here: `TrustView.expired` tells. Raises TrustError.
    """
    state = _decode(data)
    with trust_errors():
        trusted = TrustedMetadataSet(root, EnvelopeType.METADATA)
        trusted.reference_time = _BEFORE_ANY_EXPIRY
        for version, newer in state.roots.items():
            if version > trusted.root.version:
                trusted.update_root(newer)
        trusted.update_timestamp(state.timestamp)
        trusted.update_snapshot(state.snapshot)
        trusted.update_targets(state.targets)
        for name, content in state.files.items():
            expected = trusted.targets.targets.get(name)
            if expected is None:
                raise TrustError(f"{name} is not a target", key="trust.incomplete")
            expected.verify_length_and_hashes(content)
        _verify_distrusted(trusted, state)
    view = read_view(state.files, freshness_of(trusted, allow_demo=allow_demo))
    return view.distrusting(read_distrusted(state.distrusted))


def _verify_distrusted(trusted: TrustedMetadataSet, state: HeldState) -> None:
    """The list of distrusted keys is the one that its role names: nobody can leave it out."""
    delegations = trusted.targets.delegations
    if delegations is None or STATUS_ROLE not in (delegations.roles or {}):
        named = None
    elif state.status is None:
        raise TrustError("held state without its bad news", key="trust.incomplete")
    else:
        role = trusted.update_delegated_targets(state.status, STATUS_ROLE, Targets.type)
        named = role.targets.get(DISTRUSTED_TARGET)
    if (named is None) != (state.distrusted is None):
        raise TrustError("distrusted keys", key="trust.incomplete")
    if named is not None and state.distrusted is not None:
        named.verify_length_and_hashes(state.distrusted)


def freshness_of(trusted: TrustedMetadataSet, *, allow_demo: bool) -> Freshness:
    """What verified top-level metadata says of itself. Raises TrustError for a demo root outside
    a demo and for a timestamp without its signed issue time."""
    refuse_demo(trusted.root, allow_demo=allow_demo)
    roles = (trusted.root, trusted.timestamp, trusted.snapshot, trusted.targets)
    return Freshness(
        issued=_issued(trusted.timestamp),
        expires=min(role.expires for role in roles),
        root_version=trusted.root.version,
        root_expires=trusted.root.expires,
        demo=_is_demo(trusted.root),
        version=trusted.timestamp.version,
    )


def refuse_demo(root: Root, *, allow_demo: bool) -> None:
    """Raise TrustError when this root is a demo's and a demo is not what is running."""
    if _is_demo(root) and not allow_demo:
        raise TrustError("a demo root outside a demo", key="trust.demo")


def read_held(path: Path) -> bytes | None:
    """The file's bytes, or None when there is none yet. Raises StorageError, TrustError."""
    try:
        with path.open("rb") as file:
            data = file.read(_LIMIT + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(f"held state: {error}", key="trust.folder") from error
    if len(data) > _LIMIT:
        raise TrustError("held state too long", key="trust.too_long")
    return data


def held_distrusted(data: bytes | None) -> bytes | None:
    """The list of distrusted keys in an encoded state, unverified: to see whether it is the same.
    None also for what is not of the form."""
    try:
        return None if data is None else _decode(data).distrusted
    except TrustError:
        return None


def write_held(path: Path, data: bytes) -> None:
    """Replace the file at once. Raises StorageError."""
    fresh = path.with_name(path.name + ".new")
    try:
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise StorageError(f"held state: {error}", key="trust.folder") from error


def state_in(
    folder: Path,
    trusted: TrustedMetadataSet,
    first_root: int,
    files: Mapping[str, bytes],
    distrusted: bytes | None,
) -> HeldState:
    """Read back, from python-tuf's folder, the files of a state that it has just verified.

    ``first_root`` is the version of the shipped root.
    """
    has_status = STATUS_ROLE in trusted
    with trust_errors():
        roots = {
            version: (folder / "root_history" / f"{version}.root.json").read_bytes()
            for version in range(first_root, trusted.root.version + 1)
        }
        timestamp, snapshot, targets = (
            (folder / f"{role.type}.json").read_bytes() for role in (Timestamp, Snapshot, Targets)
        )
        status = (folder / f"{STATUS_ROLE}.json").read_bytes() if has_status else None
    return HeldState(roots, timestamp, snapshot, targets, files, status, distrusted)


def _is_demo(root: Root) -> bool:
    return root.unrecognized_fields.get(DEMO_FIELD, False) is not False


def _issued(timestamp: Timestamp) -> datetime:
    text = timestamp.unrecognized_fields.get(ISSUED_FIELD)
    try:
        return datetime.strptime(str(text), _ISSUED_FORM).replace(tzinfo=UTC)
    except ValueError as error:
        raise TrustError("timestamp without its issue time", key="trust.malformed") from error


def _decode(data: bytes) -> HeldState:
    match canonical.decode(data, limit=_LIMIT):
        case [
            2,
            [*roots],
            [bytes(timestamp), bytes(snapshot), bytes(targets), bytes() | None as status],
            [*files],
            bytes() | None as distrusted,
        ]:
            return HeldState(
                dict(_root(entry) for entry in roots),
                timestamp,
                snapshot,
                targets,
                dict(_file(entry) for entry in files),
                status,
                distrusted,
            )
        case _:
            raise _malformed()


def _root(entry: object) -> tuple[int, bytes]:
    match entry:
        case [int(version), bytes(content)]:
            return version, content
        case _:
            raise _malformed()


def _file(entry: object) -> tuple[str, bytes]:
    match entry:
        case [str(name), bytes(content)]:
            return name, content
        case _:
            raise _malformed()


def _malformed() -> TrustError:
    return TrustError("held state malformed", key="trust.malformed")
