"""How a device proves itself to the registry: a signature over one request.

No time is signed, but a nonce of the registry: a wrong clock must not lock a lane out.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from checkpoint_app.credential import shape
from checkpoint_app.credential.block import DIGEST
from checkpoint_app.credential.canonical import encode
from checkpoint_app.credential.envelope import (
    LIMITS,
    CredentialError,
    EnvelopeType,
    KeyLookup,
    Rejection,
    SigningKey,
    open_envelope,
)
from checkpoint_app.credential.refresh import DEVICE_LIMIT

NONCE_LIMIT = 256
_FORMAT = 1
_FIELDS = 7
_LONGEST_METHOD = 16
_LONGEST_PATH = 2048
_LONGEST_AUDIENCE = 256


@dataclass(frozen=True, slots=True)
class DeviceRequest:
    """A request as the device signed it. ``path`` holds the query too."""

    nonce: bytes
    method: str
    path: str
    body_hash: bytes
    audience: str
    device: str


@dataclass(frozen=True, slots=True)
class DeviceAuth:
    """Who asks. The nonce still has to be judged, and ``kid`` has to be this device's key."""

    device: str
    nonce: bytes
    kid: bytes


def device_request(
    nonce: bytes, method: str, path: str, body: bytes, audience: str, device: str
) -> DeviceRequest:
    """The request with the hash of its body."""
    return DeviceRequest(nonce, method, path, hashlib.sha256(body).digest(), audience, device)


def sign_auth(key: SigningKey, request: DeviceRequest) -> bytes:
    """The envelope that goes with a request."""
    payload = [
        _FORMAT,
        request.nonce,
        request.method,
        request.path,
        request.body_hash,
        request.audience,
        request.device,
    ]
    return key.sign_envelope(encode(payload))


def check_auth(
    envelope: bytes, keys: KeyLookup, *, method: str, path: str, body: bytes, audience: str
) -> DeviceAuth:
    """Check that the envelope was signed for this very request.

    Raises CredentialError, NOT_OUR_QUESTION when it was signed for another.
    """
    opened = open_envelope(envelope, EnvelopeType.AUTH, keys)
    row = shape.fields(opened.payload, limit=LIMITS[EnvelopeType.AUTH], length=_FIELDS)
    signed = DeviceRequest(
        nonce=shape.octets_up_to(row[1], NONCE_LIMIT),
        method=shape.text(row[2], _LONGEST_METHOD),
        path=shape.text(row[3], _LONGEST_PATH),
        body_hash=shape.octets(row[4], DIGEST),
        audience=shape.text(row[5], _LONGEST_AUDIENCE),
        device=shape.text(row[6], DEVICE_LIMIT),
    )
    if signed != device_request(signed.nonce, method, path, body, audience, signed.device):
        raise CredentialError(Rejection.NOT_OUR_QUESTION)
    return DeviceAuth(signed.device, signed.nonce, opened.kid)
