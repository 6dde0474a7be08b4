"""Who may speak at a hub: the devices of the port's signed list, none of them recalled.

A device proves itself once by a signature and is given a token; each later request costs a look
into two tables.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from checkpoint_app.clock import Clock
from checkpoint_app.credential.auth import check_auth
from checkpoint_app.credential.envelope import EnvelopeType, VerifyingKey
from checkpoint_app.credential.rejection import CredentialError, Rejection
from sync.protocol.hub import SESSION_SECONDS, SESSIONS, TOKEN
from sync.protocol.problems import ProblemKind
from sync.registry.api.nonces import NonceMint
from sync.registry.api.refusals import Refusal
from sync.trust.view import TrustView

MOST_SESSIONS = 64
Trusted = Callable[[], TrustView | None]


def hub_audience(audience: str, instance: bytes) -> str:
    """What devices sign into the request for a session: the registry's audience and which hub."""
    return f"{audience}/hub/{instance.hex()}"


@dataclass(frozen=True, slots=True)
class Members:
    """The devices of one view. `KeyLookup` of their keys for requests."""

    devices: frozenset[str] = frozenset()
    recalled: frozenset[str] = frozenset()
    keys: Mapping[bytes, tuple[str, VerifyingKey]] = field(default_factory=dict)

    def find(self, kid: bytes, purpose: EnvelopeType) -> VerifyingKey | None:
        """See `credential.envelope.KeyLookup`."""
        found = self.keys.get(kid)
        return found[1] if found is not None and purpose is EnvelopeType.AUTH else None

    def refusal(self, device: str) -> ProblemKind | None:
        """Why this device may not speak here; None when it may."""
        if device in self.recalled:
            return ProblemKind.DEVICE_RECALLED
        return None if device in self.devices else ProblemKind.DEVICE_UNKNOWN


def members_of(view: TrustView | None) -> Members:
    """The devices of a view; none without a list. A key that is unsound counts for nothing."""
    if view is None or view.devices is None:
        return Members(recalled=frozenset() if view is None else view.recalled)
    keys = {}
    for each in view.devices.devices:
        try:
            key = VerifyingKey(EnvelopeType.AUTH, bytes.fromhex(each.auth_key))
        except (CredentialError, ValueError):
            continue
        keys[key.kid] = (each.device_id, key)
    listed = frozenset(each.device_id for each in view.devices.devices)
    return Members(listed, view.recalled, keys)


class Sessions:
    """Tokens of devices, each for an hour. ``trusted`` is asked at every request: a device that
    the list no longer names is refused from then on. For one thread."""

    def __init__(self, trusted: Trusted, nonces: NonceMint, audience: str, clock: Clock) -> None:
        self._trusted = trusted
        self._nonces = nonces
        self._audience = audience
        self._clock = clock
        self._view: TrustView | None = None
        self._members = Members()
        self._by_token: dict[bytes, tuple[str, float]] = {}
        self._by_device: dict[str, OrderedDict[bytes, None]] = {}

    def issue_nonce(self) -> bytes:
        """A nonce for the next request for a session."""
        return self._nonces.issue()

    def begin(self, envelope: bytes, body: bytes) -> bytes:
        """A token for the device that signed this request for one. Raises Refusal."""
        members = self._current()
        try:
            auth = check_auth(
                envelope,
                members,
                method="POST",
                path=SESSIONS,
                body=body,
                audience=self._audience,
            )
        except CredentialError as error:
            raise Refusal(_kind(error)) from None
        if members.keys[auth.kid][0] != auth.device:
            raise Refusal(ProblemKind.AUTH_INVALID)
        _check(members, auth.device)
        if not self._nonces.spend(auth.nonce):
            raise Refusal(ProblemKind.NONCE_UNUSABLE)
        return self._keep(auth.device)

    def device_of(self, token: bytes) -> str:
        """Whose token this is. Raises Refusal."""
        device, until = self._by_token.get(token, ("", 0.0))
        if not device or self._clock.monotonic() >= until:
            raise Refusal(ProblemKind.AUTH_NEEDED)
        _check(self._current(), device)
        return device

    def may_stay(self, device: str) -> bool:
        """Whether a device that has a stream open is still one of the list."""
        return self._current().refusal(device) is None

    def _keep(self, device: str) -> bytes:
        token = secrets.token_bytes(TOKEN)
        own = self._by_device.setdefault(device, OrderedDict())
        own[token] = None
        self._by_token[token] = (device, self._clock.monotonic() + SESSION_SECONDS)
        if len(own) > MOST_SESSIONS:
            oldest, _ = own.popitem(last=False)
            del self._by_token[oldest]
        return token

    def _current(self) -> Members:
        view = self._trusted()
        if view is not self._view:
            self._members = members_of(view)
            self._view = view
        return self._members


def _check(members: Members, device: str) -> None:
    refused = members.refusal(device)
    if refused is not None:
        raise Refusal(refused)


def _kind(error: CredentialError) -> ProblemKind:
    unknown = error.reason is Rejection.UNKNOWN_KEY
    return ProblemKind.DEVICE_UNKNOWN if unknown else ProblemKind.AUTH_INVALID
