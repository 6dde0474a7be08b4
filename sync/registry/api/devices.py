"""The devices that are enrolled, and their keys, ready to verify with."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from checkpoint_app.clock import Clock
from checkpoint_app.credential.envelope import EnvelopeType, VerifyingKey
from sync.registry.api.hot_path import driver_connection
from sync.registry.db.open import writing

ENROLLED, RECALLED = 0, 1
_COLUMNS = "device_id, name, port, lane, batch_key, auth_key, state"
_BY_AUTH_KID = f"SELECT {_COLUMNS} FROM device WHERE auth_kid = ?"  # noqa: S608 - constants only
_BY_BATCH_KID = f"SELECT {_COLUMNS} FROM device WHERE batch_kid = ?"  # noqa: S608 - the same
_KEYS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Device:
    """A lane's computer as enrolled. ``port`` is the port's bit."""

    device_id: str
    name: str
    port: int
    lane: str
    batch_key: VerifyingKey
    auth_key: VerifyingKey
    recalled: bool

    def find(self, kid: bytes, purpose: EnvelopeType) -> VerifyingKey | None:
        """The device's own key with this id and purpose (a `KeyLookup` of two keys)."""
        for key in (self.batch_key, self.auth_key):
            if key.kid == kid and key.purpose is purpose:
                return key
        return None


class DeviceRegister:
    """Finds devices. Parsed keys are kept; whether one is recalled is asked anew every time, so a
    recall holds from the next request on, whichever process wrote it."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: dict[tuple[EnvelopeType, bytes], VerifyingKey] = {}

    def by_auth_kid(self, kid: bytes) -> Device | None:
        """The device whose auth key has this id, recalled or not."""
        return self._found(_BY_AUTH_KID, kid)

    def by_batch_kid(self, kid: bytes) -> Device | None:
        """The device whose batch key has this id, recalled or not."""
        return self._found(_BY_BATCH_KID, kid)

    def recall(self, device_id: str) -> bool:
        """Take a device out of service; False when there is no such device in service."""
        now = int(self._clock.now().timestamp())
        with writing(self._engine) as connection:
            done = connection.exec_driver_sql(
                "UPDATE device SET state = ?, recalled_at = ? WHERE device_id = ? AND state = ?",
                (RECALLED, now, device_id, ENROLLED),
            )
            if done.rowcount:
                connection.exec_driver_sql(
                    "INSERT INTO audit (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
                    (now, "registry", "device.recall", device_id, ""),
                )
            return done.rowcount == 1

    def _found(self, query: str, kid: bytes) -> Device | None:
        with driver_connection(self._engine) as db:
            row = db.execute(query, (kid,)).fetchone()
        return None if row is None else self._device(row)

    def _device(self, row: Sequence[object]) -> Device:
        device_id, name, port, lane, batch_key, auth_key, state = row
        assert isinstance(batch_key, bytes) and isinstance(auth_key, bytes)
        assert isinstance(port, int)
        return Device(
            str(device_id),
            str(name),
            port,
            str(lane),
            self._parsed(EnvelopeType.BATCH, batch_key),
            self._parsed(EnvelopeType.AUTH, auth_key),
            state != ENROLLED,
        )

    def _parsed(self, purpose: EnvelopeType, public: bytes) -> VerifyingKey:
        known = self._keys.get((purpose, public))
        if known is not None:
            return known
        key = VerifyingKey(purpose, public)
        with self._lock:
            if len(self._keys) >= _KEYS_KEPT:
                self._keys.clear()
            self._keys[purpose, public] = key
        return key
