"""Keys as people name them for a ceremony, and new ones for those that live at the registry.

``root-2`` … a seat · ``snapshot``, ``timestamp``, ``status`` an online role · ``CAI-AIR`` a port ·
``issuer:token`` … the issuer's key of a purpose · ``kid:HEX`` one of the issuer's keys, by its id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.keys import IssuerKey, parse_issuer_keys
from checkpoint_app.errors import ConfigError
from sync.registry.ceremony.contents import KEY_LASTS, newest_key, with_issuer_key, with_revoked
from sync.registry.ceremony.places import pending_issuer, pending_online
from sync.registry.ceremony.plan import Kind
from sync.registry.ceremony.public_key import SEATS, TufKey
from sync.registry.ceremony.standing import Standing
from sync.registry.paths import RegistryPaths
from sync.registry.publish import roles
from sync.registry.signer.keys import SIGNER_PURPOSES, write_signing_key
from sync.trust.names import ISSUER_KEYS

ISSUER_PURPOSES = (*SIGNER_PURPOSES, EnvelopeType.RECEIPT)
_ISSUER, _KID = "issuer:", "kid:"


@dataclass(frozen=True, slots=True)
class NewKeys:
    """Puts new keys in the place of others for one ceremony. Those of the registry are made now
    and lie ready; they sign nothing until the ceremony is finished."""

    paths: RegistryPaths
    ceremony: str
    now: datetime

    def replace(self, standing: Standing, name: str) -> None:
        """Another key in the place of the one named. Raises ConfigError, StorageError."""
        if name in SEATS:
            standing.replace_seat(name)
        elif name.startswith(_ISSUER):
            self._replace_issuer(standing, _purpose(name))
        else:
            role = _online_role(name)
            signer = roles.make_online_key(pending_online(self.paths, self.ceremony), role)
            standing.replace_online(role, TufKey.from_tuf(signer.public_key))

    def _replace_issuer(self, standing: Standing, purpose: EnvelopeType) -> None:
        key = SigningKey.generate(purpose)
        place = pending_online if purpose is EnvelopeType.RECEIPT else pending_issuer
        write_signing_key(place(self.paths, self.ceremony), key)
        content = standing.contents[ISSUER_KEYS]
        # A permit that is printed again bears its first issue time: the new key holds from when
        # the old one did.
        starts = newest_key(parse_issuer_keys(content), purpose).valid_from
        listed = IssuerKey(purpose, key.public_bytes, starts, self.now + KEY_LASTS)
        standing.replace_content(ISSUER_KEYS, with_issuer_key(content, listed))

    def revoke(self, standing: Standing, name: str, since: datetime) -> None:
        """Take out the key named: an issuer's counts no longer from ``since`` on. Another takes
        its place, unless it is named by its id."""
        for kid in _issuer_kids(standing, name):
            content = with_revoked(standing.contents[ISSUER_KEYS], kid, since)
            standing.replace_content(ISSUER_KEYS, content)
        if not name.startswith(_KID):
            self.replace(standing, name)


def refuse_unknown(name: str, kind: Kind) -> None:
    """Raise ConfigError for a key that there is not, before any is made."""
    if name.startswith(_ISSUER):
        _purpose(name)
    elif name.startswith(_KID) and kind == "revoke":
        _kid(name)
    elif name not in SEATS:
        _online_role(name)


def _issuer_kids(standing: Standing, name: str) -> tuple[bytes, ...]:
    """The issuer key that a name revokes; none for a key of a role."""
    if name.startswith(_ISSUER):
        keyring = parse_issuer_keys(standing.contents[ISSUER_KEYS])
        return (newest_key(keyring, _purpose(name)).kid,)
    return (_kid(name),) if name.startswith(_KID) else ()


def _kid(name: str) -> bytes:
    try:
        return bytes.fromhex(name.removeprefix(_KID))
    except ValueError:
        raise _unknown(name) from None


def _purpose(name: str) -> EnvelopeType:
    found = {purpose.value: purpose for purpose in ISSUER_PURPOSES}
    try:
        return found[name.removeprefix(_ISSUER)]
    except KeyError:
        raise _unknown(name) from None


def _online_role(name: str) -> str:
    role = name if name in roles.online_roles() else roles.port_role(name.upper())
    if role not in roles.online_roles():
        raise _unknown(name)
    return role


def _unknown(name: str) -> ConfigError:
    return ConfigError("no such key", key="ceremony.unknown_key", name=name[:64])
