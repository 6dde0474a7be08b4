"""One permit anew, while its holder waits (`services.stores.RefreshSource`)."""

from __future__ import annotations

import threading

import msgspec

from sync.client.calls import DeviceCalls
from sync.client.http import Patience
from sync.protocol import limits, routes
from sync.protocol.messages import RefreshRequest

# A pilgrim and an officer wait for this answer.
WHILE_WAITING = Patience(connect=3.0, silence=5.0, whole=8.0)
# What comes after the wait is for the next scan. No other question is asked until then.
BEFORE_DEPARTURE = Patience(connect=1.0, silence=2.0, whole=3.0)


class RegistryRefresh:
    """Asks the registry for one permit. Safe for several threads, one request at a time."""

    def __init__(self, calls: DeviceCalls) -> None:
        self._calls = calls
        self._lock = threading.Lock()

    def fetch(self, permit: int, nonce: bytes) -> bytes:
        """The refresh envelope, unverified. Raises TransportError, ProtocolError."""
        body = msgspec.json.encode(RefreshRequest(permit, nonce.hex(), movements=True))
        with self._lock:
            return self._calls.call(
                "POST",
                routes.REFRESH,
                limit=limits.REFRESH_ANSWER,
                body=body,
                content_type=routes.JSON,
            )
