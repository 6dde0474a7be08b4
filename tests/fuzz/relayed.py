"""What a hub answers and passes on, to a lane that believes it nothing; what lanes push to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from checkpoint_app.credential import canonical
from checkpoint_app.credential.auth import device_request, sign_auth
from checkpoint_app.errors import ProtocolError, TransportError, TrustError
from sync.bundle.departures_file import BatchFrame
from sync.bundle.relay_file import RelayFrame, RowsFrame, open_relay
from sync.client.http import HttpAnswer
from sync.client.hub.gate import Gate
from sync.client.hub.listed import Listing
from sync.client.hub.pinned import read_identity, read_nonce, read_session
from sync.client.hub.taking import Taking
from sync.protocol import hub, routes
from sync.protocol.hub import (
    Beat,
    FrameReader,
    Greeting,
    HeldRange,
    HubItem,
    ItemName,
    Stream,
    decode_frame,
    decode_have,
    decode_push,
    encode_frame,
    encode_have,
    encode_push,
)
from sync.protocol.messages import encode_json
from sync.protocol.relay import (
    JournalName,
    ReachedJournal,
    decode_journals,
    decode_reached,
    encode_journals,
    encode_reached,
)
from sync.trust.pack import PackHeader, PackKind
from sync.trust.packing import pack, seal
from tests.fuzz.reader import Read, Reader
from tests.unit.sync.client.hub.port import AUDIENCE, BIT, PORT, Port, holding

_HUB, _PINNED = "sync.protocol.hub.", "sync.client.hub.pinned."
_RELAY = "sync.protocol.relay."
_SAID = (ProtocolError,)
_NAME = ItemName(Stream.CHAIN, "d2", bytes(16), 1, 2)
_INSTANCE, _NONCE, _CERTIFICATE = bytes(range(16)), bytes(32), b"certificate"
_SOME = 3000


def readers() -> Iterator[Reader]:
    """See `tests.fuzz.readers`."""
    port = Port()
    yield from _frames()
    yield from _answers(port)
    yield from _items(port)


def _frames() -> Iterator[Reader]:
    frames = (
        encode_frame(Greeting(_INSTANCE, 7)),
        encode_frame(HubItem(3, _NAME, b"content")) + encode_frame(Beat(9)),
    )
    yield Reader(
        "hub-stream",
        lambda data: list(FrameReader().feed(data)),
        frames,
        _SAID,
        (_HUB + "FrameReader",),
    )
    bodies = tuple(frame[4:] for frame in (frames[0], encode_frame(HubItem(3, _NAME, b"c"))))
    yield Reader("hub-frame", decode_frame, bodies, _SAID, (_HUB + "decode_frame",))
    pushed = encode_push(_NAME, b"content")
    yield Reader("hub-push", decode_push, (pushed,), _SAID, (_HUB + "decode_push",))
    have = encode_have(_INSTANCE, [HeldRange(_NAME, True), HeldRange(_NAME, False)])
    yield Reader("hub-have", decode_have, (have,), _SAID, (_HUB + "decode_have",))
    journals = [JournalName("CAI-AIR-0001", bytes(16)), JournalName("CAI-AIR-0002", bytes(16))]
    named, far = encode_journals(journals), encode_reached(map(_reached, journals))
    yield Reader("relay-named", decode_journals, (named,), _SAID, (_RELAY + "decode_journals",))
    yield Reader("relay-reached", decode_reached, (far,), _SAID, (_RELAY + "decode_reached",))


def _reached(journal: JournalName) -> ReachedJournal:
    return ReachedJournal(journal, 300)


def _answers(port: Port) -> Iterator[Reader]:
    devices = Listing(lambda: port.view)()
    assert devices is not None
    signed = hashlib.sha256(_CERTIFICATE).digest() + _INSTANCE
    request = device_request(_NONCE, hub.IDENTITY_METHOD, hub.IDENTITY_PATH, signed, AUDIENCE, "d4")
    envelope = sign_auth(port.members["d4"].auth, request)
    yield Reader(
        "hub-identity",
        lambda data: read_identity(data, _CERTIFICATE, _NONCE, devices, AUDIENCE),
        (canonical.encode([_INSTANCE, PORT, envelope]),),
        _SAID,
        (_PINNED + "read_identity",),
    )
    yield Reader(
        "hub-session",
        read_session,
        (canonical.encode([bytes(32), 3600]),),
        _SAID,
        (_PINNED + "read_session",),
    )
    yield Reader(
        "hub-nonce",
        lambda data: read_nonce(HttpAnswer(200, {"content-type": routes.JSON}, data)),
        (encode_json({"nonce": routes.base64url(_NONCE), "expires_in": 60}),),
        (ProtocolError, TransportError),
        (_PINNED + "read_nonce",),
    )


def _items(port: Port) -> Iterator[Reader]:
    frames: tuple[RelayFrame, ...] = (
        port.batch_frame("d2", (b"one", b"two")),
        port.head_frame("d2", holding("d2", 7)),
        RowsFrame("scan", 1, ((1, "a"), (2, b"b"))),
    )
    content = port.item("d2", *frames).content
    identity = str(port.members["d1"].age)
    yield Reader(
        "relay-sealed",
        lambda data: list(open_relay(data, identity, scope=BIT)),
        (content,),
        (TrustError,),
        ("sync.bundle.relay_file.open_relay",),
        _SOME,
    )
    recipients = [port.members["d1"].listed.age_recipient]

    def spoilt_pack(data: bytes) -> object:
        return list(open_relay(seal(data, recipients), identity, scope=BIT))

    rows: list[list[object]] = [
        ["batch", b"x"],
        ["holding", b"x", b"y"],
        ["rows", "scan", 1, [[1]]],
    ]
    packed = pack(PackHeader(PackKind.DEPARTURES, BIT, 1), rows)
    yield Reader("relay-packed", spoilt_pack, (packed,), (TrustError,), (), _SOME)
    batch = port.batch_frame("d2", (b"one", b"two")).envelope
    yield Reader("relay-taken", _taken(port), (batch,), (), (), 300)


def _taken(port: Port) -> Read:
    """A batch's envelope, in an item sealed as it ought to be: nothing at all comes out."""
    lane = port.lane("d1")
    taking = Taking(lane, Listing(lane.trust), Gate())
    name = ItemName(Stream.CHAIN, "d2", bytes(16), 1, 1)

    def take(data: bytes) -> object:
        item = port.item("d2", BatchFrame(data))
        return taking.take(HubItem(1, name, item.content))

    return take
