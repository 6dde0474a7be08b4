"""A line to a registry that counts what goes over it, both ways, in a process of its own:
`python -m tests.simulators.counting_line HOST PORT`.

Prints its own port. A line on standard input asks how many bytes went over it so far; the end of
the input ends it.
"""

from __future__ import annotations

import asyncio
import sys

_CHUNK = 64 * 1024


class CountingLine:
    """Passes connections on to one address."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self.count = 0

    async def connected(self, near: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        """One connection, until both ends are done."""
        far, requests = await asyncio.open_connection(self._host, self._port)
        await asyncio.gather(self._pass(near, requests), self._pass(far, answers))

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while chunk := await source.read(_CHUNK):
                self.count += len(chunk)
                sink.write(chunk)
                await sink.drain()
        except ConnectionError:
            pass
        finally:
            sink.close()


async def main(host: str, port: int) -> None:
    """Serve until the input ends."""
    line = CountingLine(host, port)
    server = await asyncio.start_server(line.connected, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print(line.count, flush=True)
    server.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
