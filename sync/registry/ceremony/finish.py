"""Ends a ceremony, at the registry: checks everything, installs what was signed, and lets the new
keys take the place of the old. The same again completes what was interrupted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkpoint_app.clock import Clock
from checkpoint_app.errors import ConfigError, StorageError, TrustError
from sync.registry.ceremony.begin import registry_audience
from sync.registry.ceremony.bounded import encode_json
from sync.registry.ceremony.draft import signed_document
from sync.registry.ceremony.folder import mark_done, read_ceremony
from sync.registry.ceremony.install import SignedDocuments, install, refuse_expired
from sync.registry.ceremony.places import begun_folder, pending_issuer, pending_online
from sync.registry.ceremony.plan import PLAN_FILE, encode_plan
from sync.registry.ceremony.progress import Act, Ceremony, DoneFile, refuse_out_of_turn
from sync.registry.paths import RegistryPaths
from sync.registry.publish import roles
from sync.registry.publish.files import read_whole, write_whole
from sync.registry.publish.lock import publisher_lock
from sync.registry.publish.tuf_api import CryptoSigner
from sync.registry.publish.tuf_repository import TufRepository, iso, newest_root

_DONE = "done.json"
_LOCK_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Finished:
    """What stands now. ``restart``: the signer or the service hold a key that another took the
    place of, until they are started again. ``records_anew``: records were signed by a key that no
    longer counts."""

    root_version: int
    targets_version: int
    restart: bool
    records_anew: bool


def finish(paths: RegistryPaths, clock: Clock, folder: Path) -> Finished:
    """Take over what people signed, under the publisher's lock.

    Raises ConfigError: out of turn, not begun at this registry, no longer of the current root.
    TrustError: altered, mixed with another ceremony, expired, not what a lane would accept. Nothing
    has changed then. StorageError.
    """
    ceremony = read_ceremony(folder)
    _refuse_foreign(paths, ceremony)
    refuse_out_of_turn(ceremony, Act.FINISH)
    now = clock.now()
    with publisher_lock(paths.publisher_lock, wait_seconds=_LOCK_SECONDS):
        if not _is_installed(paths, ceremony):
            _refuse_outdated(paths, ceremony)
            _install(paths, ceremony, now)
        _take_up(pending_online(paths, ceremony.plan.id), paths.online_keys)
        _take_up(pending_issuer(paths, ceremony.plan.id), paths.issuer_keys)
    done = DoneFile(ceremony.plan.id, iso(now))
    write_whole(begun_folder(paths, ceremony.plan.id) / _DONE, encode_json(done))
    mark_done(folder, done)
    return _finished(paths, ceremony)


def _refuse_foreign(paths: RegistryPaths, ceremony: Ceremony) -> None:
    """The plan must be, to the letter, the one that this registry wrote."""
    plan = ceremony.plan
    kept = begun_folder(paths, plan.id) / PLAN_FILE
    if plan.registry != registry_audience(paths) or not kept.exists():
        raise ConfigError("begun elsewhere", key="ceremony.other_registry")
    if read_whole(kept) != encode_plan(plan):
        raise TrustError("the plan changed", key="ceremony.altered", file=PLAN_FILE)
    if ceremony.base is not None:
        held = read_whole(paths.metadata / f"{plan.base_root}.root.json")
        if held != ceremony.base.root_bytes:
            raise TrustError("another root before", key="ceremony.altered", file="base.root.json")
    if (kept.parent / _DONE).exists():
        raise ConfigError("finished", key="ceremony.done")


def _is_installed(paths: RegistryPaths, ceremony: Ceremony) -> bool:
    """Whether all of this is in place: a root is written last; targets alone, with a timestamp."""
    root = newest_root(paths)
    if root is None or ceremony.draft is None:
        return False
    own = ceremony.draft.root
    if own is not None and root.signed != own.signed:
        return False
    return ceremony.draft.targets is None or _holds_targets(paths, ceremony)


def _refuse_outdated(paths: RegistryPaths, ceremony: Ceremony) -> None:
    plan, root = ceremony.plan, newest_root(paths)
    if root is None:
        stands = plan.kind == "genesis"
    else:
        targets = TufRepository(paths).role(roles.TARGETS).version
        same = targets == plan.base_targets or _holds_targets(paths, ceremony)
        stands = root.signed.version == plan.base_root and same
    if not stands:
        raise ConfigError("based on an older state", key="ceremony.outdated")


def _holds_targets(paths: RegistryPaths, ceremony: Ceremony) -> bool:
    """Whether the targets of this ceremony stand already, as when it was interrupted."""
    assert ceremony.draft is not None
    targets = ceremony.draft.targets
    return targets is not None and TufRepository(paths).role(roles.TARGETS) == targets.signed


def _install(paths: RegistryPaths, ceremony: Ceremony, now: datetime) -> None:
    assert ceremony.draft is not None
    signed = {}
    for role, document in ceremony.draft.documents().items():
        refuse_expired(document.signed.expires, now, role)
        own = ceremony.signed_by(role)
        signed[role] = signed_document(document, {key: own[key].signature for key in own})
    documents = SignedDocuments(
        signed.get(roles.ROOT), signed.get(roles.TARGETS), ceremony.contents, _anew(ceremony)
    )
    install(paths, documents, now, _Signers(paths, ceremony))


def _anew(ceremony: Ceremony) -> Sequence[str]:
    """The delegated roles whose key is another: all of them at first."""
    if ceremony.plan.kind == "genesis":
        return roles.delegated_roles()
    named = {roles.port_role(name.upper()) for name in ceremony.plan.changes}
    named |= set(ceremony.plan.changes)
    return tuple(role for role in roles.delegated_roles() if role in named)


class _Signers:
    """Signs with a new online key and the one before it, so that a lane accepts what it reads
    whichever root it has read; with the new one alone when the other is revoked."""

    def __init__(self, paths: RegistryPaths, ceremony: Ceremony) -> None:
        self._held = paths.online_keys
        self._pending = pending_online(paths, ceremony.plan.id)
        self._revoking = ceremony.plan.kind == "revoke"

    def __call__(self, role: str) -> tuple[CryptoSigner, ...]:
        if not roles.online_key_file(self._pending, role).exists():
            return (roles.read_online_key(self._held, role),)
        new = roles.read_online_key(self._pending, role)
        return (new,) if self._revoking else (new, roles.read_online_key(self._held, role))


def _take_up(pending: Path, keys: Path) -> None:
    """Put the keys made for the ceremony in the place of those before them."""
    try:
        for file in sorted(pending.glob("*.key")):
            file.replace(keys / file.name)
        if pending.exists():
            pending.rmdir()
    except OSError as error:
        raise StorageError(f"keys: {error}", key="registry.key_file") from error


def _finished(paths: RegistryPaths, ceremony: Ceremony) -> Finished:
    repository = TufRepository(paths)
    plan = ceremony.plan
    return Finished(
        root_version=repository.root.version,
        targets_version=repository.role(roles.TARGETS).version,
        restart=any(name.startswith("issuer:") for name in plan.changes),
        records_anew=plan.kind == "revoke" and "issuer:block" in plan.changes,
    )
