"""What a widget painted."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

NEAR = 24  # of 255 in each channel: antialiased edges are not counted


def painted(widget: QWidget) -> QImage:
    """The widget alone, on nothing."""
    image = QImage(widget.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    widget.render(image)
    return image


def where(image: QImage, colour: QColor) -> QRect:
    """The smallest rectangle around all pixels of this colour; empty without any."""
    spots = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if _near(image.pixelColor(x, y), colour)
    ]
    if not spots:
        return QRect()
    across, down = [x for x, _ in spots], [y for _, y in spots]
    return QRect(min(across), min(down), max(across) - min(across) + 1, max(down) - min(down) + 1)


def _near(one: QColor, other: QColor) -> bool:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return one.alpha() > 255 - NEAR and all(abs(a - b) < NEAR for a, b in pairs)
