"""The shape of each tone: what tells a verdict to an eye that does not see its colour.

Each is one filled path in a square, drawn for this project; what is cut out of it shows
the ground. A shape that has a direction is mirrored where one reads from the right.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPaintEvent,
    QPolygonF,
    QTransform,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.lane.views import Tone
from ui.theme.current import ThemeHolder

_DIRECTED = frozenset({Tone.AGAIN, Tone.UNREAD, Tone.TROUBLE})
_SIDE = 100
"""The square that the shapes are drawn in; Qt unites paths to about a hundredth of its unit."""


def tone_path(tone: Tone, rect: QRectF, mirrored: bool = False) -> QPainterPath:
    """The tone's shape inside ``rect`` (a square is made in its middle)."""
    side = min(rect.width(), rect.height())
    place = QTransform()
    place.translate(rect.center().x() - side / 2, rect.center().y() - side / 2)
    place.scale(side / _SIDE, side / _SIDE)
    if mirrored and tone in _DIRECTED:
        place.translate(_SIDE, 0)
        place.scale(-1, 1)
    return place.map(_shape(tone))


def paint_tone(
    painter: QPainter, tone: Tone, rect: QRectF, colour: QColor, mirrored: bool = False
) -> None:
    """Fill the tone's shape in one colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(tone_path(tone, rect, mirrored), colour)
    painter.restore()


class ToneMark(QLabel):
    """A tone's shape as a small widget, in the stroke colour of its tone. ``size`` names a length
    of the tokens (``shape.m``)."""

    def __init__(
        self, holder: ThemeHolder, tone: Tone, size: str = "shape.m", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.holder = holder
        self._tone = tone
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        holder.changed.connect(self.follow_theme)

    @Slot()
    def follow_theme(self) -> None:
        """Measure and paint anew."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        side = self.holder.theme.px(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """The same square."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The shape in the middle."""
        painter = QPainter(self)
        colour = self.holder.theme.tone(self._tone).stroke
        paint_tone(painter, self._tone, QRectF(self.rect()), colour, self.isRightToLeft())
        painter.end()


@cache
def _shape(tone: Tone) -> QPainterPath:
    return _SHAPES[tone]()


def _clear() -> QPainterPath:
    return _dot(50, 50, 48).subtracted(_stroked(_line((27, 53), (43, 69), (74, 34)), 11.5))


def _refer() -> QPainterPath:
    corners = [QPointF(50, 9), QPointF(95, 88), QPointF(5, 88)]
    sign = _stroked(_line((50, 36), (50, 58)), 10.5).united(_dot(50, 74.5, 6.3))
    return _softened(corners, 9).subtracted(sign)


def _refuse() -> QPainterPath:
    corners = [_around(48, 22.5 + 45 * side) for side in range(8)]
    cross = _stroked(_line((33, 33), (67, 67)), 12.5)
    cross = cross.united(_stroked(_line((67, 33), (33, 67)), 12.5))
    return _softened(corners, 3).subtracted(cross)


def _again() -> QPainterPath:
    """A loop that comes round to where it began, with a tick inside."""
    loop, box = QPainterPath(), QRectF(12, 12, 76, 76)
    loop.arcMoveTo(box, 8)
    loop.arcTo(box, 8, -288)
    head = _softened([QPointF(54, -2), QPointF(84, 16), QPointF(58, 30)], 3)
    tick = _stroked(_line((32, 52), (45, 65), (67, 41)), 9)
    return _stroked(loop, 10).united(head).united(tick)


def _unread() -> QPainterPath:
    """A frame of dashes around a question."""
    frame = QPainterPath()
    frame.addRoundedRect(QRectF(7, 7, 86, 86), 12, 12)
    return _stroked(frame, 7.5, dashes=(1.9, 1.5)).united(_question())


def _question() -> QPainterPath:
    bow = QPainterPath(QPointF(37, 39))
    bow.cubicTo(37, 20, 66, 20, 65, 39)
    bow.cubicTo(64, 50, 50, 49, 50, 62)
    return _stroked(bow, 10).united(_dot(50, 77, 6.2))


def _waiting() -> QPainterPath:
    """The four corners of a view, empty."""
    view = QPainterPath()
    for across, down in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
        near, far = (50 - 40 * across, 50 - 40 * down), (50 - 16 * across, 50 - 16 * down)
        corner = _line((near[0], far[1]), near, (far[0], near[1]))
        view = view.united(_stroked(corner, 7))
    return view


def _reading() -> QPainterPath:
    """The corners of a view with a code between them."""
    path = _waiting()
    for left, width in ((24, 6), (35, 10), (50, 4), (59, 7), (71, 5)):
        path.addRect(QRectF(left, 27, width, 46))
    return path


def _trouble() -> QPainterPath:
    """A spanner: the lane itself is to be mended."""
    bolt, gap = QPainterPath(), QPainterPath()
    bolt.addRoundedRect(QRectF(42.5, 30, 15, 68), 7.5, 7.5)
    gap.addRoundedRect(QRectF(40.5, -15, 19, 34), 6, 6)
    upright = bolt.united(_dot(50, 20, 25)).subtracted(gap).subtracted(_dot(50, 90, 3.5))
    return QTransform().translate(50, 50).rotate(40).translate(-50, -50).map(upright)


_SHAPES: dict[Tone, Callable[[], QPainterPath]] = {
    Tone.CLEAR: _clear,
    Tone.REFER: _refer,
    Tone.REFUSE: _refuse,
    Tone.AGAIN: _again,
    Tone.UNREAD: _unread,
    Tone.WAITING: _waiting,
    Tone.READING: _reading,
    Tone.TROUBLE: _trouble,
}


def _dot(across: float, down: float, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(across, down), radius, radius)
    return path


def _line(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath(QPointF(*points[0]))
    for each in points[1:]:
        path.lineTo(*each)
    return path


def _stroked(
    path: QPainterPath, width: float, dashes: tuple[float, float] | None = None
) -> QPainterPath:
    """The path as a brush of this width leaves it; ``dashes``: on and off, in widths."""
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashes is None:
        stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    else:
        stroker.setCapStyle(Qt.PenCapStyle.FlatCap)
        stroker.setDashPattern(list(dashes))
    return stroker.createStroke(path).simplified()


def _softened(corners: list[QPointF], soft: float) -> QPainterPath:
    """A polygon with round corners: drawn smaller, then thickened by ``soft``."""
    middle = QPointF(
        sum(corner.x() for corner in corners) / len(corners),
        sum(corner.y() for corner in corners) / len(corners),
    )
    path = QPainterPath()
    path.addPolygon(QPolygonF([corner + (middle - corner) * soft / _SIDE for corner in corners]))
    path.closeSubpath()
    return path.united(_stroked(path, soft))


def _around(radius: float, degrees: float) -> QPointF:
    turn = math.radians(degrees)
    return QPointF(50 + radius * math.cos(turn), 50 + radius * math.sin(turn))
