"""What a screen reader is told of a widget.

An interface of Qt's dies with its widget, and a Python reference that outlives it ends the
interpreter: what is asked is read at once and nothing of Qt is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Spoken:
    """Role, name and description, and how the widget stands."""

    role: QAccessible.Role
    name: str
    description: str
    focusable: bool
    disabled: bool


def spoken(widget: QWidget) -> Spoken:
    """What is said of it now."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    state = interface.state()
    return Spoken(
        interface.role(),
        interface.text(QAccessible.Text.Name),
        interface.text(QAccessible.Text.Description),
        bool(state.focusable),
        bool(state.disabled),
    )


def press(widget: QWidget) -> None:
    """Press it as a screen reader does; a button clicks a moment later."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    interface.actionInterface().doAction(QAccessibleActionInterface.pressAction())
