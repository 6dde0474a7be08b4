"""Text that fits its place: first by a smaller size, then by an ellipsis, and never clipped."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

UNBOUNDED = 0
"""As ``lines``: as many lines as the text takes."""


@dataclass(frozen=True, slots=True)
class FittedText:
    """A text laid into a width: its lines, each whole, the font they fit in, and whether some of
    it had to give way to an ellipsis. ``height`` in logical pixels."""

    lines: tuple[str, ...]
    font: QFont
    leading: float
    cut: bool

    @property
    def height(self) -> float:
        """From the top of the first line to the bottom of the last."""
        return QFontMetricsF(self.font).height() + self.leading * (len(self.lines) - 1)


def fit_text(
    text: str,
    font: QFont,
    width: float,
    floor_px: int,
    *,
    lines: int = 1,
    leading: float = 1.2,
    height: float = math.inf,
) -> FittedText:
    """Lay ``text`` into ``width`` and ``height`` logical pixels on at most ``lines`` lines.

    The font shrinks to ``floor_px`` pixels at the least; what does not fit then ends in an
    ellipsis. ``leading`` is the distance of two baselines as a factor of the pixel size.
    """
    tried = QFont(font)
    for size in range(font.pixelSize(), min(floor_px, font.pixelSize()) - 1, -1):
        tried.setPixelSize(size)
        broken = broken_lines(text, tried, width)
        fitted = FittedText(broken, QFont(tried), size * leading, False)
        few = not lines or len(broken) <= lines
        if few and widest(broken, tried) <= width and fitted.height <= height:
            return fitted
    return _cut(text, tried, width, lines, leading)


def broken_lines(text: str, font: QFont, width: float) -> tuple[str, ...]:
    """The text's lines in this width, broken between words; a longer word stays whole."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        start = line.textStart()
        lines.append(text[start : start + line.textLength()].strip())
    layout.endLayout()
    return tuple(lines) or ("",)


def widest(lines: tuple[str, ...], font: QFont) -> float:
    """The longest line's advance, in logical pixels."""
    metrics = QFontMetricsF(font)
    return max(metrics.horizontalAdvance(line) for line in lines)


def narrowest(text: str, font: QFont, lines: int) -> float:
    """The least width in which the text takes this many lines, one or two, broken between words."""
    words = text.split()
    whole = text_width(text, font)
    if lines == 1 or len(words) == 1:
        return whole
    breaks = ((words[:at], words[at:]) for at in range(1, len(words)))
    pairs = (
        (text_width(" ".join(one), font), text_width(" ".join(two), font)) for one, two in breaks
    )
    return min(max(pair) for pair in pairs)


def paint_text(
    painter: QPainter,
    rect: QRectF,
    fitted: FittedText,
    *,
    direction: Qt.LayoutDirection,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeading,
) -> None:
    """Paint the lines in the painter's pen, in the middle of ``rect``'s height. ``AlignLeading`` is
    the side that reading starts from."""
    painter.save()
    painter.setFont(fitted.font)
    painter.setLayoutDirection(direction)
    metrics = QFontMetricsF(fitted.font)
    top = rect.center().y() - fitted.height / 2
    for number, line in enumerate(fitted.lines):
        place = QRectF(rect.x(), top + number * fitted.leading, rect.width(), metrics.height())
        flags = int(align) | int(Qt.AlignmentFlag.AlignVCenter) | _FLAGS
        painter.drawText(place, flags, line)
    painter.restore()


_FLAGS = int(Qt.TextFlag.TextSingleLine) | int(Qt.TextFlag.TextDontClip)


def text_width(text: str, font: QFont) -> float:
    """The advance of one line, in logical pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)


def _cut(text: str, font: QFont, width: float, lines: int, leading: float) -> FittedText:
    metrics = QFontMetricsF(font)
    broken = broken_lines(text, font, width)
    kept = list(broken[:lines] if lines else broken)
    if lines and len(broken) > lines:
        kept[-1] = " ".join(broken[lines - 1 :])
    elided = tuple(
        metrics.elidedText(line, Qt.TextElideMode.ElideRight, max(0.0, width)) for line in kept
    )
    return FittedText(elided, QFont(font), font.pixelSize() * leading, elided != tuple(broken))
