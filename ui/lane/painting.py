"""What a panel of the lane paints: texts and shapes that were measured before they were placed.

A `Sheet` is filled once for a view and a size, in coordinates that run from the reader's start to
the end, and painted as often as the window asks. Mirroring happens here and nowhere else. Tests
read `texts` to see that nothing is clipped and nothing overlaps.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from weakref import WeakKeyDictionary

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from ui.theme.theme import Theme

Paint = Callable[[QPainter, QRectF], None]
_ENDLESS = 1e6  # px; no line is this long
_LEFT_TO_RIGHT, _RIGHT_TO_LEFT = {"L"}, {"R", "AL"}
# UAX 9, P2: what stands isolated does not tell the direction of its paragraph.
_ISOLATES, _POP = "\u2066\u2067\u2068", "\u2069"


# Texts measured in a theme, a few windows full.
_MOST_MEASURED = 800


class Align(Enum):
    """Where a text stands in its room, along the reading direction, as a share of what is free."""

    START = 0.0
    CENTRE = 0.5
    END = 1.0


class Written:
    """A text in one font, broken into lines no wider than ``width`` and measured (logical px).

    Each paragraph runs as its own first letter does, whatever the window's direction; one without
    letters runs ``mirrored``. ``step`` is from one baseline to the next.
    """

    def __init__(
        self, text: str, font: QFont, *, width: float = _ENDLESS, step: float, mirrored: bool
    ) -> None:
        self.text, self.font = text, font
        self._layout = QTextLayout(text, font)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        option.setTextDirection(_direction(text, mirrored))
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self.width, self.step = 0.0, step
        self._break(width)
        self.height = self.step * self.lines

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        return self._layout.lineCount()

    def draw(self, painter: QPainter, room: QRectF, share: float) -> None:
        """Draw the lines from the room's top; ``share`` of the free width stands left of each."""
        for number in range(self.lines):
            line = self._layout.lineAt(number)
            natural = line.naturalTextRect()
            x = room.left() + (room.width() - natural.width()) * share - natural.left()
            y = room.top() + number * self.step + self._before(line)
            line.draw(painter, QPointF(x, y))

    def _before(self, line: QTextLine) -> float:
        """From the top of a step to the top of the font's own line in it."""
        return (self.step - line.height()) / 2

    def _break(self, width: float) -> None:
        self._layout.beginLayout()
        line = self._layout.createLine()
        while line.isValid():
            line.setLineWidth(width)
            self.width = max(self.width, line.naturalTextWidth())
            line = self._layout.createLine()
        self._layout.endLayout()


class Inked(Written):
    """One line that takes the room of its ink alone: for a word so large that the room which the
    font keeps above and below would be missed. ``step`` is the ink's height."""

    def __init__(self, text: str, font: QFont, *, mirrored: bool) -> None:
        self._ink = ink_of(text, font)
        super().__init__(text, font, step=self._ink.height(), mirrored=mirrored)

    def _before(self, line: QTextLine) -> float:
        return -(line.ascent() + self._ink.top())


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text where it is painted. ``shortened`` when it ends in an ellipsis on purpose."""

    written: Written
    room: QRectF
    colour: QColor
    share: float
    shortened: bool = False

    def paint(self, painter: QPainter) -> None:
        """Draw it."""
        painter.setPen(self.colour)
        self.written.draw(painter, self.room, self.share)


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A rounded rectangle. ``line`` is the width of its border, 0 for none."""

    room: QRectF
    fill: QColor | None
    radius: float
    border: QColor | None = None
    line: float = 0.0

    def paint(self, painter: QPainter) -> None:
        """Draw it, its border wholly inside."""
        half = self.line / 2
        painter.setPen(
            QPen(self.border, self.line) if self.border is not None else Qt.PenStyle.NoPen
        )
        painter.setBrush(self.fill if self.fill is not None else Qt.BrushStyle.NoBrush)
        inner = self.room.adjusted(half, half, -half, -half)
        painter.drawRoundedRect(inner, self.radius, self.radius)


@dataclass(frozen=True, slots=True)
class PlacedPaint:
    """Something that paints itself into its room."""

    room: QRectF
    draw: Paint

    def paint(self, painter: QPainter) -> None:
        """Draw it."""
        painter.save()
        self.draw(painter, self.room)
        painter.restore()


_MEASURED: WeakKeyDictionary[Theme, dict[tuple[str, str, float, bool], Written]] = (
    WeakKeyDictionary()
)


