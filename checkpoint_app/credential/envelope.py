"""The signed envelope: tagged COSE_Sign1 (RFC 9052) with Ed25519 (-19, RFC 9864), read strictly.

Exactly one encoding is accepted: protected header ``{1: -19, 4: kid}``, empty unprotected header,
canonical CBOR. ``external_aad`` names the type, so that no type can pass for another.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from checkpoint_app.credential.canonical import decode
from checkpoint_app.credential.curve import check_public_key
from checkpoint_app.credential.rejection import CredentialError, Rejection

__all__ = [
    "CredentialError",
    "EnvelopeType",
    "KeyLookup",
    "KeyWindow",
    "Opened",
    "Rejection",
    "SigningKey",
    "VerifyingKey",
    "key_id",
    "open_envelope",
    "signature_structure",
]

_TAG_18 = b"\xd2"
_ED25519 = -19
_PROTECTED_START = b"\xa2\x01\x32\x04\x48"  # {1: -19, 4: h'<8 bytes>'}
_KID_LENGTH = 8
_SIGNATURE_LENGTH = 64
# How every envelope of ours begins (tag, array of four, 13 bytes of protected header up to the kid)
# and what stands between payload and signature (the head of a byte string of 64).
_START = _TAG_18 + b"\x84\x4d" + _PROTECTED_START
_SIGNATURE_HEAD = b"\x58\x40"
# An array of four, the first the text of RFC 9052 section 4.4.
_SIGNATURE_1 = b"\x84\x6aSignature1"


class EnvelopeType(StrEnum):
    """What an envelope holds. A key signs one type only, and is named for it."""

    TOKEN = "token"  # noqa: S105 - the name of a type, no password
    BLOCK = "block"
    MANIFEST = "manifest"
    STATUS = "status"
    STATE = "state"
    NOTICE = "notice"
    BATCH = "batch"
    RECEIPT = "receipt"
    REFRESH = "refresh"
    AUTH = "auth"


# The largest envelope of each type, in bytes: what a reader takes up before any check.
LIMITS = {
    EnvelopeType.TOKEN: 512,
    EnvelopeType.BLOCK: 512,
    EnvelopeType.MANIFEST: 256 * 1024,
    EnvelopeType.STATUS: 64 * 1024,
    EnvelopeType.STATE: 1024 * 1024,
    EnvelopeType.NOTICE: 1024,
    EnvelopeType.BATCH: 512 * 1024,
    EnvelopeType.RECEIPT: 512,
    EnvelopeType.REFRESH: 4096,
    EnvelopeType.AUTH: 4096,
}


def key_id(purpose: EnvelopeType, public: bytes) -> bytes:
    """The 8-byte key id: the start of SHA-256 over a prefix, the purpose and the public key."""
    return hashlib.sha256(b"umrah/1/kid/" + purpose.encode() + public).digest()[:_KID_LENGTH]


def signature_structure(protected: bytes, external_aad: bytes, payload: bytes) -> bytes:
    """The bytes that are signed: Sig_structure of RFC 9052 section 4.4, for COSE_Sign1."""
    parts = (protected, external_aad, payload)
    return _SIGNATURE_1 + b"".join([_byte_string_head(len(part)) + part for part in parts])


def _to_be_signed(kind: EnvelopeType, protected: bytes, payload: bytes) -> bytes:
    return signature_structure(protected, b"umrah/1/" + kind.encode(), payload)


@dataclass(frozen=True, slots=True)
class KeyWindow:
    """When a key may have signed: from ``valid_from`` up to, not including, ``valid_until`` and
    ``revoked_at``. None leaves that side open."""

    valid_from: datetime | None = None
    valid_until: datetime | None = None
    revoked_at: datetime | None = None

    def covers(self, at: datetime) -> bool:
        """Whether content issued ``at`` (aware) may bear this key's signature."""
        return (
            (self.valid_from is None or self.valid_from <= at)
            and (self.valid_until is None or at < self.valid_until)
            and (self.revoked_at is None or at < self.revoked_at)
        )


