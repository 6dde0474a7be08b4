"""The three decoders, each called so that it neither rewrites what it read nor brings us down.

- zxing-cpp: its default text mode rewrites control characters, so the plain one is asked for.
- zbar, by pyzbar: only named symbologies (others raise, or have no check at all), and its binary
  mode, without which it guesses a character set and rewrites the bytes.
- OpenCV: QR only, and its bytes only while they are ASCII (the others it rewrites as UTF-8).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import zxingcpp

from checkpoint_app.capture.image import GreyImage
from checkpoint_app.capture.reading import Reading, Symbology

try:
    from pyzbar import pyzbar as _pyzbar
    from pyzbar import wrapper as _zbar
except (ImportError, OSError):  # the zbar library is not installed: two decoders remain
    _pyzbar = _zbar = None

Outline = tuple[tuple[int, int], ...]
ALL = tuple(Symbology)

_ZXING_FORMATS = {
    Symbology.QR_CODE: zxingcpp.BarcodeFormat.QRCode,
    Symbology.CODE_128: zxingcpp.BarcodeFormat.Code128,
    Symbology.CODE_39: zxingcpp.BarcodeFormat.Code39,
    Symbology.PDF417: zxingcpp.BarcodeFormat.PDF417,
    Symbology.AZTEC: zxingcpp.BarcodeFormat.Aztec,
    Symbology.DATA_MATRIX: zxingcpp.BarcodeFormat.DataMatrix,
}
_ZBAR_NAMES = {
    Symbology.QR_CODE: "QRCODE",
    Symbology.CODE_128: "CODE128",
    Symbology.CODE_39: "CODE39",
}
ZBAR_READS = tuple(_ZBAR_NAMES)
# zbar.h of 0.23.1 and later: return the bytes of the symbol as they are. Older libraries answer
# with an error, and then only ASCII is taken from them.
_ZBAR_CFG_BINARY = 4
_ZBAR_CFG_DENSITIES = (0x100, 0x101)  # zbar.h: every how many columns and rows it looks along
_ZBAR_GREY = 0x30303859  # fourcc Y800
# No symbol has fewer modules a side (Micro QR and rMQR have 11 and 7; the quiet zone adds to it).
SMALLEST_SIDE = 8


@dataclass(frozen=True, slots=True)
class Undecoded:
    """A symbol that was found and could not be read: where, and of what kind."""

    symbology: Symbology
    outline: Outline


def zxing(
    grey: GreyImage, symbologies: Iterable[Symbology] = ALL, *, quick: bool = False
) -> tuple[list[Reading], list[Undecoded]]:
    """What zxing-cpp reads, and what it finds without reading it.

    A reading's ``quality`` is here the share of its error correction that was not used up, 1.0 for
    linear codes.

    ``quick`` leaves out inverted, turned and smaller forms of the picture.
    """
    if min(grey.shape) < SMALLEST_SIDE:
        return [], []
    found = zxingcpp.read_barcodes(
        grey,
        formats=zxingcpp.BarcodeFormats([_ZXING_FORMATS[symbology] for symbology in symbologies]),
        text_mode=zxingcpp.TextMode.Plain,
        try_rotate=not quick,
        try_downscale=not quick,
        try_invert=not quick,
        return_errors=True,
    )
    readings: list[Reading] = []
    undecoded: list[Undecoded] = []
    for barcode in found:
        symbology = _symbology(barcode.symbology)
        if symbology is None:
            continue
        if barcode.valid and barcode.bytes:
            readings.append(_zxing_reading(barcode, symbology))
        elif not barcode.valid:
            undecoded.append(Undecoded(symbology, _corners(barcode.position)))
    return readings, undecoded


def _symbology(group: Any) -> Symbology | None:
    for symbology, known in _ZXING_FORMATS.items():
        if group == known:
            return symbology
    return None


def _zxing_reading(barcode: Any, symbology: Symbology) -> Reading:
    data = bytes(barcode.bytes)
    spare = float((barcode.extra or {}).get("UEC", 1.0))
    text = _utf8(data) or barcode.text
    return Reading(text, data, symbology, quality=spare, outline=_corners(barcode.position))


def _corners(position: Any) -> Outline:
    corners = (
        position.top_left,
        position.top_right,
        position.bottom_right,
        position.bottom_left,
    )
    return tuple((corner.x, corner.y) for corner in corners)


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


@dataclass(frozen=True, slots=True)
class ZbarReading:
    """A reading of zbar's; ``lines`` is how many scan lines agreed (1 for QR)."""

    reading: Reading
    lines: int


