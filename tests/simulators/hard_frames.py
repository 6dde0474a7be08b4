"""Pictures of a camera over a desk that are hard to read: a paper or a telephone held by hand.

Frames are grey, uint8, 1080p; the same seed gives the same frames. A clip is what a camera gives
in half a second: the hand trembles between its frames, light, focus and damage stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.simulators.hard_pages import Page, cracked, in_dark_mode, page_with, page_without
from tests.simulators.paper import HALVES, LETTER, POCKET, Fold, folded, photocopied

Frame = NDArray[np.uint8]

SIZE = (1920, 1080)
FRAMES = 15
RATE = 30.0
_NOISE = np.random.default_rng(0).normal(0, 1, (1400, 2200)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Held:
    """How something is held before the camera, and how that sees it.

    ``module`` is pixels of the frame a module; ``tilt`` and ``roll`` degrees; ``focus`` (sigma of
    a Gaussian) and ``motion`` (length of a shake) are in modules; ``light`` is the share of full
    light, from which follows the noise; ``glare`` how much light a lamp throws back, ``moire`` the
    depth of the pattern that a screen's raster leaves; ``jpeg`` the quality of compression, None
    for none.
    """

    module: float = 4.0
    tilt: float = 0.0
    roll: float = 8.0
    focus: float = 0.15
    motion: float = 0.0
    light: float = 0.85
    glare: float = 0.0
    moire: float = 0.0
    jpeg: int | None = None


@dataclass(frozen=True, slots=True)
class Clip:
    """Frames of one thing held before the camera. ``texts`` is what it says, none for a negative;
    ``symbology`` by zxing-cpp's names."""

    factor: str
    symbology: str
    texts: frozenset[str]
    page: Page = field(repr=False)
    held: Held
    seed: int

    def frames(self) -> Iterator[Frame]:
        """The `FRAMES` frames; made as they are taken."""
        draw = np.random.default_rng([self.seed, 3])
        desk = _desk(draw)
        aim = draw.uniform(-0.12, 0.12, 2)
        lamp = draw.uniform(0.25, 0.75, 2)
        axis = draw.uniform(0, np.pi)
        tremble = np.zeros(5)
        for _ in range(FRAMES):
            tremble = 0.6 * tremble + draw.normal(0, 1, 5)
            yield _seen(self.page, self.held, desk, (aim, lamp, axis), tremble, draw)


def _seen(
    page: Page,
    held: Held,
    desk: Frame,
    place: tuple[NDArray[np.float64], NDArray[np.float64], float],
    tremble: NDArray[np.float64],
    draw: np.random.Generator,
) -> Frame:
    aim, lamp, axis = place
    matrix = _pinhole(page, held, aim, axis, tremble)
    shrink = held.module / page.module
    sheet = cv2.GaussianBlur(page.pixels, (0, 0), 0.45 / shrink) if shrink < 1 else page.pixels
    frame = cv2.warpPerspective(
        sheet,
        matrix,
        SIZE,
        dst=desk.copy(),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_TRANSPARENT,
    )
    seen = frame.astype(np.float32)
    if held.moire:
        seen *= _moire(held, tremble, draw)
    if held.glare:
        seen += _glare(matrix, page, held.glare, lamp, tremble)
        np.minimum(seen, 255, out=seen)
    if held.focus:
        blurred = cv2.GaussianBlur(seen, (0, 0), held.focus * held.module)
        seen = np.asarray(blurred, np.float32)
    if held.motion:
        seen = _shaken(seen, held.motion * held.module, draw)
    return _exposed(seen, held, draw)


