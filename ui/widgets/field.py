"""A labelled line to type into, with a word of help or complaint under it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.lane.views import Mark, Tone
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.icons import paint_icon
from ui.widgets.shape import ToneMark
from ui.widgets.themed import ThemedWidget

_LINES = 2


class Labelled(ThemedWidget):
    """A control with its label above, and under it a hint, or the complaint in its place."""

    def __init__(self, holder: ThemeHolder, control: QWidget) -> None:
        super().__init__(holder)
        self._control = control
        self._label = FitLabel(holder, "label", "ink_soft")
        self._remark = FitLabel(holder, "small", "ink_soft", lines=_LINES, floor="tiny")
        self._shape = ToneMark(holder, Tone.REFUSE, "shape.s")
        self._hint = self._error = ""
        self._rows, self._below = QVBoxLayout(self), QHBoxLayout()
        self._rows.addWidget(self._label)
        self._rows.addWidget(control)
        self._below.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        self._below.addWidget(self._remark, 1)
        self._rows.addLayout(self._below)
        self._label.setBuddy(control)
        self.setFocusProxy(control)
        self._space()
        self._say()

    @property
    def error(self) -> str:
        """The complaint in sight, or empty."""
        return self._error

    def set_label(self, label: str) -> None:
        """What it is called, to the eye and to a screen reader."""
        self._label.setText(label)
        self._control.setAccessibleName(label)

    def set_hint(self, hint: str) -> None:
        """A word of help, while there is no complaint."""
        self._hint = hint
        self._say()

    def set_error(self, error: str) -> None:
        """What is wrong and what to do; empty: nothing."""
        self._error = error
        self._say()

    def follow_theme(self) -> None:
        """Measure and colour anew."""
        self._space()
        self._say()
        super().follow_theme()

    def _say(self) -> None:
        text = self._error or self._hint
        self._remark.setText(text)
        self._remark.setVisible(bool(text))
        self._shape.setVisible(bool(self._error))
        self._remark.set_ink(self.theme.mark(Mark.BAD).stroke if self._error else None)
        self._control.setAccessibleDescription(text)

    def _space(self) -> None:
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(self.theme.px("space.xs"))
        self._below.setSpacing(self.theme.px("space.xs"))


class Field(Labelled):
    """A line of text. ``code`` lines are left to right in either language; ``secret`` ones show
    nothing of what is typed. ``entered`` is emitted at Enter, ``edited`` at each change by hand; a
    change takes the complaint away."""

    entered = Signal()
    edited = Signal(str)

    def __init__(self, holder: ThemeHolder, *, code: bool = False, secret: bool = False) -> None:
        self.line = QLineEdit()
        super().__init__(holder, self.line)
        if code or secret:
            self.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.returnPressed.connect(self.entered)
        self.line.textEdited.connect(self._edited)

    @property
    def text(self) -> str:
        """What was typed, without spaces around it; a secret as it was typed."""
        typed = self.line.text()
        return typed if self.line.echoMode() is QLineEdit.EchoMode.Password else typed.strip()

    def set_text(self, text: str) -> None:
        """Another text."""
        self.line.setText(text)

    def clear(self) -> None:
        """Empty, without a complaint."""
        self.line.clear()
        self.set_error("")

    def _edited(self, text: str) -> None:
        self.set_error("")
        self.edited.emit(text)


class Choice(Labelled):
    """One of several. ``picked`` is emitted with the key chosen by hand."""

    picked = Signal(str)

    def __init__(self, holder: ThemeHolder) -> None:
        self.box = ChoiceBox(holder)
        super().__init__(holder, self.box)
        self.box.activated.connect(self._picked)

    @property
    def key(self) -> str:
        """The key of what is chosen, or empty."""
        return str(self.box.currentData() or "")

    def offer(self, choices: tuple[tuple[str, str], ...]) -> None:
        """What can be chosen, by key and text. What was chosen stays so where it is offered."""
        before = self.key
        self.box.blockSignals(True)
        self.box.clear()
        for key, text in choices:
            self.box.addItem(text, key)
        self.box.blockSignals(False)
        self.choose(before)

    def choose(self, key: str) -> None:
        """Choose a key, where it is offered."""
        at = self.box.findData(key)
        if at >= 0:
            self.box.setCurrentIndex(at)

    def _picked(self, _at: int) -> None:
        self.set_error("")
        self.picked.emit(self.key)


class ChoiceBox(QComboBox):
    """A combo box with the theme's own arrow: a style sheet that draws the rest leaves none."""

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__()
        self._holder = holder

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, then the arrow where reading ends."""
        super().paintEvent(event)
        theme = self._holder.theme
        side, margin = theme.exact("icon.m"), theme.exact("space.s")
        left = margin if self.isRightToLeft() else self.width() - margin - side
        ink = theme.colour("ink_soft" if self.isEnabled() else "disabled")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(left, (self.height() - side) / 2, side, side)
        paint_icon(painter, "down", room, ink, mirrored=False)
        painter.end()
