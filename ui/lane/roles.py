"""What screen readers take the painted widgets for."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget


@cache
def tell_roles() -> None:
    """From now on a widget with an attribute ``role`` has that role; once in a program."""
    QAccessible.installFactory(_interface)


def _interface(_kind: str, widget: QObject | None) -> QAccessibleInterface | None:
    role = getattr(widget, "role", None)
    if isinstance(widget, QWidget) and isinstance(role, QAccessible.Role):
        return QAccessibleWidget(widget, role, "")
    return None
