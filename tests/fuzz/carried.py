"""Readers of what lines and sticks carry: JSON, CBOR and packs."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pyrage

from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.keys import DeviceKeyring
from checkpoint_app.domain.tally import Tally
from checkpoint_app.errors import ConfigError, ProtocolError, TransportError, TrustError
from checkpoint_app.reference import ports
from checkpoint_app.services.rules import parse_rules
from sync.bundle.departures_file import open_departures, read_departures
from sync.bundle.label import decode_label, label_text, read_label
from sync.bundle.layout import StickLayout
from sync.bundle.stick_receipt import decode_receipt
from sync.client.calls import json_answer
from sync.client.http import HttpAnswer, checked_address
from sync.protocol import messages, routes
from sync.protocol.device_list import decode_device_list, decode_recalled
from sync.protocol.distrusted_list import decode_distrusted
from sync.protocol.enrol_request import decode_request, same_fingerprint
from sync.protocol.enrolment_code import parse_code
from sync.protocol.holdings import decode_holding
from sync.protocol.messages import decode_message
from sync.protocol.nation import CompanyLine, NationCounts, decode_nation, encode_nation
from sync.protocol.versions import said_formats
from sync.registry.api.bodies import parse_message
from sync.registry.api.refusals import Refusal
from sync.registry.ceremony.contents import shipped_rules
from sync.registry.port_settings import port_scopes, port_settings, registry_named
from sync.registry.signer.exchange import answer
from sync.registry.signer.frames import read_frame
from sync.trust.distrusted import read_distrusted
from sync.trust.names import ISSUER_KEYS, PORT_SETTINGS, SEASON_RULES
from sync.trust.news import read_news
from sync.trust.pack import PackKind, decrypt, encode_frame, inflate, read_pack
from sync.trust.packing import seal
from sync.trust.reader import PackReader, SegmentOrder
from sync.trust.view import Freshness, RegistryPlace, read_view
from tests.fuzz.reader import Reader, from_text, scratch
from tests.unit.credential import samples
from tests.unit.sync.registry.signer.desks import Desk
from tests.unit.sync.season import BIT

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CARRIED = Path(__file__).parents[1] / "fixtures" / "v1" / "carried"
AUDIENCE, PORT, SEASON = "registry.example", "CAI-AIR", 1448
_SAID = (ProtocolError,)
_CAP = 1024 * 1024
_IDENTITY = pyrage.x25519.Identity.generate()
_SEALED_KINDS = (
    *(PackKind.RECORDS, PackKind.MANIFEST, PackKind.ELSEWHERE),
    *(PackKind.RECEIPTS, PackKind.STAFF, PackKind.CONTACTS),
)
_BOMB = zstd.compress(bytes(64 * 1024 * 1024))


def frozen(name: str) -> bytes:
    return (CARRIED / name).read_bytes()


def readers() -> Iterator[Reader]:
    yield from _documents()
    yield from _messages()
    yield from _settings()
    yield from _words()
    yield from _packs()
    yield from _departures()
    yield from _signer()


def _documents() -> Iterator[Reader]:
    """JSON and CBOR files that have an own reader."""
    protocol, bundle = "sync.protocol.", "sync.bundle."
    table: dict[str, tuple[Callable[[bytes], object], str, tuple[type[Exception], ...], str]] = {
        "device-list": (
            lambda data: decode_device_list(data, PORT),
            "devices.json",
            _SAID,
            protocol + "device_list.decode_device_list",
        ),
        "recalled": (
            decode_recalled,
            "recalled.json",
            _SAID,
            protocol + "device_list.decode_recalled",
        ),
        "distrusted": (
            decode_distrusted,
            "distrusted.json",
            _SAID,
            protocol + "distrusted_list.decode_distrusted",
        ),
        "distrusted-target": (
            read_distrusted,
            "distrusted.json",
            (TrustError,),
            "sync.trust.distrusted.read_distrusted",
        ),
        "enrol-request": (
            decode_request,
            "request.json",
            _SAID,
            protocol + "enrol_request.decode_request",
        ),
        "holding": (
            decode_holding,
            "holding.cbor",
            (ProtocolError, TrustError),
            protocol + "holdings.decode_holding",
        ),
        "stick-receipt": (
            lambda data: decode_receipt(data, _device_keys(), AUDIENCE),
            "stick-receipt.cbor",
            (ProtocolError, TrustError),
            bundle + "stick_receipt.decode_receipt",
        ),
        "label": (_label_shown, "label.json", _SAID, bundle + "label.decode_label"),
        "label-file": (_label_file, "label.json", (), bundle + "label.read_label"),
    }
    for name, (read, seed, errors, covered) in table.items():
        yield Reader(name, read, (frozen(seed),), errors, (covered, *_THROUGH.get(covered, ())))
    yield Reader("nation", decode_nation, (_nation(),), (ProtocolError,), (_NATION,))


def _nation() -> bytes:
    tally = Tally(5, 4, 3, 2, 1)
    line = CompanyLine(412, "Al Noor Travel", "النور للسياحة", tally)
    at = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    ports = (("CAI-AIR", tally),)
    return encode_nation(NationCounts(at.date(), at, tally, 1, 0, ports, ((7, tally),), (line,)))


_NATION = "sync.protocol.nation.decode_nation"
_THROUGH = {
    "sync.bundle.stick_receipt.decode_receipt": ("sync.bundle.stick_receipt.check_holding",)
}


def _label_shown(data: bytes) -> object:
    label = decode_label(data)
    return label_text(label, ports().by_id(PORT))


def _label_file(data: bytes) -> object:
    path = StickLayout(scratch()).label
    path.write_bytes(data)
    return read_label(scratch())


def _device_keys() -> DeviceKeyring:
    (listed,) = decode_device_list(frozen("devices.json"), PORT).devices
    return DeviceKeyring([(EnvelopeType.AUTH, bytes.fromhex(listed.auth_key))])


def _messages() -> Iterator[Reader]:
    kinds: dict[str, type[msgspec.Struct]] = {
        "nonce": messages.NonceAnswer,
        "health": messages.HealthAnswer,
        "enrolment-request": messages.EnrolmentRequest,
        "enrolment-answer": messages.EnrolmentAnswer,
        "refresh-request": messages.RefreshRequest,
        "problem": messages.Problem,
    }
    decode, parse = (
        "sync.protocol.messages.decode_message",
        "sync.registry.api.bodies.parse_message",
    )
    for name, kind in kinds.items():
        seeds = (frozen(f"{name}.json"),)
        read = partial(_message, kind)
        yield Reader(f"message-{name}", read, seeds, _SAID, (decode,))
        yield Reader(f"body-{name}", partial(_body, kind), seeds, (Refusal,), (parse,))
    problems = (frozen("problem.json"), *_PROBLEMS)
    refused, calls = (ProtocolError, TransportError), "sync.client.calls."
    good = (frozen("nonce.json"),)
    yield Reader("answer", partial(_answer, 200), good, (ProtocolError,), (calls + "json_answer",))
    for status in (400, 403, 409, 429, 503):
        name, read = f"answer-{status}", partial(_answer, status)
        yield Reader(name, read, (), refused, (calls + "accepted",), hostile=problems)


_PROBLEMS = (b'{"type": "/problems/code-for-other-place", "port": "SGA-SEA", "lane": "A1"}', b"{}")


def _message(kind: type[msgspec.Struct], data: bytes) -> object:
    return decode_message(data, kind, limit=64 * 1024)


def _body(kind: type[msgspec.Struct], data: bytes) -> object:
    return parse_message(data, kind)


def _answer(status: int, data: bytes) -> object:
    media = routes.JSON if status == 200 else routes.PROBLEM
    return json_answer(HttpAnswer(status, {"content-type": media}, data), messages.NonceAnswer)


def _settings() -> Iterator[Reader]:
    """Targets that the offline keys sign."""
    own = port_settings(SEASON, RegistryPlace(AUDIENCE, "00" * 16), national=frozenset({PORT}))
    seeds = (own, frozen("port-settings.json"))
    scopes = "sync.registry.port_settings."
    yield Reader("port-settings", _view, seeds, (TrustError,), ("sync.trust.view.read_view",))
    yield Reader("port-scopes", port_scopes, (own,), (ConfigError,), (scopes + "port_scopes",))
    yield Reader(
        "registry-named", registry_named, (own,), (ConfigError,), (scopes + "registry_named",)
    )
    rules = (frozen("season-rules.json"), _SHIPPED_RULES)
    covered = ("checkpoint_app.services.rules.parse_rules",)
    yield Reader("season-rules", parse_rules, rules, (TrustError,), covered)


def _view(data: bytes) -> object:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    files = {
        PORT_SETTINGS: data,
        ISSUER_KEYS: frozen("issuer-keys.json"),
        SEASON_RULES: frozen("season-rules.json"),
    }
    return read_view(files, Freshness(now, now, 1, now, False)).lane_rules(PORT)


def _words() -> Iterator[Reader]:
    """Short texts: typed, or in a header."""
    protocol = "sync.protocol."
    code, spoken = b"123-456-789-012-345-678", b"01234 56789 01234 56789 01234 56789"
    token = routes.base64url(bytes(range(40))).encode()
    yield Reader(
        "enrolment-code",
        from_text(parse_code),
        (code,),
        (),
        (protocol + "enrolment_code.parse_code",),
    )
    yield Reader(
        "fingerprint",
        from_text(lambda text: same_fingerprint(text, spoken.decode())),
        (spoken,),
        (),
        (protocol + "enrol_request.same_fingerprint",),
    )
    yield Reader(
        "base64url",
        from_text(routes.from_base64url),
        (token,),
        _SAID,
        (protocol + "routes.from_base64url",),
    )
    yield Reader(
        "formats-header",
        from_text(said_formats),
        (b"1, 2, 3",),
        (),
        (protocol + "versions.said_formats",),
    )
    yield Reader(
        "address",
        from_text(checked_address),
        (b"https://registry.example:8443/umrah", b"http://[::1]:80"),
        (ConfigError,),
        ("sync.client.http.checked_address",),
    )


def _packs() -> Iterator[Reader]:
    """Packs sealed, compressed, and in clear; the last are compressed and sealed here."""
    files = {kind: frozen(f"{kind}.pack") for kind in PackKind}
    trust = "sync.trust."
    yield Reader(
        "pack",
        _frames,
        tuple(files.values()),
        (TrustError,),
        (trust + "pack.read_pack", trust + "pack.inflate"),
        hostile=(_BOMB,),
    )
    plains = {kind: b"".join(inflate(data, cap=_CAP)) for kind, data in files.items()}
    yield Reader(
        "pack-frames",
        lambda plain: _frames(zstd.compress(plain, 1)),
        tuple(plains.values()),
        (TrustError,),
        (trust + "pack.split_frames",),
    )
    sealed = tuple(seal(data, [str(_IDENTITY.to_public())]) for data in files.values())
    yield Reader(
        "pack-sealed",
        lambda data: decrypt(data, str(_IDENTITY)),
        sealed,
        (TrustError,),
        (trust + "pack.decrypt",),
    )
    for kind in _SEALED_KINDS:
        yield Reader(
            f"pack-{kind}",
            partial(_opened, kind),
            (plains[kind],),
            (TrustError,),
            (trust + f"reader.PackReader._{kind}",),
        )
    keys = (str(_IDENTITY).encode(), str(_IDENTITY).encode() + b"\n")
    unwrap = (trust + "reader.PackReader._unwrap",)
    yield Reader("port-key", _unwrapped, keys, (TrustError,), unwrap)
    yield Reader(
        "status-pack",
        lambda plain: _news(zstd.compress(plain, 1)),
        _own_news(),
        (TrustError,),
        (trust + "news.read_news",),
        hostile=(plains[PackKind.STATUS],),
    )


def _frames(data: bytes) -> object:
    header, frames = read_pack(data, cap=_CAP)
    return header, sum(1 for _ in frames)


def _reader() -> PackReader:
    reader = PackReader()
    reader._identity = str(_IDENTITY)
    list(reader.ask("issuer", frozen("issuer-keys.json")))
    return reader


def _opened(kind: PackKind, plain: bytes) -> object:
    path = scratch() / "pack"
    path.write_bytes(seal(zstd.compress(plain, 1), [str(_IDENTITY.to_public())]))
    wish: Any = BIT if kind is not PackKind.RECORDS else _order()
    return list(_reader().ask(str(kind), str(path), wish))


def _order() -> tuple[Any, ...]:
    _, frames = read_pack(frozen("records.pack"), cap=_CAP)
    blocks: list[Any] = list(frames)
    wanted = {
        number: (hashlib.sha256(envelope).digest(), len(records), b"")
        for number, envelope, records in blocks
    }
    records = sum(len(rows) for _, _, rows in blocks)
    return tuple(SegmentOrder(SEASON, BIT, 9, _CAP, records, wanted))


def _unwrapped(secret: bytes) -> object:
    path = scratch() / "key"
    path.write_bytes(pyrage.encrypt(secret, [_IDENTITY.to_public()]))
    reader = PackReader()
    list(reader.ask("unwrap", str(path), str(_IDENTITY)))
    elsewhere = scratch() / "elsewhere"
    elsewhere.write_bytes(seal(frozen("elsewhere.pack"), [str(_IDENTITY.to_public())]))
    return list(reader.ask("elsewhere", str(elsewhere), BIT))


def _own_news() -> tuple[bytes, ...]:
    """News signed by the sample keys, so that their content is reached."""
    signed = samples.envelopes()
    header = b"".join(inflate(frozen("status.pack"), cap=_CAP))
    length = 4 + int.from_bytes(header[:4])
    frames = (["list", signed[EnvelopeType.STATUS]], ["state", signed[EnvelopeType.STATE]])
    return (header[:length] + b"".join(encode_frame(frame) for frame in frames),)


def _news(data: bytes) -> object:
    signed = samples.envelopes()
    return read_news(
        data,
        samples.RING,
        held_lists={4: signed[EnvelopeType.STATUS]},
        held_state=signed[EnvelopeType.STATE],
        season=samples.SEASON,
    )


def _departures() -> Iterator[Reader]:
    bundle = "sync.bundle.departures_file."
    packed = frozen("departures.pack")
    sealed = seal(packed, [str(_IDENTITY.to_public())])
    yield Reader(
        "departures-sealed",
        lambda data: open_departures(data, [str(_IDENTITY)]),
        (sealed,),
        (TrustError,),
        (bundle + "open_departures",),
        hostile=(seal(packed, [str(pyrage.x25519.Identity.generate().to_public())]),),
    )
    plain = b"".join(inflate(packed, cap=_CAP))
    yield Reader(
        "departures",
        lambda data: list(read_departures(zstd.compress(data, 1))[1]),
        (plain,),
        (TrustError,),
        (bundle + "read_departures",),
    )
    yield Reader(
        "departures-packed",
        lambda data: list(read_departures(data, cap=_CAP)[1]),
        (packed,),
        (TrustError,),
        (bundle + "read_departures",),
        hostile=(_BOMB,),
    )


def _signer() -> Iterator[Reader]:
    """The other side of a pipe: what a process that was taken over could send."""
    requests = (
        ["blocks", 0, 1_795_000_000, [[1, [1, 2, 3]]]],
        ["manifest", 0, 1, 1_795_000_000, [], b""],
        ["status", 1_795_000_000, 0, 2],
        ["state", 1_795_000_000],
        ["token", 1_000_000_007_919],
        ["refresh", 1_000_000_007_919, bytes(16), "lane-1"],
        ["notice", 1_795_000_000, [[1, 17, 1]]],
    )
    framed = tuple(encode_frame(request) for request in requests)
    signer = "sync.registry.signer."
    yield Reader(
        "signer-frame",
        lambda data: read_frame(BytesIO(data), limit=64 * 1024),
        framed,
        _SAID,
        (signer + "frames.read_frame",),
    )
    desk: list[Desk] = []

    def asked(data: bytes) -> object:
        if not desk:
            desk.append(Desk())
        return answer(desk[0].desk, data)

    seeds = tuple(frame[4:] for frame in framed)
    yield Reader("signer-request", asked, seeds, (), (signer + "exchange.answer",), most=4000)


_SHIPPED_RULES = shipped_rules(SEASON)
