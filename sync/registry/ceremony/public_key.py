"""The public half of a key that is kept offline, and the digits by which people compare it."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

import msgspec
import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from checkpoint_app.credential.envelope import CredentialError, EnvelopeType, VerifyingKey
from sync.registry.ceremony.bounded import decode_json, encode_json, malformed
from sync.registry.publish.tuf_api import Key, SSlibKey

PUBLIC_LIMIT = 4096
ROOT_SEATS = ("root-1", "root-2", "root-3")
TARGETS_SEATS = ("targets-1", "targets-2", "targets-3")
SEATS = (*ROOT_SEATS, *TARGETS_SEATS)
# Not a signing key: an age identity that opens the wrapped keys of the ports' journals.
RECOVERY = "recovery"
_GROUPS = 6

Name = Annotated[str, msgspec.Meta(max_length=120)]
Time = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]


class KeyValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The value part of a TUF key: 32 bytes in hexadecimal."""

    public: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class TufKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An Ed25519 key as TUF metadata has it (TUF specification, 4.2)."""

    keyval: KeyValue
    keytype: Literal["ed25519"] = "ed25519"
    scheme: Literal["ed25519"] = "ed25519"

    @classmethod
    def of(cls, public: bytes) -> TufKey:
        """The key of 32 public bytes."""
        return cls(KeyValue(public.hex()))

    @classmethod
    def from_tuf(cls, key: Key) -> TufKey:
        """The key as python-tuf has it."""
        return cls(KeyValue(str(key.keyval["public"])))

    @property
    def public(self) -> bytes:
        """The 32 bytes."""
        return bytes.fromhex(self.keyval.public)

    def to_tuf(self) -> Key:
        """The key for python-tuf, its id computed from its content."""
        return SSlibKey.from_crypto(Ed25519PublicKey.from_public_bytes(self.public))

    @property
    def keyid(self) -> str:
        """The key's id in TUF metadata."""
        return str(self.to_tuf().keyid)

    @property
    def fingerprint(self) -> str:
        """Digits to compare by voice."""
        return spoken(b"key", self.public)

    def is_sound(self) -> bool:
        """False for bytes under which signatures can be made without any secret."""
        try:
            VerifyingKey(EnvelopeType.TOKEN, self.public)
        except CredentialError:
            return False
        return True


class PublicHalf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What lies beside a private key's file. ``key`` for a seat of root or targets, ``recipient``
    (``age1…``) for the recovery key; ``name`` is who keeps it."""

    seat: Annotated[str, msgspec.Meta(pattern="^(?:(?:root|targets)-[123]|recovery)$")]
    name: Name
    made: Time
    fingerprint: Annotated[str, msgspec.Meta(max_length=64)]
    key: TufKey | None = None
    recipient: Annotated[str, msgspec.Meta(pattern="^(?:age1[0-9a-z]{58})?$")] = ""
    format: Literal[1] = 1

    @classmethod
    def of_key(cls, seat: str, name: str, made: str, key: TufKey) -> PublicHalf:
        """Of a signing key."""
        return cls(seat, name, made, key.fingerprint, key)

    @classmethod
    def of_recovery(cls, name: str, made: str, recipient: str) -> PublicHalf:
        """Of a recovery key."""
        digits = spoken(b"recovery", recipient.encode())
        return cls(RECOVERY, name, made, digits, None, recipient)


def encode_public(half: PublicHalf) -> bytes:
    """The content of ``NAME.pub.json``."""
    return encode_json(half)


def parse_public(data: bytes, name: str) -> PublicHalf:
    """Read ``NAME.pub.json``; ``name`` is the file's, for errors.

    Raises ConfigError, also when the fingerprint is not that of the key, or the key unsound.
    """
    if len(data) > PUBLIC_LIMIT:
        raise malformed(name)
    half = decode_json(data, PublicHalf, name)
    if half.seat == RECOVERY:
        whole = half.key is None and _is_recipient(half.recipient)
        same = PublicHalf.of_recovery(half.name, half.made, half.recipient)
    else:
        whole = half.key is not None and not half.recipient and half.key.is_sound()
        same = (
            half
            if half.key is None
            else PublicHalf.of_key(half.seat, half.name, half.made, half.key)
        )
    if not whole or same != half:
        raise malformed(name)
    return half


def spoken(domain: bytes, data: bytes) -> str:
    """Six groups of five digits over some bytes (about 99 bits), to be read out in either
    language. What is compared for one thing never equals what is compared for another."""
    digest = hashlib.sha256(b"umrah/1/ceremony/" + domain + b"/" + data).digest()
    groups = (int.from_bytes(digest[at * 4 : at * 4 + 4], "big") % 100_000 for at in range(_GROUPS))
    return " ".join(f"{group:05d}" for group in groups)


def _is_recipient(text: str) -> bool:
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True
