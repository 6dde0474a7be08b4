"""A field for what is personal: it is typed and pasted into, and nothing of it leaves.

The clipboard, and the selection of X11, outlive the window and belong to every program.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_LEAVING = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)


class PrivateLine(QLineEdit):
    """A line whose text is not copied, cut, dragged or selected by the mouse."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setDragEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if any(event.matches(keys) for keys in _LEAVING):
            event.accept()
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.deselect()
        super().mouseReleaseEvent(event)
