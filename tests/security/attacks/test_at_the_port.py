"""Attacks with the registry's own words, at the lane, on its stick and on its computer."""

from __future__ import annotations

import json
import math
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest

from checkpoint_app import reference
from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.receipt import Receipt, sign_receipt
from checkpoint_app.domain.finding import FindingCode as Code
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.permit import permit_number_from_serial
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import StorageError, TrustError
from checkpoint_app.services.identifiers import uuid7
from checkpoint_app.services.rules import RuleError, parse_rules
from checkpoint_app.services.stores import MovementDraft
from sync.bundle.departures import Departures
from sync.bundle.stick_receipt import StickDevice
from sync.protocol.enrolment_code import CODE_DIGITS
from sync.protocol.fingerprint import device_fingerprint
from sync.registry.api.attempts import WINDOW_SECONDS, WRONG_PER_CALLER
from sync.trust import pack
from sync.trust.pack import PackHeader, PackKind, encode_frame, encode_header
from tests.integration.bundle.lanes import AUDIENCE, DEVICE
from tests.integration.services.world import Lane as ScanningLane
from tests.integration.services.world import token_of
from tests.integration.sync.publication import PORT
from tests.security.attacks.deeds import DEEDS, Deed
from tests.security.attacks.port import BOTH, Carrier, Port, opened_port
from tests.unit.sync.season import BIT, NOW, SEASON, number

# What a bit means is printed on every permit: it is never given to another port.
PORT_BITS = [
    *("CAI-AIR", "HBE-AIR", "SSH-AIR", "LXR-AIR", "HMB-AIR", "ATZ-AIR", "ASW-AIR", "HRG-AIR"),
    *("SPX-AIR", "RMF-AIR", "MUH-AIR", "DBB-AIR"),
    *("SGA-SEA", "NUW-SEA", "HRG-SEA", "PTK-SEA", "SSH-SEA"),
]


@pytest.fixture(params=BOTH)
def port(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Port]:
    with opened_port(tmp_path, request.param) as made:
        yield made


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Port]:
    with opened_port(tmp_path, Carrier.STICK) as made:
        yield made


# ---- receipts ----


def departed(port: Port, count: int = 3) -> tuple[int, bytes]:
    """So many departures in the journal; the last one's sequence and chain hash."""
    at = port.lane.clock.now()  # type: ignore[no-untyped-call]  # a fake of older tests
    draft = MovementDraft(
        scan_id=uuid7(at),
        kind=MovementKind.DEPARTED,
        direction=Direction.DEPARTING,
        permit=number(1),
        issue=1,
        passport="A00000001",
        company=1,
        service="MS671",
        port=BIT,
        lane="A1",
        officer="o",
        at=at,
        findings=(),
        automatic=False,
    )
    port.lane.journal.record_outcomes([draft] * count)
    with port.lane.journal._reading() as conn:
        row = conn.execute("SELECT hash FROM movement ORDER BY place DESC LIMIT 1").fetchone()
    assert row is not None
    return count, bytes(row[0])


def published_receipts(port: Port, *envelopes: bytes) -> None:
    season = port.registry.season
    header = encode_header(PackHeader(PackKind.RECEIPTS, season.bit, season.generation))
    plain = header + b"".join(encode_frame(each) for each in envelopes)
    port.registry.publish({f"{PORT}/receipts": season.sealed(plain)})


@pytest.mark.requirement("C3")
def test_a_forged_receipt_takes_nothing_out_of_the_outbox(port: Port) -> None:
    """The port's role is the attacker's; the registry's key for receipts is not, or its hash of
    the journal is guessed."""
    sequence, hash_ = departed(port)
    good = Receipt(DEVICE, port.lane.journal.epoch, sequence, hash_, bytes(16), NOW)
    key = port.registry.season.issuer.keys["RECEIPT"]
    genuine = sign_receipt(key, good)
    forged = [
        sign_receipt(SigningKey.generate(EnvelopeType.RECEIPT), good),
        genuine[:-1] + bytes([genuine[-1] ^ 1]),
        sign_receipt(key, replace(good, device="lane-2")),
        sign_receipt(key, replace(good, epoch=os.urandom(16))),
        sign_receipt(key, replace(good, chain_hash=os.urandom(32))),
        b"lane-1",
    ]
    published_receipts(port, *forged)
    port.bring()
    assert port.lane.journal.pending() == sequence
    published_receipts(port, genuine)
    port.bring()
    assert port.lane.journal.pending() == 0


# ---- port bits ----


@pytest.mark.requirement("C2")
def test_no_release_gives_a_port_s_bit_to_another() -> None:
    assert [port.port_id for port in reference.ports()][: len(PORT_BITS)] == PORT_BITS
    assert [port.bit for port in reference.ports()] == list(range(len(PORT_BITS)))


