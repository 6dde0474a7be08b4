"""The registry of the demonstration: its commands, its server on 127.0.0.1, its counts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import requests
from sqlalchemy import Engine

from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.token import issue_token
from checkpoint_app.credential.token_text import from_digits, to_digits
from checkpoint_app.errors import TransportError
from sync.protocol import routes
from sync.registry.db.open import reading
from sync.registry.paths import RegistryPaths
from sync.registry.permit_sheet import SheetContent
from sync.registry.portal.permit_content import permit_content
from sync.registry.signer.permit_rows import claims_of, row_by_number
from sync.registry.signer.port import Signer

_READY_SECONDS = 30
_END_SECONDS = 20


class Server:
    """`checkpoint registry serve` as a process of its own, stopped and started like a line that is
    cut and mended. It keeps its address."""

    def __init__(self, data: Path, port: int = 0) -> None:
        self._data, self._port = data, port
        self._process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        """The base address, the same after a restart."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int | None:
        """The id of the running process."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Start, and wait until requests are answered. Raises TransportError."""
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "checkpoint_app", "registry", "serve"),
                *("--data", str(self._data), "--host", "127.0.0.1"),
                *("--port", str(self._port), "--no-publish"),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        first = self._process.stdout.readline()
        try:
            self._port = int(json.loads(first)["listening"].rpartition(":")[2])
        except (ValueError, KeyError, TypeError) as error:
            self.stop()
            raise TransportError("the registry did not start", key="demo.no_registry") from error

    def stop(self) -> None:
        """End the process, by its own id."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None


@contextmanager
def serving(data: Path) -> Iterator[Server]:
    """A running server; ended when the block ends."""
    server = Server(data)
    server.start()
    try:
        yield server
    finally:
        server.stop()


class Printer:
    """Prints permits: with the signer's token, or with a forger's."""

    def __init__(self, engine: Engine, signer: Signer) -> None:
        self._engine = engine
        self._signer = signer

    def sheet(self, number: int) -> SheetContent:
        """The sheet of a permit as the ministry prints it now."""
        return permit_content(self._engine, self._signer, number)

    def forged_sheet(self, number: int) -> SheetContent:
        """The same permit with a token that says the same and that another key signed, under the
        issuer's key id: what someone could make who has seen a genuine sheet."""
        genuine = self.sheet(number)
        with reading(self._engine) as connection:
            row = row_by_number(connection, number)
        assert row is not None, "the cast's permits exist"
        forger = SigningKey.generate(EnvelopeType.TOKEN)
        token = issue_token(claims_of(row), forger)
        token = token.replace(forger.kid, _key_id(from_digits(genuine.token_text).token), 1)
        return replace(genuine, token_text=to_digits(number, token))


def _key_id(token: bytes) -> bytes:
    """The key id in a token's protected header, `{1: -19, 4: kid}`: after the map's key 4 and the
    head of a byte string of 8."""
    start = token.index(b"\x04\x48") + 2
    return token[start : start + 8]


def damaged(text: str) -> str:
    """A token's digits with two neighbours exchanged, as a bad print would read."""
    spot = next(i for i in range(40, len(text) - 1) if text[i] != text[i + 1])
    return text[:spot] + text[spot + 1] + text[spot] + text[spot + 2 :]


def counts(address: str, paths: RegistryPaths, day: date, port_id: str) -> dict[str, int]:
    """The registry's own counts of a day at one port, asked over HTTP as a supervisor would."""
    token = paths.admin_token.read_text("utf-8").strip()
    answer = requests.get(
        address + routes.COUNTS,
        params={"day": day.isoformat(), "port": port_id},
        headers={"Authorization": f"Bearer {token}"},
        timeout=_READY_SECONDS,
    )
    answer.raise_for_status()
    total: dict[str, int] = answer.json()["total"]
    return total
