"""The keys that pages of sign-in know."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
SIDEWAYS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})


def is_escape(event: QKeyEvent) -> bool:
    """Whether it takes one back."""
    return event.key() == Qt.Key.Key_Escape


def is_enter(event: QKeyEvent) -> bool:
    """Whether it goes on."""
    return event.key() in ENTER
