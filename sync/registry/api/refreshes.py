"""One permit, anew, for a lane that does not have it or doubts what it has."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy import Engine

from checkpoint_app.clock import Clock
from sync.registry.api.devices import Device
from sync.registry.db.open import writing


class RefreshSigner(Protocol):
    """Answers for one permit, signed."""

    def refresh(
        self, permit: int, nonce: bytes, device_id: str, *, movements: bool = False
    ) -> bytes:
        """The refresh envelope of a permit number (null record when it is not known), with its
        ``movements`` if they are asked for.

        Raises ProtocolError when it will not sign, TransportError when it cannot be reached.
        """
        ...


class Refreshes:
    """Answers, and notes who asked for which permit."""

    def __init__(self, engine: Engine, clock: Clock, signer: RefreshSigner) -> None:
        self._engine = engine
        self._clock = clock
        self._signer = signer

    def answer(
        self, device: Device, permit: int, nonce: bytes, *, movements: bool = False
    ) -> bytes:
        """The refresh envelope for this device. Raises what the signer raises, StorageError."""
        envelope = self._signer.refresh(permit, nonce, device.device_id, movements=movements)
        now = int(self._clock.now().timestamp())
        with writing(self._engine) as connection:
            connection.exec_driver_sql(
                "INSERT INTO audit (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
                (now, device.device_id, "permit.refresh", str(permit), ""),
            )
        return envelope
