"""The newest state that was verified whole, in one file, for a start without any network.

python-tuf's own folder keeps each role as soon as it is verified, so a network that dies half-way
leaves roles of different moments there: right against replays, useless for a start offline. This
file is replaced at once and only by a whole state; reading it checks every signature again, from
the root that came with the installer.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path

from checkpoint_app.credential import canonical
from checkpoint_app.errors import ProtocolError, StorageError, TrustError
from sync.protocol.device_list import DeviceList
from sync.trust.distrusted import read_distrusted
from sync.trust.names import (
    DISTRUSTED_TARGET,
    PORT_ROLE,
    RECALLED_TARGET,
    STATUS_ROLE,
    TOP_LEVEL,
)
from sync.trust.port_devices import HeldPort, recalled_ids, verified_devices
from sync.trust.tuf_api import (
    EnvelopeType,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
    TrustedMetadataSet,
)
from sync.trust.tuf_errors import trust_errors
from sync.trust.view import Freshness, TrustView, read_view

DEMO_FIELD = "x-umrah-demo"
ISSUED_FIELD = "x-umrah-issued"
_FORMAT = 3
_LIMIT = 32 * 1024 * 1024
# Nothing is expired at the beginning of time: age is judged by the caller, from the dates.
_BEFORE_ANY_EXPIRY = datetime(1970, 1, 1, tzinfo=UTC)
_ISSUED_FORM = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class HeldState:
    """Metadata and top-level targets that belong together, as bytes.

    ``roots`` are by version, ascending, the newest last. ``status`` is the metadata of the role
    for bad news, ``distrusted`` its list of keys, ``recalled`` its list of devices; ``port`` who
    stands at this lane's port. Each None where there is none.
    """

    roots: Mapping[int, bytes]
    timestamp: bytes
    snapshot: bytes
    targets: bytes
    files: Mapping[str, bytes]
    status: bytes | None = None
    distrusted: bytes | None = None
    recalled: bytes | None = None
    port: HeldPort | None = None


def encode_held(state: HeldState) -> bytes:
    """The state as one canonical CBOR array."""
    roots = [[version, state.roots[version]] for version in sorted(state.roots)]
    files = [[name, state.files[name]] for name in TOP_LEVEL]
    metadata = [state.timestamp, state.snapshot, state.targets, state.status]
    port = None if state.port is None else [*astuple(state.port)]
    return canonical.encode(
        [_FORMAT, roots, metadata, files, [state.distrusted, state.recalled, port]]
    )


def verify_held(data: bytes, root: bytes, *, allow_demo: bool, port_id: str = "") -> TrustView:
    """Check every signature and hash of an encoded state, from ``root`` on. The view has the
    devices of ``port_id``.

    Expiry is not checked here: `TrustView.expired` tells. Raises TrustError.
    """
    state, has_recalled = _decode(data)
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
        news = _verified_news(trusted, state)
        _check_named(news.get(DISTRUSTED_TARGET), state.distrusted)
        if has_recalled:
            _check_named(news.get(RECALLED_TARGET), state.recalled)
        devices = _held_devices(trusted, state.port, port_id)
    view = read_view(state.files, freshness_of(trusted, allow_demo=allow_demo))
    view = view.distrusting(read_distrusted(state.distrusted))
    recalled = recalled_ids(state.recalled)
    # Whoever cannot read who was recalled does not know who is in service.
    return view if recalled is None else view.staffed(devices, recalled)


def _verified_news(trusted: TrustedMetadataSet, state: HeldState) -> Mapping[str, TargetFile]:
    """What the role for bad news lists; nothing where there is no such role."""
    delegations = trusted.targets.delegations
    if delegations is None or STATUS_ROLE not in (delegations.roles or {}):
        return {}
    if state.status is None:
        raise TrustError("held state without its bad news", key="trust.incomplete")
    return trusted.update_delegated_targets(state.status, STATUS_ROLE, Targets.type).targets


def _check_named(named: TargetFile | None, content: bytes | None) -> None:
    """A list of bad news is the one that its role names: nobody can leave it out."""
    if (named is None) != (content is None):
        raise TrustError("bad news left out", key="trust.incomplete")
    if named is not None and content is not None:
        named.verify_length_and_hashes(content)


def _held_devices(
    trusted: TrustedMetadataSet, part: HeldPort | None, port_id: str
) -> DeviceList | None:
    """The devices held, where they are this port's and of a form known here."""
    if part is None:
        return None
    try:
        devices = verified_devices(trusted, part)
    except ProtocolError:
        return None
    return devices if part.port_id == port_id else None


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
        return None if data is None else _decode(data)[0].distrusted
    except TrustError:
        return None


def held_port(data: bytes | None, port_id: str) -> HeldPort | None:
    """A port's device list in an encoded state, unverified. None also for what is not of the
    form."""
    try:
        part = None if data is None else _decode(data)[0].port
    except TrustError:
        return None
    return part if part is not None and part.port_id == port_id else None


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
) -> HeldState:
    """Read back, from python-tuf's folder, the files of a state that it has just verified, but for
    the lists of bad news and the port's.

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
    return HeldState(roots, timestamp, snapshot, targets, files, status)


def port_in(folder: Path, trusted: TrustedMetadataSet, port_id: str, devices: bytes) -> HeldPort:
    """The port's role that was just verified, read back likewise, with its list."""
    role = PORT_ROLE + port_id
    assert role in trusted, "whoever has its list has the role"
    with trust_errors():
        return HeldPort(port_id, (folder / f"{role}.json").read_bytes(), devices)


def _is_demo(root: Root) -> bool:
    return root.unrecognized_fields.get(DEMO_FIELD, False) is not False


def _issued(timestamp: Timestamp) -> datetime:
    text = timestamp.unrecognized_fields.get(ISSUED_FIELD)
    try:
        return datetime.strptime(str(text), _ISSUED_FORM).replace(tzinfo=UTC)
    except ValueError as error:
        raise TrustError("timestamp without its issue time", key="trust.malformed") from error


def _decode(data: bytes) -> tuple[HeldState, bool]:
    """The state, and whether its form has a place for who was recalled: format 2 had none, nor one
    for the port's devices."""
    match canonical.decode(data, limit=_LIMIT):
        case [2, [*roots], [*metadata], [*files], bytes() | None as distrusted]:
            return _state(roots, metadata, files, [distrusted, None, None]), False
        case [3, [*roots], [*metadata], [*files], [*lists]]:
            return _state(roots, metadata, files, lists), True
        case _:
            raise _malformed()


def _state(
    roots: list[object],
    metadata: list[object],
    files: list[object],
    lists: list[object],
) -> HeldState:
    match metadata, lists:
        case (
            [bytes(timestamp), bytes(snapshot), bytes(targets), bytes() | None as status],
            [bytes() | None as distrusted, bytes() | None as recalled, [*_] | None as port],
        ):
            return HeldState(
                dict(_root(entry) for entry in roots),
                timestamp,
                snapshot,
                targets,
                dict(_file(entry) for entry in files),
                status,
                distrusted,
                recalled,
                None if port is None else _port(port),
            )
        case _:
            raise _malformed()


def _port(entry: Sequence[object]) -> HeldPort:
    match entry:
        case [str(port_id), bytes(metadata), bytes(devices)]:
            return HeldPort(port_id, metadata, devices)
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
