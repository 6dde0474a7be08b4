from __future__ import annotations

import numpy as np
import pytest

from checkpoint_app.capture.decoders import opencv_qr, zbar, zxing
from checkpoint_app.capture.reading import Symbology
from tests.unit.capture.pictures import TEXTS, qr_of_bytes, symbol

# Bytes that decoders rewrite unless told not to: control characters, UTF-8 without an ECI, and the
# first bytes of a COSE_Sign1 envelope, which are no UTF-8.
AWKWARD = [
    b"a\x1db\x00c\x1ed\ttab\r\n",
    "مرحبا بكم في القاهرة".encode(),
    b"\xd2\x84\x43\xa1\x01\x26\xa0" * 10,
    bytes(range(256)),
]


@pytest.mark.parametrize("symbology", list(Symbology))
def test_zxing_reads_each_symbology_by_its_name(symbology: Symbology) -> None:
    (reading,), undecoded = zxing(symbol(symbology))
    assert reading.symbology is symbology
    assert reading.text == TEXTS[symbology]
    assert reading.data == TEXTS[symbology].encode()
    assert len(reading.outline) == 4
    assert not undecoded


@pytest.mark.parametrize("data", AWKWARD)
def test_zxing_hands_over_bytes_as_they_are(data: bytes) -> None:
    (reading,), _ = zxing(qr_of_bytes(data))
    assert reading.data == data


@pytest.mark.parametrize("data", AWKWARD)
def test_zbar_hands_over_bytes_as_they_are(data: bytes) -> None:
    (seen,) = zbar(qr_of_bytes(data))
    assert seen.reading.data == data


def test_utf8_without_an_eci_is_text_in_both() -> None:
    text = "تصريح السفر لأداء العمرة"
    picture = qr_of_bytes(text.encode())
    assert zxing(picture)[0][0].text == text
    assert zbar(picture)[0].reading.text == text


@pytest.mark.parametrize("symbology", [Symbology.QR_CODE, Symbology.CODE_128, Symbology.CODE_39])
def test_zbar_reads_what_it_is_trusted_with(symbology: Symbology) -> None:
    (seen,) = zbar(symbol(symbology))
    assert (seen.reading.symbology, seen.reading.text) == (symbology, TEXTS[symbology])
    assert seen.lines >= 1


def test_zbar_is_not_asked_for_others() -> None:
    assert zbar(symbol(Symbology.CODE_39), (Symbology.CODE_128, Symbology.PDF417)) == []


def test_opencv_reads_digits_and_leaves_other_bytes_alone() -> None:
    assert [r.text for r in opencv_qr(symbol(Symbology.QR_CODE))[0]] == [TEXTS[Symbology.QR_CODE]]
    for data in AWKWARD[1:]:
        assert opencv_qr(qr_of_bytes(data))[0] == []


def test_a_symbol_found_and_not_read_says_where() -> None:
    broken = symbol(Symbology.QR_CODE)
    broken[130:200, 60:-60] = 255 - broken[130:200, 60:-60]
    readings, undecoded = zxing(broken)
    assert not readings
    assert undecoded[0].symbology is Symbology.QR_CODE
    assert len(undecoded[0].outline) == 4


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (7, 7), (500, 3)])
def test_pictures_too_small_for_a_symbol_are_empty(shape: tuple[int, int]) -> None:
    grey = np.zeros(shape, np.uint8)
    assert zxing(grey) == ([], [])
    assert zbar(grey) == []
    assert opencv_qr(grey) == ([], [])
