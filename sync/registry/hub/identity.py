"""What a hub says of itself to anyone: its instance, its port, and that a device of the port's list
vouches for the certificate on this very connection."""

from __future__ import annotations

from dataclasses import dataclass

from checkpoint_app.credential import canonical
from checkpoint_app.credential.auth import device_request, sign_auth
from checkpoint_app.credential.envelope import SigningKey
from sync.protocol.hub import IDENTITY_METHOD, IDENTITY_PATH

NONCE = 32


@dataclass(frozen=True, slots=True)
class HubDevice:
    """The enrolled device that a hub runs on. ``key`` signs its requests at the registry too."""

    device_id: str
    port_id: str
    audience: str
    key: SigningKey


@dataclass(frozen=True, slots=True)
class HubIdentity:
    """``fingerprint``: SHA-256 of the certificate (DER)."""

    device: HubDevice
    instance: bytes
    fingerprint: bytes

    def answer(self, nonce: bytes) -> bytes:
        """The answer of ``GET /hub/v1/identity``: canonical CBOR [instance, port, envelope]."""
        device = self.device
        request = device_request(
            nonce,
            IDENTITY_METHOD,
            IDENTITY_PATH,
            self.fingerprint + self.instance,
            device.audience,
            device.device_id,
        )
        envelope = sign_auth(device.key, request)
        return canonical.encode([self.instance, device.port_id, envelope])
