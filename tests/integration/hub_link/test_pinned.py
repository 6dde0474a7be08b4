"""Nothing but a hub that a device of the port vouches for is spoken to."""

from __future__ import annotations

import gc
import socket
import struct
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.errors import ConfigError, ProtocolError, TransportError
from sync.client.http import never
from sync.client.hub.listed import Listing
from sync.client.hub.pinned import PinnedHub, certificate_of, checked_hub, pinned_session
from sync.protocol import hub
from sync.protocol.hub import ItemName, Stream
from tests.integration.hub_link.fake_hub import FakeHub
from tests.unit.sync.client.hub.port import Port

NAME = ItemName(Stream.CHAIN, "d1", bytes(16), 1, 2)


def pinned(port: Port, address: str) -> PinnedHub:
    lane = port.lane("d1")
    return PinnedHub(address, lane, Listing(lane.trust), stopping=never)


def test_a_hub_proves_itself_and_takes_items(port: Port, fake: FakeHub) -> None:
    found = pinned(port, fake.address)
    assert (found.prove().instance, found.prove().device_id) == (fake.instance, "d4")
    line = found.line()
    line.push(NAME, b"content")
    assert fake.pushed == [(NAME, "d1")]
    assert [(each.name, each.own) for each in line.have()] == [(NAME, True)]
    assert fake.sessions == 1
    line.close()


def test_a_session_that_ended_is_begun_anew_once(port: Port, fake: FakeHub) -> None:
    line = pinned(port, fake.address).line()
    line.have()
    fake.tokens.clear()
    line.push(NAME, b"content")
    fake.tokens.clear()
    with line.stream(0) as chunks:
        assert next(chunks)
    assert fake.sessions == 3
    fake.tokens = _Forgetful()
    with pytest.raises(ProtocolError):
        line.have()
    assert fake.sessions == 4


class _Forgetful(dict[bytes, str]):
    def __setitem__(self, token: bytes, device: str) -> None:
        """Keeps none."""


def _other_key(fake: FakeHub) -> None:
    fake.key = SigningKey.generate(EnvelopeType.AUTH)


def _another_s_key(fake: FakeHub) -> None:
    fake.key = fake.port.members["d3"].auth


def _recalled(fake: FakeHub) -> None:
    fake.port.recall("d4")


def _relayed(fake: FakeHub) -> None:
    """Somebody in between, with an own certificate and the true hub's signature."""
    fake.said_certificate = bytes(32)


def _other_port(fake: FakeHub) -> None:
    fake.said_port = "SGA-SEA"


def _replayed(fake: FakeHub) -> None:
    fake.said_nonce = bytes(32)


def _rubbish(fake: FakeHub) -> None:
    fake.instance = b"short"


@pytest.mark.requirement("C5")
@pytest.mark.parametrize(
    "spoil",
    [_other_key, _another_s_key, _recalled, _relayed, _other_port, _replayed, _rubbish],
)
def test_what_is_not_our_hub_learns_nothing(
    port: Port, fake: FakeHub, spoil: Callable[[FakeHub], None]
) -> None:
    spoil(fake)
    with pytest.raises(ProtocolError) as caught:
        pinned(port, fake.address).prove()
    assert caught.value.key == "hub.not_ours"
    assert fake.requests == [f"GET {hub.IDENTITY}"]


@pytest.mark.requirement("C5")
def test_the_line_is_held_to_the_certificate(port: Port, fake: FakeHub, tmp_path: Path) -> None:
    """Another server at the same place gets no request at all."""
    line = pinned(port, fake.address).line()
    line.have()
    fake.stop()
    other = FakeHub(port, tmp_path / "other", at=fake.at, instance=fake.instance).start()
    try:
        assert certificate_of(other.address) != fake.certificate
        with pytest.raises(TransportError):
            line.have()
        assert other.requests == []
    finally:
        other.stop()
        fake.start()


def test_nothing_there_is_a_matter_of_time(port: Port, fake: FakeHub) -> None:
    fake.stop()
    with pytest.raises(TransportError):
        pinned(port, fake.address).prove()
    fake.start()


@pytest.mark.parametrize(
    "address",
    ["http://10.0.0.1", "https://10.0.0.1/hub", "https://h:0", "https://h:99999", "ftp://h", "x"],
)
def test_an_address_that_is_no_hub_s(address: str) -> None:
    with pytest.raises(ConfigError):
        checked_hub(address)


def test_addresses_of_both_families() -> None:
    assert checked_hub("https://[fd00::1]:8448/") == "https://[fd00::1]:8448"
    assert checked_hub("https://10.0.0.1") == "https://10.0.0.1"


def _reset_each(server: socket.socket) -> None:
    with suppress(OSError):
        while True:
            line, _ = server.accept()
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            line.close()


def test_a_line_that_is_reset_before_its_handshake_is_closed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, pinned_session(b"any") as session:
        accepting = threading.Thread(target=_reset_each, args=(server,))
        accepting.start()
        address = f"https://127.0.0.1:{server.getsockname()[1]}"
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always", ResourceWarning)
            for _ in range(10):
                with pytest.raises(TransportError):
                    certificate_of(address)
                with pytest.raises(requests.ConnectionError):
                    session.get(address)
            gc.collect()
        server.shutdown(socket.SHUT_RDWR)
        accepting.join()
    assert not heard
