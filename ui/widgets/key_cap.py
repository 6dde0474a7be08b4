"""A key cap: the sign on a physical key, drawn as one sees it on the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.widgets.fit import text_width
from ui.widgets.themed import ThemedWidget


def cap_size(theme: Theme, text: str) -> QSizeF:
    """The size of a cap with this sign, in logical pixels."""
    wide = text_width(text, theme.font("cap")) + 2 * theme.exact("space.s")
    return QSizeF(max(theme.exact("key.cap_min"), wide), theme.exact("key.cap"))


def caps_width(theme: Theme, keys: tuple[str, ...]) -> float:
    """The width of caps side by side."""
    gaps = max(0, len(keys) - 1) * theme.exact("space.xs")
    return gaps + sum(cap_size(theme, key).width() for key in keys)


def paint_cap(
    painter: QPainter, theme: Theme, corner: QPointF, text: str, ink: QColor | None = None
) -> None:
    """Paint a cap with its upper left corner there. ``ink`` for one that cannot be pressed now."""
    rect = QRectF(corner, cap_size(theme, text))
    radius, lip = theme.exact("radius.s"), theme.exact("key.lip")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("line_hard"))
    painter.drawRoundedRect(rect, radius, radius)
    face = rect.adjusted(0, 0, 0, -lip)
    painter.setPen(QPen(theme.colour("line_hard"), theme.exact("line.hair")))
    painter.setBrush(theme.colour("cap"))
    half = theme.exact("line.hair") / 2
    painter.drawRoundedRect(face.adjusted(half, half, -half, -half), radius, radius)
    painter.setPen(ink or theme.colour("on_cap"))
    painter.setFont(theme.font("cap"))
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.drawText(face, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.restore()


class KeyCap(ThemedWidget):
    """A cap on its own, as in a hint: press ⟨F8⟩."""

    def __init__(self, holder: ThemeHolder, text: str, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._text = text
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """The cap."""
        size = cap_size(self.theme, self._text)
        return QSize(int(size.width()) + 1, int(size.height()) + 1)

    def minimumSizeHint(self) -> QSize:
        """The cap."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The cap in the middle."""
        painter = QPainter(self)
        size = cap_size(self.theme, self._text)
        spare = QSizeF(self.size()) - size
        corner = QPointF(spare.width() / 2, spare.height() / 2)
        paint_cap(painter, self.theme, corner, self._text)
        painter.end()
