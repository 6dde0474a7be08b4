"""Each tone has a shape of its own."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.lane.views import Tone
from ui.theme.current import ThemeHolder
from ui.widgets.shape import ToneMark, paint_tone, tone_path

SIDE = 18  # a row of the last scans, at one unit


def silhouette(tone: Tone, mirrored: bool = False) -> set[tuple[int, int]]:
    """The dark pixels of a shape drawn as small as it ever is."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_tone(painter, tone, QRectF(image.rect()), QColor("black"), mirrored)
    painter.end()
    return {(x, y) for x in range(SIDE) for y in range(SIDE) if image.pixelColor(x, y).red() < 128}


@pytest.mark.requirement("C1")
@pytest.mark.parametrize(("one", "other"), list(combinations(Tone, 2)))
def test_shapes_differ_without_colour_even_when_small(
    qapp: QApplication, one: Tone, other: Tone
) -> None:
    differ = silhouette(one) ^ silhouette(other)
    assert len(differ) > SIDE * SIDE / 12


@pytest.mark.parametrize("tone", Tone)
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_shape_stays_in_its_square(tone: Tone, mirrored: bool) -> None:
    place = QRectF(10, 20, 300, 100)
    square = QRectF(110, 20, 100, 100)
    bounds = tone_path(tone, place, mirrored).boundingRect()
    assert square.adjusted(-3, -3, 3, 3).contains(bounds)
    assert bounds.width() > 60


def test_only_what_has_a_direction_is_mirrored(qapp: QApplication) -> None:
    for tone in (Tone.AGAIN, Tone.UNREAD, Tone.TROUBLE):
        assert silhouette(tone) != silhouette(tone, mirrored=True)
    for tone in (Tone.CLEAR, Tone.REFER, Tone.REFUSE):
        assert silhouette(tone) == silhouette(tone, mirrored=True)


def test_the_circle_is_round_and_the_octagon_is_not() -> None:
    box = QRectF(0, 0, 1000, 1000)
    corner = QRectF(145, 145, 20, 20)  # on a circle of radius 480, inside of the octagon's edge
    assert tone_path(Tone.CLEAR, box).intersects(corner)
    assert tone_path(Tone.REFUSE, box).boundingRect().width() > 850


def test_a_mark_is_a_square_of_the_theme(qtbot: QtBot, holder: ThemeHolder) -> None:
    mark = ToneMark(holder, Tone.CLEAR, "shape.m")
    qtbot.addWidget(mark)
    assert mark.sizeHint().width() == mark.sizeHint().height() == holder.theme.px("shape.m")
