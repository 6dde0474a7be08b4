"""What happens to a printed page before it reaches a lane: it is folded, and it is photocopied.

Pages are grey, uint8, white paper; the same seed gives the same damage.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Page = NDArray[np.uint8]

THIRDS = (1 / 3, 2 / 3)
HALVES = (1 / 2,)


@dataclass(frozen=True)
class Fold:
    """Where a page was folded, as shares of its height and of its width."""

    across: tuple[float, ...] = THIRDS
    along: tuple[float, ...] = ()


LETTER = Fold()
POCKET = Fold(across=HALVES, along=HALVES)
QUARTERS = Fold(across=(1 / 4, 1 / 2, 3 / 4), along=HALVES)


def folded(page: Page, fold: Fold = LETTER, seed: int = 0) -> Page:
    """The page after folding and opening: panels that lean to the light, and worn crease lines."""
    draw = np.random.default_rng([seed, 7])
    sheet = page.astype(np.float32)
    rows, columns = page.shape
    for share in fold.across:
        _crease(sheet, share * rows, draw)
    for share in fold.along:
        _crease(sheet.T, share * columns, draw)
    return np.clip(_bent(sheet, fold, draw), 0, 255).astype(np.uint8)


def _crease(sheet: NDArray[np.float32], place: float, draw: np.random.Generator) -> None:
    """A line that wavers by a pixel; the toner has flaked off it, a shadow lies beside it."""
    rows, columns = sheet.shape
    waver = np.cumsum(draw.normal(0, 0.05, columns))
    line = place + waver - waver.mean()
    away = np.arange(rows, dtype=np.float32)[:, None] - line[None, :].astype(np.float32)
    near = slice(max(0, int(place) - 30), min(rows, int(place) + 30))
    flaked = (np.abs(away[near]) < 1.6) & (draw.random(away[near].shape) < 0.8)
    sheet[near] = np.where(flaked, np.maximum(sheet[near], 225), sheet[near])
    sheet[near] *= 1 - 0.30 * np.exp(-(((away[near] - 3) / 3.0) ** 2))


def _bent(sheet: NDArray[np.float32], fold: Fold, draw: np.random.Generator) -> NDArray[np.float32]:
    """Panels between folds are darker or lighter, and a little shorter where they lean away."""
    rows, columns = sheet.shape
    bent = _leaning(sheet, fold.across, draw)
    return _leaning(bent.T, fold.along, draw).T if fold.along else bent.reshape(rows, columns)


def _leaning(
    sheet: NDArray[np.float32], shares: tuple[float, ...], draw: np.random.Generator
) -> NDArray[np.float32]:
    rows, columns = sheet.shape
    edges = [0.0, *shares, 1.0]
    source = np.arange(rows, dtype=np.float32)
    light = np.ones(rows, dtype=np.float32)
    for first, last in itertools.pairwise(edges):
        part = (source >= first * rows) & (source <= last * rows)
        within = (source[part] - first * rows) / max(1.0, (last - first) * rows)
        source[part] += draw.uniform(-6, 6) * np.sin(np.pi * within)
        light[part] = draw.uniform(0.8, 1.0)
    light = cv2.GaussianBlur(light[:, None], (0, 0), 3.0)[:, 0]
    across = np.repeat(np.arange(columns, dtype=np.float32)[None, :], rows, axis=0)
    down = np.repeat(source[:, None], columns, axis=1)
    moved = cv2.remap(np.ascontiguousarray(sheet), across, down, cv2.INTER_LINEAR, borderValue=255)
    return np.asarray(moved * light[:, None], dtype=np.float32)


def photocopied(page: Page, seed: int = 0, generations: int = 1) -> Page:
    """A copy of the page (of a copy, …): a little turned, softer, harder in tone, with specks,
    streaks along the drum, and toner missing in places."""
    for generation in range(generations):
        page = _copied(page, np.random.default_rng([seed, 11, generation]))
    return page


def _copied(page: Page, draw: np.random.Generator) -> Page:
    rows, columns = page.shape
    matrix = cv2.getRotationMatrix2D(
        (columns / 2, rows / 2), draw.uniform(-1.5, 1.5), draw.uniform(0.97, 1.0)
    )
    sheet = cv2.warpAffine(
        page, matrix, (columns, rows), flags=cv2.INTER_LINEAR, borderValue=(255.0,)
    )
    sheet = cv2.GaussianBlur(sheet, (0, 0), 0.9).astype(np.float32)
    sheet += draw.normal(0, 10, sheet.shape).astype(np.float32)
    threshold = draw.uniform(110, 150)
    sheet = 255 / (1 + np.exp(-(sheet - threshold) / 18))
    for _ in range(draw.integers(1, 4)):
        streak = int(draw.integers(0, columns))
        sheet[:, streak : streak + 2] *= draw.uniform(0.75, 0.95)
    dark, light = draw.random(sheet.shape) < 2e-4, draw.random(sheet.shape) < 2e-4
    sheet = np.where(_grown(dark), 40, sheet)
    sheet = np.where(_grown(light), 245, sheet)
    return np.clip(sheet, 0, 255).astype(np.uint8)


def _grown(specks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return cv2.dilate(specks.astype(np.uint8), np.ones((2, 2), np.uint8)) > 0
