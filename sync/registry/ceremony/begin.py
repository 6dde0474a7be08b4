"""Begins a ceremony, at the registry: what is to be signed, and new keys for what lives online."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from checkpoint_app.clock import Clock
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import ports
from checkpoint_app.services.rules import parse_rules
from sync.registry.ceremony.contents import (
    PortChoices,
    first_contents,
    shipped_rules,
)
from sync.registry.ceremony.folder import begin_folder, make_base, read_ceremony
from sync.registry.ceremony.new_keys import NewKeys, refuse_unknown
from sync.registry.ceremony.places import begun_folder
from sync.registry.ceremony.plan import PLAN_FILE, Kind, encode_plan
from sync.registry.ceremony.progress import Ceremony
from sync.registry.ceremony.public_key import TufKey
from sync.registry.ceremony.standing import (
    Occasion,
    Standing,
    first_standing,
    make_plan,
    standing_of,
)
from sync.registry.db.open import meta_value, open_database, reading
from sync.registry.paths import RegistryPaths
from sync.registry.port_settings import SettingsChange, changed_settings, same_registry
from sync.registry.publish import roles
from sync.registry.publish.files import read_whole, write_whole
from sync.registry.publish.lifetimes import read_lifetimes
from sync.registry.publish.tuf_repository import TufRepository, newest_root
from sync.registry.signer.keys import SIGNER_PURPOSES
from sync.trust.names import PORT_SETTINGS, SEASON_RULES
from sync.trust.view import Freshness, RegistryPlace, read_view

ISSUER_PURPOSES = (*SIGNER_PURPOSES, EnvelopeType.RECEIPT)
_ISSUER, _KID = "issuer:", "kid:"


@dataclass(frozen=True, slots=True)
class Order:
    """What a ceremony is begun for.

    ``keys`` are the keys to be replaced or revoked, named as in `new_keys`. ``since`` is when a
    revoked issuer key stops counting; None: now. ``documents`` are those that ``renew`` signs anew.
    """

    kind: Kind
    why: str = ""
    by: str = ""
    keys: tuple[str, ...] = ()
    since: datetime | None = None
    documents: tuple[str, ...] = (roles.ROOT, roles.TARGETS)
    rules: bytes | None = None
    settings: bytes | None = None
    change: SettingsChange = field(default_factory=SettingsChange)


@dataclass(frozen=True, slots=True)
class _Registry:
    """The registry as its database names it."""

    paths: RegistryPaths
    now: datetime
    ceremony: str
    audience: str
    epoch: str
    season: int

    @property
    def new_keys(self) -> NewKeys:
        return NewKeys(self.paths, self.ceremony, self.now)


def begin(paths: RegistryPaths, clock: Clock, folder: Path, order: Order) -> Ceremony:
    """Write a new ceremony into a folder, and return it.

    Raises ConfigError: no registry here, a ceremony out of turn (`first` or not), a key that there
    is not, nothing to sign, a folder that holds a ceremony. StorageError.
    """
    registry = _registry(paths, clock.now().replace(microsecond=0))
    first = newest_root(paths) is None
    if first != (order.kind == "genesis"):
        raise ConfigError("out of turn", key="ceremony.first" if first else "ceremony.not_first")
    if (folder / PLAN_FILE).exists():
        raise ConfigError("a ceremony is there", key="ceremony.folder_taken")
    order = replace(order, keys=tuple(dict.fromkeys(order.keys)))
    for name in order.keys:
        refuse_unknown(name, order.kind)
    standing = _BEGINNERS[order.kind](registry, order)
    if not standing.touched:
        raise ConfigError("nothing to sign", key="ceremony.nothing")
    _refuse_unreadable(standing)
    occasion = Occasion(
        registry.ceremony, order.kind, order.why, order.by, registry.now, order.keys
    )
    plan = make_plan(standing, occasion, read_lifetimes(paths.data))
    base = None
    if plan.base_root:
        base = make_base(
            read_whole(paths.metadata / f"{plan.base_root}.root.json"),
            read_whole(paths.metadata / f"{plan.base_targets}.targets.json"),
        )
    write_whole(begun_folder(paths, plan.id) / PLAN_FILE, encode_plan(plan))
    begin_folder(folder, plan, base, standing.contents)
    return read_ceremony(folder)


def _refuse_unreadable(standing: Standing) -> None:
    """Raise TrustError for contents that lanes could not read once they are signed."""
    never = datetime.max.replace(tzinfo=UTC)
    read_view(standing.contents, Freshness(never, never, 1, never, demo=standing.demo))


def registry_audience(paths: RegistryPaths) -> str:
    """The name by which ceremonies know this registry. Raises ConfigError, StorageError."""
    return _facts(paths)[0]


def _registry(paths: RegistryPaths, now: datetime) -> _Registry:
    audience, epoch, season = _facts(paths)
    return _Registry(paths, now, secrets.token_hex(16), audience, epoch, int(season))


def _facts(paths: RegistryPaths) -> tuple[str, str, str]:
    engine = open_database(paths.database, read_only=True)
    try:
        with reading(engine) as connection:
            names = ("audience", "registry_epoch", "season")
            audience, epoch, season = (meta_value(connection, name) for name in names)
    finally:
        engine.dispose()
    if audience is None or epoch is None or season is None:
        raise ConfigError("the database names no registry", key="registry.unnamed")
    return audience, epoch, season


def _genesis(registry: _Registry, order: Order) -> Standing:
    paths, change = registry.paths, order.change
    place = RegistryPlace(
        audience=registry.audience,
        epoch=registry.epoch,
        address=change.address or "",
        recovery=change.recovery or "",
    )
    rules = shipped_rules(registry.season) if order.rules is None else _sound_rules(order.rules)
    national = frozenset(port for port, scope in change.scopes.items() if scope == "national")
    contents = first_contents(
        paths, registry.season, place, rules, PortChoices(frozenset(map(_port_id, national)))
    )
    of_lanes = SettingsChange(hubs=change.hubs, ask_ms=change.ask_ms)
    contents[PORT_SETTINGS] = changed_settings(contents[PORT_SETTINGS], of_lanes)
    online = {
        role: TufKey.from_tuf(roles.read_online_key(paths.online_keys, role).public_key)
        for role in roles.online_roles()
    }
    return first_standing(registry.audience, online, contents, demo=False)


def _standing(registry: _Registry) -> Standing:
    return standing_of(registry.audience, TufRepository(registry.paths))


def _renew(registry: _Registry, order: Order) -> Standing:
    standing = _standing(registry)
    standing.touched |= set(order.documents)
    return standing


def _targets(registry: _Registry, order: Order) -> Standing:
    """New contents of the offline targets. The epoch is put right with whatever else changes."""
    standing = _standing(registry)
    if order.rules is not None:
        standing.replace_content(SEASON_RULES, _sound_rules(order.rules))
    standing.replace_content(PORT_SETTINGS, _new_settings(registry, standing, order))
    return standing


def _new_settings(registry: _Registry, standing: Standing, order: Order) -> bytes:
    held = standing.contents[PORT_SETTINGS]
    settings = held if order.settings is None else same_registry(order.settings, held)
    return changed_settings(settings, replace(order.change, epoch=registry.epoch))


def _rotate(registry: _Registry, order: Order) -> Standing:
    standing = _standing(registry)
    for name in order.keys:
        registry.new_keys.replace(standing, name)
    return standing


def _revoke(registry: _Registry, order: Order) -> Standing:
    standing = _standing(registry)
    for name in order.keys:
        registry.new_keys.revoke(standing, name, order.since or registry.now)
    return standing


_BEGINNERS: Mapping[str, Callable[[_Registry, Order], Standing]] = {
    "genesis": _genesis,
    "renew": _renew,
    "rotate": _rotate,
    "revoke": _revoke,
    "targets": _targets,
}


def _port_id(name: str) -> str:
    if name not in {port.port_id for port in ports()}:
        raise ConfigError("no such port", key="api.unknown-port", port=name[:16])
    return name


def _sound_rules(content: bytes) -> bytes:
    """Raises ConfigError for rules that no lane could read."""
    parse_rules(content)
    return content
