"""Pages behind tabs, worked by keyboard: Ctrl and a number, Ctrl+Tab, or arrows on the tabs."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ui.theme.current import ThemeHolder
from ui.widgets.themed import ThemedWidget

_MOST_NUMBERED = 9


class Tabs(ThemedWidget):
    """``turned`` is emitted with the key of the page that came into sight."""

    turned = Signal(str)

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self._bar, self._stack = QTabBar(), QStackedWidget()
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        self._bar.setUsesScrollButtons(False)
        self._bar.setElideMode(Qt.TextElideMode.ElideNone)
        self._keys: list[str] = []
        self._pages: list[QWidget] = []
        self._rows = QVBoxLayout(self)
        self._rows.addWidget(self._bar)
        self._rows.addWidget(self._stack, 1)
        self._bar.currentChanged.connect(self._turn)
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            self._shortcut(keys).activated.connect(lambda step=step: self._step(step))
        self._space()

    @property
    def current(self) -> str:
        """The key of the page in sight, or empty."""
        at = self._bar.currentIndex()
        return self._keys[at] if 0 <= at < len(self._keys) else ""

    def add(self, key: str, page: QWidget) -> None:
        """A further page; `say` gives it a name."""
        self._keys.append(key)
        self._pages.append(page)
        self._stack.addWidget(page)
        self._bar.addTab("")
        if len(self._keys) <= _MOST_NUMBERED:
            number = len(self._keys)
            self._shortcut(f"Ctrl+{number}").activated.connect(lambda: self.turn_to(key))

    def say(self, names: Mapping[str, str]) -> None:
        """The names of the pages, in the language of now."""
        for at, key in enumerate(self._keys):
            if key in names:
                self._bar.setTabText(at, names[key])
                self._pages[at].setAccessibleName(names[key])

    @Slot(str)
    def turn_to(self, key: str) -> None:
        """Bring a page into sight, where there is one of that key."""
        if key in self._keys:
            self._bar.setCurrentIndex(self._keys.index(key))

    def follow_theme(self) -> None:
        """Space anew."""
        self._space()
        super().follow_theme()

    @Slot(int)
    def _turn(self, at: int) -> None:
        if 0 <= at < self._stack.count():
            self._stack.setCurrentIndex(at)
            self.turned.emit(self._keys[at])

    def _step(self, step: int) -> None:
        if self._keys:
            self._bar.setCurrentIndex((self._bar.currentIndex() + step) % len(self._keys))

    def _shortcut(self, keys: str) -> QShortcut:
        found = QShortcut(QKeySequence(keys), self)
        found.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return found

    def _space(self) -> None:
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(self.theme.px("space.m"))
