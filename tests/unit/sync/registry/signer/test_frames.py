"""Frames between the registry and its signer."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential.canonical import decode
from checkpoint_app.errors import ProtocolError
from sync.registry.signer.frames import read_frame, write_frame


@given(st.lists(st.integers(0, 2**40) | st.binary(max_size=50), max_size=20))
def test_what_is_written_is_read(content: list[object]) -> None:
    stream = io.BytesIO()
    write_frame(stream, content)
    stream.seek(0)
    body = read_frame(stream, limit=10_000)
    assert body is not None
    assert decode(body, limit=10_000) == content
    assert read_frame(stream, limit=10_000) is None


@given(st.binary(max_size=300))
def test_only_its_own_error_escapes(data: bytes) -> None:
    stream = io.BytesIO(data)
    try:
        while read_frame(stream, limit=100) is not None:
            pass
    except ProtocolError:
        pass


def test_a_frame_beyond_the_limit_is_not_read() -> None:
    stream = io.BytesIO((101).to_bytes(4, "big") + bytes(101))
    with pytest.raises(ProtocolError):
        read_frame(stream, limit=100)
    assert stream.tell() == 4
