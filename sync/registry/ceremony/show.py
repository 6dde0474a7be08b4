"""Who holds what, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from checkpoint_app.credential.keys import IssuerKey, parse_issuer_keys
from sync.registry.ceremony.public_key import ROOT_SEATS, TARGETS_SEATS, TufKey
from sync.registry.ceremony.standing import online_key
from sync.registry.paths import RegistryPaths
from sync.registry.publish import roles
from sync.registry.publish.tuf_repository import WARNING, TufRepository
from sync.trust.names import ISSUER_KEYS


@dataclass(frozen=True, slots=True)
class ShownRole:
    """A role of the repository. ``keys``: name, key id and fingerprint each; ``ending``: less than
    45 days are left of an offline role, whose end a ceremony alone can move."""

    role: str
    version: int
    expires: datetime
    threshold: int
    keys: tuple[tuple[str, str, str], ...]
    ending: bool


@dataclass(frozen=True, slots=True)
class ShownKeys:
    """All roles and issuer keys of a registry."""

    roles: tuple[ShownRole, ...]
    issuer: tuple[IssuerKey, ...]


def show_keys(paths: RegistryPaths, now: datetime) -> ShownKeys:
    """What the signed metadata says. Raises ConfigError before the first ceremony, StorageError."""
    repository = TufRepository(paths)
    keyring = parse_issuer_keys(repository.content(ISSUER_KEYS))
    return ShownKeys(tuple(_roles(repository, now)), keyring.keys)


def _roles(repository: TufRepository, now: datetime) -> Iterator[ShownRole]:
    root, targets = repository.root, repository.role(roles.TARGETS)
    offline = ((roles.ROOT, root, ROOT_SEATS), (roles.TARGETS, targets, TARGETS_SEATS))
    for role, signed, seats in offline:
        held = [root.keys[keyid] for keyid in root.roles[role].keyids]
        keys = tuple(
            _shown(seat, TufKey.from_tuf(key)) for seat, key in zip(seats, held, strict=False)
        )
        ending = signed.expires - now < WARNING
        threshold = root.roles[role].threshold
        yield ShownRole(role, signed.version, signed.expires, threshold, keys, ending)
    for role in roles.online_roles():
        own = repository.online(role)
        key = _shown(role, online_key(root, targets, role))
        yield ShownRole(role, own.version, own.expires, 1, (key,), ending=False)


def _shown(name: str, key: TufKey) -> tuple[str, str, str]:
    return name, key.keyid, key.fingerprint
