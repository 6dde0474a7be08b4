"""Makes a registry: its database, the keys that live at it, and its admin token.

A real registry's root and targets keys are made elsewhere, in a ceremony; a demo's are made here.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkpoint_app.clock import Clock
from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.keys import IssuerKey, encode_issuer_keys
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import ports
from sync.registry.ceremony.contents import KEY_LASTS, PortChoices, first_contents, shipped_rules
from sync.registry.ceremony.draft import Draft, make_draft, signed_document
from sync.registry.ceremony.install import SignedDocuments, install
from sync.registry.ceremony.places import first_issuer_keys
from sync.registry.ceremony.public_key import SEATS, TufKey
from sync.registry.ceremony.standing import Occasion, first_standing, make_plan
from sync.registry.db.migrate import create_database
from sync.registry.db.open import writing
from sync.registry.db.operations import set_meta
from sync.registry.paths import RegistryPaths
from sync.registry.port_settings import SettingsChange, changed_settings
from sync.registry.publish import roles
from sync.registry.publish.files import write_whole
from sync.registry.publish.lifetimes import read_lifetimes
from sync.registry.publish.tuf_api import CryptoSigner
from sync.registry.signer.keys import SIGNER_PURPOSES, write_private, write_signing_key
from sync.trust.names import PORT_SETTINGS
from sync.trust.view import RegistryPlace

DEFAULT_SEASON = 1448
# Issuer keys hold for a season and its returns, and from before: permits that were issued elsewhere
# and taken over keep their issue time.
_KEY_STARTS = timedelta(days=120)

# A demo enrols one lane, here; how many the other ports have is not known.
_DEMO_CHOICES = PortChoices(lanes={"CAI-AIR": 1})


def initialise(
    paths: RegistryPaths,
    clock: Clock,
    *,
    demo: bool,
    season: int = DEFAULT_SEASON,
    change: SettingsChange | None = None,
) -> None:
    """Make a registry in an empty data folder. ``season`` is the Hijri year.

    Without ``demo`` nothing can be published until the first key ceremony is finished. With it,
    root and targets keys are made here, too: marked as such in the signed root, and refused by
    lanes outside a demo. ``change`` is what a demo's first settings say beside the usual; a real
    registry's are signed in its first ceremony. Raises ConfigError when the folder already holds a
    registry, and for a change that is not for it.
    """
    change = change or SettingsChange()
    if not demo and not change.is_nothing():
        raise ConfigError("not signed here", key="ceremony.settings_signed_later")
    if paths.database.exists() or paths.metadata.exists():
        raise ConfigError("there is a registry already", key="registry.exists")
    rules = shipped_rules(season)
    now = clock.now().replace(microsecond=0)
    write_private(paths.admin_token, secrets.token_urlsafe(24))
    _make_issuer_keys(paths, now)
    for role in roles.online_roles():
        roles.make_online_key(paths.online_keys, role)
    for file in _identity_files(paths):
        write_private(file, str(pyrage.x25519.Identity.generate()))
    audience, epoch = f"umrah-registry-{secrets.token_hex(8)}", secrets.token_hex(16)
    if demo:
        place = RegistryPlace(audience=audience, epoch=epoch)
        contents = first_contents(paths, season, place, rules, _DEMO_CHOICES)
        contents[PORT_SETTINGS] = changed_settings(contents[PORT_SETTINGS], change)
        _hold_demo_ceremony(paths, now, audience, contents)
    facts = {"registry_epoch": epoch, "audience": audience, "season": str(season)}
    _make_database(paths.database, {**facts, "demo": "1"} if demo else facts)


def _make_database(path: Path, facts: Mapping[str, str]) -> None:
    engine = create_database(path)
    with writing(engine) as connection:
        for name, value in facts.items():
            set_meta(connection, name, value)
    engine.dispose()


def _make_issuer_keys(paths: RegistryPaths, now: datetime) -> None:
    """Keys for every purpose of the issuer, and the list of their public halves."""
    listed = []
    for purpose in (*SIGNER_PURPOSES, EnvelopeType.RECEIPT):
        key = SigningKey.generate(purpose)
        online = purpose is EnvelopeType.RECEIPT
        write_signing_key(paths.online_keys if online else paths.issuer_keys, key)
        listed.append(IssuerKey(purpose, key.public_bytes, now - _KEY_STARTS, now + KEY_LASTS))
    write_whole(first_issuer_keys(paths), encode_issuer_keys(listed))


def _identity_files(paths: RegistryPaths) -> Iterator[Path]:
    yield from (roles.age_identity_file(paths, port.port_id) for port in ports())
    yield roles.inbox_identity_file(paths)


def _hold_demo_ceremony(
    paths: RegistryPaths, now: datetime, audience: str, contents: Mapping[str, bytes]
) -> None:
    """The first ceremony as a demo holds it: all keys made here and used at once."""
    signers = {seat: _make_offline_key(paths, seat) for seat in SEATS}
    online = {
        role: TufKey.from_tuf(roles.read_online_key(paths.online_keys, role).public_key)
        for role in roles.online_roles()
    }
    standing = first_standing(audience, online, contents, demo=True)
    occasion = Occasion(secrets.token_hex(16), "genesis", "demo", "demo", now)
    plan = make_plan(standing, occasion, read_lifetimes(paths.data))
    made = {seat: TufKey.from_tuf(signer.public_key) for seat, signer in signers.items()}
    documents = _signed(make_draft(plan, made), signers)
    install(
        paths,
        SignedDocuments(
            documents[roles.ROOT], documents[roles.TARGETS], contents, roles.delegated_roles()
        ),
        now,
    )


def _signed(draft: Draft, signers: Mapping[str, CryptoSigner]) -> Mapping[str, bytes]:
    return {
        role: signed_document(
            document,
            {
                signer.public_key.keyid: signer.sign(document.signed_bytes).signature
                for seat, signer in signers.items()
                if seat.startswith(role)
            },
        )
        for role, document in draft.documents().items()
    }


def _make_offline_key(paths: RegistryPaths, seat: str) -> CryptoSigner:
    private = Ed25519PrivateKey.generate()
    write_private(paths.offline_keys / f"{seat}.key", private.private_bytes_raw().hex())
    return CryptoSigner(private)