_ALWAYS = KeyWindow()


@dataclass(frozen=True)
class VerifyingKey:
    """A public key fit for use, parsed once. Raises CredentialError(WEAK_KEY) when made of bytes
    that are no sound Ed25519 key."""

    purpose: EnvelopeType
    public: bytes
    window: KeyWindow = _ALWAYS
    kid: bytes = field(init=False)
    _key: Ed25519PublicKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_public_key(self.public)
        object.__setattr__(self, "kid", key_id(self.purpose, self.public))
        object.__setattr__(self, "_key", Ed25519PublicKey.from_public_bytes(self.public))

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Whether the signature is this key's over the message."""
        try:
            self._key.verify(signature, message)
        except InvalidSignature:
            return False
        return True


class KeyLookup(Protocol):
    """Finds public keys."""

    def find(self, kid: bytes, purpose: EnvelopeType) -> VerifyingKey | None:
        """The key with this id and purpose, or None."""
        ...


@dataclass(frozen=True, slots=True)
class Opened:
    """An envelope whose signature holds. Whether its key was valid *then* depends on the issue
    time inside the payload: ask `issued_at`."""

    payload: bytes
    key: VerifyingKey

    @property
    def kid(self) -> bytes:
        """The id of the key that signed."""
        return self.key.kid

    def issued_at(self, at: datetime) -> datetime:
        """``at``, once it is sure that the key was valid then. Raises CredentialError."""
        if not self.key.window.covers(at):
            raise CredentialError(Rejection.KEY_EXPIRED)
        return at


@dataclass(frozen=True)
class SigningKey:
    """A private Ed25519 key with the one purpose that it signs for."""

    _private: Ed25519PrivateKey = field(repr=False)
    purpose: EnvelopeType
    public_bytes: bytes = field(init=False)
    kid: bytes = field(init=False)

    def __post_init__(self) -> None:
        public = self._private.public_key().public_bytes_raw()
        object.__setattr__(self, "public_bytes", public)
        object.__setattr__(self, "kid", key_id(self.purpose, public))

    @classmethod
    def generate(cls, purpose: EnvelopeType) -> SigningKey:
        """A new key from the system's randomness."""
        return cls(Ed25519PrivateKey.generate(), purpose)

    @classmethod
    def from_private_bytes(cls, raw: bytes, purpose: EnvelopeType) -> SigningKey:
        """The key of 32 private bytes. Raises ValueError for another length."""
        return cls(Ed25519PrivateKey.from_private_bytes(raw), purpose)

    def private_bytes(self) -> bytes:
        """The 32 private bytes, for a key file."""
        return self._private.private_bytes_raw()

    def verifying_key(self, window: KeyWindow = _ALWAYS) -> VerifyingKey:
        """The public half."""
        return VerifyingKey(self.purpose, self.public_bytes, window)

    def sign_envelope(self, payload: bytes) -> bytes:
        """The envelope of this key's type around a payload."""
        protected = _PROTECTED_START + self.kid
        signature = self._private.sign(_to_be_signed(self.purpose, protected, payload))
        return _TAG_18 + cbor2.dumps([protected, {}, payload, signature])


def open_envelope(
    data: bytes, kind: EnvelopeType, keys: KeyLookup, *, limit: int | None = None
) -> Opened:
    """Check an envelope of this type. ``limit`` is its greatest size in bytes, else the type's.

    Raises CredentialError: as `decode`, and NOT_AN_ENVELOPE, OTHER_ALGORITHM, UNKNOWN_HEADER,
    UNPROTECTED_HEADER, UNKNOWN_KEY or BAD_SIGNATURE.
    """
    protected, payload, signature = _parts(data, LIMITS[kind] if limit is None else limit)
    key = keys.find(protected[-_KID_LENGTH:], kind)
    if key is None:
        raise CredentialError(Rejection.UNKNOWN_KEY, kind)
    if key.purpose is not kind or not key.verify(
        signature, _to_be_signed(kind, protected, payload)
    ):
        raise CredentialError(Rejection.BAD_SIGNATURE, kind)
    return Opened(payload, key)


