"""A card that takes the place of verdict and person while the officer gives something."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.lane.card import place_card
from ui.lane.painting import Sheet
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.key_cap import KeyCap
from ui.widgets.themed import ThemedWidget
from ui.wording.tongue import Tongue

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class DeskCard(ThemedWidget):
    """A title, a way out, and a body. Escape closes; the Tab key stays inside."""

    closed = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self.tongue = tongue
        self._heading = FitLabel(holder, "lead")
        self.closer = QPushButton()
        self.closer.clicked.connect(self._close)
        self._head = QHBoxLayout()
        self._head.addWidget(self._heading, 1)
        self._head.addWidget(KeyCap(holder, "Esc"))
        self._head.addWidget(self.closer)
        self.body = QVBoxLayout()
        self._outer = QVBoxLayout(self)
        self._outer.addLayout(self._head)
        self._outer.addLayout(self.body, 1)

    def set_title(self, title: str) -> None:
        """Another title."""
        self._heading.setText(title)
        self.setAccessibleName(title)

    def controls(self) -> tuple[QWidget, ...]:
        """What the Tab key goes through, in its order; here, nothing."""
        return ()

    def retranslate(self) -> None:
        """Its own texts in the tongue's language of now."""
        self.closer.setText(self.tongue.translate("DeskCard", "Close"))
        self.closer.setAccessibleName(self.tongue.translate("DeskCard", "Close"))

    def follow_theme(self) -> None:
        """Another size."""
        theme = self.theme
        across, down = theme.px("space.xl"), theme.px("space.l")
        self._outer.setContentsMargins(across, down, across, down)
        self._outer.setSpacing(theme.px("space.m"))
        self._head.setSpacing(theme.px("space.s"))
        super().follow_theme()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; Enter presses the button that has the focus."""
        focus = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        elif event.key() in _ENTER and isinstance(focus, QPushButton):
            focus.click()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """The next control that can be used, round and round."""
        ring = [
            each.focusProxy() or each
            for each in self.controls()
            if each.isVisibleTo(self) and each.isEnabled()
        ]
        focus = self.focusWidget()
        at = ring.index(focus) if focus in ring else -1
        step = 1 if forward else -1
        ring[(at + step) % len(ring)].setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The card."""
        sheet = Sheet(self.theme, self.width(), self.height(), self.isRightToLeft())
        place_card(sheet)
        sheet.paint(QPainter(self))

    @Slot()
    def _close(self) -> None:
        self.closed.emit()
