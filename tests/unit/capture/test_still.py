from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from pyzbar import pyzbar

from checkpoint_app.capture.image import GreyImage
from checkpoint_app.capture.reading import Symbology
from checkpoint_app.capture.still import read_still
from tests.unit.capture.pictures import (
    NO_BARCODE,
    TEXTS,
    blurry,
    framed,
    noisy,
    qr_of_bytes,
    quarter_turned,
    rolled,
    shaded,
    symbol,
    without_barcode,
)

QR, CODE_128, CODE_39 = Symbology.QR_CODE, Symbology.CODE_128, Symbology.CODE_39


def texts(grey: GreyImage) -> set[str]:
    return {reading.text for reading in read_still(grey)}


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("symbology", list(Symbology))
@pytest.mark.parametrize("quarters", range(4))
def test_every_symbology_reads_in_every_right_angle(symbology: Symbology, quarters: int) -> None:
    readings = read_still(quarter_turned(symbol(symbology), quarters), "desk")
    assert [(r.symbology, r.text) for r in readings] == [(symbology, TEXTS[symbology])]
    assert readings[0].source == "desk" and readings[0].quality == 1.0


@pytest.mark.parametrize("symbology", list(Symbology))
def test_every_symbology_reads_inverted(symbology: Symbology) -> None:
    assert texts(255 - symbol(symbology)) == {TEXTS[symbology]}


@pytest.mark.parametrize("symbology", list(Symbology))
@pytest.mark.parametrize("degrees", [11, 37, 64, 98, 141])
def test_every_symbology_reads_at_any_roll(symbology: Symbology, degrees: int) -> None:
    assert texts(rolled(symbol(symbology, scale=3), degrees)) == {TEXTS[symbology]}


HARD = {
    "noisy": lambda grey: noisy(grey, 45),
    "blurry": lambda grey: blurry(grey, 2.2),
    "shaded": shaded,
    "rolled": lambda grey: noisy(rolled(grey, 21), 18),
    "small": lambda grey: grey[::2, ::2],
    "tight": lambda grey: grey[40:-40, 40:-40],
}


def by_single_decoders(grey: GreyImage) -> set[str]:
    """What zxing-cpp or pyzbar reads as they come."""
    found = {barcode.text for barcode in zxingcpp.read_barcodes(grey)}
    return found | {barcode.data.decode("latin-1") for barcode in pyzbar.decode(grey)}


@pytest.mark.parametrize("damage", list(HARD))
@pytest.mark.parametrize("symbology", list(Symbology))
def test_it_reads_whatever_a_single_decoder_reads(symbology: Symbology, damage: str) -> None:
    picture = HARD[damage](symbol(symbology, scale=3))
    ours = texts(picture)
    assert ours >= by_single_decoders(picture) & {TEXTS[symbology]}
    assert ours <= {TEXTS[symbology]}


def test_it_reads_what_no_single_decoder_reads() -> None:
    pictures = [
        (symbology, HARD[damage](symbol(symbology, scale=3)))
        for symbology in Symbology
        for damage in ("noisy", "blurry", "shaded", "rolled")
    ]
    single = sum(TEXTS[s] in by_single_decoders(picture) for s, picture in pictures)
    ours = sum(TEXTS[s] in texts(picture) for s, picture in pictures)
    assert ours >= single + 4


@pytest.mark.parametrize("kind", NO_BARCODE)
def test_there_is_none_where_there_is_none(kind: str) -> None:
    for seed in range(4):
        assert read_still(without_barcode(kind, seed)) == []


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_any_small_picture_is_answered(rows: int, columns: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    assert read_still(draw.integers(0, 256, (rows, columns), dtype=np.uint8)) == []


def test_several_codes_on_one_page_are_each_read_once() -> None:
    page = np.full((900, 900), 255, np.uint8)
    for symbology, (top, left) in {QR: (0, 0), CODE_128: (500, 0)}.items():
        drawn = symbol(symbology, scale=2)
        page[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn
    page[:, 450:] = np.where(page[:, :450] < 255, page[:, :450], page[:, 450:])
    assert [r.symbology for r in read_still(page)] == [QR, CODE_128]


def test_a_damaged_qr_is_sought_beside_a_code_that_reads() -> None:
    page = np.full((760, 760), 255, np.uint8)
    linear, square = symbol(CODE_128, scale=2), noisy(symbol(QR, scale=3), 55)
    page[: linear.shape[0], : linear.shape[1]] = linear
    page[240 : 240 + square.shape[0], 40 : 40 + square.shape[1]] = square
    assert TEXTS[QR] not in by_single_decoders(page)
    assert texts(page) == {TEXTS[QR], TEXTS[CODE_128]}


def test_bytes_are_those_in_the_symbol() -> None:
    data = b"\xd2\x84\x43\xa1\x01\x26\xa0" * 10
    (reading,) = read_still(qr_of_bytes(data))
    assert reading.data == data


def test_an_extended_code_39_is_one_reading() -> None:
    # zbar gives the two-character forms of the letters, zxing-cpp the letters themselves.
    extended = zxingcpp.create_barcode("Abc-1", zxingcpp.BarcodeFormat.Code39Ext)
    picture = framed(np.array(extended.to_image(scale=3)))
    (reading,) = read_still(picture)
    assert (reading.text, reading.symbology) == ("Abc-1", CODE_39)
