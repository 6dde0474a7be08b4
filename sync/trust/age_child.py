"""The child process that opens packs: `python -m sync.trust.age_child`.

It exists because `pyrage` holds the interpreter lock and because a million records are verified
faster beside the import than within it. It reads requests from standard input and writes answers
to standard output, each as a length and a `marshal`; keys come by the pipe, never as arguments.
It ends when its input does.
"""

from __future__ import annotations

import marshal
import struct
import sys
import traceback
from collections.abc import Iterator
from typing import BinaryIO

from sync.trust.reader import Answer, PackReader, Request

_LENGTH = struct.Struct(">Q")
# Above the largest honest message: a segment's blocks, or one batch of rows.
_MESSAGE_LIMIT = 64 * 1024 * 1024


def send(stream: BinaryIO, message: Answer) -> None:
    """Write one message and flush it. Raises OSError when the other end is gone."""
    body = marshal.dumps(message)
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def receive(stream: BinaryIO) -> Answer | None:
    """The next message, or None when the other end is gone.

    Only for the pipe between this program and its own child: `marshal` is no format for strangers.
    """
    prefix = stream.read(_LENGTH.size)
    if len(prefix) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(prefix)
    body = stream.read(length) if length <= _MESSAGE_LIMIT else b""
    if len(body) < length:
        return None
    message: Answer = marshal.loads(body)  # noqa: S302 - written by our own code, see above
    return message


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    reader = PackReader()
    while (request := receive(requests)) is not None:
        for answer in _whatever_happens(reader, request):
            send(answers, answer)


def _whatever_happens(reader: PackReader, request: Request) -> Iterator[Answer]:
    """The answers; a bug or exhausted memory ends in a refusal that says where, nothing more."""
    try:
        yield from reader.answers(request)
    except Exception as error:  # noqa: BLE001 - the parent logs it; this process has no log
        place = traceback.extract_tb(error.__traceback__)[-1]
        text = f"reader failed: {type(error).__name__} at {place.name}:{place.lineno}"
        yield ("refused", text, "trust.reader")


def main() -> None:
    """Serve the parent over the standard streams; no core file may show a key."""
    _without_core_files()
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:  # the parent gave up: nobody is left to tell
        sys.stderr.close()


def _without_core_files() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
