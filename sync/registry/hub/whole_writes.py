"""A transport on which what is written in one turn of the event loop goes out as one piece: of an
answer's head and body one TLS record is made, and one write to the network."""

from __future__ import annotations

import asyncio

# What is longer goes out at once, so that whoever writes much hears when the line is full; bytes.
_MOST = 16 * 1024


class WholeWrites:
    """``inner`` with its writes put together; of a transport it has what HTTP needs."""

    def __init__(self, inner: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._inner, self._loop = inner, loop
        self._waiting: list[bytes] = []
        self._size = 0
        self.get_extra_info = inner.get_extra_info
        self.is_closing = inner.is_closing
        self.pause_reading, self.resume_reading = inner.pause_reading, inner.resume_reading
        self.set_protocol, self.get_protocol = inner.set_protocol, inner.get_protocol

    def write(self, piece: bytes) -> None:
        """Goes out at the end of this turn, or sooner when it is much."""
        if not self._waiting:
            self._loop.call_soon(self._flush)
        self._waiting.append(piece)
        self._size += len(piece)
        if self._size > _MOST:
            self._flush()

    def close(self) -> None:
        """Once what was written is out."""
        self._flush()
        self._inner.close()

    def abort(self) -> None:
        """At once."""
        self._waiting.clear()
        self._inner.abort()

    def _flush(self) -> None:
        if self._waiting:
            whole = b"".join(self._waiting)
            self._waiting.clear()
            self._size = 0
            self._inner.write(whole)
