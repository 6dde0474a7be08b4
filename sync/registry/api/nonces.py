"""Nonces that the registry issues without keeping any: time, chance and an HMAC over both.

A lane whose clock is wrong can still authenticate, since only the registry's clock is asked. Each
is good once: those spent are remembered until they would have lapsed.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections import deque
from collections.abc import Callable

from checkpoint_app.clock import Clock
from sync.protocol.limits import NONCE_BYTES, NONCE_SECONDS

_TIME_BYTES = 4
_CHANCE_BYTES = 12
_MAC_BYTES = NONCE_BYTES - _TIME_BYTES - _CHANCE_BYTES
_DOMAIN = b"umrah/1/nonce/"
# 8 lanes a second for five minutes come nowhere near it; memory stays below 32 MB.
_SPENT_LIMIT = 200_000


class NonceMint:
    """Issues nonces and accepts each once, within five minutes of its issue."""

    def __init__(self, secret: bytes, clock: Clock, chance: Callable[[int], bytes]) -> None:
        if len(secret) < 32:
            raise ValueError("a nonce secret has at least 32 bytes")
        self._secret = secret
        self._clock = clock
        self._chance = chance
        self._lock = threading.Lock()
        self._spent: set[bytes] = set()
        self._order: deque[tuple[float, bytes]] = deque()

    def issue(self) -> bytes:
        """A fresh nonce of NONCE_BYTES bytes."""
        body = self._now().to_bytes(_TIME_BYTES, "big") + self._chance(_CHANCE_BYTES)
        return body + self._mac(body)

    def spend(self, nonce: bytes) -> bool:
        """Whether this registry issued it in the last five minutes and sees it the first time."""
        if not self._issued_here(nonce):
            return False
        with self._lock:
            self._forget_lapsed()
            if nonce in self._spent or len(self._spent) >= _SPENT_LIMIT:
                return False
            self._spent.add(nonce)
            self._order.append((self._clock.monotonic(), nonce))
        return True

    def _issued_here(self, nonce: bytes) -> bool:
        body, mac = nonce[:-_MAC_BYTES], nonce[-_MAC_BYTES:]
        if len(nonce) != NONCE_BYTES or not hmac.compare_digest(mac, self._mac(body)):
            return False
        age = self._now() - int.from_bytes(body[:_TIME_BYTES], "big")
        return 0 <= age <= NONCE_SECONDS

    def _forget_lapsed(self) -> None:
        horizon = self._clock.monotonic() - NONCE_SECONDS - 1
        while self._order and self._order[0][0] < horizon:
            self._spent.discard(self._order.popleft()[1])

    def _mac(self, body: bytes) -> bytes:
        return hmac.digest(self._secret, _DOMAIN + body, hashlib.sha256)[:_MAC_BYTES]

    def _now(self) -> int:
        return int(self._clock.now().timestamp()) & 0xFFFFFFFF
