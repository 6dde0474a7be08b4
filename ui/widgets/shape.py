"""The shape of each tone: what tells a verdict to an eye that does not see its colour.

Each is one filled path in a square of side 1, drawn for this project; what is cut out of it shows
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
_CENTRE = QPointF(0.5, 0.5)


def tone_path(tone: Tone, rect: QRectF, mirrored: bool = False) -> QPainterPath:
    """The tone's shape inside ``rect`` (a square is made in its middle)."""
    side = min(rect.width(), rect.height())
    place = QTransform()
    place.translate(rect.center().x() - side / 2, rect.center().y() - side / 2)
    place.scale(side, side)
    if mirrored and tone in _DIRECTED:
        place.translate(1, 0)
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
        self._ink: QColor | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        holder.changed.connect(self.follow_theme)

    @property
    def tone(self) -> Tone:
        """The tone shown."""
        return self._tone

    def set_tone(self, tone: Tone, ink: QColor | None = None) -> None:
        """Show another tone; ``ink`` in place of its stroke colour, on the ground of a tone."""
        self._tone, self._ink = tone, ink
        self.update()

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
        colour = self._ink or self.holder.theme.tone(self._tone).stroke
        paint_tone(painter, self._tone, QRectF(self.rect()), colour, self.isRightToLeft())
        painter.end()


@cache
def _shape(tone: Tone) -> QPainterPath:
    return _SHAPES[tone]()


def _clear() -> QPainterPath:
    return _disc(0.48).subtracted(_stroked(_line((0.27, 0.53), (0.43, 0.69), (0.74, 0.34)), 0.115))


def _refer() -> QPainterPath:
    corners = [QPointF(0.5, 0.09), QPointF(0.95, 0.88), QPointF(0.05, 0.88)]
    sign = _stroked(_line((0.5, 0.36), (0.5, 0.58)), 0.105).united(_dot(0.5, 0.745, 0.063))
    return _softened(corners, 0.09).subtracted(sign)


def _refuse() -> QPainterPath:
    corners = [_around(0.47, 22.5 + 45 * side) for side in range(8)]
    cross = _stroked(_line((0.33, 0.33), (0.67, 0.67)), 0.125)
    cross = cross.united(_stroked(_line((0.67, 0.33), (0.33, 0.67)), 0.125))
    return _softened(corners, 0.04).subtracted(cross)


def _again() -> QPainterPath:
    """A loop that comes round to where it began, with a tick inside."""
    loop = QPainterPath()
    box = QRectF(0.12, 0.12, 0.76, 0.76)
    loop.arcMoveTo(box, 60)
    loop.arcTo(box, 60, 285)
    head = _softened([QPointF(0.58, 0.13), QPointF(0.80, 0.0), QPointF(0.83, 0.30)], 0.03)
    tick = _stroked(_line((0.34, 0.52), (0.46, 0.64), (0.67, 0.39)), 0.09)
    return _stroked(loop, 0.10).united(head).united(tick)


def _unread() -> QPainterPath:
    """A frame of dashes around a question."""
    frame = QPainterPath()
    frame.addRoundedRect(QRectF(0.07, 0.07, 0.86, 0.86), 0.12, 0.12)
    dashes = QPainterPathStroker()
    dashes.setWidth(0.075)
    dashes.setDashPattern([1.9, 1.5])
    return dashes.createStroke(frame).united(_question())


def _question() -> QPainterPath:
    bow = QPainterPath(QPointF(0.37, 0.39))
    bow.cubicTo(0.37, 0.20, 0.66, 0.20, 0.65, 0.39)
    bow.cubicTo(0.64, 0.50, 0.50, 0.49, 0.50, 0.62)
    return _stroked(bow, 0.10).united(_dot(0.5, 0.77, 0.062))


def _waiting() -> QPainterPath:
    """The four corners of a view, empty."""
    corners = QPainterPath()
    for across, down in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
        corners = corners.united(
            _stroked(
                _line(
                    (0.5 - 0.40 * across, 0.5 - 0.16 * down),
                    (0.5 - 0.40 * across, 0.5 - 0.40 * down),
                    (0.5 - 0.16 * across, 0.5 - 0.40 * down),
                ),
                0.07,
            )
        )
    return corners


def _reading() -> QPainterPath:
    """The corners of a view with a code between them."""
    path = _waiting()
    for left, width in ((0.24, 0.06), (0.35, 0.10), (0.50, 0.04), (0.59, 0.07), (0.71, 0.05)):
        bar = QPainterPath()
        bar.addRect(QRectF(left, 0.27, width, 0.46))
        path = path.united(bar)
    return path


def _trouble() -> QPainterPath:
    """A spanner: the lane itself is to be mended."""
    bolt = QPainterPath()
    bolt.addRoundedRect(QRectF(0.425, 0.30, 0.15, 0.68), 0.075, 0.075)
    jaw = QPainterPath()
    jaw.addEllipse(QPointF(0.5, 0.20), 0.25, 0.25)
    gap = QPainterPath()
    gap.addRoundedRect(QRectF(0.405, -0.15, 0.19, 0.34), 0.06, 0.06)
    hole = _dot(0.5, 0.90, 0.035)
    upright = bolt.united(jaw).subtracted(gap).subtracted(hole)
    return QTransform().translate(0.5, 0.5).rotate(40).translate(-0.5, -0.5).map(upright)


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


def _disc(radius: float) -> QPainterPath:
    return _dot(0.5, 0.5, radius)


def _dot(across: float, down: float, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(across, down), radius, radius)
    return path


def _line(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath(QPointF(*points[0]))
    for each in points[1:]:
        path.lineTo(*each)
    return path


def _stroked(path: QPainterPath, width: float) -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    stroker.setCurveThreshold(0.002)
    return stroker.createStroke(path).simplified()


def _softened(corners: list[QPointF], round_by: float) -> QPainterPath:
    """A polygon with round corners: drawn smaller, then thickened."""
    middle = QPointF(
        sum(corner.x() for corner in corners) / len(corners),
        sum(corner.y() for corner in corners) / len(corners),
    )
    shrunk = [corner + (middle - corner) * round_by for corner in corners]
    path = QPainterPath()
    path.addPolygon(QPolygonF(shrunk))
    path.closeSubpath()
    return path.united(_stroked(path, round_by))


def _around(radius: float, degrees: float) -> QPointF:
    turn = math.radians(degrees)
    return _CENTRE + QPointF(radius * math.cos(turn), radius * math.sin(turn))
