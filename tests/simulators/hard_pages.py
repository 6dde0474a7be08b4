"""What is held before a camera: sheets with a barcode and writing around it, telephones, and
sheets without any barcode. Grey, uint8; the same seed gives the same page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from checkpoint_app.credential import token_text
from checkpoint_app.domain.permit import permit_number_from_serial

_MODULE = 8  # pixels of the page a module
_PAPER = 238
_NAMES = ("ELSHERBINY/FATIMA", "ABDELRAHMAN/OMAR", "MAHMOUD/SAMIRA", "HASSAN/YOUSSEF")


@dataclass(frozen=True, slots=True)
class Page:
    """``centre`` is the middle of the symbol and ``side`` its larger side, in pixels of the page;
    ``module`` pixels of the page a module; ``text`` what the symbol says, empty for none."""

    pixels: NDArray[np.uint8]
    centre: NDArray[np.float64]
    side: float
    module: float
    text: str


def text_for(kind: str, seed: int) -> str:
    """What a symbol of this kind would say at a port: a permit's token, its number, a ticket."""
    draw = np.random.default_rng([seed, 9])
    number = permit_number_from_serial(int(draw.integers(10**11, 10**12)))
    if kind == "QRCode":
        return token_text.to_digits(number, draw.bytes(185))
    if kind == "Code128":
        return str(number)
    if kind == "Code39":
        return f"EG-{draw.integers(10**7, 10**8)}"
    if kind == "DataMatrix":
        return f"https://example.org/umrah/{draw.integers(10**9, 10**10)}"
    name = _NAMES[int(draw.integers(0, len(_NAMES)))]
    return f"M1{name:<20.20}EABC{draw.integers(100, 999)} CAIJEDMS 0671 326Y012A0025 100"


def page_with(kind: str, seed: int, text: str = "") -> Page:
    """A sheet with one symbol, a heading above it and writing below. The symbol says ``text``, or
    what one of its kind would say."""
    text = text or text_for(kind, seed)
    symbol = _symbol(kind, text)
    rows, columns = symbol.shape
    margin, above, below = 10 * _MODULE, 200, 700
    width = max(columns + 2 * margin, 900)
    page = np.full((rows + 2 * margin + above + below, width), _PAPER, np.uint8)
    top, left = margin + above, (width - columns) // 2
    page[top : top + rows, left : left + columns] = np.where(symbol > 127, _PAPER, 22)
    _write(page[:above], seed, 1.3)
    _write(page[top + rows + margin :], seed + 1, 0.9)
    centre = np.array([left + columns / 2, top + rows / 2])
    return Page(page, centre, float(max(rows, columns)), _MODULE, text)


def page_of_sheet(png: bytes) -> Page:
    """A sheet as the registry renders it: its QR symbol is what is held before the camera."""
    pixels = np.asarray(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE), np.uint8)
    only = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    (found,) = zxingcpp.read_barcodes(pixels, formats=only)
    place = found.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    points = np.array([(corner.x, corner.y) for corner in corners], np.float64)
    side = float(np.ptp(points, axis=0).max())
    told: Any = found.extra
    modules = 17 + 4 * int(told["Version"])
    paper = (pixels.astype(np.float32) * (_PAPER / 255)).astype(np.uint8)
    return Page(paper, points.mean(axis=0), side, side / modules, found.text)


def _symbol(kind: str, text: str) -> NDArray[np.uint8]:
    options = {"ec_level": "M"} if kind == "QRCode" else {}
    drawn = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind), **options)
    image = np.array(drawn.to_image(scale=_MODULE, add_quiet_zones=False))
    if kind in ("Code128", "Code39"):  # printed 14 mm high
        image = np.repeat(image[:1], 40 * _MODULE, axis=0)
    return image.astype(np.uint8)


def _write(part: NDArray[np.uint8], seed: int, size: float) -> None:
    draw = np.random.default_rng([seed, 4])
    for line in range(round(40 * size), part.shape[0] - 8, round(38 * size)):
        text = "".join(chr(draw.integers(65, 91)) for _ in range(int(draw.integers(12, 46))))
        cv2.putText(part, text, (24, line), cv2.FONT_HERSHEY_SIMPLEX, size, (40,), 2, cv2.LINE_AA)


def in_dark_mode(page: Page, bright: float) -> Page:
    """The symbol in its white box on a telephone's dark screen; ``bright`` is the white's level."""
    rows, columns = page.pixels.shape
    screen = np.full((rows, columns), 18, np.uint8)
    half = page.side / 2 + 5 * page.module
    top, bottom = (round(page.centre[1] + sign * half) for sign in (-1, 1))
    left, right = (round(page.centre[0] + sign * half) for sign in (-1, 1))
    box = (slice(max(0, top), bottom), slice(max(0, left), right))
    screen[box] = (page.pixels[box].astype(np.float32) * bright / 255).astype(np.uint8)
    dark = cv2.bitwise_not(page.pixels)
    outside = np.ones((rows, columns), bool)
    outside[box] = False
    screen[outside] = np.maximum(18, dark[outside] // 2)
    return replace(page, pixels=screen)


def cracked(page: Page, seed: int, lines: int) -> Page:
    """Cracks in the glass, from one point over the whole screen: bright at their edges."""
    draw = np.random.default_rng([seed, 6])
    pixels = page.pixels.copy()
    start = page.centre + draw.uniform(-0.5, 0.5, 2) * page.side
    for _ in range(lines):
        place, angle = start.copy(), draw.uniform(0, 2 * np.pi)
        for _ in range(12):
            angle += draw.normal(0, 0.25)
            end = place + 60 * np.array([np.cos(angle), np.sin(angle)])
            ends = [tuple(point.round().astype(int).tolist()) for point in (place, end)]
            cv2.line(pixels, ends[0], ends[1], (int(draw.integers(90, 220)),), 3, cv2.LINE_AA)
            place = end
    return replace(page, pixels=pixels)


def page_without(kind: str, seed: int) -> Page:
    """A sheet that a decoder might take for a symbol: writing, stripes, tiles, a table, circles."""
    draw = np.random.default_rng([seed, 8])
    pixels = np.full((1000, 1100), _PAPER, np.uint8)
    if kind == "text":
        _write(pixels, seed, 0.8)
    elif kind == "stripes":
        edges = np.cumsum(draw.integers(4, 26, 200))
        columns = np.searchsorted(edges, np.arange(1000)) % 2
        pixels[100:900, 50:1050] = np.where(columns, 30, _PAPER).astype(np.uint8)
    elif kind == "tiles":
        tiles = draw.integers(0, 2, (60, 80)).astype(np.uint8).repeat(12, 0).repeat(12, 1)
        pixels[100:820, 70:1030] = np.where(tiles, 30, _PAPER)
    elif kind == "faces":
        for _ in range(40):
            middle = draw.integers(60, 940, 2).tolist()
            radius, level = int(draw.integers(12, 90)), int(draw.integers(20, 220))
            cv2.circle(pixels, middle, radius, (level,), int(draw.choice([-1, 4, 10])))
    elif kind == "form":
        for line in range(60, 960, 45):
            cv2.line(pixels, (40, line), (1060, line), (60,), 3)
        for line in range(40, 1080, 90):
            cv2.line(pixels, (line, 60), (line, 960), (60,), 3)
        _write(pixels[200:700, 100:], seed, 0.7)
    return Page(pixels, np.array([550.0, 500.0]), 800.0, _MODULE, "")
