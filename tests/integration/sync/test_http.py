"""HTTP over a real socket to a server that misbehaves."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from checkpoint_app.errors import CheckpointError, ProtocolError, TransportError, TrustError
from sync.client.http import HttpAnswer, Patience, RegistryHttp
from sync.client.http_fetcher import network_carrier
from sync.trust.repository import TrustedRepository
from tests.integration.sync.publication import PORT, Publication
from tests.unit.sync.season import NOW, PortSeason

Behaviour = Callable[[BaseHTTPRequestHandler], None]
HASTY = Patience(connect=2.0, silence=0.5, whole=1.0)


@contextmanager
def server(behave: Behaviour) -> Iterator[str]:
    """A server on a free port of this computer that answers each GET and POST so."""

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.close_connection = True
            behave(self)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    listening.daemon_threads = True
    thread = threading.Thread(target=listening.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_address[1]}"
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()


def answering(status: int, body: bytes, **headers: str) -> Behaviour:
    def behave(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return behave


def get(address: str, *, limit: int = 1000, patience: Patience = HASTY) -> HttpAnswer:
    with RegistryHttp(address, patience=patience) as http:
        return http.get("/x", limit=limit)


def failure(behave: Behaviour) -> CheckpointError:
    with server(behave) as address, pytest.raises(CheckpointError) as error:
        get(address)
    return error.value


def dying(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b"half")


def dying_in_chunks(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    request.wfile.write(b"5\r\nhello\r\n5\r\nhe")


def rubbish(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"\x16\x03\x01 this is not http\r\n\r\n")


def silent(request: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)


def dripping(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    for _ in range(60):
        request.wfile.write(b".")
        request.wfile.flush()
        time.sleep(0.05)


def endless(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    try:
        while True:
            request.wfile.write(bytes(65536))
    except OSError:
        return


def test_a_whole_answer_comes_as_it_was_sent() -> None:
    with server(answering(200, b"body", Content_Type="Application/CBOR; x=1")) as address:
        answer = get(address)
    assert (answer.status, answer.body, answer.media_type) == (200, b"body", "application/cbor")


def test_chunks_are_put_together() -> None:
    def chunked(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        request.wfile.write(b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")

    with server(chunked) as address:
        assert get(address).body == b"hello world"


@pytest.mark.parametrize(
    ("behave", "kind", "key"),
    [
        (dying, TransportError, "sync.broken_off"),
        (dying_in_chunks, TransportError, "sync.broken_off"),
        (rubbish, TransportError, "sync.unreachable"),
        (silent, TransportError, "sync.too_slow"),
        (dripping, TransportError, "sync.too_slow"),
        (endless, ProtocolError, "sync.not_registry"),
    ],
)
def test_a_server_that_misbehaves(behave: Behaviour, kind: type[CheckpointError], key: str) -> None:
    error = failure(behave)
    assert isinstance(error, kind)
    assert error.key == key


def test_a_packed_answer_is_not_unpacked() -> None:
    with server(answering(200, b"\x1f\x8b bomb", Content_Encoding="gzip")) as address:
        assert get(address).body == b"\x1f\x8b bomb"


def test_a_kept_connection_that_was_closed_costs_a_get_nothing() -> None:
    def closing(request: BaseHTTPRequestHandler) -> None:
        answering(200, b"body")(request)
        request.connection.shutdown(socket.SHUT_RDWR)

    with server(closing) as address, RegistryHttp(address) as http:
        for _ in range(20):
            assert http.get("/x", limit=100).body == b"body"


def test_a_redirect_is_not_followed() -> None:
    with server(answering(302, b"", Location="http://127.0.0.1:1/")) as address:
        assert get(address).status == 302


def test_nobody_there_is_unreachable() -> None:
    with server(answering(200, b"")) as address:
        pass
    with pytest.raises(TransportError) as error:
        get(address)
    assert error.value.key == "sync.unreachable"


def test_stopping_ends_a_transfer() -> None:
    with (
        server(endless) as address,
        RegistryHttp(address, stopping=lambda: True) as http,
        pytest.raises(TransportError) as error,
    ):
        http.get("/x", limit=10**9)
    assert error.value.key == "sync.stopped"


def file_server(folder: Path, spoil: Callable[[str, bytes], Behaviour | None]) -> Behaviour:
    """Serves a publication under /tuf/; ``spoil`` may behave otherwise for a file."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        path = folder / request.path.removeprefix("/tuf/")
        if not path.is_file():
            answering(404, b"")(request)
            return
        content = path.read_bytes()
        (spoil(path.name, content) or answering(200, content))(request)

    return behave


def half(content: bytes) -> Behaviour:
    def behave(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content[: len(content) // 2])

    return behave


@pytest.mark.parametrize("name", ["timestamp.json", "1.targets.json", "manifest"])
@pytest.mark.parametrize(
    ("spoilt", "kinds"),
    [
        (half, (TransportError,)),
        (lambda content: answering(500, b""), (TransportError,)),
        (lambda content: answering(302, b"", Location="/elsewhere"), (TransportError,)),
        (lambda content: answering(200, b"<html>sign in</html>"), (TrustError,)),
        (lambda content: rubbish, (TransportError,)),
        (lambda content: endless, (TrustError,)),
    ],
)
def test_a_repository_over_a_bad_line_is_refused_and_read_once_the_line_is_good(
    tmp_path: Path,
    name: str,
    spoilt: Callable[[bytes], Behaviour],
    kinds: tuple[type[CheckpointError], ...],
) -> None:
    publication = Publication(tmp_path / "registry", PortSeason())
    publication.season.add_versions([1, 2, 3])
    publication.publish()
    trusted = TrustedRepository(tmp_path / "trust", publication.root)
    bad = True

    def spoil(file: str, content: bytes) -> Behaviour | None:
        return spoilt(content) if bad and file.endswith(name) else None

    def read(address: str) -> None:
        with RegistryHttp(address) as http, trusted.session(network_carrier(http), NOW) as session:
            session.refresh()
            session.content(f"{PORT}/manifest", limit=2**20)

    with server(file_server(publication.folder, spoil)) as address:
        with pytest.raises(kinds):
            read(address)
        bad = False
        read(address)
    assert trusted.load_local() is not None
