"""Pictures for the tests of capture: barcodes, what befalls them, and pictures without any."""

from __future__ import annotations

import io

import cv2
import numpy as np
import segno
import zxingcpp
from PIL import Image

from checkpoint_app.capture.image import GreyImage
from checkpoint_app.capture.reading import Symbology

TEXTS = {
    Symbology.QR_CODE: "71" + "4839201755662" + "0123456789" * 45,
    Symbology.CODE_128: "4839201755662",
    Symbology.CODE_39: "PERMIT-12345",
    Symbology.PDF417: "M1ELSHERBINY/FATIMA EABC123 CAIJEDMS 0671",
    Symbology.AZTEC: "M1ELSHERBINY/FATIMA EABC123 CAIJEDMS 0671",
    Symbology.DATA_MATRIX: "https://example.org/umrah",
}


def symbol(symbology: Symbology, text: str | bytes | None = None, scale: int = 4) -> GreyImage:
    """A barcode with white around it."""
    kind = getattr(zxingcpp.BarcodeFormat, symbology.value)
    drawn = zxingcpp.create_barcode(TEXTS[symbology] if text is None else text, kind)
    return framed(np.array(drawn.to_image(scale=scale)))


def qr_of_bytes(data: bytes) -> GreyImage:
    """A QR symbol in byte mode, without an ECI."""
    file = io.BytesIO()
    segno.make(data, error="m", mode="byte", micro=False).save(file, kind="png", scale=4)
    return framed(np.array(Image.open(file).convert("L")))


def framed(grey: GreyImage, margin: int = 40) -> GreyImage:
    return np.pad(grey, margin, constant_values=255)


def quarter_turned(grey: GreyImage, quarters: int) -> GreyImage:
    return np.ascontiguousarray(np.rot90(grey, quarters))


def rolled(grey: GreyImage, degrees: float) -> GreyImage:
    rows, columns = grey.shape
    side = int(np.hypot(rows, columns)) + 20
    matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 1.0)
    matrix[:, 2] += ((side - columns) / 2, (side - rows) / 2)
    return cv2.warpAffine(grey, matrix, (side, side), borderValue=(255.0,)).astype(np.uint8)


def noisy(grey: GreyImage, level: float, seed: int = 1) -> GreyImage:
    draw = np.random.default_rng(seed)
    return np.clip(grey * 0.6 + 40 + draw.normal(0, level, grey.shape), 0, 255).astype(np.uint8)


def blurry(grey: GreyImage, sigma: float) -> GreyImage:
    return cv2.GaussianBlur(grey, (0, 0), sigma).astype(np.uint8)


def shaded(grey: GreyImage) -> GreyImage:
    """One side nearly in the dark."""
    return (grey * np.linspace(0.06, 1, grey.shape[1])).astype(np.uint8)


def without_barcode(kind: str, seed: int) -> GreyImage:
    """Noise, text, lines, bars and tiles that a decoder might take for a symbol."""
    draw = np.random.default_rng(seed)
    rows, columns = 300, 400
    if kind == "noise":
        return draw.integers(0, 256, (rows, columns), dtype=np.uint8)
    if kind == "tiles":
        tiles = draw.integers(0, 2, (rows // 6, columns // 6), dtype=np.uint8) * 255
        return tiles.repeat(6, 0).repeat(6, 1)
    if kind == "modules":  # bars of whole modules, as linear codes have them
        bars = draw.integers(0, 2, columns // 3 + 1, dtype=np.uint8).repeat(3)[:columns] * 255
        return np.tile(bars, (rows, 1))
    page = np.full((rows, columns), 255, np.uint8)
    if kind == "text":
        for line in range(16, rows, 18):
            text = "".join(chr(draw.integers(33, 127)) for _ in range(45))
            cv2.putText(page, text, (4, line), int(draw.integers(0, 5)), 0.45, (0,), 1)
    elif kind == "bars":
        x = 8
        while x < columns - 8:
            width = int(draw.integers(1, 8))
            page[40:-40, x : x + width] = 0
            x += width + int(draw.integers(2, 9))
    elif kind == "lines":
        for _ in range(60):
            ends = [int(value) for value in draw.integers(0, rows, 4)]
            cv2.line(page, ends[:2], ends[2:], (int(draw.integers(0, 200)),), 3)
    return page


NO_BARCODE = ("noise", "tiles", "modules", "text", "bars", "lines", "blank")


def png_bytes(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
