"""What stands where there is nothing: a picture, what that means, and what to do."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.icons import paint_icon
from ui.widgets.push_button import PushButton
from ui.widgets.themed import ThemedWidget

_CENTRE = Qt.AlignmentFlag.AlignHCenter


class EmptyState(ThemedWidget):
    """Icon, title, a sentence and, where something can be done at once, a button."""

    asked = Signal()

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
        self._text.setText(text)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def follow_theme(self) -> None:
        """Space anew."""
        self._space()
        super().follow_theme()

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
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The icon in the middle, calm."""
        side = self.theme.exact("shape.l")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_icon(painter, self._name, room, self.theme.colour("line_hard"), self.isRightToLeft())
        painter.end()
