"""Version 1 of whatever is sent, carried or kept, as committed: read by today's program for ever.

The files were made once by `tests.simulators.version_one`, and ``values.json`` beside them says
what each of them says. A format that changes gets a new number and new files; these stay.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pyrage
import pytest
from sqlite_utils import Database

from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.keys import DeviceKeyring, encode_issuer_keys, parse_issuer_keys
from checkpoint_app.credential.movement_bytes import decode_movement
from checkpoint_app.store.encrypted import EncryptedDatabase
from checkpoint_app.store.journal import JournalStore
from sync.bundle.departures_file import BatchFrame, HoldingFrame, read_departures
from sync.bundle.label import decode_label, encode_label
from sync.bundle.stick_receipt import decode_receipt
from sync.client.device import load_device, save_device
from sync.protocol import messages
from sync.protocol.device_list import (
    decode_device_list,
    decode_recalled,
    encode_device_list,
    encode_recalled,
)
from sync.protocol.distrusted_list import decode_distrusted, encode_distrusted
from sync.protocol.enrol_request import decode_request
from sync.protocol.holdings import decode_holding, encode_holding
from sync.protocol.messages import decode_message, encode_json
from sync.registry.db.migrate import newest_version, schema_version
from sync.registry.db.open import open_database
from sync.registry.db.upkeep import bring_up_to_date
from sync.registry.port_settings import port_scopes
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.news import plan_news
from sync.trust.pack import PackHeader, PackKind, encode_frame, encode_header, inflate, read_pack
from sync.trust.packing import recipient_of, seal
from sync.trust.reader import PackReader, SegmentOrder
from sync.trust.repository import TrustedRepository
from tests.integration.services.world import StandingClock
from tests.integration.sync.publication import PORT
from tests.simulators.version_one import AUDIENCE, DEVICE, EPOCH, PERMIT
from tests.unit.credential.samples import KEYS
from tests.unit.sync.memory_sink import MemorySink
from tests.unit.sync.season import BIT, NOW, SEASON

pytestmark = pytest.mark.requirement("C3")

FOLDER = Path(__file__).parents[2] / "fixtures" / "v1" / "carried"
VALUES: Mapping[str, Any] = json.loads((FOLDER / "values.json").read_bytes())
MESSAGES: Mapping[str, type[msgspec.Struct]] = {
    "nonce.json": messages.NonceAnswer,
    "health.json": messages.HealthAnswer,
    "enrolment-request.json": messages.EnrolmentRequest,
    "enrolment-answer.json": messages.EnrolmentAnswer,
    "refresh-request.json": messages.RefreshRequest,
    "problem.json": messages.Problem,
}
PACKS = [f"{kind}.pack" for kind in PackKind]
_CAP = 1024 * 1024


def frozen(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def holds(found: Any, expected: Any) -> bool:
    """Whether all that was said is there; a later program may know fields besides."""
    if isinstance(expected, dict):
        return all(name in found and holds(found[name], expected[name]) for name in expected)
    if isinstance(expected, list):
        pairs = zip(found, expected, strict=True)
        return len(found) == len(expected) and all(holds(*pair) for pair in pairs)
    return bool(found == expected)


def says(value: object, name: str) -> bool:
    """Whether this is what the file of this name was made to say."""
    return holds(json.loads(msgspec.json.encode(value)), VALUES[name])


def device_keys() -> DeviceKeyring:
    (listed,) = decode_device_list(frozen("devices.json"), PORT).devices
    return DeviceKeyring(
        [
            (EnvelopeType.BATCH, bytes.fromhex(listed.batch_key)),
            (EnvelopeType.AUTH, bytes.fromhex(listed.auth_key)),
        ]
    )


def _message(kind: type[msgspec.Struct], data: bytes) -> msgspec.Struct:
    return decode_message(data, kind, limit=len(data))


def _message_again(kind: type[msgspec.Struct], data: bytes) -> bytes:
    return encode_json(_message(kind, data))


READERS: Mapping[str, Callable[[bytes], object]] = {
    "issuer-keys.json": lambda data: [(key.kid, key) for key in parse_issuer_keys(data)],
    "devices.json": lambda data: decode_device_list(data, PORT).devices,
    "recalled.json": lambda data: decode_recalled(data).recalled,
    "distrusted.json": lambda data: {
        kid.hex(): since for kid, since in decode_distrusted(data).items()
    },
    "label.json": decode_label,
    "holding.cbor": decode_holding,
    "stick-receipt.cbor": lambda data: decode_receipt(data, device_keys(), AUDIENCE)[0],
    "request.json": decode_request,
    "device.json": lambda _data: load_device(FOLDER / "device.json"),
    **{name: partial(_message, kind) for name, kind in MESSAGES.items()},
}
WRITERS: Mapping[str, Callable[[bytes], bytes]] = {
    "issuer-keys.json": lambda data: encode_issuer_keys(parse_issuer_keys(data)),
    "devices.json": lambda data: encode_device_list(PORT, decode_device_list(data, PORT).devices),
    "recalled.json": lambda data: encode_recalled(decode_recalled(data).recalled),
    "distrusted.json": lambda data: encode_distrusted(decode_distrusted(data)),
    "label.json": lambda data: encode_label(decode_label(data)),
    "holding.cbor": lambda data: encode_holding(decode_holding(data)),
    **{name: partial(_message_again, kind) for name, kind in MESSAGES.items()},
}


@pytest.mark.parametrize("name", sorted(READERS))
def test_every_file_says_what_it_was_made_to_say(name: str) -> None:
    assert says(READERS[name](frozen(name)), name)


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_what_is_written_today_says_all_that_version_1_did(name: str) -> None:
    """A JSON document may say more; anything else is the same bytes."""
    before = frozen(name)
    after = WRITERS[name](before)
    if name.endswith(".json"):
        assert holds(json.loads(after), json.loads(before))
    else:
        assert after == before


def test_an_enrolment_kept_is_kept_again_as_it_was(tmp_path: Path) -> None:
    device = load_device(FOLDER / "device.json")
    assert device is not None
    save_device(tmp_path / "device.json", device)
    assert holds(json.loads((tmp_path / "device.json").read_bytes()), VALUES["device.json"])


@pytest.mark.parametrize("name", PACKS)
def test_packs_are_read_and_written_frame_by_frame(name: str) -> None:
    header, rest = read_pack(frozen(name), cap=_CAP)
    frames = list(rest)
    said = VALUES[name]
    assert (header.kind, header.scope, header.generation) == (
        *(said["kind"], said["scope"], said["generation"]),
    )
    assert holds(json.loads(msgspec.json.encode(frames)), said["frames"])
    again = PackHeader(header.kind, header.scope, header.generation)
    plain = encode_header(again) + b"".join(map(encode_frame, frames))
    assert plain == b"".join(inflate(frozen(name), cap=_CAP))


def test_a_lane_reads_sealed_packs_to_the_last_record(tmp_path: Path) -> None:
    port, device = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    recipient = recipient_of(str(port))
    for name in PACKS:
        (tmp_path / name).write_bytes(seal(frozen(name), [recipient]))
    (tmp_path / "key").write_bytes(seal(str(port).encode(), [recipient_of(str(device))]))
    reader = PackReader()
    list(reader.ask("issuer", frozen("issuer-keys.json")))
    list(reader.ask("unwrap", str(tmp_path / "key"), str(device)))
    ((_, generation, _, pages, _),) = reader.ask("manifest", str(tmp_path / "manifest.pack"), BIT)
    assert (generation, len(pages)) == (1, 1)
    ((_, receipts), _) = reader.ask("receipts", str(tmp_path / "receipts.pack"), BIT)
    assert len(receipts) == 1
    ((_, staff), _) = reader.ask("staff", str(tmp_path / "staff.pack"), BIT)
    assert [row[1] for row in staff[1:]] == ["mona", "omar.k"]
    company, programme, _ = reader.ask("contacts", str(tmp_path / "contacts.pack"), BIT)
    assert [row[0] for row in company[1]] == [7000, 7001]
    assert programme[2] == ((21, "01001234567"),)
    ((_, rows), _) = reader.ask("elsewhere", str(tmp_path / "elsewhere.pack"), BIT)
    assert rows == [(PERMIT, 2, 0, int(NOW.timestamp()))]
    assert len(records_read(reader, tmp_path / "records.pack")) == 5


def records_read(reader: PackReader, path: Path) -> list[object]:
    """Every record of a segment, each verified under its block."""
    _, frames = read_pack(frozen("records.pack"), cap=_CAP)
    wanted: dict[int, tuple[bytes, int, bytes]] = {}
    for frame in frames:
        assert isinstance(frame, list)
        number, envelope, records = frame
        wanted[number] = (hashlib.sha256(envelope).digest(), len(records), b"")
    count = sum(records for _, records, _ in wanted.values())
    order = SegmentOrder(SEASON, BIT, 1, _CAP, count, wanted)
    answers = reader.ask("records", str(path), tuple(order))
    return [row for kind, *rest in answers if kind == "records" for row in rest[1]]


def test_departures_on_a_stick_are_read() -> None:
    scope, rest = read_departures(frozen("departures.pack"))
    frames = list(rest)
    assert scope == BIT
    assert [type(frame) for frame in frames] == [BatchFrame, HoldingFrame]
    assert isinstance(frames[1], HoldingFrame)
    assert decode_holding(frames[1].body).device_id == DEVICE


@pytest.mark.parametrize("staged", [False, True])
def test_the_repository_is_trusted_from_its_first_root_on(tmp_path: Path, staged: bool) -> None:
    folder = FOLDER / "repository"
    root = (folder / "metadata" / "1.root.json").read_bytes()
    carrier = replace(folder_carrier(folder), staged=staged)
    repository = TrustedRepository(tmp_path / "trust", root)
    with repository.session(carrier, NOW) as session:
        view = session.refresh()
        change = plan_news(session, MemorySink(), season=SEASON)
        listed = session.content(f"{PORT}/devices", limit=_CAP)
    assert (view.root_version, view.season, view.issued) == (2, SEASON, NOW)
    assert (view.registry.audience, view.registry.epoch) == (AUDIENCE, EPOCH.hex())
    rules = view.lane_rules(PORT)
    assert (rules.auto_depart, rules.lanes) == (False, 3)
    assert list(view.distrusted) == [bytes(range(8))]
    ((news, _, new),) = change.fresh.lists
    assert new
    assert news.status(2) == 1
    assert decode_device_list(listed, PORT).devices[0].device_id == DEVICE
    local = repository.load_local()
    assert local is not None
    assert (local.version, local.issued, local.registry) == (1, NOW, view.registry)


def test_a_journal_of_the_first_schema_is_carried_forward_whole(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    EncryptedDatabase(path, bytes(32), [_first_journal]).close()
    journal = JournalStore(path, bytes(32), StandingClock())
    said = VALUES["journal.sql"]
    assert journal.pending() == len(said) == 3
    (batch,) = journal.outbox.seal_batches(1, KEYS[EnvelopeType.BATCH], DEVICE)
    assert (batch.first, batch.last) == (1, 3)
    for movement in said:
        (found,) = journal.movements_of_permit(movement["permit"])
        assert holds(json.loads(msgspec.json.encode(found.movement)), movement)
    assert journal.history(PERMIT).last_at is not None
    assert journal.audited("first")[0][1] == "detail"
    assert journal.first_broken_audit() is None
    journal.close()


def test_a_registry_of_the_first_schema_is_carried_forward_whole(tmp_path: Path) -> None:
    path = tmp_path / "registry.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(frozen("registry.sql").decode())
        before = _contents(database)
    assert bring_up_to_date(path)
    assert not bring_up_to_date(path)
    engine = open_database(path)
    assert schema_version(engine) == newest_version()
    engine.dispose()
    with closing(sqlite3.connect(path)) as database:
        after = _contents(database)
        bodies = [row[0] for row in database.execute("SELECT body FROM movement")]
    assert {table: after[table] for table in before} == before
    assert len(bodies) == VALUES["registry.sql"]["total"]["departed"] == 4
    assert [decode_movement(body).sequence for body in bodies] == [1, 3, 1, 3]


def _first_journal(database: Database) -> None:
    database.conn.executescript(_statements("journal.sql"))


def _statements(name: str) -> str:
    """A dump whose transaction is left open: whoever migrates commits it."""
    return frozen(name).decode().replace("COMMIT;", "")


def _contents(database: sqlite3.Connection) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, but for where the schema stands."""
    database.row_factory = sqlite3.Row
    names = [
        row[0]
        for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not row[0].startswith(("sqlite_", "alembic_"))
    ]
    found = {}
    for name in names:
        rows = database.execute(f'SELECT * FROM "{name}"')
        found[name] = [dict(row) for row in rows]
    database.row_factory = None
    return found


def test_a_registry_reads_what_the_settings_say_of_a_ports_packs() -> None:
    window = port_scopes(frozen("port-settings.json"))["CAI-AIR"].window_days
    assert (window.before, window.after) == (3, 7)


def test_every_file_is_read_here() -> None:
    known = {*READERS, *PACKS, "journal.sql", "registry.sql", "values.json"}
    known |= {"port-settings.json", "season-rules.json"}  # by the repository, which has them too
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == known
    assert known - {"values.json"} == set(VALUES)


def test_no_private_key_is_among_them() -> None:
    for path in FOLDER.rglob("*"):
        if path.is_file():
            content = path.read_bytes().upper()
            assert b"AGE-SECRET" not in content
            assert b"PRIVATE" not in content