def _pinhole(
    page: Page, held: Held, aim: NDArray[np.float64], axis: float, tremble: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Page pixels to frame pixels, the camera at three frame heights; tilted about any axis."""
    rows, columns = page.pixels.shape
    scale = held.module / page.module * (1 + 0.004 * tremble[3])
    tilt = np.radians(held.tilt + 0.5 * tremble[4])
    roll = np.radians(held.roll + 0.4 * tremble[2])
    turn = _about_z(axis) @ _about_x(tilt) @ _about_z(roll - axis)
    distance = 3.0 * SIZE[1]
    corners = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], dtype=np.float64)
    flat = np.column_stack([(corners - page.centre) * scale, np.zeros(4)])
    space = flat @ turn.T
    depth = distance / (distance + space[:, 2])
    middle = np.array(SIZE) * (0.5 + aim) + 1.5 * tremble[:2]
    target = space[:, :2] * depth[:, None] + middle
    return np.asarray(
        cv2.getPerspectiveTransform(corners.astype(np.float32), target.astype(np.float32))
    )


def _about_x(angle: float) -> NDArray[np.float64]:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([(1, 0, 0), (0, cos, -sin), (0, sin, cos)])


def _about_z(angle: float) -> NDArray[np.float64]:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([(cos, -sin, 0), (sin, cos, 0), (0, 0, 1)])


def _desk(draw: np.random.Generator) -> Frame:
    """A dark table top with a grain."""
    grain = draw.normal(0, 1, (SIZE[1] // 8, SIZE[0] // 64)).astype(np.float32)
    plane = 70 + 10 * cv2.resize(grain, SIZE, interpolation=cv2.INTER_CUBIC)
    return np.clip(plane, 0, 255).astype(np.uint8)


def _moire(
    held: Held, tremble: NDArray[np.float64], draw: np.random.Generator
) -> NDArray[np.float32]:
    """Two crossed waves a little longer than a module; they run as the hand trembles."""
    x = np.arange(SIZE[0], dtype=np.float32)[None, :]
    y = np.arange(SIZE[1], dtype=np.float32)[:, None]
    bent = 0.12 * (1 + 0.1 * tremble[2])
    phase = draw.uniform(0, 2 * np.pi, 2)
    step = 2 * np.pi / (1.35 * held.module)
    across = np.sin(step * x + phase[0]) + bent * np.sin(step * 0.31 * x)
    down = np.sin(step * 0.83 * y + phase[1])
    return np.asarray(1 + held.moire * (0.5 * across + 0.5 * down), np.float32)


def _glare(
    matrix: NDArray[np.float64],
    page: Page,
    strength: float,
    lamp: NDArray[np.float64],
    tremble: NDArray[np.float64],
) -> NDArray[np.float32]:
    """A lamp thrown back by a lamination: it wanders over the symbol as the hand trembles."""
    place = page.centre + (lamp - 0.5 + 0.05 * tremble[:2]) * page.side
    x, y, w = matrix @ np.array([*place, 1.0])
    edge = matrix @ np.array([place[0] + page.side, place[1], 1.0])
    reach = float(np.hypot(edge[0] / edge[2] - x / w, edge[1] / edge[2] - y / w))
    across = (np.arange(SIZE[0], dtype=np.float32) - x / w) / (0.30 * reach)
    down = (np.arange(SIZE[1], dtype=np.float32) - y / w) / (0.16 * reach)
    blob = np.exp(-(down**2))[:, None] * np.exp(-(across**2))[None, :]
    return np.asarray(255 * strength * blob, np.float32)


def _shaken(
    seen: NDArray[np.float32], length: float, draw: np.random.Generator
) -> NDArray[np.float32]:
    """A hand moves, and turns back: some frames are shaken more than others."""
    length *= draw.uniform(0.55, 1.25)
    angle = draw.uniform(0, np.pi)
    side = 2 * int(np.ceil(length / 2)) + 3
    fine = np.zeros((side * 8, side * 8), np.uint8)
    middle = side * 4
    reach = np.array([np.cos(angle), np.sin(angle)]) * length * 4
    start, end = (np.array([middle, middle]) + sign * reach for sign in (-1, 1))
    cv2.line(fine, start.round().astype(int).tolist(), end.round().astype(int).tolist(), (255,), 8)
    kernel = cv2.resize(fine.astype(np.float32), (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.filter2D(seen, -1, kernel / kernel.sum()), dtype=np.float32)


def _exposed(seen: NDArray[np.float32], held: Held, draw: np.random.Generator) -> Frame:
    """What the sensor makes of it: in little light its gain lifts the noise with the picture."""
    gain = min(1.0, held.light * 2.2)  # the camera brightens what is dark, not all the way
    noise = 2.0 + 1.6 * max(0.0, gain / held.light - 1.0)
    top, left = draw.integers(0, 320), draw.integers(0, 280)
    grain = _NOISE[top : top + SIZE[1], left : left + SIZE[0]]
    frame = seen * gain + grain * noise
    plane = np.clip(frame, 0, 255).astype(np.uint8)
    if held.jpeg is None:
        return plane
    coded = cv2.imencode(".jpg", plane, [cv2.IMWRITE_JPEG_QUALITY, held.jpeg])[1]
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8)


def _between(low: float, high: float, share: float) -> float:
    return low + (high - low) * share


Made = tuple[str, Page, Held]
"""A factor's own: the symbology, what is held, and how."""

_MIXED = ("QRCode", "Code128", "QRCode", "PDF417", "QRCode", "Aztec", "QRCode", "DataMatrix")
_BARS = ("Code128", "PDF417", "QRCode", "Code39")


def _of(kinds: tuple[str, ...], number: int, seed: int) -> tuple[str, Page]:
    kind = kinds[number % len(kinds)]
    return kind, page_with(kind, seed)


def _plain(number: int, share: float, seed: int) -> Made:
    kind, page = _of(_MIXED, number, seed)
    return kind, page, Held(module=_between(6, 2.6, share), roll=_between(-10, 10, share))


def _small(number: int, share: float, seed: int) -> Made:
    kind, page = _of(("QRCode", "QRCode", "DataMatrix", "QRCode", "Aztec"), number, seed)
    return kind, page, Held(module=_between(2.4, 1.3, share), roll=3 + 20 * share, focus=0.2)


def _tilted(number: int, share: float, seed: int) -> Made:
    kind, page = _of(("QRCode", "QRCode", "Code128", "QRCode", "Aztec"), number, seed)
    return kind, page, Held(module=5.0, tilt=_between(35, 65, share), roll=60 * share)


def _rolled(number: int, share: float, seed: int) -> Made:
    kind, page = _of(_BARS, number, seed)
    return kind, page, Held(module=3.2, roll=_between(0, 180, (share * 7.3) % 1.0))


def _defocused(number: int, share: float, seed: int) -> Made:
    kind, page = _of(_MIXED, number, seed)
    return kind, page, Held(module=4.0, focus=_between(0.45, 0.95, share))


def _moving(number: int, share: float, seed: int) -> Made:
    kind, page = _of(_MIXED, number, seed)
    return kind, page, Held(module=3.6, motion=_between(1.0, 3.0, share), focus=0.2)


def _dim(number: int, share: float, seed: int) -> Made:
    kind, page = _of(_MIXED, number, seed)
    light = 0.2 * (0.018 / 0.2) ** share
    return kind, page, Held(module=3.4, light=light, focus=0.25)


def _glaring(number: int, share: float, seed: int) -> Made:
    kind, page = _of(("QRCode", "QRCode", "PDF417", "QRCode", "Aztec"), number, seed)
    return kind, page, Held(module=4.0, glare=_between(0.7, 2.6, share))


def _rastered(number: int, share: float, seed: int) -> Made:
    kind, page = _of(("QRCode", "QRCode", "Aztec", "QRCode", "Code128"), number, seed)
    return kind, page, Held(module=3.6, moire=_between(0.25, 0.85, share), focus=0.3)


def _on_screen(number: int, share: float, seed: int) -> Made:
    kind = ("QRCode", "QRCode", "Aztec", "QRCode", "PDF417")[number % 5]
    page = in_dark_mode(page_with(kind, seed), bright=_between(255, 90, share))
    if number % 2:
        page = cracked(page, seed, lines=3 + round(8 * share))
    held = Held(module=3.4, moire=_between(0.1, 0.45, share), roll=-6, glare=0.3 * share)
    return kind, page, held


def _inverted(number: int, share: float, seed: int) -> Made:
    kind, page = _of(("QRCode", "DataMatrix", "QRCode", "Aztec"), number, seed)
    turned = replace(page, pixels=cv2.bitwise_not(page.pixels).astype(np.uint8))
    return kind, turned, Held(module=_between(4.5, 1.9, share), focus=0.3, light=0.5)


def _creased(number: int, share: float, seed: int) -> Made:
    kind, page = _of(("QRCode", "QRCode", "Code128", "QRCode", "PDF417"), number, seed)
    fold = (LETTER, POCKET, Fold(across=HALVES, along=(0.35, 0.62)))[number % 3]
    held = Held(module=_between(3.6, 2.0, share), tilt=20 * share, focus=0.3)
    return kind, replace(page, pixels=folded(page.pixels, fold, seed)), held


def _copied(number: int, share: float, seed: int) -> Made:
    kind, page = _of(("QRCode", "QRCode", "Code128", "QRCode", "PDF417"), number, seed)
    page = replace(page, pixels=photocopied(page.pixels, seed, 1 + round(3 * share)))
    return kind, page, Held(module=_between(3.2, 1.8, share), focus=0.3)


def _together(number: int, share: float, seed: int) -> Made:
    """A little of everything, as at a desk in the evening."""
    kind, page = _of(_MIXED, number, seed)
    draw = np.random.default_rng([seed, 5])
    held = Held(
        module=float(draw.uniform(2.2, 3.4)),
        tilt=float(draw.uniform(0, 35)),
        roll=float(draw.uniform(-40, 40)),
        focus=_between(0.25, 0.55, share),
        motion=_between(0.0, 1.2, share),
        light=_between(0.3, 0.07, share),
        glare=float(draw.uniform(0, 0.4)),
        jpeg=60,
    )
    return kind, page, held


FACTORS: dict[str, Callable[[int, float, int], Made]] = {
    "plain": _plain,
    "small": _small,
    "tilt": _tilted,
    "roll": _rolled,
    "defocus": _defocused,
    "motion": _moving,
    "low light": _dim,
    "glare": _glaring,
    "moiré": _rastered,
    "screen": _on_screen,
    "inverted": _inverted,
    "crease": _creased,
    "photocopy": _copied,
    "together": _together,
}
NEGATIVES = ("text", "stripes", "tiles", "faces", "empty", "form")


def clips_of(factor: str, count: int, first_seed: int = 1) -> Iterator[Clip]:
    """``count`` clips of a factor, from bearable to what no camera can read."""
    for number in range(count):
        seed = first_seed + 1000 * list(FACTORS).index(factor) + number
        share = (number + 0.5) / count
        kind, page, held = FACTORS[factor](number, share, seed)
        yield Clip(factor, kind, frozenset({page.text}), page, held, seed)


def negative_clips(count: int, first_seed: int = 1) -> Iterator[Clip]:
    """``count`` clips with nothing in them that is a barcode, whatever it looks like."""
    for number in range(count):
        seed = first_seed + 50_000 + number
        kind = NEGATIVES[number % len(NEGATIVES)]
        held = Held(
            module=(5.0, 3.0, 4.0)[number % 3],
            tilt=10.0 * (number % 4),
            roll=37.0 * number % 180,
            light=(0.85, 0.15)[number % 2],
        )
        yield Clip("negative", kind, frozenset(), page_without(kind, seed), held, seed)
