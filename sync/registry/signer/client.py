"""Reaches the signer in its process."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any

import cbor2

from checkpoint_app.credential.notice import Change
from checkpoint_app.errors import CheckpointError, ProtocolError, TransportError
from sync.registry.signer.frames import ANSWER_LIMIT, DONE, read_frame, write_frame
from sync.registry.signer.port import BATCH, BlockOrder, SignedBlock, SignedList
from sync.registry.signer.refusal import SigningRefusedError

_STATUS_LISTS = 16
_END_SECONDS = 5
# Requests sent before the first answer is taken: one is worked on while another waits.
_AHEAD = 2


class SignerClient:
    """Starts a signer for a data folder and implements `Signer` over it; a context manager.

    Safe to share between threads: one exchange at a time. Every method raises SigningRefusedError
    for what the signer refuses, TransportError (not retryable) once its process is gone.
    """

    def __init__(self, data: Path) -> None:
        arguments = [sys.executable, "-m", "sync.registry.signer", "--data", str(data)]
        try:
            self._process = subprocess.Popen(
                arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        except OSError as error:
            raise _gone(str(error)) from error
        self._lock = threading.Lock()
        self._answers: SimpleQueue[bytes | CheckpointError | None] = SimpleQueue()
        # Reads all that comes, so that neither side ever waits for the other to read.
        self._reader = threading.Thread(target=self._read, name="signer-answers", daemon=True)
        self._reader.start()

    def __enter__(self) -> SignerClient:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def blocks(
        self, scope: int, issued: int, orders: Iterable[BlockOrder]
    ) -> Iterator[SignedBlock]:
        """See `Signer.blocks`. The next blocks are signed while the caller works on these; no
        other exchange is possible until the iterator is finished or closed."""
        batches = _batches(orders)
        waiting: deque[list[BlockOrder]] = deque()
        with self._lock:
            try:
                while True:
                    for batch in islice(batches, _AHEAD - len(waiting)):
                        rows = [[order.number, list(order.permits)] for order in batch]
                        self._send("blocks", scope, issued, rows)
                        waiting.append(batch)
                    if not waiting:
                        return
                    asked = waiting.popleft()
                    yield from map(_block, asked, self._receive())
            finally:
                self._skip(len(waiting))

    def manifest(
        self, scope: int, generation: int, issued: int, pages: Sequence[bytes], segments: bytes
    ) -> bytes:
        """See `Signer.manifest`."""
        return bytes(self._ask("manifest", scope, generation, issued, list(pages), segments))

    def status_lists(self, issued: int, first: int, count: int) -> Sequence[SignedList]:
        """See `Signer.status_lists`."""
        rows = self._ask("status", issued, first, min(count, _STATUS_LISTS))
        return [SignedList(*row) for row in rows]

    def state(self, issued: int) -> tuple[int, bytes]:
        """See `Signer.state`."""
        version, envelope = self._ask("state", issued)
        return version, envelope

    def token(self, permit: int) -> bytes:
        """See `Signer.token`."""
        return bytes(self._ask("token", permit))

    def refresh(
        self, permit: int, nonce: bytes, device_id: str, *, movements: bool = False
    ) -> bytes:
        """See `Signer.refresh`."""
        more = [True] if movements else []
        return bytes(self._ask("refresh", permit, nonce, device_id, *more))

    def notice(self, issued: int, changes: Sequence[Change]) -> bytes:
        """See `SignsNotices.notice`."""
        rows = [[int(change.kind), change.number, change.state] for change in changes]
        return bytes(self._ask("notice", issued, rows))

    def close(self) -> None:
        """See `Signer.close`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.close()
        except OSError:
            self._process.kill()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._process.stdout.close()

    def _ask(self, *request: object) -> Any:
        with self._lock:
            self._send(*request)
            return self._receive()

    def _send(self, *request: object) -> None:
        assert self._process.stdin is not None
        try:
            write_frame(self._process.stdin, list(request))
        except (OSError, ValueError) as error:
            # A signer that could not start says why before it ends.
            raise self._last_words() or _gone(str(error)) from error

    def _receive(self) -> Any:
        body = self._answers.get()
        if isinstance(body, CheckpointError):
            raise body
        if body is None:
            self._answers.put(None)
            raise _gone("its process ended")
        return _result(body)

    def _skip(self, answers: int) -> None:
        """Pass over answers that nobody waits for any more."""
        for _ in range(answers):
            if self._answers.get() is None:
                self._answers.put(None)
                return

    def _last_words(self) -> CheckpointError | None:
        try:
            self._receive()
        except CheckpointError as error:
            return error
        return None

    def _read(self) -> None:
        assert self._process.stdout is not None
        try:
            while (body := read_frame(self._process.stdout, limit=ANSWER_LIMIT)) is not None:
                self._answers.put(body)
        except ProtocolError as error:
            self._answers.put(error)
        self._answers.put(None)


def _batches(orders: Iterable[BlockOrder]) -> Iterator[list[BlockOrder]]:
    source = iter(orders)
    while batch := list(islice(source, BATCH)):
        yield batch


def _result(body: bytes) -> Any:
    match cbor2.loads(body):
        case [code, result] if code == DONE:
            return result
        case [_, str(key), str(text)]:
            raise SigningRefusedError(text, key=key)
        case _:
            raise ProtocolError("the signer's answer", key="registry.signer_garbled")


def _block(order: BlockOrder, row: list[Any]) -> SignedBlock:
    envelope, records, versions, tombstones = row
    return SignedBlock(order.number, envelope, records, versions, frozenset(tombstones))


def _gone(why: str) -> TransportError:
    return TransportError(f"signer: {why}", retryable=False, key="registry.signer_gone")