class Sheet:
    """A panel's paint of one view at one size. ``mirrored``: start is on the right."""

    def __init__(self, theme: Theme, width: float, height: float, mirrored: bool) -> None:
        self.theme, self.width, self.height, self.mirrored = theme, width, height, mirrored
        self._placed: list[PlacedText | PlacedBox | PlacedPaint] = []

    @property
    def texts(self) -> Sequence[PlacedText]:
        """The texts on it."""
        return [each for each in self._placed if isinstance(each, PlacedText)]

    def written(self, text: str, role: str, width: float = _ENDLESS) -> Written:
        """A text in a step of the type scale, measured, not yet placed. Most of what a window says
        it has just said: what was measured is kept."""
        known = _MEASURED.setdefault(self.theme, {})
        key = (text, role, width, self.mirrored)
        found = known.get(key)
        if found is None:
            if len(known) >= _MOST_MEASURED:
                known.clear()
            step, font = self.theme.line_px(role), self.theme.font(role)
            found = Written(text, font, width=width, step=step, mirrored=self.mirrored)
            known[key] = found
        return found

    def balanced(self, text: str, role: str, width: float) -> Written:
        """A text in as few lines as it takes in this width, the lines about as long as each other:
        for one that stands in the middle of its room."""
        whole = self.written(text, role, width)
        step, narrower = self.theme.exact("space.s"), whole
        while narrower.lines == whole.lines and narrower.width <= width and width > step:
            whole, width = narrower, width - step
            narrower = self.written(text, role, width)
        return whole

    def fitted(self, text: str, roles: Sequence[str], width: float, height: float) -> Written:
        """The text in the first of these steps in which it fits; in the last if in none."""
        tried = [self.written(text, roles[0], width)]
        for role in roles[1:]:
            if tried[-1].height <= height and tried[-1].width <= width:
                break
            tried.append(self.written(text, role, width))
        return tried[-1]

    def put(
        self,
        written: Written,
        x: float,
        y: float,
        width: float,
        colour: QColor,
        align: Align = Align.START,
        *,
        shortened: bool = False,
    ) -> float:
        """Place a text ``x`` from the start; its height."""
        room = self.room(x, y, width, written.height)
        share = 1.0 - align.value if self.mirrored else align.value
        self._placed.append(PlacedText(written, room, colour, share, shortened))
        return written.height

    def put_at(self, written: Written, room: QRectF, colour: QColor, share: float = 0.0) -> None:
        """Place a text that is never mirrored; ``share`` of the free width stands left of it."""
        self._placed.append(PlacedText(written, room, colour, share))

    def line(
        self,
        text: str,
        role: str,
        x: float,
        y: float,
        width: float,
        colour: QColor,
        align: Align = Align.START,
    ) -> float:
        """Place one line, shortened by an ellipsis where it is too long; its height."""
        font = self.theme.font(role)
        short = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
        written = self.written(short, role)
        return self.put(written, x, y, width, colour, align, shortened=short != text)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: QColor | None,
        *,
        radius: float = 0.0,
        border: QColor | None = None,
        line: float = 0.0,
    ) -> None:
        """Place a rounded rectangle ``x`` from the start."""
        room = self.room(x, y, width, height)
        self.box_at(room, fill, radius=radius, border=border, line=line)

    def box_at(
        self,
        room: QRectF,
        fill: QColor | None,
        *,
        radius: float = 0.0,
        border: QColor | None = None,
        line: float = 0.0,
    ) -> None:
        """Place a rounded rectangle that is never mirrored."""
        self._placed.append(PlacedBox(room, fill, radius, border, line))

    def paint_in(self, x: float, y: float, width: float, height: float, draw: Paint) -> None:
        """Place something that paints itself."""
        self._placed.append(PlacedPaint(self.room(x, y, width, height), draw))

    def paint_at(self, room: QRectF, draw: Paint) -> None:
        """Place something that paints itself and is never mirrored as a whole."""
        self._placed.append(PlacedPaint(room, draw))

    def room(self, x: float, y: float, width: float, height: float) -> QRectF:
        """A rectangle ``x`` from the reader's start, in the widget's own coordinates."""
        left = self.width - x - width if self.mirrored else x
        return QRectF(left, y, width, height)

    def paint(self, painter: QPainter) -> None:
        """Draw all, in the order in which it was placed."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for each in self._placed:
            each.paint(painter)


def ink_of(text: str, font: QFont) -> QRectF:
    """The ink of one line with its marks above and below, from the start of its baseline. (Qt's
    tight rectangle of the font's metrics leaves out where marks are moved to.)"""
    path = QPainterPath()
    path.addText(QPointF(), font, text)
    return path.boundingRect()


def _direction(text: str, mirrored: bool) -> Qt.LayoutDirection:
    depth = 0
    for sign in text:
        if sign in _ISOLATES:
            depth += 1
        elif sign == _POP:
            depth = max(0, depth - 1)
        elif not depth:
            kind = unicodedata.bidirectional(sign)
            if kind in _RIGHT_TO_LEFT:
                return Qt.LayoutDirection.RightToLeft
            if kind in _LEFT_TO_RIGHT:
                return Qt.LayoutDirection.LeftToRight
    return Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
