"""The officer's keys as buttons: a click does what the physical key does."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.lane.views import Action, ActionView
from ui.theme.current import ThemeHolder
from ui.widgets.key_button import KeyButton
from ui.widgets.themed import ThemedWidget


class ActionButton(KeyButton):
    """A button that knows its action."""

    asked = Signal(object)  # Action

    def __init__(self, holder: ThemeHolder, action: Action, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self.action = action
        self.clicked.connect(self._ask)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self.action)


class KeyBar(ThemedWidget):
    """The row of keys, always in the same order and place."""

    acted = Signal(object)  # Action

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._buttons: dict[Action, ActionButton] = {}
        self._row: list[ActionButton] = []
        self._layout = QHBoxLayout(self)
        self._space()

    def show_actions(self, actions: tuple[ActionView, ...]) -> None:
        """Show the keys, in their order."""
        shown = [self._shown(view) for view in actions]
        for button in self._buttons.values():
            button.setVisible(button in shown)
        if shown != self._row:
            self._order(shown)

    def button(self, action: Action) -> ActionButton:
        """The button of an action. Raises KeyError when it was never shown."""
        return self._buttons[action]

    def follow_theme(self) -> None:
        """Another size."""
        self._space()
        super().follow_theme()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, and the line that parts it from the window."""
        theme, painter = self.theme, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("sunken"))
        painter.fillRect(0, 0, self.width(), theme.px("line.hair"), theme.colour("line"))

    def _shown(self, view: ActionView) -> ActionButton:
        button = self._buttons.get(view.action) or self._made(view.action)
        button.show_action(view)
        return button

    def _made(self, action: Action) -> ActionButton:
        button = ActionButton(self.holder, action, self)
        button.asked.connect(self.acted)
        self._buttons[action] = button
        self._layout.addWidget(button, 1)
        return button

    def _order(self, buttons: list[ActionButton]) -> None:
        """These first, in this order, also for the Tab key."""
        self._row = buttons
        for number, button in enumerate(buttons):
            self._layout.removeWidget(button)
            self._layout.insertWidget(number, button, 1)
        for one, other in pairwise(buttons):
            self.setTabOrder(one, other)

    def _space(self) -> None:
        theme = self.theme
        across = theme.px("space.m")
        self._layout.setContentsMargins(across, 0, across, 0)
        self._layout.setSpacing(theme.px("space.xs"))
        self.setFixedHeight(theme.px("lane.keys"))
