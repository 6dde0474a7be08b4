"""The registry as people start it: a process of its own on 127.0.0.1, ended by its own id."""

from __future__ import annotations

import http.client
import json
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pyrage
import pytest
import requests

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.auth import device_request, sign_auth
from checkpoint_app.credential.batch import sign_batch
from checkpoint_app.credential.keys import DeviceKeyring
from checkpoint_app.credential.movement_bytes import chain_hash
from checkpoint_app.credential.receipt import Receipt, check_receipt
from sync.protocol import limits, routes
from sync.protocol.messages import EnrolmentRequest
from sync.registry.api.attempts import WrongAttempts
from sync.registry.api.enrolment import Enrolment
from sync.registry.db.open import open_database
from sync.registry.init import initialise
from sync.registry.paths import RegistryPaths
from sync.registry.sample.season import sample
from sync.registry.serve import read_identity
from sync.registry.signer.keys import receipt_key
from tests.integration.registry_api.world import DeviceKeys, JournalWriter

SECONDS = 60


class Served:
    """A running registry."""

    def __init__(self, paths: RegistryPaths, process: subprocess.Popen[str], address: str) -> None:
        self.paths = paths
        self.process = process
        self.address = address
        self.port = urlsplit(address).port or 0
        self.token = paths.admin_token.read_text().strip()

    def departed(self, day: str) -> int:
        answer = requests.get(
            self.address + routes.COUNTS,
            params={"day": day},
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=SECONDS,
        )
        return int(answer.json()["total"]["departed"])

    def is_well(self) -> bool:
        answer = requests.get(self.address + routes.HEALTH, timeout=SECONDS)
        return answer.status_code == 200 and answer.json()["status"] == "ok"

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(SECONDS)


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> RegistryPaths:
    made = RegistryPaths(tmp_path_factory.mktemp("served") / "registry")
    initialise(made, SystemClock(), demo=True)
    return made


