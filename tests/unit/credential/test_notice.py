"""How notices name a device."""

from __future__ import annotations

import pytest

from checkpoint_app.credential.notice import device_number, device_of


def test_a_device_is_named_by_the_digits_of_its_id() -> None:
    assert device_number("lane-00000000000000ff") == 255
    assert device_of(255) == "lane-00000000000000ff"
    assert device_of(2**64 - 1) == "lane-ffffffffffffffff"


@pytest.mark.parametrize(
    "strange", ["lane-ff", "ffffffffffffffff", "lane-00000000000000FF", "lane-0x000000000000ff"]
)
def test_an_id_of_another_form_has_no_number(strange: str) -> None:
    assert device_number(strange) is None
