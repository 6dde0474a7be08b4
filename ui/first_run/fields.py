"""A field of the first run: its name, what is typed or chosen, and a word of help or complaint."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.first_run.views import FieldView
from ui.lane.views import Mark, Tone
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.shape import ToneMark
from ui.widgets.themed import ThemedWidget
from ui.wording.tongue import Tongue

_SENTENCE_LINES = 2


class FieldRow(ThemedWidget):
    """Label above, content, and under it a hint, or the complaint with a shape and in red. What a
    screen reader says of it belongs to ``focus``, the first content unless given. A row that is
    not ``labelled`` is all that its page asks: the page's title is its label. One that is not
    ``named`` leaves to its contents what they are called, as choices do."""

    def __init__(
        self,
        holder: ThemeHolder,
        contents: Sequence[QWidget],
        focus: QWidget | None = None,
        *,
        labelled: bool = True,
        named: bool = True,
    ) -> None:
        super().__init__(holder)
        self.focus, self._named = focus or contents[0], named
        self._label = FitLabel(holder, "strong")
        if not labelled:  # shown without a parent it would be a window for a moment
            self._label.hide()
        self._remark = FitLabel(holder, "small", "ink_soft", lines=_SENTENCE_LINES, floor="tiny")
        self._shape = ToneMark(holder, Tone.REFUSE, "shape.s")
        self._view: FieldView | None = None
        self._rows, self._below = QVBoxLayout(self), QHBoxLayout()
        self._rows.addWidget(self._label)
        for content in contents:
            self._rows.addWidget(content)
        self._below.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        self._below.addWidget(self._remark, 1)
        self._rows.addLayout(self._below)
        self._space()

    @property
    def problem(self) -> str:
        """The complaint in sight, or nothing."""
        return "" if self._view is None else self._view.problem

    def show_field(self, view: FieldView) -> None:
        """Show its words, and what is wrong about it."""
        self._view = view
        self._label.setText(view.label)
        self._remark.setText(view.problem or view.hint)
        self._remark.setVisible(bool(view.problem or view.hint))
        self._shape.setVisible(bool(view.problem))
        if self._named:
            self.focus.setAccessibleName(view.label)
        self.focus.setAccessibleDescription(view.problem or view.hint)
        self._ink()

    def follow_theme(self) -> None:
        """Measure and colour anew."""
        self._space()
        self._ink()
        super().follow_theme()

    def _ink(self) -> None:
        wrong = self._view is not None and bool(self._view.problem)
        self._remark.set_ink(self.theme.mark(Mark.BAD).stroke if wrong else None)

    def _space(self) -> None:
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(self.theme.px("space.xs"))
        self._below.setSpacing(self.theme.px("space.xs"))


def align(line: QLineEdit, tongue: Tongue) -> None:
    """Begin a line where this language begins, whatever is typed: Qt goes by the letters, and
    digits have none."""
    side = Qt.AlignmentFlag.AlignRight if tongue.right_to_left else Qt.AlignmentFlag.AlignLeft
    line.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)


def latin_line() -> QLineEdit:
    """A line for codes, addresses and paths: left to right in either language."""
    line = QLineEdit()
    line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    return line
