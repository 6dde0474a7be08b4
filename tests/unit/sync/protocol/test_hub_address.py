"""What counts as the address of a hub."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.hub_address import HUB_ADDRESS_CHARACTERS, is_hub_address


@pytest.mark.parametrize(
    "text",
    [
        "https://hub",
        "https://10.0.0.5:8443",
        "https://[fd00::5]:8443/",
        "https://hub.port.example:65535",
        "https://" + "h" * (HUB_ADDRESS_CHARACTERS - 8),
    ],
)
def test_https_with_a_host_is_one(text: str) -> None:
    assert is_hub_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hub",
        "HTTPS://hub",
        "http://hub",
        "https://",
        "https://:8443",
        "https://hub:0",
        "https://hub:65536",
        "https://hub:port",
        "https://user@hub",
        "https://hub/path",
        "https://hub?",
        "https://hub#",
        "https://hub\n",
        "https://hu b",
        "https://h\u0665",
        "https://[hub",
        "https://" + "h" * (HUB_ADDRESS_CHARACTERS - 7),
        None,
        5,
        b"https://hub",
    ],
)
def test_anything_else_is_none(text: object) -> None:
    assert not is_hub_address(text)


@given(st.text() | st.text().map("https://".__add__) | st.none() | st.binary())
def test_it_never_raises(text: object) -> None:
    assert is_hub_address(text) in {True, False}
