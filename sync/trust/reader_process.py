"""The parent's end of the process that opens packs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from checkpoint_app.errors import StorageError, TrustError
from sync.trust.age_child import receive, send
from sync.trust.reader import Answer

# A frozen build hands in its own way to start the same module.
CHILD_COMMAND = (sys.executable, "-m", "sync.trust.age_child")
_PACKAGE_FOLDER = Path(__file__).resolve().parents[2]
_LAST_ANSWERS = frozenset({"done", "manifest"})
_SECONDS_TO_END = 5.0


class ReaderProcess:
    """A `PackReading` in a process of its own, from ``with`` to its end.

    ``command`` starts `sync.trust.age_child`. Whatever happens inside, no child outlives the block.
    """

    def __init__(self, command: Sequence[str] = CHILD_COMMAND) -> None:
        self._command = tuple(command)
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._child = subprocess.Popen(
                self._command,
                cwd=_PACKAGE_FOLDER,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise StorageError(f"pack reader: {error}", key="trust.reader") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        child = self._running()
        self._child = None
        for stream in (child.stdin, child.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()
        try:
            child.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def ask(self, *request: Any) -> Iterator[Answer]:
        """Send a request and read its answers as they come.

        Raises TrustError for a refusal, and for a reader that ended without an answer.
        """
        requests, answers = self._streams()
        try:
            send(requests, request)
        except OSError as error:
            raise TrustError("the pack reader ended", key="trust.reader") from error
        while True:
            answer = receive(answers)
            if answer is None:
                raise TrustError("the pack reader ended", key="trust.reader")
            if answer[0] == "refused":
                raise TrustError(answer[1], key=answer[2])
            yield answer
            if answer[0] in _LAST_ANSWERS:
                return

    def _streams(self) -> tuple[BinaryIO, BinaryIO]:
        child = self._running()
        assert child.stdin is not None
        assert child.stdout is not None
        return child.stdin, child.stdout  # type: ignore[return-value]  # Popen's IO[bytes]

    def _running(self) -> subprocess.Popen[bytes]:
        assert self._child is not None, "used outside its with block"
        return self._child
