"""Who asks: the device that signed this very request, with a nonce of this registry."""

from __future__ import annotations

from dataclasses import dataclass

from falcon import Request

from checkpoint_app.credential import shape
from checkpoint_app.credential.auth import check_auth
from checkpoint_app.credential.envelope import (
    LIMITS,
    CredentialError,
    EnvelopeType,
    Rejection,
    VerifyingKey,
    open_envelope,
)
from checkpoint_app.errors import ProtocolError
from sync.protocol.limits import AUTH_HEADER
from sync.protocol.problems import ProblemKind
from sync.protocol.routes import DEVICE_SCHEME, NONCE_HEADER, base64url, from_base64url
from sync.registry.api.devices import Device, DeviceRegister
from sync.registry.api.nonces import NonceMint
from sync.registry.api.refusals import Refusal

_CHALLENGE = {"WWW-Authenticate": f'{DEVICE_SCHEME} realm="umrah-registry"'}
_AUDIENCE_FIELD, _AUTH_FIELDS = 5, 7


@dataclass(slots=True)
class _Asking:
    """A `KeyLookup` that remembers whose key it found."""

    register: DeviceRegister
    device: Device | None = None

    def find(self, kid: bytes, purpose: EnvelopeType) -> VerifyingKey | None:
        self.device = self.register.by_auth_kid(kid)
        return None if self.device is None else self.device.find(kid, purpose)


class DeviceAuthentication:
    """Checks the Authorization header of devices."""

    def __init__(self, register: DeviceRegister, nonces: NonceMint, audience: str) -> None:
        self._register = register
        self._nonces = nonces
        self._audience = audience

    def need_credentials(self, req: Request) -> bytes:
        """The auth envelope of the header, unchecked. Raises Refusal when there is none."""
        given = req.get_header("Authorization") or ""
        scheme, _, text = given.strip().partition(" ")
        if scheme.lower() != DEVICE_SCHEME.lower():
            raise Refusal(ProblemKind.AUTH_NEEDED, headers=_CHALLENGE)
        if len(text) > AUTH_HEADER:
            raise Refusal(ProblemKind.AUTH_INVALID, headers=_CHALLENGE)
        try:
            return from_base64url(text)
        except ProtocolError:
            raise Refusal(ProblemKind.AUTH_INVALID, headers=_CHALLENGE) from None

    def fresh_nonce(self) -> dict[str, str]:
        """The header that carries a nonce for the next request."""
        return {NONCE_HEADER: base64url(self._nonces.issue())}

    def authenticate(self, req: Request, envelope: bytes, body: bytes) -> Device:
        """The device in service that signed this request; its nonce is spent. Raises Refusal."""
        asking = _Asking(self._register)
        try:
            auth = check_auth(
                envelope,
                asking,
                method=req.method,
                path=req.relative_uri,
                body=body,
                audience=self._audience,
            )
        except CredentialError as error:
            raise Refusal(self._kind(error, envelope, asking), headers=_CHALLENGE) from None
        device = asking.device
        if device is None or device.device_id != auth.device:
            raise Refusal(ProblemKind.AUTH_INVALID, headers=_CHALLENGE)
        if device.recalled:
            raise Refusal(ProblemKind.DEVICE_RECALLED)
        if not self._nonces.spend(auth.nonce):
            raise Refusal(ProblemKind.NONCE_UNUSABLE, headers=_CHALLENGE | self.fresh_nonce())
        return device

    def _kind(self, error: CredentialError, envelope: bytes, asking: _Asking) -> ProblemKind:
        if error.reason is Rejection.UNKNOWN_KEY:
            return ProblemKind.DEVICE_UNKNOWN
        if error.reason is Rejection.NOT_OUR_QUESTION and asking.device is not None:
            opened = open_envelope(envelope, EnvelopeType.AUTH, asking.device)
            limit = LIMITS[EnvelopeType.AUTH]
            row = shape.fields(opened.payload, limit=limit, length=_AUTH_FIELDS)
            if row[_AUDIENCE_FIELD] != self._audience:
                return ProblemKind.WRONG_AUDIENCE
        return ProblemKind.AUTH_INVALID
