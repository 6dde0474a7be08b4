"""Makes the frozen files of version 1 of whatever is sent, carried or kept: once, and never again.

`python -m tests.simulators.version_one FOLDER` refuses a folder that is there. The keys are made,
used and thrown away: the files hold public halves, signed bytes, and packs as they are before they
are sealed. ``values.json`` has what each file says. The formats that are signed one by one are in
the folder above, see `tests.unit.credential.test_frozen_formats`.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pyrage
from alembic import command
from alembic.config import Config

from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.movement_bytes import chain_hash
from checkpoint_app.credential.receipt import Receipt, sign_receipt
from checkpoint_app.domain.facts import SecondLineOutcome
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Movement
from checkpoint_app.services.stores import ScanEntry
from checkpoint_app.store.journal import JournalStore
from sync.bundle.label import Label, encode_label
from sync.bundle.stick_receipt import StickDevice, encode_receipt
from sync.client.device import Device, save_device
from sync.protocol import messages
from sync.protocol.device_list import (
    ListedDevice,
    RecalledDevice,
    encode_device_list,
    encode_recalled,
)
from sync.protocol.distrusted_list import encode_distrusted
from sync.protocol.enrol_request import asking, encode_request
from sync.protocol.holdings import Holding, encode_holding
from sync.protocol.messages import encode_json
from sync.registry.db import migrate
from sync.trust.pack import NATIONAL_SCOPE, PackHeader, PackKind
from sync.trust.packing import pack
from tests.integration.registry_api.world import Lane as RegistryLane
from tests.integration.registry_api.world import Registry
from tests.integration.services.world import StandingClock
from tests.integration.store import test_journal
from tests.integration.sync.publication import PORT, Publication
from tests.unit.sync.season import BIT, NOW, SEASON, PortSeason, number

_depart: Callable[[JournalStore, int], Movement] = test_journal.depart
_entry: Callable[[], ScanEntry] = test_journal.entry
DEVICE, AUDIENCE = "lane-00000000000000aa", "registry.example"
ADDRESS = f"https://{AUDIENCE}"
EPOCH = bytes(range(16))
PERMIT = number(1)


def written(folder: Path) -> None:
    """All the files."""
    folder.mkdir(parents=True)
    made = _Files(folder)
    made.messages()
    made.keys_and_lists()
    made.packs()
    made.stick()
    made.repository()
    made.journal()
    made.registry()
    (folder / "values.json").write_bytes(msgspec.json.format(msgspec.json.encode(made.values)))


@dataclass
class _Files:
    """Files in a folder, and what each says."""

    folder: Path
    values: dict[str, Any] = field(default_factory=dict)
    season: PortSeason = field(default_factory=PortSeason)
    batch: SigningKey = field(default_factory=lambda: SigningKey.generate(EnvelopeType.BATCH))
    auth: SigningKey = field(default_factory=lambda: SigningKey.generate(EnvelopeType.AUTH))
    age: str = field(default_factory=lambda: str(pyrage.x25519.Identity.generate().to_public()))

    def put(self, name: str, content: bytes, value: object) -> bytes:
        """One file."""
        (self.folder / name).write_bytes(content)
        self.values[name] = value
        return content

    def messages(self) -> None:
        """JSON of the registry's interface."""
        said = messages
        keys = (self.batch.public_bytes.hex(), self.auth.public_bytes.hex(), self.age)
        for name, message in {
            "nonce": said.NonceAnswer("bm9uY2U", 300, (1,)),
            "health": said.HealthAnswer("ok", 1, SEASON, EPOCH.hex(), int(NOW.timestamp()), (1,)),
            "enrolment-request": said.EnrolmentRequest("1234", "Lane", *keys, PORT, "A1"),
            "enrolment-answer": said.EnrolmentAnswer(
                DEVICE, PORT, "A1", SEASON, EPOCH.hex(), AUDIENCE, "01234 56789"
            ),
            "refresh-request": said.RefreshRequest(PERMIT, "00" * 16),
            "problem": said.Problem("/problems/forbidden", "No", 403, "Not you", "لا", "ليس لك"),
        }.items():
            self.put(f"{name}.json", encode_json(message), message)

    def keys_and_lists(self) -> None:
        """Public targets, and the keys that the signed bytes here are checked with."""
        issuer = self.season.issuer
        listed = ListedDevice(
            DEVICE,
            "A1",
            self.batch.public_bytes.hex(),
            self.auth.public_bytes.hex(),
            self.age,
            int(NOW.timestamp()),
        )
        recalled = RecalledDevice("lane-00000000000000bb", int(NOW.timestamp()))
        distrusted = {bytes(range(8)): NOW - timedelta(days=1)}
        self.put("issuer-keys.json", issuer.json(), [(key.kid, key) for key in issuer.public()])
        self.put("devices.json", encode_device_list(PORT, (listed,)), [listed])
        self.put("recalled.json", encode_recalled((recalled,)), [recalled])
        self.put(
            "distrusted.json",
            encode_distrusted(distrusted),
            {kid.hex(): since for kid, since in distrusted.items()},
        )
        settings = {
            "version": 1,
            "season": SEASON,
            "ports": {
                PORT: {
                    "grades": {"records": [1, 2, 3]},
                    "lane": {"auto_depart": False, "lanes": 3},
                    "scope": "national",
                    "window_days": {"before": 3, "after": 7},
                }
            },
            "registry": {
                "audience": AUDIENCE,
                "epoch": EPOCH.hex(),
                "address": ADDRESS,
                "inbox": self.age,
                "recovery": "",
            },
        }
        self.put("port-settings.json", json.dumps(settings, indent=1).encode(), settings)
        rules = {"version": 1, "season": SEASON, "rules": []}
        self.put("season-rules.json", json.dumps(rules).encode(), rules)

    def packs(self) -> None:
        """Packs as they are before they are sealed."""
        season = self.season
        season.add_versions([1, 2, 3, 4, 5])
        season.revoked.add(2)
        blocks = [[n, block.envelope, block.records] for n, block in season.blocks.items()]
        envelope, pages, segments = season.manifest()
        news = [["list", season.status_list()], ["state", season.state()]]
        receipt = Receipt(DEVICE, EPOCH, 5, bytes(32), EPOCH, NOW)
        receipts = [sign_receipt(season.issuer.keys["RECEIPT"], receipt)]
        self.pack(PackKind.RECORDS, BIT, blocks)
        self.pack(PackKind.MANIFEST, BIT, [[envelope, pages, segments]])
        self.pack(PackKind.STATUS, NATIONAL_SCOPE, news)
        self.pack(PackKind.ELSEWHERE, BIT, [[[PERMIT, 2, 0, int(NOW.timestamp())]]])
        self.pack(PackKind.RECEIPTS, BIT, receipts)

    def pack(self, kind: PackKind, scope: int, frames: Iterable[object]) -> None:
        """One pack, its generation 1."""
        rows = list(frames)
        value = {"kind": kind, "scope": scope, "generation": 1, "frames": rows}
        self.put(f"{kind}.pack", pack(PackHeader(kind, scope, 1), rows), value)

    def stick(self) -> None:
        """What lies on a stick beside the repository, and what enrolment leaves at a lane."""
        at = int(NOW.timestamp())
        label = Label(
            port=PORT, number=7, issued=at, expires=at + 9, written=at, timestamp=3, files=9, size=9
        )
        held = Holding(DEVICE, 2, 3, NOW, 1, 1, 5, NOW + timedelta(hours=1), (bytes(32),), (1,))
        stick = StickDevice(DEVICE, AUDIENCE, self.auth, os.urandom)
        keys = (self.batch.public_bytes, self.auth.public_bytes)
        asked = asking(
            PORT, "A1", "Lane", batch_key=keys[0], auth_key=keys[1], age_recipient=self.age
        )
        self.put("label.json", encode_label(label), label)
        self.put("holding.cbor", encode_holding(held), held)
        self.put("stick-receipt.cbor", encode_receipt(held, stick), held)
        self.put("request.json", encode_request(asked, self.auth, os.urandom(16)), asked)
        batch = self.batch.sign_envelope(b"")  # what is in an envelope is not looked at here
        frames = [["batch", batch], ["holding", encode_holding(held), batch]]
        self.pack(PackKind.DEPARTURES, BIT, frames)
        device = Device(
            device_id=DEVICE,
            port_id=PORT,
            lane="A1",
            season=SEASON,
            registry=ADDRESS,
            registry_epoch=EPOCH.hex(),
            audience=AUDIENCE,
            name="Lane",
            fingerprint="01234 56789",
        )
        save_device(self.folder / "device.json", device)
        self.values["device.json"] = device

    def repository(self) -> None:
        """A repository that went through a rotation of its root."""
        published = Publication(self.folder / "repository", self.season)
        published.rotate_root()
        top = {
            name: (self.folder / name).read_bytes()
            for name in ("issuer-keys.json", "season-rules.json", "port-settings.json")
        }
        bad_news = {
            "status/current": self.season.status_pack(),
            "status/recalled": (self.folder / "recalled.json").read_bytes(),
            "status/distrusted": (self.folder / "distrusted.json").read_bytes(),
        }
        port = {
            f"{PORT}/key": self.season.key_pack(),
            f"{PORT}/manifest": self.season.manifest_pack(),
            f"{PORT}/devices": (self.folder / "devices.json").read_bytes(),
            **self.season.packs,
        }
        published.write_roles(top, {"status": bad_news, f"port-{PORT}": port})

    def journal(self) -> None:
        """A journal of the first schema, as SQL."""
        with TemporaryDirectory() as folder:
            journal = JournalStore(Path(folder) / "journal.db", bytes(32), StandingClock())
            movements = [_depart(journal, serial) for serial in (1, 2, 3)]
            journal.record_scan(_entry(), None)
            journal.audit(NOW, "officer", "first", "detail")
            covers = frozenset({FindingCode.DATA_STALE})
            outcome = SecondLineOutcome(PERMIT, covers, NOW + timedelta(hours=1), False)
            journal.record_second_line(outcome, NOW, "o-1")
            journal.outbox.seal_batches(1, self.batch, DEVICE)
            plain = Path(folder) / "plain.db"
            conn = journal._database.connection()
            conn.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
            conn.execute("SELECT sqlcipher_export('plain')")
            journal.close()
            with closing(sqlite3.connect(plain)) as database:
                lines = list(_without(database.iterdump(), "notice"))
            self.put("journal.sql", "\n".join(lines).encode(), movements)

    def registry(self) -> None:
        """A registry's database of the first schema, as SQL: what two lanes sent."""
        with TemporaryDirectory() as folder:
            registry = Registry(Path(folder))
            for port in (PORT, "SGA-SEA"):
                lane = RegistryLane(registry, port)
                lane.record()
                lane.record()
                lane.movements[1] = b"\x82\x02\x01"  # of a later format
                lane.record(previous=chain_hash(lane.movements[1]))
                lane.send()
            config = Config()
            scripts = Path(migrate.__file__).parent / "migrations"
            config.set_main_option("script_location", str(scripts))
            with registry.engine.begin() as connection:
                config.attributes["connection"] = connection
                command.downgrade(config, "0001")
            counts = registry.counts()
            registry.close()
            with closing(sqlite3.connect(Path(folder) / "registry.db")) as database:
                self.put("registry.sql", "\n".join(database.iterdump()).encode(), counts)


def _without(statements: Iterable[str], table: str) -> Iterator[str]:
    """A dump without a table of a later schema, and its triggers."""
    for statement in statements:
        if table not in statement.partition("(")[0]:
            yield statement


if __name__ == "__main__":
    written(Path(sys.argv[1]))
