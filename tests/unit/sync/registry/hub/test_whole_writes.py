"""What goes out as one piece, and when."""

from __future__ import annotations

import asyncio
from typing import cast

from sync.registry.hub.whole_writes import WholeWrites


class Wire(asyncio.Transport):
    """Notes what comes out."""

    def __init__(self) -> None:
        super().__init__()
        self.out: list[bytes | str] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.out.append(bytes(data))

    def close(self) -> None:
        self.out.append("closed")

    def abort(self) -> None:
        self.out.append("cut")


async def _after(*pieces: bytes, end: str = "") -> list[bytes | str]:
    """What is out after one turn of the loop."""
    wire = Wire()
    whole = WholeWrites(cast(asyncio.Transport, wire), asyncio.get_running_loop())
    for piece in pieces:
        whole.write(piece)
    if end:
        getattr(whole, end)()
    await asyncio.sleep(0)
    return wire.out


def test_head_and_body_are_one_piece() -> None:
    assert asyncio.run(_after(b"head", b"body")) == [b"headbody"]


def test_what_is_much_does_not_wait() -> None:
    long = bytes(20_000)
    assert asyncio.run(_after(b"head", long, b"end")) == [b"head" + long, b"end"]


def test_what_was_written_goes_before_the_end() -> None:
    assert asyncio.run(_after(b"a", b"b", end="close")) == [b"ab", "closed"]
    assert asyncio.run(_after(b"a", end="abort")) == ["cut"]
