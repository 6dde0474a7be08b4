"""A lane at a port without a line, with real stores and a real trust folder, and its sticks."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from checkpoint_app.credential.envelope import EnvelopeType, SigningKey, VerifyingKey
from checkpoint_app.store.anchor import AnchorFile
from checkpoint_app.store.journal import JournalStore
from checkpoint_app.store.records import RecordsStore
from sync.bundle.inward import Inward
from sync.bundle.layout import StickLayout
from sync.bundle.stick_receipt import StickDevice
from sync.client.lane_trust import LaneTrust
from sync.engine.receipts import ReceiptsTaken, own_receipts, take_published
from sync.trust.intake import Intake
from sync.trust.plan import PortPlace
from sync.trust.reader import PackReader
from sync.trust.repository import TrustedRepository
from sync.trust.view import TrustView
from tests.integration.sync.publication import PORT, Publication
from tests.unit.services.fakes import MemoryClock
from tests.unit.sync.season import BIT, NOW, SEASON, PortSeason

DEVICE = "lane-1"
AUDIENCE = "registry.test"
_KEY = bytes(32)


def stick_at(folder: Path, serials: int = 10, *, demo: bool = False) -> Publication:
    """A bundle with this many permits, in a folder as on a stick."""
    made = Publication(StickLayout(folder).repository, PortSeason(), demo=demo)
    made.season.add_versions(list(range(1, serials + 1)))
    made.publish()
    return made


def copied(stick: Path, name: str) -> Path:
    """The same stick once more, to be spoilt."""
    return Path(shutil.copytree(stick, stick.with_name(name)))


@dataclass(frozen=True)
class OneKey:
    """Knows one device's key (`credential.envelope.KeyLookup`)."""

    key: SigningKey

    def find(self, kid: bytes, purpose: EnvelopeType) -> VerifyingKey | None:
        ours = (kid, purpose) == (self.key.kid, self.key.purpose)
        return VerifyingKey(purpose, self.key.public_bytes) if ours else None


@dataclass
class Lane:
    """One lane; its clock stands at ``clock.at``."""

    folder: Path
    root: bytes
    device_identity: str
    auth_key: SigningKey = field(default_factory=lambda: SigningKey.generate(EnvelopeType.AUTH))
    recalled: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.clock = MemoryClock()
        self.clock.at = NOW
        self.anchor = AnchorFile(self.folder / "anchor.json")
        self.records = RecordsStore(self.folder / "records.db", _KEY, self.anchor)
        self.journal = JournalStore(self.folder / "journal.db", _KEY, self.clock)
        self.repository = TrustedRepository(self.folder / "trust", self.root)
        self.trust = LaneTrust(self.repository, self.anchor, PORT, compile_rules=lambda _data: ())

    def inward(self, **changes: Any) -> Inward:
        """What takes sticks in; ``changes`` replace parts of its intake."""
        fields: dict[str, Any] = {
            "repository": self.repository,
            "sink": self.records,
            "place": PortPlace(PORT, BIT, SEASON),
            "identity": self.device_identity,
            "newest": self.anchor.newest,
            "reader": lambda: nullcontext(PackReader()),
            "stopping": lambda: False,
            "device_id": DEVICE,
            "take_receipts": self.take_receipts,
            "on_recalled": lambda: self.recalled.append(True),
        }
        return Inward(
            intake=Intake(**{**fields, **changes}),
            trust=self.trust,
            device=StickDevice(DEVICE, AUDIENCE, self.auth_key, os.urandom),
            pending=self.journal.outbox.pending,
            clock=self.clock,
        )

    def take_receipts(self, envelopes: list[bytes], view: TrustView) -> ReceiptsTaken:
        receipts = own_receipts(envelopes, view.keys, DEVICE)
        return take_published(self.journal.outbox, DEVICE, receipts)

    def contents(self) -> Mapping[str, object]:
        """Everything that this lane keeps, but for verified roots, which may stay."""
        kept: dict[str, object] = {
            str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
            and not path.name.startswith(("records.db", "journal.db"))
            and "root_history" not in path.parts
            and path.name not in ("lock", "anchor.json.lock")
        }
        return kept | {name: dump(self.folder / name) for name in ("records.db", "journal.db")}

    def close(self) -> None:
        self.records.close()
        self.journal.close()


def dump(path: Path) -> dict[str, list[Any]]:
    """Every row of every table."""
    with closing(dbapi2.connect(str(path))) as conn:
        conn.execute(f"PRAGMA key = \"x'{_KEY.hex()}'\"")
        names = [
            row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        return {name: conn.execute(f"SELECT * FROM {name}").fetchall() for name in names}
