"""What an officer could do so that a barcode that was found and not read reads, chosen from what
was measured at its place."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from checkpoint_app.capture.decoders import SMALLEST_SIDE, Outline
from checkpoint_app.capture.image import GreyImage
from checkpoint_app.capture.likeness import symbol_like
from checkpoint_app.capture.places import Place
from checkpoint_app.capture.presence import Hint
from checkpoint_app.capture.regions import box_of

# Grey levels of the paper, at least; a camera lifts what is dark until its noise drowns it.
_DARK = 75.0
# The share of the place that a lamp thrown back has made white without a mark in it.
_GLARE, _WHITE = 0.02, 250
# Pixels from dark to light: what is in focus and at rest has 3 to 4, also where modules are small.
_SOFT = 4.7
# Height by width of a square symbol from where a tilt is what hinders most (some 57 degrees).
_ASLANT = 0.55
# Pixels of the longer side: a permit's symbol of 57 modules has two and a half for each.
_SMALL = 150
_BARRED = 0.55  # of the longer side counts of what is made of bars: more modules lie along it
_SQUARE = 0.75  # shorter by longer side, from where a symbol's sides are alike
_SIDE = 5  # modules of white that no symbol has inside
_LEAST_SIDE = 11

# Pictures in which nothing read before something is outlined and before a hint is given, and
# pictures from one look to the next.
_OUTLINE_AFTER, _ADVISE_AFTER, _EVERY = 5, 15, 5
_PLACES = 2  # that are looked at
# Seconds that a hint stays however the measures waver, and looks that must agree on another.
_STAYS, _AGREEING = 1.0, 2


@dataclass(frozen=True, slots=True)
class Measures:
    """``paper`` is the grey level of what is light, ``glare`` the share that is white without a
    mark, ``edge`` how many pixels it takes from dark to light, ``side`` the pixels of its longer
    side; ``flatness`` 1 for what is seen from straight above, its cosine for what is tilted."""

    paper: float
    glare: float
    edge: float
    side: float
    flatness: float = 1.0


def measures_of(patch: GreyImage, side: float = 0.0, flatness: float = 1.0) -> Measures:
    """Measured of a cut-out that holds little but a symbol, of that longer side: as long as the
    cut-out's when it is not given."""
    soft = np.asarray(cv2.GaussianBlur(patch, (0, 0), 0.8), np.uint8)
    dark, paper = (float(value) for value in np.percentile(soft[::2, ::2], (4, 95)))
    _, tones = cv2.threshold(soft, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    changes = float(np.mean(tones[:, 1:] != tones[:, :-1]))
    changes += float(np.mean(tones[1:, :] != tones[:-1, :]))
    # Half of all modules change, a slant adds a quarter: pixels a module, or more when they blur.
    module = 1.27 / max(changes, 1e-3)
    edge = (paper - dark) / max(_steepest(soft), 1.0)
    return Measures(paper, _glare(patch, module), edge, side or max(patch.shape), flatness)


def hint_for(measures: Measures) -> Hint | None:
    """The first thing to do; None for what is well lit, flat, sharp and large: that is no barcode,
    or one that nothing helps."""
    if measures.paper < _DARK:
        return Hint.MORE_LIGHT
    if measures.glare > _GLARE:
        return Hint.LESS_GLARE
    if measures.edge > _SOFT:
        return Hint.HOLD_STILL
    if measures.flatness < _ASLANT:
        return Hint.FLATTER
    return Hint.CLOSER if measures.side < _SMALL else None


def flatness_of(outline: Outline) -> float:
    """How flat a square symbol lies whose corners these are, in order: the shorter by the longer
    axis of what a circle in it becomes, which is the cosine of its tilt. 1 without four corners."""
    if len(outline) != 4:
        return 1.0
    one, two, three, four = (np.array(point, np.float64) for point in outline)
    sides = np.column_stack([(two - one + three - four) / 2, (four - one + three - two) / 2])
    longer, shorter = np.linalg.svd(sides, compute_uv=False)
    return float(shorter / longer) if longer > 0 else 1.0


def _steepest(soft: GreyImage) -> float:
    """Grey levels a pixel of the sharpest edges; where sides are alike, of the less sharp way: what
    moves stays sharp across its way."""
    plane = soft.astype(np.float32)
    ways = [
        float(np.percentile(np.abs(change)[::2, ::2], 98)) / 2
        for change in (plane[:, 2:] - plane[:, :-2], plane[2:] - plane[:-2])
    ]
    return min(ways) if min(soft.shape) > _SQUARE * max(soft.shape) else max(ways)


def _glare(patch: GreyImage, module: float) -> float:
    """White over many modules, in the middle of the place where a symbol has marks."""
    rows, columns = patch.shape
    middle = patch[rows // 6 : rows - rows // 6, columns // 6 : columns - columns // 6]
    white = (cv2.blur(middle, (5, 5)) >= _WHITE).astype(np.uint8)
    side = max(_LEAST_SIDE, min(round(_SIDE * module), min(middle.shape) // 4))
    return float(cv2.erode(white, np.ones((side, side), np.uint8)).mean())


class Advice:
    """What is outlined, and what is said, while nothing reads. Times in seconds of one clock."""

    def __init__(self) -> None:
        self.hint: Hint | None = None
        self.outline: Outline = ()
        """Corners of what the hint is about, in pixels of the picture; empty for nothing."""
        self._unread = 0  # pictures in a row
        self._since = 0.0
        self._other: Hint | None = None
        self._agreed = 0

    def forget(self) -> None:
        """Something was read."""
        self.__init__()  # type: ignore[misc]  # as new

    def look(
        self, grey: GreyImage, at: float, places: Sequence[Place], found: Outline = ()
    ) -> None:
        """A picture in which nothing read: ``places`` is where it is dense as a symbol, likeliest
        first, ``found`` the corners of one that a decoder found without reading it."""
        self._unread += 1
        if self._unread < _OUTLINE_AFTER or self._unread % _EVERY:
            return
        hint, self.outline = _advised(grey, places, found)
        if self._unread >= _ADVISE_AFTER:
            self._settle(hint, at)

    def _settle(self, hint: Hint | None, at: float) -> None:
        """Another hint is given once looks agree on it, and not before the last one was read."""
        if hint is self.hint:
            self._agreed = 0
            return
        self._agreed = self._agreed + 1 if hint is self._other else 1
        self._other = hint
        if self.hint is None or (self._agreed >= _AGREEING and at - self._since >= _STAYS):
            self.hint, self._since, self._agreed = hint, at, 0


def _advised(
    grey: GreyImage, places: Sequence[Place], found: Outline
) -> tuple[Hint | None, Outline]:
    if found:
        measures = measures_of(_inside(grey, found), _longer(found), flatness_of(found))
        return hint_for(measures) or Hint.CLOSER, found
    likenesses = (symbol_like(grey, place) for place in places[:_PLACES])
    like = next((one for one in likenesses if one is not None), None)
    if like is None:
        return (Hint.MORE_LIGHT if _is_dark(grey) else None), ()
    flatness = 1.0 if like.barred else flatness_of(like.outline)
    side = _longer(like.outline) * (_BARRED if like.barred else 1.0)
    return hint_for(measures_of(_inside(grey, like.outline), side, flatness)), like.outline


def _longer(outline: Outline) -> float:
    """Pixels of its longest side."""
    return max(math.dist(one, two) for one, two in itertools.pairwise((*outline, outline[0])))


def _inside(grey: GreyImage, outline: Outline) -> GreyImage:
    """The upright box around an outline, and a little less than it."""
    left, top, right, bottom = box_of(outline)
    less = min(right - left, bottom - top) // 12
    rows, columns = grey.shape
    part = grey[
        max(0, top + less) : min(rows, bottom - less),
        max(0, left + less) : min(columns, right - less),
    ]
    return np.ascontiguousarray(part) if min(part.shape) >= SMALLEST_SIDE else grey


def _is_dark(grey: GreyImage) -> bool:
    """Whether nothing in the picture is as light as paper ought to be."""
    return float(np.percentile(grey[::8, ::8], 99)) < _DARK