def _parts(data: bytes, limit: int) -> tuple[bytes, bytes, bytes]:
    if len(data) > limit:
        raise CredentialError(Rejection.TOO_LARGE, f"{len(data)} bytes, {limit} allowed")
    exact = _exact_parts(data)
    return _refused_parts(data, limit) if exact is None else exact


def _exact_parts(data: bytes) -> tuple[bytes, bytes, bytes] | None:
    """The parts of an envelope in the one encoding that is accepted, byte by byte; else None.

    What stands here is all that a scan needs, five times over; `_refused_parts` names the fault.
    """
    start = len(_START) + _KID_LENGTH
    end = len(data) - _SIGNATURE_LENGTH
    if data[: len(_START)] != _START or data[start : start + 1] != b"\xa0":
        return None
    if data[end - len(_SIGNATURE_HEAD) : end] != _SIGNATURE_HEAD:
        return None
    string = data[start + 1 : end - len(_SIGNATURE_HEAD)]
    payload = string[_head_size(len(string)) :]
    if string != _byte_string_head(len(payload)) + payload:
        return None
    return data[3:start], payload, data[end:]


def _head_size(whole: int) -> int:
    """How many bytes of a canonical byte string of ``whole`` bytes are its head."""
    return 1 if whole <= 24 else 2 if whole <= 257 else 3 if whole <= 65_538 else 5


def _byte_string_head(length: int) -> bytes:
    """The canonical head of a byte string (RFC 8949 sections 3 and 4.2.1)."""
    if length < 24:
        return bytes((0x40 | length,))
    if length < 256:
        return bytes((0x58, length))
    if length < 65_536:
        return b"\x59" + length.to_bytes(2, "big")
    return b"\x5a" + length.to_bytes(4, "big")


def _refused_parts(data: bytes, limit: int) -> tuple[bytes, bytes, bytes]:
    """As `_exact_parts`, by way of the decoder: raises the fault by its name."""
    if data[:1] != _TAG_18:
        raise CredentialError(Rejection.NOT_AN_ENVELOPE, "no COSE_Sign1 tag")
    items = decode(data[1:], limit=limit)
    if type(items) is not list or len(items) != 4:
        raise CredentialError(Rejection.NOT_AN_ENVELOPE, "not four parts")
    protected, unprotected, payload, signature = items
    if type(protected) is not bytes or type(unprotected) is not dict:
        raise CredentialError(Rejection.NOT_AN_ENVELOPE, "headers")
    _check_headers(protected, unprotected)
    if type(payload) is not bytes or type(signature) is not bytes:
        raise CredentialError(Rejection.NOT_AN_ENVELOPE, "payload or signature")
    if len(signature) != _SIGNATURE_LENGTH:
        raise CredentialError(Rejection.BAD_SIGNATURE, "length")
    return protected, payload, signature


def _check_headers(protected: bytes, unprotected: dict[object, object]) -> None:
    exact = len(protected) == len(_PROTECTED_START) + _KID_LENGTH
    if exact and protected.startswith(_PROTECTED_START) and not unprotected:
        return
    header = decode(protected, limit=256) if protected else {}
    if type(header) is not dict:
        raise CredentialError(Rejection.NOT_AN_ENVELOPE, "protected header")
    if header.get(1, _ED25519) != _ED25519:
        raise CredentialError(Rejection.OTHER_ALGORITHM, str(header[1])[:16])
    if unprotected:
        raise CredentialError(Rejection.UNPROTECTED_HEADER)
    raise CredentialError(Rejection.UNKNOWN_HEADER)
