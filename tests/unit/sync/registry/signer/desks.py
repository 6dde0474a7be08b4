"""A signing desk over a season in memory."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.keys import DeviceKeyring
from sync.registry.db.operations import set_meta
from sync.registry.signer.desk import SigningDesk
from sync.registry.signer.keys import SIGNER_PURPOSES
from tests.unit.sync.registry.memory import NOW, small_season


class FixedClock:
    """Tells one time; `monotonic` stands."""

    def __init__(self, now: datetime = NOW) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return 0.0


class Desk:
    """A desk, the public halves of its keys, and the registry beneath."""

    def __init__(self, permits: int = 60) -> None:
        self.engine: Engine = small_season(permits)
        with self.engine.begin() as connection:
            set_meta(connection, "season", "1448")
        keys: dict[EnvelopeType, SigningKey] = {
            kind: SigningKey.generate(kind) for kind in SIGNER_PURPOSES
        }
        self.keyring = DeviceKeyring((kind, key.public_bytes) for kind, key in keys.items())
        self.desk = SigningDesk(self.engine, keys, FixedClock())
