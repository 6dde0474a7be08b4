"""How departures and returns are told apart in a chart, by form as well as by colour."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from ui.day.views import Way
from ui.lane.painting import Paint
from ui.theme.theme import Theme


def bar_paint(way: Way, theme: Theme) -> Paint:
    """Departures are a full bar, returns an outlined one with stripes."""
    return _full(theme) if way is Way.DEPARTED else _striped(theme)


def _full(theme: Theme) -> Paint:
    def paint(painter: QPainter, room: QRectF) -> None:
        painter.fillPath(_rounded(room, theme), theme.colour("accent"))

    return paint


def _striped(theme: Theme) -> Paint:
    def paint(painter: QPainter, room: QRectF) -> None:
        half = theme.exact("line.thin") / 2
        path = _rounded(room.adjusted(half, half, -half, -half), theme)
        painter.fillPath(path, theme.colour("raised"))
        painter.setPen(QPen(theme.colour("accent"), theme.exact("line.thin")))
        painter.drawPath(path)
        painter.setClipPath(path)
        painter.drawLines(_stripes(room, theme.exact("space.xs")))

    return paint


def _rounded(room: QRectF, theme: Theme) -> QPainterPath:
    radius = min(theme.exact("space.xxs"), room.width() / 2, room.height() / 2)
    path = QPainterPath()
    path.addRoundedRect(room, radius, radius, Qt.SizeMode.AbsoluteSize)
    return path


def _stripes(room: QRectF, gap: float) -> list[QLineF]:
    """Lines that rise from left to right, ``gap`` apart along the base, over the whole room."""
    height = room.height()
    count = int((room.width() + height) / gap) + 1
    lefts = (room.left() - height + number * gap for number in range(count))
    return [QLineF(left, room.bottom(), left + height, room.top()) for left in lefts]
