"""A question or a form over a page, which waits behind it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.current import ThemeHolder
from ui.widgets.card import Card
from ui.widgets.elided import FitLabel
from ui.widgets.push_button import PushButton
from ui.widgets.themed import ThemedWidget

_VEIL = 140  # of 255: the page behind is still seen, and cannot be taken for one that answers
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Sheet(ThemedWidget):
    """A card in the middle of ``over``, with a title, `body`, and buttons. Escape closes it, Enter
    does what its first button says. The focus stays inside, and goes back where it was.

    ``done`` is emitted for the first button, ``closed`` when it went away without that.
    """

    done = Signal()
    closed = Signal()

    def __init__(self, holder: ThemeHolder, over: QWidget, length: str = "first_run.panel") -> None:
        """``length`` names the card's width among the tokens."""
        super().__init__(holder, over)
        self._over, self._length = over, length
        self._before: QWidget | None = None
        self._card = Card(holder)
        self._title = FitLabel(holder, "lead", lines=2)
        self.body = QVBoxLayout()
        self.first, self.second = PushButton(holder), PushButton(holder)
        self.first.setDefault(True)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        for button in (self.second, self.first):
            self._buttons.addWidget(button)
        self._card.body.addWidget(self._title)
        self._card.body.addLayout(self.body)
        self._card.body.addLayout(self._buttons)
        self._outer = QVBoxLayout(self)
        middle = QHBoxLayout()  # stretches, not an alignment: so texts wrap at the card's width
        middle.addStretch(1)
        middle.addWidget(self._card)
        middle.addStretch(1)
        self._outer.addStretch(1)
        self._outer.addLayout(middle)
        self._outer.addStretch(1)
        self.first.clicked.connect(self.done)
        self.second.clicked.connect(self.end)
        over.installEventFilter(self)
        self._space()
        self.hide()

    def say(self, title: str, first: str, second: str) -> None:
        """The title, and what its buttons are called."""
        self._title.setText(title)
        self.first.setText(first)
        self.second.setText(second)
        self.setAccessibleName(title)

    def begin(self, focus: QWidget | None = None) -> None:
        """Come into sight; ``focus`` is where typing goes first."""
        self._before = QApplication.focusWidget()
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        (focus or self.first).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def end(self) -> None:
        """Go away, nothing done."""
        if self.isVisible():
            self.leave()
            self.closed.emit()

    def leave(self) -> None:
        """Go away, quietly."""
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def follow_theme(self) -> None:
        """Space anew."""
        self._space()
        super().follow_theme()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as what it lies over. (The collector of garbage may empty a sheet before Qt
        lets go of it.)"""
        if watched is getattr(self, "_over", None) and event.type() is QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Enter; nothing else reaches the page behind."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in _ENTER and self.first.isEnabled():
            self.first.click()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Round and round inside the card."""
        inside = [each for each in self._card.findChildren(QWidget) if _takes_focus(each)]
        focus = QApplication.focusWidget()
        if not inside:
            return True
        at = inside.index(focus) if focus in inside else -1
        following = inside[(at + (1 if forward else -1)) % len(inside)]
        following.setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A veil over the page."""
        veil = QColor(self.theme.colour("sunken"))
        veil.setAlpha(_VEIL)
        painter = QPainter(self)
        painter.fillRect(self.rect(), veil)
        painter.end()

    def _space(self) -> None:
        theme, gap = self.theme, self.theme.px("space.m")
        self._card.setFixedWidth(theme.px(self._length))
        self.body.setSpacing(gap)
        self._buttons.setSpacing(gap)
        for button in (self.first, self.second):
            button.setMinimumWidth(theme.px("first_run.button"))


def _takes_focus(widget: QWidget) -> bool:
    tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    shown = widget.isVisible() and widget.isEnabled()
    return bool(tabbed) and shown and widget.focusProxy() is None
