"""Which theme stands, and word of its change."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.theme.theme import Theme


class ThemeHolder(QObject):
    """The theme that all widgets of a window read. They take the holder when they are made, read
    `theme` whenever they paint or measure, and lay themselves out anew on `changed`."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    @property
    def theme(self) -> Theme:
        """The theme that stands."""
        return self._theme

    def use(self, theme: Theme) -> None:
        """Put another theme in its place; nothing happens when it would look the same."""
        now = self._theme
        if (theme.dark, theme.unit, theme.tokens) == (now.dark, now.unit, now.tokens):
            return
        self._theme = theme
        self.changed.emit()