@pytest.mark.requirement("C2")
def test_signed_rules_and_settings_that_renumber_ports_change_no_bit(port: Port) -> None:
    rules = {"version": 1, "season": SEASON, "rules": [], "ports": [{"port_id": PORT, "bit": 9}]}
    settings = {"version": 1, "season": SEASON, "ports": {PORT: {"bit": 9}, "HRG-AIR": {"bit": 3}}}
    port.registry.top = {
        "season-rules.json": json.dumps(rules).encode(),
        "port-settings.json": json.dumps(settings).encode(),
    }
    port.more(20)
    assert port.refusal() == ""
    assert 20 in port.serials()
    assert reference.ports().by_id(PORT).bit == PORT_BITS.index(PORT)
    season = port.registry.season
    season.bit = 9
    other = season.manifest_pack()
    season.bit = BIT
    port.registry.publish({f"{PORT}/manifest": other})
    assert port.refusal() == "trust.wrong_pack"


def test_a_rule_about_a_permit_s_port_bits_is_none() -> None:
    rule = {
        "id": "r",
        "subject": "permit",
        "name_en": "r",
        "name_ar": "r",
        "valid_from": "2026-01-01",
        "valid_until": "2026-12-31",
        "source": "s",
        "expression": "permit.port_bits == 9",
    }
    document = {"version": 1, "season": SEASON, "rules": [rule]}
    with pytest.raises(RuleError):
        parse_rules(json.dumps(document).encode())
    renumbering = {**document, "rules": [{**rule, "expression": "true", "bits": {PORT: 9}}]}
    with pytest.raises(RuleError):
        parse_rules(json.dumps(renumbering).encode())


# ---- a stick, or the computer, in the wrong hands ----


def personal(serials: range) -> list[bytes]:
    """What these pilgrims are known by, however it may be written."""
    texts = [
        each
        for serial in serials
        for each in (
            f"A{serial:08d}",
            str(29001011200000 + serial),
            str(number(serial)),
        )
    ]
    numbers = [
        value.to_bytes(8, order)
        for serial in serials
        for value in (29001011200000 + serial, number(serial))
        for order in ("big", "little")
    ]
    return [b"TEST PILGRIM", "حاج".encode(), *(text.encode() for text in texts), *numbers]


def files_in(*folders: Path) -> dict[Path, bytes]:
    return {
        path: path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }


def exported(port: Port) -> None:
    """Departures on the stick, as a port without a line leaves them there."""
    Departures(
        outbox=port.lane.journal.outbox,
        diary=port.lane.journal,
        device=StickDevice(DEVICE, AUDIENCE, port.lane.auth_key, os.urandom),
        batch_key=SigningKey.generate(EnvelopeType.BATCH),
        scope=BIT,
        inbox=str(pyrage.x25519.Identity.generate().to_public()),
        holding=lambda: None,
        clock=port.lane.clock,
    ).export(port.stick)


@pytest.mark.requirement("A15")
def test_a_stolen_stick_names_nobody_and_opens_to_nobody(stick: Port) -> None:
    departed(stick)
    exported(stick)
    files = files_in(stick.stick)
    known = personal(range(1, 11))
    assert len(files) > 12
    assert [path for path, content in files.items() if any(each in content for each in known)] == []
    assert [path for path in files if any(each in str(path).encode() for each in known)] == []
    sealed = [path for path, content in files.items() if content.startswith(b"age-encryption")]
    assert {"key", "manifest", "elsewhere", "age"} <= {path.suffix[1:] for path in sealed}
    stranger, device = pyrage.x25519.Identity.generate(), stick.registry.season.device
    for path in sealed:
        with pytest.raises(TrustError) as told:
            pack.decrypt(files[path], str(stranger))
        assert told.value.key == "trust.not_for_us"
    (key,) = (path for path in sealed if path.suffix == ".key")
    assert pack.decrypt(files[key], str(device))


@pytest.mark.requirement("A15")
def test_a_recalled_device_s_identity_opens_nothing_of_the_next_stick(stick: Port) -> None:
    """Neither its own identity nor the port's key that it knew."""
    season = stick.registry.season
    old_device, old_port = season.device, season.identity
    before = set(files_in(stick.stick))
    season.device, season.identity = (pyrage.x25519.Identity.generate() for _ in range(2))
    for held in (season.blocks, season.segments, season.packs, season.where):
        held.clear()
    season.add_versions(list(range(1, 11)))
    stick.registry.publish()
    fresh = {path: content for path, content in files_in(stick.stick).items() if path not in before}
    sealed = [content for content in fresh.values() if content.startswith(b"age-encryption")]
    assert len(sealed) >= 4
    for content in sealed:
        for identity in (old_device, old_port):
            with pytest.raises(TrustError):
                pack.decrypt(content, str(identity))
    assert stick.refusal() == "bundle.not_for_us"
    stick.lane.device_identity = str(season.device)
    assert stick.refusal() == ""


