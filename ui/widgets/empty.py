"""What stands where there is nothing: a picture, what that means, and what to do."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.icons import paint_icon
from ui.widgets.push_button import PushButton
from ui.widgets.themed import ThemedWidget

_CENTRE = Qt.AlignmentFlag.AlignHCenter


class EmptyState(ThemedWidget):
    """Icon, title, a sentence and, where something can be done at once, a button. In the place of
    a list it may take the focus, and shows it."""

    asked = Signal()
    role = QAccessible.Role.StaticText

    def __init__(self, holder: ThemeHolder, icon_name: str) -> None:
        super().__init__(holder)
        self._picture = _Picture(holder, icon_name)
        self._title = FitLabel(holder, "lead", lines=2, align=_CENTRE)
        self._text = FitLabel(holder, "body", "ink_soft", lines=0, align=_CENTRE)
        self._button = PushButton(holder)
        self._button.clicked.connect(self.asked)
        self._rows = QVBoxLayout(self)
        self._rows.addStretch(1)
        for widget in (self._picture, self._title, self._text):
            self._rows.addWidget(widget)
        self._rows.addWidget(self._button, 0, _CENTRE)
        self._rows.addStretch(2)
        self._space()

    def say(self, title: str, text: str, button: str = "") -> None:
        """What it says; without ``button`` there is none."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._text.setText(text)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(title or text)
        self.setAccessibleDescription(text if title else "")

    def follow_theme(self) -> None:
        """Space anew."""
        self._space()
        super().follow_theme()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ring of the focus."""
        if self.hasFocus():
            theme, half = self.theme, self.theme.exact("line.focus") / 2
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("focus"), theme.exact("line.focus")))
            ring = QRectF(self.rect()).adjusted(half, half, -half, -half)
            painter.drawRoundedRect(ring, theme.exact("radius.s"), theme.exact("radius.s"))
            painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show it."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it no more."""
        super().focusOutEvent(event)
        self.update()

    def _space(self) -> None:
        across = self.theme.px("space.xxl")
        self._rows.setContentsMargins(across, 0, across, 0)
        self._rows.setSpacing(self.theme.px("space.s"))


class _Picture(ThemedWidget):
    def __init__(self, holder: ThemeHolder, name: str, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._name = name

    def sizeHint(self) -> QSize:
        """As high as a large shape."""
        side = self.theme.px("shape.l")
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """It gives way where words need the room."""
        return QSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The icon in the middle, calm; whole or not at all."""
        side = self.theme.exact("shape.l")
        if self.height() < int(side):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_icon(painter, self._name, room, self.theme.colour("line_hard"), self.isRightToLeft())
        painter.end()
