"""Contents of the offline targets: the first ones, and issuer keys with one changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from importlib.resources import files

from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.keys import (
    IssuerKey,
    IssuerKeyring,
    encode_issuer_keys,
    parse_issuer_keys,
)
from checkpoint_app.errors import ConfigError
from sync.registry.ceremony.places import first_issuer_keys
from sync.registry.paths import RegistryPaths
from sync.registry.port_settings import port_settings
from sync.registry.publish import roles
from sync.registry.publish.files import read_whole
from sync.registry.signer.keys import read_private
from sync.trust.names import ISSUER_KEYS, PORT_SETTINGS, SEASON_RULES
from sync.trust.packing import recipient_of
from sync.trust.view import RegistryPlace

# A season and its returns.
KEY_LASTS = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class PortChoices:
    """What is known of ports from the start: those of national scope, and numbers of lanes."""

    national: frozenset[str] = frozenset()
    lanes: Mapping[str, int] = field(default_factory=dict)


def first_contents(
    paths: RegistryPaths, season: int, place: RegistryPlace, rules: bytes, choices: PortChoices
) -> dict[str, bytes]:
    """The targets of a registry's first ceremony. The inbox of ``place`` is the registry's own.

    Raises StorageError, ConfigError for what `initialise` left that is no longer whole.
    """
    inbox = recipient_of(read_private(roles.inbox_identity_file(paths)))
    settings = port_settings(
        season, replace(place, inbox=inbox), national=choices.national, lanes=choices.lanes
    )
    return {
        ISSUER_KEYS: read_whole(first_issuer_keys(paths)),
        SEASON_RULES: rules,
        PORT_SETTINGS: settings,
    }


def shipped_rules(season: int) -> bytes:
    """The rules of a season (its Hijri year) as they ship. Raises ConfigError for another one."""
    try:
        return files("resources").joinpath("rules", f"season-{season}.json").read_bytes()
    except OSError as error:
        raise ConfigError(f"no rules for season {season}", key="registry.no_rules") from error


def with_issuer_key(content: bytes, key: IssuerKey) -> bytes:
    """issuer-keys.json with one more key."""
    return encode_issuer_keys([*parse_issuer_keys(content), key])


def with_revoked(content: bytes, kid: bytes, since: datetime) -> bytes:
    """issuer-keys.json with a key revoked from a moment on; an earlier revocation stands.

    Raises ConfigError when the list has no such key.
    """
    keys = list(parse_issuer_keys(content))
    if kid not in {key.kid for key in keys}:
        raise ConfigError("no such issuer key", key="ceremony.unknown_key", name=kid.hex())
    return encode_issuer_keys(
        replace(key, revoked_at=min(since, key.revoked_at or since)) if key.kid == kid else key
        for key in keys
    )


def newest_key(keyring: IssuerKeyring, purpose: EnvelopeType) -> IssuerKey:
    """The key of a purpose that signs now: the last listed. Raises ConfigError for none."""
    found = [key for key in keyring if key.purpose is purpose]
    if not found:
        raise ConfigError("no such issuer key", key="ceremony.unknown_key", name=purpose.value)
    return found[-1]
