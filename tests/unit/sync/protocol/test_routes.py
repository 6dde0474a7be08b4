from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.errors import ProtocolError
from sync.protocol import routes


@given(st.binary(max_size=100))
def test_base64url_comes_back(data: bytes) -> None:
    text = routes.base64url(data)
    assert "=" not in text
    assert routes.from_base64url(text) == data
    assert routes.from_base64url(text + "=" * (-len(text) % 4)) == data


@given(st.text(max_size=60))
def test_any_text_is_base64url_or_refused(text: str) -> None:
    try:
        routes.from_base64url(text)
    except ProtocolError as error:
        assert error.key == "api.message-malformed"


@pytest.mark.parametrize("text", ["a", "aaaaa", "é", "a+b/", "a b", "\n"])
def test_what_is_not_base64url(text: str) -> None:
    with pytest.raises(ProtocolError):
        routes.from_base64url(text)


def test_paths() -> None:
    assert routes.receipt_of(bytes(16)) == "/api/v1/receipts/" + "0" * 32
    assert routes.tuf_metadata("../x") == "/tuf/metadata/..%2Fx"
    assert routes.tuf_target("CAI-AIR/a b") == "/tuf/targets/CAI-AIR/a%20b"
    assert routes.device_authorization(b"\xff") == "Umrah-Device _w"
