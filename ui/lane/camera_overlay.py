"""What is drawn over the camera's picture: outlines of barcodes, and what would help to read one.

Whether a barcode was read is told by form as well as by colour: dashes around what is only found,
an unbroken line with a tick around what was read. Neither covers the barcode itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from ui.lane.views import Mark, Tone
from ui.theme.theme import Theme
from ui.widgets.shape import paint_tone

_DASH, _SPACE = 2.2, 1.6  # in widths of the line
_SHARPEST = 0.3  # sine of a corner
_STEPS = ("action", "strong", "label", "small")  # the largest that fits


def paint_outline(
    painter: QPainter, theme: Theme, corners: Sequence[QPointF], *, read: bool
) -> None:
    """Around ``corners`` (in order, logical px), a line's width away from them. A rim in the text's
    colour is seen on whatever the camera sees."""
    mark = theme.mark(Mark.GOOD if read else Mark.WARNING)
    line = theme.exact("line.edge" if read else "line.focus")
    rim = line + 2 * theme.exact("line.thin")
    around = outset(corners, rim / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(mark.on_strong, rim, j=Qt.PenJoinStyle.RoundJoin))
    painter.drawPolygon(around)
    pen = QPen(mark.strong, line, j=Qt.PenJoinStyle.RoundJoin)
    if not read:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern((_DASH, _SPACE))
    painter.setPen(pen)
    painter.drawPolygon(around)
    if read:
        _paint_tick(painter, theme, around)


def outset(corners: Sequence[QPointF], by: float) -> QPolygonF:
    """A convex polygon whose sides lie ``by`` further out; at very sharp corners a little less."""
    count = len(corners)
    moved = []
    for index, corner in enumerate(corners):
        one = _unit(corner - corners[index - 1])
        other = _unit(corner - corners[(index + 1) % count])
        across = abs(one.x() * other.y() - one.y() * other.x())
        moved.append(corner + (one + other) * (by / max(across, _SHARPEST)))
    return QPolygonF(moved)


def _unit(way: QPointF) -> QPointF:
    length = math.hypot(way.x(), way.y())
    return way / length if length else QPointF()


def _paint_tick(painter: QPainter, theme: Theme, around: QPolygonF) -> None:
    """On the corner that is highest."""
    side = theme.exact("shape.m")
    corner = min((around.at(index) for index in range(around.size())), key=lambda one: one.y())
    mark = theme.mark(Mark.GOOD)
    place = QRectF(corner.x() - side / 2, corner.y() - side / 2, side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mark.on_strong)
    painter.drawEllipse(place)
    inner = theme.exact("line.thin")
    paint_tone(painter, Tone.CLEAR, place.adjusted(inner, inner, -inner, -inner), mark.strong)


@dataclass(frozen=True, slots=True)
class HintPlate:
    """A sign and a few words on a plate; ``place`` in logical px."""

    text: str
    font: QFont
    place: QRectF
    side: float
    gap: float
    mirrored: bool

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """The plate, with a rim that is seen on whatever the camera sees."""
        mark = theme.mark(Mark.WARNING)
        radius = theme.exact("radius.m")
        painter.setPen(QPen(mark.on_strong, theme.exact("line.thin")))
        painter.setBrush(mark.strong)
        painter.drawRoundedRect(self.place, radius, radius)
        painter.setPen(mark.on_strong)
        painter.setFont(self.font)
        painter.drawText(self.words_place, int(Qt.AlignmentFlag.AlignCenter), self.text)
        paint_tone(painter, Tone.REFER, self.sign_place, mark.on_strong)

    @property
    def sign_place(self) -> QRectF:
        """Where reading begins."""
        x = self.place.right() - self.gap - self.side if self.mirrored else self._left
        return QRectF(x, self.place.center().y() - self.side / 2, self.side, self.side)

    @property
    def words_place(self) -> QRectF:
        """Beside the sign."""
        x = self._left if self.mirrored else self._left + self.side + self.gap
        width = self.place.width() - 3 * self.gap - self.side
        return QRectF(x, self.place.y(), width, self.place.height())

    @property
    def _left(self) -> float:
        return self.place.x() + self.gap


def hint_plate(
    theme: Theme, text: str, room: QRectF, avoided: Sequence[QPointF], *, mirrored: bool
) -> HintPlate:
    """At the foot of ``room``, in its middle; at its head when the foot would cover ``avoided``."""
    gap = theme.exact("space.s")
    side, widest = theme.exact("shape.s"), room.width() - 2 * gap
    for step in _STEPS:
        font = theme.font(step)
        metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(text) + side + 3 * gap
        if width <= widest:
            break
    height = metrics.height() + gap
    place = QRectF(0, 0, min(width, widest), height)
    place.moveCenter(room.center())
    place.moveBottom(room.bottom() - gap)
    lowest = max((one.y() for one in avoided), default=room.top())
    highest = min((one.y() for one in avoided), default=room.bottom())
    if lowest > place.top() and highest - room.top() > height + 2 * gap:
        place.moveTop(room.top() + gap)
    return HintPlate(text, font, place, side, gap, mirrored)
