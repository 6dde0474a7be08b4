"""What scanners say of the symbol that they read."""

from __future__ import annotations

import pytest

from checkpoint_app.capture.reading import OTHER, UNKNOWN, Symbology, identified


@pytest.mark.parametrize(
    ("text", "symbology"),
    [
        ("]Q1123", Symbology.QR_CODE),
        ("]C0123", Symbology.CODE_128),
        ("]d2123", Symbology.DATA_MATRIX),
        ("]E04006381333931", OTHER),
        ("]o1P<EGY", UNKNOWN),
        ("123", UNKNOWN),
        ("]", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_the_identifier_tells(text: str, symbology: Symbology) -> None:
    assert identified(text) is symbology


def test_what_cannot_be_asked_of_a_decoder_is_no_member() -> None:
    assert {OTHER, UNKNOWN}.isdisjoint(Symbology)
    assert (Symbology("Other"), Symbology("")) == (OTHER, UNKNOWN)
    with pytest.raises(ValueError, match="EAN13"):
        Symbology("EAN13")
