"""The table of contents, and what was found, as one list beside the page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from ui.help.views import EntryView
from ui.theme.current import ThemeHolder

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLACE = Qt.ItemDataRole.UserRole


class Contents(QListWidget):
    """Chapters are headings that cannot be chosen. ``chosen`` carries a page and an anchor."""

    chosen = Signal(str, str)

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__()
        self._holder = holder
        self._entries: tuple[EntryView, ...] = ()
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._choose)
        holder.changed.connect(self._dress)

    def show_entries(self, entries: tuple[EntryView, ...], page: str) -> None:
        """Other entries; the one of ``page`` is marked as the one in sight."""
        if entries != self._entries:
            self._entries = entries
            self.clear()
            for entry in entries:
                self._add(entry)
            self._dress()
        self.mark(page)

    def mark(self, page: str) -> None:
        """The page in sight, if it is listed by itself."""
        for row, entry in enumerate(self._entries):
            if entry.page == page and not entry.anchor and not entry.is_hit:
                self.setCurrentRow(row)
                return
        if not any(entry.is_hit for entry in self._entries):
            self.setCurrentRow(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        item = self.currentItem()
        if event.key() in _ENTER and item is not None:
            self._choose(item)
        else:
            super().keyPressEvent(event)

    def _add(self, entry: EntryView) -> None:
        item = QListWidgetItem(entry.text)
        item.setData(_PLACE, (entry.page, entry.anchor))
        if not entry.page:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)

    def _choose(self, item: QListWidgetItem) -> None:
        page, anchor = item.data(_PLACE)
        if page:
            self.chosen.emit(page, anchor)

    def _dress(self) -> None:
        theme = self._holder.theme
        self.setSpacing(theme.px("line.hair"))
        self.setAlternatingRowColors(any(entry.is_hit for entry in self._entries))
        for row, entry in enumerate(self._entries):
            item = self.item(row)
            font: QFont = theme.font("body" if entry.page else "label")
            item.setFont(font)
            item.setForeground(theme.colour("ink" if entry.page else "ink_soft"))
