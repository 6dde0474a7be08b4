"""Makes a registry: its database, keys, first trust root and admin token."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from importlib.resources import files

import pyrage

from checkpoint_app.clock import Clock
from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.keys import IssuerKey, encode_issuer_keys
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import ports
from sync.registry.db.migrate import create_database
from sync.registry.db.open import writing
from sync.registry.db.operations import set_meta
from sync.registry.paths import RegistryPaths
from sync.registry.publish import roles
from sync.registry.publish.files import write_whole
from sync.registry.publish.tuf_api import (
    CryptoSigner,
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Role,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from sync.registry.publish.tuf_repository import iso, signed_bytes
from sync.registry.signer.keys import SIGNER_PURPOSES, write_private, write_signing_key

DEFAULT_SEASON = 1448
# Issuer keys of a demo: from before its permits were issued, for a season and its returns.
_KEY_STARTS, _KEY_LASTS = timedelta(days=120), timedelta(days=400)
# Hours at which data is ageing, stale, and past accepting (architecture).
_GRADES = {"records": [24, 72, 168], "status": [6, 24, 96], "state": [6, 24, 96]}

# A demo enrols one lane, here; how many the other ports have is not known.
_LANES = {"CAI-AIR": {"lanes": 1}}


def initialise(
    paths: RegistryPaths, clock: Clock, *, demo: bool, season: int = DEFAULT_SEASON
) -> None:
    """Make a registry in an empty data folder. ``season`` is the Hijri year.

    Keys are made here only for a demo: marked as such in the signed root, refused by lanes outside
    a demo. Raises ConfigError without ``demo`` (the key ceremony is not part of this version), or
    when the folder already holds a registry.
    """
    if not demo:
        raise ConfigError("the key ceremony is not there yet", key="registry.no_ceremony")
    if paths.database.exists() or paths.metadata.exists():
        raise ConfigError("there is a registry already", key="registry.exists")
    now = clock.now().replace(microsecond=0)
    write_private(paths.admin_token, secrets.token_urlsafe(24))
    issuer_keys = _make_issuer_keys(paths, now)
    for port in ports():
        identity = pyrage.x25519.Identity.generate()
        write_private(roles.age_identity_file(paths, port.port_id), str(identity))
    _make_repository(paths, now, season, issuer_keys, demo=demo)
    _make_database(paths, season)


def _make_database(paths: RegistryPaths, season: int) -> None:
    engine = create_database(paths.database)
    with writing(engine) as connection:
        set_meta(connection, "registry_epoch", secrets.token_hex(16))
        set_meta(connection, "audience", f"umrah-registry-{secrets.token_hex(8)}")
        set_meta(connection, "season", str(season))
        set_meta(connection, "demo", "1")
    engine.dispose()


def _make_issuer_keys(paths: RegistryPaths, now: datetime) -> bytes:
    """Keys for every purpose of the issuer; the content of issuer-keys.json."""
    listed = []
    for purpose in (*SIGNER_PURPOSES, EnvelopeType.RECEIPT):
        key = SigningKey.generate(purpose)
        online = purpose is EnvelopeType.RECEIPT
        write_signing_key(paths.online_keys if online else paths.issuer_keys, key)
        listed.append(IssuerKey(purpose, key.public_bytes, now - _KEY_STARTS, now + _KEY_LASTS))
    return encode_issuer_keys(listed)


def _make_repository(
    paths: RegistryPaths, now: datetime, season: int, issuer_keys: bytes, *, demo: bool
) -> None:
    """The first version of every role; timestamp.json last."""
    delegated = [roles.STATUS, *(roles.port_role(port.port_id) for port in ports())]
    top = (roles.ROOT, roles.TARGETS, roles.SNAPSHOT, roles.TIMESTAMP)
    signers = {role: roles.make_role_keys(paths, role) for role in (*top, *delegated)}
    contents = {
        "issuer-keys.json": issuer_keys,
        "season-rules.json": _season_rules(season),
        "port-settings.json": _port_settings(season),
    }
    targets = Targets(expires=now + roles.lifetime(roles.TARGETS))
    for name, content in contents.items():
        described = TargetFile.from_data(name, content, ["sha256"])
        targets.targets[name] = described
        write_whole(paths.targets / described.get_prefixed_paths()[0], content)
    targets.delegations = _delegations(delegated, signers)
    write_whole(paths.root_metadata, _root(now, signers, demo=demo))
    first = {name: Targets(expires=now + roles.lifetime(name)) for name in delegated}
    for name, role in {roles.TARGETS: targets, **first}.items():
        write_whole(paths.metadata / f"1.{name}.json", signed_bytes(paths, name, role))
    snapshot = Snapshot(
        expires=now + roles.lifetime(roles.SNAPSHOT),
        meta={f"{name}.json": MetaFile(1) for name in (roles.TARGETS, *delegated)},
    )
    write_whole(paths.metadata / "1.snapshot.json", signed_bytes(paths, roles.SNAPSHOT, snapshot))
    timestamp = Timestamp(
        expires=now + roles.lifetime(roles.TIMESTAMP),
        snapshot_meta=MetaFile(1),
        unrecognized_fields={roles.ISSUED_FIELD: iso(now)},
    )
    write_whole(paths.metadata / "timestamp.json", signed_bytes(paths, roles.TIMESTAMP, timestamp))


def _root(now: datetime, signers: dict[str, tuple[CryptoSigner, ...]], *, demo: bool) -> bytes:
    held = {
        role: signers[role] for role in (roles.ROOT, roles.TARGETS, roles.SNAPSHOT, roles.TIMESTAMP)
    }
    root = Root(
        expires=now + roles.lifetime(roles.ROOT),
        consistent_snapshot=True,
        keys={each.public_key.keyid: each.public_key for own in held.values() for each in own},
        roles={
            role: Role(
                [each.public_key.keyid for each in own], roles.THRESHOLD if len(own) > 1 else 1
            )
            for role, own in held.items()
        },
        unrecognized_fields={roles.DEMO_FIELD: True} if demo else None,
    )
    metadata = Metadata(root)
    for signer in signers[roles.ROOT]:
        metadata.sign(signer, append=True)
    return metadata.to_bytes()


def _delegations(names: list[str], signers: dict[str, tuple[CryptoSigner, ...]]) -> Delegations:
    keys = {name: signers[name][0].public_key for name in names}
    return Delegations(
        keys={key.keyid: key for key in keys.values()},
        roles={
            name: DelegatedRole(
                name, [keys[name].keyid], 1, terminating=True, paths=[_paths_of(name)]
            )
            for name in names
        },
    )


def _paths_of(role: str) -> str:
    return "status/*" if role == roles.STATUS else f"{role.removeprefix('port-')}/*"


def _season_rules(season: int) -> bytes:
    try:
        return files("resources").joinpath("rules", f"season-{season}.json").read_bytes()
    except OSError as error:
        raise ConfigError(f"no rules for season {season}", key="registry.no_rules") from error


def _port_settings(season: int) -> bytes:
    settings = {
        "version": 1,
        "season": season,
        "ports": {
            port.port_id: {"grades": _GRADES, "lane": _LANES.get(port.port_id, {})}
            for port in ports()
        },
    }
    return json.dumps(settings, sort_keys=True, separators=(",", ":")).encode()
