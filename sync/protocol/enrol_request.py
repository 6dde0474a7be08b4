"""A device that asks to be enrolled, as a file on a stick: its public keys and where it stands.

The file is JSON: the request as text, and beside it an ``auth`` envelope over that very text, as
over the body of a request ``STICK /requests``. It proves that whoever wrote it holds the auth key;
whose device it is, only the fingerprint tells, compared by voice.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Annotated

import msgspec
import pyrage

from checkpoint_app.credential.auth import check_auth, device_request, sign_auth
from checkpoint_app.credential.envelope import (
    CredentialError,
    EnvelopeType,
    SigningKey,
    VerifyingKey,
)
from checkpoint_app.domain.digits import ascii_digits, without_invisible
from checkpoint_app.errors import ProtocolError
from sync.protocol import limits
from sync.protocol.fingerprint import device_fingerprint
from sync.protocol.messages import AgeRecipient, Hex32, decode_message, encode_json
from sync.protocol.routes import base64url, from_base64url

ENROL_REQUEST_LIMIT = 8 * 1024
# What the text is signed as: method, path and audience of an `auth` envelope.
STICK_METHOD, STICK_PATH, STICK_AUDIENCE = "STICK", "/requests", "umrah-enrolment"
_VERSION = 1
_FINGERPRINT_DIGITS = 30


class DeviceAsking(msgspec.Struct, frozen=True):
    """What a device says of itself. Keys are raw Ed25519 in hex; ``port`` is a port's id."""

    version: int
    port: Annotated[str, msgspec.Meta(min_length=1, max_length=limits.PORT_ID_CHARACTERS)]
    lane: Annotated[str, msgspec.Meta(min_length=1, max_length=limits.LANE_CHARACTERS)]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=limits.DEVICE_NAME_CHARACTERS)]
    batch_key: Hex32
    auth_key: Hex32
    age_recipient: AgeRecipient

    @property
    def fingerprint(self) -> str:
        """Shown at the device and at the registry."""
        batch, auth = bytes.fromhex(self.batch_key), bytes.fromhex(self.auth_key)
        return device_fingerprint(batch, auth, self.age_recipient)

    @property
    def file_name(self) -> str:
        """The same for the same keys, and nothing personal."""
        return hashlib.sha256(self.fingerprint.encode()).hexdigest()[:16] + ".json"


class _OnStick(msgspec.Struct, frozen=True):
    version: int
    request: Annotated[str, msgspec.Meta(max_length=4096)]
    proof: Annotated[str, msgspec.Meta(max_length=2048)]


@dataclass(frozen=True, slots=True)
class _Own:
    """A `KeyLookup` of the one key that a request itself names."""

    key: VerifyingKey

    def find(self, kid: bytes, purpose: EnvelopeType) -> VerifyingKey | None:
        """The key, if it is that."""
        return self.key if (kid, purpose) == (self.key.kid, self.key.purpose) else None


def asking(
    port: str, lane: str, name: str, *, batch_key: bytes, auth_key: bytes, age_recipient: str
) -> DeviceAsking:
    """What a device with these public keys says. Raises ProtocolError for a name too long."""
    said = DeviceAsking(_VERSION, port, lane, name, batch_key.hex(), auth_key.hex(), age_recipient)
    return decode_message(encode_json(said), DeviceAsking, limit=ENROL_REQUEST_LIMIT)


def encode_request(said: DeviceAsking, key: SigningKey, nonce: bytes) -> bytes:
    """The file, signed with the device's auth key; ``nonce`` is 16 random bytes."""
    text = encode_json(said)
    request = device_request(nonce, STICK_METHOD, STICK_PATH, text, STICK_AUDIENCE, said.file_name)
    proof = base64url(sign_auth(key, request))
    return msgspec.json.format(encode_json(_OnStick(_VERSION, text.decode(), proof)), indent=1)


def decode_request(data: bytes) -> DeviceAsking:
    """Read a file, its proof checked and its keys sound. Raises ProtocolError."""
    held = decode_message(data, _OnStick, limit=ENROL_REQUEST_LIMIT)
    _check_version(held.version)
    text = held.request.encode("utf-8", "surrogatepass")
    said = decode_message(text, DeviceAsking, limit=ENROL_REQUEST_LIMIT)
    _check_version(said.version)
    try:
        VerifyingKey(EnvelopeType.BATCH, bytes.fromhex(said.batch_key))
        own = VerifyingKey(EnvelopeType.AUTH, bytes.fromhex(said.auth_key))
        pyrage.x25519.Recipient.from_str(said.age_recipient)
        proven = check_auth(
            from_base64url(held.proof),
            _Own(own),
            method=STICK_METHOD,
            path=STICK_PATH,
            body=text,
            audience=STICK_AUDIENCE,
        )
    except (CredentialError, pyrage.RecipientError) as error:
        raise ProtocolError(f"request not proven: {error}", key="api.request-unproven") from error
    if proven.device != said.file_name or said.batch_key == said.auth_key:
        raise ProtocolError("request not proven", key="api.request-unproven")
    return said


def same_fingerprint(typed: str, fingerprint: str) -> bool:
    """Whether this was typed, all of it, in digits of either script and any grouping."""
    plain = ascii_digits(without_invisible(typed[:256]))
    digits = "".join(sign for sign in plain if sign not in " .-\t")
    return len(digits) == _FINGERPRINT_DIGITS and digits == fingerprint.replace(" ", "")


def _check_version(version: int) -> None:
    if version > _VERSION:
        raise ProtocolError(f"request of version {version}", key="trust.newer_format")
