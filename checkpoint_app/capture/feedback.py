"""What an officer could do so that a barcode that was found and not read reads, chosen from what
was measured at its place."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from checkpoint_app.capture.image import GreyImage
from checkpoint_app.capture.presence import Hint

# Grey levels of the paper, at least; a camera lifts what is dark until its noise drowns it.
_DARK = 75.0
# The share of the place that a lamp thrown back has made white without a mark in it.
_GLARE, _WHITE = 0.02, 250
# Pixels from dark to light: what is in focus and at rest has 3 to 4, also where modules are small.
_SOFT = 4.7
_SIDE = 5  # modules of white that no symbol has inside
_LEAST_SIDE = 11


@dataclass(frozen=True, slots=True)
class Measures:
    """``paper`` is the grey level of what is light, ``glare`` the share that is white without a
    mark, ``edge`` how many pixels it takes from dark to light."""

    paper: float
    glare: float
    edge: float


def measures_of(patch: GreyImage) -> Measures:
    """Measured of a cut-out that holds little but a symbol."""
    soft = cv2.GaussianBlur(patch, (0, 0), 0.8)
    dark, paper = (float(value) for value in np.percentile(soft[::2, ::2], (4, 95)))
    _, tones = cv2.threshold(soft, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    changes = float(np.mean(tones[:, 1:] != tones[:, :-1]))
    changes += float(np.mean(tones[1:, :] != tones[:-1, :]))
    # Half of all modules change, a slant adds a quarter: pixels a module, or more when they blur.
    module = 1.27 / max(changes, 1e-3)
    slope = np.abs(soft[:, 2:].astype(np.float32) - soft[:, :-2]) / 2
    steepest = float(np.percentile(slope[::2, ::2], 98))
    edge = (paper - dark) / max(steepest, 1.0)
    return Measures(paper, _glare(patch, module), edge)


def hint_for(measures: Measures) -> Hint:
    """The first thing to do. What is well lit and sharp, and still not read, is too small."""
    if measures.paper < _DARK:
        return Hint.MORE_LIGHT
    if measures.glare > _GLARE:
        return Hint.LESS_GLARE
    return Hint.HOLD_STILL if measures.edge > _SOFT else Hint.CLOSER


def _glare(patch: GreyImage, module: float) -> float:
    """White over many modules, in the middle of the place where a symbol has marks."""
    rows, columns = patch.shape
    middle = patch[rows // 6 : rows - rows // 6, columns // 6 : columns - columns // 6]
    white = (cv2.blur(middle, (5, 5)) >= _WHITE).astype(np.uint8)
    side = max(_LEAST_SIDE, min(round(_SIDE * module), min(middle.shape) // 4))
    return float(cv2.erode(white, np.ones((side, side), np.uint8)).mean())
