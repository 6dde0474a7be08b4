"""What every widget of this program has: the theme that stands, and what to do when it changes."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme


class ThemedWidget(QWidget):
    """A widget that reads its sizes and colours from the theme and follows its changes."""

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.holder = holder
        holder.changed.connect(self.follow_theme)

    @property
    def theme(self) -> Theme:
        """The theme that stands."""
        return self.holder.theme

    @Slot()
    def follow_theme(self) -> None:
        """Measure and paint anew. Who lays out children by the theme does so here, then asks this
        base."""
        self.updateGeometry()
        self.update()