@pytest.mark.requirement("A15")
def test_a_stolen_computer_without_its_key_store_is_noise(lane, record, tmp_path) -> None:  # type: ignore[no-untyped-def]
    """Its keys lie in the system's store: all else of the lane's folder is in the thief's hands."""
    assert lane.service().scan(token_of(record)).verdict.kind is VerdictKind.CLEAR
    lane.close()
    thief = tmp_path / "thief"
    shutil.copytree(lane.folder, thief, ignore=shutil.ignore_patterns("keys", "thief"))
    known = [
        record.passport,
        str(record.number),
        str(record.national_id),
        record.name_latin,
        record.name_arabic,
    ]
    before = files_in(thief)
    assert {"records.db", "journal.db"} <= {path.name for path in before}
    for content in before.values():
        assert not any(each.encode() in content for each in known)
        assert record.number.to_bytes(8, "big") not in content
    with pytest.raises(StorageError) as told:
        ScanningLane(thief)
    assert told.value.key == "store.key_missing"
    assert {path: content for path, content in files_in(thief).items() if path in before} == before
    lane.open()


# ---- guessing ----


@pytest.mark.requirement("C2")
def test_guessed_permit_numbers_clear_nobody(lane, record) -> None:  # type: ignore[no-untyped-def]
    """One number in 180,000 is a permit in a season of five million, and a number alone is not
    enough for any of them."""
    service = lane.service()
    for _ in range(300):
        guess = permit_number_from_serial(10**11 + secrets.randbelow(9 * 10**11))
        answer = service.scan(str(guess), record=False)
        assert answer.verdict.kind is VerdictKind.REFER
        assert Code.NOT_ON_FILE in answer.verdict.codes
    hit = service.scan(str(record.number), record=False)
    assert hit.verdict.kind is VerdictKind.REFER
    assert 9 * 10**11 / 5_000_000 >= 180_000


@pytest.mark.requirement("C2")
def test_departed_taken_back_and_used_again_all_three_are_told(lane, record) -> None:  # type: ignore[no-untyped-def]
    """An officer lets somebody leave, takes it back, and lets another leave by the same print."""
    service = lane.service()
    first = service.scan(token_of(record))
    assert service.undo(first.scan_id) is not None
    second = service.scan(token_of(record))
    kept = [each.movement for each in lane.journal.movements_of_permit(record.number)]
    kinds = [MovementKind.DEPARTED, MovementKind.ANNULLED, MovementKind.DEPARTED]
    assert sorted(each.kind for each in kept) == sorted(kinds)
    assert {each.movement_id for each in kept} >= {
        first.movement.movement_id,
        second.movement.movement_id,
    }
    assert lane.journal.pending() == len(kinds), "and the registry is told of each"
    third = lane.service(lane="8").scan(token_of(record))
    assert Code.ALREADY_DEPARTED_HERE in third.verdict.codes


@pytest.mark.requirement("C5")
def test_an_enrolment_code_is_not_guessed_in_its_day() -> None:
    """20 wrong ones in a quarter of an hour from each of a million addresses, for a day."""
    guesses = WRONG_PER_CALLER * (86_400 / WINDOW_SECONDS) * 1_000_000
    assert guesses / 10 ** (CODE_DIGITS - 1) < 1e-7


@pytest.mark.requirement("C5")
def test_a_fingerprint_is_not_ground_out() -> None:
    """Keys with another's fingerprint take some 2^99 trials; no group may be left out."""
    likeliest = math.ceil(2**32 / 100_000) / 2**32
    assert -6 * math.log2(likeliest) > 99
    shown = {
        device_fingerprint(os.urandom(32), bytes(32), "age1").split(" ")[group]
        for _ in range(400)
        for group in range(6)
    }
    assert len(shown) > 2200, "every group takes part"


# ---- the table of `deeds` ----


def test_a_row_without_an_answer_is_only_for_what_has_no_effect() -> None:
    silent = [name for name, deed in DEEDS.items() if _silent(deed)]
    assert sorted(silent) == sorted(
        [
            "a root under a far number",
            "files that are not the role's",
            "no status list any more",
            "a list among a port's files",
        ]
    )


def _silent(deed: Deed) -> bool:
    return not any(deed.answers.values())
