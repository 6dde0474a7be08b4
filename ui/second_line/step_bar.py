"""The keys of the second line's desk as buttons: a click does what the physical key does."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.second_line.views import ICONS, KEYS, Step, StepView
from ui.theme.current import ThemeHolder
from ui.widgets.key_button import KeyButton
from ui.widgets.themed import ThemedWidget


class StepButton(KeyButton):
    """A button that knows its step."""

    asked = Signal(object)  # Step

    def __init__(self, holder: ThemeHolder, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self.step = step
        self.clicked.connect(self._ask)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self.step)


class StepBar(ThemedWidget):
    """All the keys, always in the same order and place."""

    asked = Signal(object)  # Step

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._layout = QHBoxLayout(self)
        self._buttons = {step: StepButton(holder, step, self) for step in Step}
        for button in self._buttons.values():
            button.asked.connect(self.asked)
            self._layout.addWidget(button, 1)
        self._space()

    def show_steps(self, steps: tuple[StepView, ...]) -> None:
        """What each is called now, and which can be pressed."""
        for view in steps:
            button = self._buttons[view.step]
            keys = (KEYS[view.step],)
            button.show_label(view.label, keys, icon=ICONS[view.step], lead=view.lead)
            button.setEnabled(view.enabled)

    def button(self, step: Step) -> StepButton:
        """The button of a step."""
        return self._buttons[step]

    def follow_theme(self) -> None:
        """Another size."""
        self._space()
        super().follow_theme()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, and the line that parts it from the page."""
        theme, painter = self.theme, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("sunken"))
        painter.fillRect(0, 0, self.width(), theme.px("line.hair"), theme.colour("line"))

    def _space(self) -> None:
        theme = self.theme
        across = theme.px("space.m")
        self._layout.setContentsMargins(across, 0, across, 0)
        self._layout.setSpacing(theme.px("space.xs"))
        self.setFixedHeight(theme.px("lane.keys"))