def zbar(
    grey: GreyImage, symbologies: Iterable[Symbology] = ZBAR_READS, *, density: int = 1
) -> list[ZbarReading]:
    """What zbar reads of the symbologies it is trusted with; nothing where it is not installed.
    With a ``density`` of 2 it looks along every second row and column: twice as fast."""
    if _pyzbar is None or min(grey.shape) < SMALLEST_SIDE:
        return []
    wanted = [s for s in symbologies if s in _ZBAR_NAMES]
    with _pyzbar._image_scanner() as scanner, _pyzbar._image() as image:
        binary = _configure(scanner, wanted)
        for direction in _ZBAR_CFG_DENSITIES:
            _zbar.zbar_image_scanner_set_config(scanner, 0, direction, density)
        # The buffer must outlive the scan: zbar keeps a pointer to it.
        pixels = np.ascontiguousarray(grey).tobytes()
        _zbar.zbar_image_set_format(image, _ZBAR_GREY)
        _zbar.zbar_image_set_size(image, grey.shape[1], grey.shape[0])
        _zbar.zbar_image_set_data(image, _pyzbar.cast(pixels, _pyzbar.c_void_p), len(pixels), None)
        if _zbar.zbar_scan_image(scanner, image) <= 0:
            return []
        return list(_zbar_readings(image, wanted, binary))


def _configure(scanner: Any, wanted: list[Symbology]) -> bool:
    """Enable the wanted symbologies alone; True when zbar will hand over the bytes as they are."""
    configure, enable = _zbar.zbar_image_scanner_set_config, _zbar.ZBarConfig.CFG_ENABLE
    names = {_ZBAR_NAMES[symbology] for symbology in wanted}
    binary = True
    for symbol in _zbar.ZBarSymbol:
        if symbol.name in ("NONE", "PARTIAL"):
            continue
        configure(scanner, symbol, enable, int(symbol.name in names))
        if symbol.name == "QRCODE":
            binary = configure(scanner, symbol, _ZBAR_CFG_BINARY, 1) == 0
    return binary


def _zbar_readings(image: Any, wanted: list[Symbology], binary: bool) -> Iterator[ZbarReading]:
    by_name = {_ZBAR_NAMES[symbology]: symbology for symbology in wanted}
    for found in _pyzbar._decode_symbols(_pyzbar._symbols_for_image(image)):
        symbology = by_name.get(found.type)
        if symbology is None or not found.data or not (binary or found.data.isascii()):
            continue
        text = _utf8(found.data) or found.data.decode("latin-1")
        outline = tuple((int(point.x), int(point.y)) for point in found.polygon)
        yield ZbarReading(Reading(text, found.data, symbology, outline=outline), found.quality)


def opencv_qr(grey: GreyImage) -> tuple[list[Reading], list[Undecoded]]:
    """The QR symbols that OpenCV reads as ASCII, and those that it finds without reading them."""
    if min(grey.shape) < SMALLEST_SIDE:
        return [], []
    try:
        _, texts, corners, _ = cv2.QRCodeDetector().detectAndDecodeBytesMulti(grey)
    except cv2.error:
        return [], []
    readings: list[Reading] = []
    undecoded: list[Undecoded] = []
    for data, quad in zip(texts, corners if corners is not None else (), strict=False):
        outline = tuple((round(float(x)), round(float(y))) for x, y in quad)
        if data and data.isascii():
            reading = Reading(data.decode("ascii"), bytes(data), Symbology.QR_CODE, outline=outline)
            readings.append(reading)
        else:
            undecoded.append(Undecoded(Symbology.QR_CODE, outline))
    return readings, undecoded
