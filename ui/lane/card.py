"""What the lane's panels look like alike: their ground, and the shapes of marks."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from ui.lane.painting import Paint, Sheet
from ui.lane.views import Mark, Tone
from ui.widgets.icons import paint_icon
from ui.widgets.shape import paint_tone

_SHAPES: Mapping[Mark, Tone] = {
    Mark.GOOD: Tone.CLEAR,
    Mark.WARNING: Tone.REFER,
    Mark.BAD: Tone.REFUSE,
}


def place_card(sheet: Sheet) -> None:
    """The ground of a panel: raised from the window's surface, a hairline around."""
    theme = sheet.theme
    sheet.box(
        0,
        0,
        sheet.width,
        sheet.height,
        theme.colour("raised"),
        radius=theme.exact("radius.m"),
        border=theme.colour("line"),
        line=theme.exact("line.hair"),
    )


def tone_shape(tone: Tone, colour: QColor, mirrored: bool) -> Paint:
    """What paints a tone's shape."""

    def paint(painter: QPainter, room: QRectF) -> None:
        paint_tone(painter, tone, room, colour, mirrored)

    return paint


def icon_paint(name: str, colour: QColor, mirrored: bool) -> Paint:
    """What paints an icon."""

    def paint(painter: QPainter, room: QRectF) -> None:
        paint_icon(painter, name, room, colour, mirrored)

    return paint


def mark_shape(mark: Mark, colour: QColor, mirrored: bool) -> Paint | None:
    """What paints a mark's shape; None for one that needs none."""
    tone = _SHAPES.get(mark)
    return None if tone is None else tone_shape(tone, colour, mirrored)
