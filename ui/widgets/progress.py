"""How far something long has come, what remains, and the way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout

from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.push_button import PushButton
from ui.widgets.themed import ThemedWidget

_WHOLE = 1000


class ProgressRow(ThemedWidget):
    """A name, a bar, what remains, and Cancel. ``cancelled`` is emitted once; then it waits for
    whoever does the work to end it."""

    cancelled = Signal()

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self._what = FitLabel(holder, "strong")
        self._rest = FitLabel(holder, "small", "ink_soft")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._cancel = PushButton(holder)
        self._cancel.clicked.connect(self._stop)
        self._rows, self._line = QVBoxLayout(self), QHBoxLayout()
        self._rows.addWidget(self._what)
        self._line.addWidget(self._bar, 1)
        self._line.addWidget(self._cancel)
        self._rows.addLayout(self._line)
        self._rows.addWidget(self._rest)
        self._space()

    def say(self, what: str, cancel: str) -> None:
        """What is being done, and what stopping it is called; empty: it cannot be stopped."""
        self._what.setText(what)
        self._bar.setAccessibleName(what)
        self._cancel.setText(cancel)
        self._cancel.setVisible(bool(cancel))

    def begin(self) -> None:
        """From the beginning."""
        self._cancel.setEnabled(True)
        self.show_progress(None, "")

    def show_progress(self, share: float | None, rest: str) -> None:
        """How much is done, 0 to 1, None while that is not known; and what remains, in words."""
        self._bar.setRange(0, 0 if share is None else _WHOLE)
        if share is not None:
            self._bar.setValue(round(_WHOLE * min(max(share, 0.0), 1.0)))
        self._rest.setText(rest)
        self._bar.setAccessibleDescription(rest)

    def follow_theme(self) -> None:
        """Space anew."""
        self._space()
        super().follow_theme()

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self.cancelled.emit()

    def _space(self) -> None:
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(self.theme.px("space.xs"))
        self._line.setSpacing(self.theme.px("space.m"))
