"""The receipt that a device leaves on a stick: what it holds now, signed.

``holdings/<device>.cbor`` is the canonical CBOR array of the statement's bytes and an ``auth``
envelope over them as the body of the request ``STICK /holdings``. One file a device: the newest.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from checkpoint_app.credential import canonical
from checkpoint_app.credential.auth import check_auth, device_request, sign_auth
from checkpoint_app.credential.envelope import LIMITS, EnvelopeType, KeyLookup, SigningKey
from checkpoint_app.errors import ConfigError, ProtocolError
from sync.bundle.layout import StickLayout
from sync.bundle.stick_files import stick_folder
from sync.protocol.holdings import (
    HOLDING_LIMIT,
    STICK_METHOD,
    STICK_PATH,
    Holding,
    decode_holding,
    encode_holding,
)

RECEIPT_LIMIT = HOLDING_LIMIT + LIMITS[EnvelopeType.AUTH] + 16
_NONCE = 16
_FILE_NAME = re.compile(r"[A-Za-z0-9-]{1,64}")


@dataclass(frozen=True, slots=True)
class StickDevice:
    """Who signs: the device, its auth key, and the registry's name in what it signs.

    ``random`` gives so many random bytes."""

    device_id: str
    audience: str
    auth_key: SigningKey
    random: Callable[[int], bytes]


def sign_holding(held: Holding, device: StickDevice) -> tuple[bytes, bytes]:
    """The statement's bytes, and the envelope over them."""
    body = encode_holding(held)
    request = device_request(
        device.random(_NONCE), STICK_METHOD, STICK_PATH, body, device.audience, device.device_id
    )
    return body, sign_auth(device.auth_key, request)


def check_holding(
    body: bytes, envelope: bytes, keys: KeyLookup, audience: str
) -> tuple[Holding, bytes]:
    """The statement, once it is signed by the device that it names, and the id of the key that
    signed. Whether that key is the device's is for the caller. Raises ProtocolError,
    CredentialError."""
    auth = check_auth(
        envelope, keys, method=STICK_METHOD, path=STICK_PATH, body=body, audience=audience
    )
    held = decode_holding(body)
    if held.device_id != auth.device:
        raise ProtocolError("a receipt in another's name", key="api.message-malformed")
    return held, auth.kid


def encode_receipt(held: Holding, device: StickDevice) -> bytes:
    """The file's bytes."""
    return canonical.encode(list(sign_holding(held, device)))


def decode_receipt(content: bytes, keys: KeyLookup, audience: str) -> tuple[Holding, bytes]:
    """As `check_holding`, of the file's bytes."""
    match canonical.decode(content, limit=RECEIPT_LIMIT):
        case [bytes(body), bytes(envelope)]:
            return check_holding(body, envelope, keys, audience)
        case _:
            raise ProtocolError("receipt malformed", key="api.message-malformed")


def write_receipt(folder: Path, held: Holding, device: StickDevice) -> None:
    """Leave the receipt on a stick. Raises StorageError and ConfigError: read-only, full, a link
    where the folder belongs; what is on the stick already stays sound."""
    if not _FILE_NAME.fullmatch(device.device_id):
        raise ConfigError("a device id that is no file name", key="stick.not-written")
    path = StickLayout(Path()).holdings / f"{device.device_id}.cbor"
    stick_folder(folder).put(path.as_posix(), [encode_receipt(held, device)])