@contextmanager
def serving(paths: RegistryPaths, *more: str) -> Iterator[Served]:
    arguments = ["registry", "serve", "--data", str(paths.data), "--port", "0", *more]
    process = subprocess.Popen(
        [sys.executable, "-m", "checkpoint_app", *arguments], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["listening"]
        yield Served(paths, process, address)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(SECONDS)
        if process.stdout is not None:
            process.stdout.close()


@pytest.fixture(scope="module")
def served(paths: RegistryPaths) -> Iterator[Served]:
    with serving(paths, "--no-publish") as running:
        yield running


class RemoteLane(JournalWriter):
    """A lane that speaks to a served registry over a real connection."""

    def __init__(self, paths: RegistryPaths) -> None:
        super().__init__(port=0, lane="1")
        self.keys = DeviceKeys()
        engine = open_database(paths.database)
        clock = SystemClock()
        enrolment = Enrolment(engine, clock, secrets.randbelow, WrongAttempts(clock))
        request = EnrolmentRequest(**self.keys.request(enrolment.issue_code(0, "1")))
        self.device_id = enrolment.enrol(request, "here").device_id
        self.audience = read_identity(engine).audience
        engine.dispose()
        key = receipt_key(paths)
        self.receipt_keys = DeviceKeyring([(key.purpose, key.public_bytes)])

    def batch(self) -> bytes:
        return sign_batch(self.keys.batch, self.device_id, self.epoch, 1, self.movements)

    def headers(self, served: Served, method: str, path: str, body: bytes) -> dict[str, str]:
        answer = requests.get(served.address + routes.NONCE, timeout=SECONDS)
        nonce = routes.from_base64url(answer.json()["nonce"])
        request = device_request(nonce, method, path, body, self.audience, self.device_id)
        authorization = routes.device_authorization(sign_auth(self.keys.auth, request))
        return {"Authorization": authorization, "Content-Type": routes.CBOR}

    def send(self, served: Served) -> Receipt:
        body = self.batch()
        answer = requests.post(
            served.address + routes.MOVEMENTS,
            data=body,
            headers=self.headers(served, "POST", routes.MOVEMENTS, body),
            timeout=SECONDS,
        )
        assert answer.status_code == 200, answer.text
        return check_receipt(answer.content, self.receipt_keys)


@pytest.mark.requirement("C6")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_listens_on_a_free_port_and_ends_cleanly(paths: RegistryPaths, number: int) -> None:
    with serving(paths, "--no-publish") as running:
        assert running.address.startswith("http://127.0.0.1:")
        assert running.is_well()
        assert running.end(number) == 0


@pytest.mark.requirement("C6")
def test_a_taken_address_is_said_in_a_sentence(served: Served) -> None:
    again = subprocess.run(
        [
            *(sys.executable, "-m", "checkpoint_app", "registry", "serve", "--lang", "en"),
            *("--data", str(served.paths.data), "--port", str(served.port), "--no-publish"),
        ],
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert again.returncode == 1
    assert "cannot listen" in again.stderr
    assert "Traceback" not in again.stderr


@pytest.mark.requirement("C3")
def test_movements_over_the_wire_outlive_a_kill(paths: RegistryPaths) -> None:
    lane = RemoteLane(paths)
    with serving(paths, "--no-publish") as running:
        before = running.departed("2026-03-05")
        for _ in range(100):
            lane.record()
        first = lane.send(running)
        assert (first.sequence, first.chain_hash) == (100, chain_hash(lane.movements[-1]))
        running.process.kill()
        running.process.wait(SECONDS)
    with serving(paths, "--no-publish") as running:
        assert running.departed("2026-03-05") == before + 100
        again = lane.send(running)
        assert (again.sequence, again.chain_hash) == (first.sequence, first.chain_hash)
        lane.record()
        assert lane.send(running).sequence == 101
        assert running.departed("2026-03-05") == before + 101


@pytest.mark.requirement("C3")
def test_a_client_killed_in_mid_body_leaves_nothing_behind(served: Served) -> None:
    lane = RemoteLane(served.paths)
    for _ in range(50):
        lane.record()
    before, body = served.departed("2026-03-05"), lane.batch()
    headers = lane.headers(served, "POST", routes.MOVEMENTS, body)
    for cut in (0, 1, len(body) // 2, len(body) - 1):
        with socket.create_connection(("127.0.0.1", served.port), SECONDS) as wire:
            wire.sendall(request_head(headers, len(body)) + body[:cut])
    assert served.is_well()
    assert served.departed("2026-03-05") == before
    assert lane.send(served).sequence == 50


@pytest.mark.requirement("C3")
def test_a_client_that_leaves_before_the_receipt_gets_it_later(served: Served) -> None:
    lane = RemoteLane(served.paths)
    lane.record()
    body = lane.batch()
    head = request_head(lane.headers(served, "POST", routes.MOVEMENTS, body), len(body))
    with socket.create_connection(("127.0.0.1", served.port), SECONDS) as wire:
        wire.sendall(head + body)
    before = served.departed("2026-03-05")
    assert lane.send(served).sequence == 1
    assert served.departed("2026-03-05") <= before + 1


@pytest.mark.parametrize("length", [limits.BODY + 1, 10**9])
def test_an_announced_body_too_large_is_refused_unread(served: Served, length: int) -> None:
    with socket.create_connection(("127.0.0.1", served.port), SECONDS) as wire:
        wire.sendall(request_head({"Content-Type": routes.CBOR}, length))
        check_problem(wire, 413, "body-too-large")
    assert served.is_well()


def test_a_chunked_body_is_cut_off_at_the_limit(served: Served) -> None:
    head = (
        f"POST {routes.ENROLMENTS} HTTP/1.1\r\nHost: x\r\nContent-Type: {routes.JSON}\r\n"
        "Transfer-Encoding: chunked\r\n\r\n"
    ).encode()
    chunk = b"1000\r\n" + b" " * 4096 + b"\r\n"
    with socket.create_connection(("127.0.0.1", served.port), SECONDS) as wire:
        try:
            wire.sendall(head)
            for _ in range(limits.BODY // 4096 + 2):
                wire.sendall(chunk)
        except OSError:
            pass  # it has stopped listening to this
        check_problem(wire, 413, "body-too-large")


@pytest.mark.parametrize(
    "head",
    [
        b"RUBBISH\r\n\r\n",
        b"GET / HTTP/1.1\r\nbad header\r\n\r\n",
        b"GET /api/health HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"GET /api/health HTTP/1.1\r\nX: " + b"y" * (limits.HEADERS + 1) + b"\r\n\r\n",
        b"POST /api/v1/enrolments HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
    ],
)
def test_what_is_no_http_ends_in_a_problem_document(served: Served, head: bytes) -> None:
    with socket.create_connection(("127.0.0.1", served.port), SECONDS) as wire:
        wire.sendall(head)
        check_problem(wire, 400, "malformed")
    assert served.is_well()


@pytest.mark.requirement("C6")
def test_the_first_root_can_be_fetched_by_anyone(served: Served) -> None:
    answer = requests.get(served.address + routes.tuf_metadata("1.root.json"), timeout=SECONDS)
    assert answer.content == served.paths.root_metadata.read_bytes()
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert "server" not in {name.lower() for name in answer.headers}


@pytest.mark.requirement("C3")
def test_a_device_enrolled_over_the_wire_can_open_its_ports_key(served: Served) -> None:
    identity = pyrage.x25519.Identity.generate()
    keys = DeviceKeys(age=str(identity.to_public()))
    given = subprocess.run(
        [
            *(sys.executable, "-m", "checkpoint_app", "registry", "enrol-code", "--json"),
            *("--data", str(served.paths.data), "--port", "NUW-SEA", "--lane", "3"),
        ],
        capture_output=True,
        timeout=SECONDS,
        check=True,
    )
    request = keys.request(json.loads(given.stdout)["code"])
    answer = requests.post(served.address + routes.ENROLMENTS, json=request, timeout=SECONDS)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["port_id"], answer.json()["lane"]) == ("NUW-SEA", "3")
    (file,) = (served.paths.targets / "NUW-SEA").glob("*.key")
    path = routes.tuf_target(f"NUW-SEA/{file.name}")
    wrapped = requests.get(served.address + path, timeout=SECONDS).content
    assert pyrage.decrypt(wrapped, [identity]).startswith(b"AGE-SECRET-KEY-1")


@pytest.mark.requirement("C3")
def test_it_publishes_by_itself_what_waited(tmp_path: Path) -> None:
    paths = RegistryPaths(tmp_path / "registry")
    initialise(paths, SystemClock(), demo=True)
    engine = open_database(paths.database)
    sample(engine, permits=30, seed=1, today=SystemClock().now().date())
    engine.dispose()
    with serving(paths) as running:
        deadline = SystemClock().monotonic() + SECONDS
        while not list(paths.targets.glob("CAI-AIR/*.manifest")):
            assert SystemClock().monotonic() < deadline
            assert running.is_well()
        assert running.end(signal.SIGTERM) == 0


def request_head(headers: dict[str, str], length: int) -> bytes:
    lines = [f"POST {routes.MOVEMENTS} HTTP/1.1", "Host: x", f"Content-Length: {length}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def check_problem(wire: socket.socket, status: int, name: str) -> None:
    answer = http.client.HTTPResponse(wire)
    answer.begin()
    assert answer.status == status
    assert answer.getheader("Content-Type") == routes.PROBLEM
    document = json.loads(answer.read())
    assert document["type"].endswith(name)
    assert document["title_ar"]


def test_a_folder_without_a_registry_is_said_in_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "checkpoint_app", "registry", "serve", "--lang", "en"),
            *("--data", str(tmp_path), "--port", "0"),
        ],
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 1
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
