"""A layout that sets widgets side by side and goes on in the next row where a row is full."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ui.theme.current import ThemeHolder


class FlowLayout(QLayout):
    """Rows from the side that reading starts from. ``gap`` names a length between widgets and
    rows. ``least`` names the least width of each (``lane.fact_column``): then they stand in equal
    columns, as many as fit."""

    def __init__(
        self,
        holder: ThemeHolder,
        parent: QWidget | None = None,
        *,
        gap: str = "space.s",
        least: str = "",
    ) -> None:
        super().__init__(parent)
        self.holder = holder
        self._gap = gap
        self._least = least
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        """One more, at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item there, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take the item out, or None."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """None: it takes the room of its rows."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Always: a narrower place has more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the rows in this width."""
        return self._placed(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Set the widgets into their rows."""
        super().setGeometry(rect)
        self._placed(rect, move=True)

    def sizeHint(self) -> QSize:
        """All in one row."""
        gap = self.holder.theme.px(self._gap)
        shown = self._shown()
        wide = sum(self._wide(item, 0) for item in shown) + gap * max(0, len(shown) - 1)
        return QSize(wide, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:
        """The largest of the widgets."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _wide(self, item: QLayoutItem, room: int) -> int:
        """The width of an item in a row of ``room`` pixels (0: a row without an end)."""
        if not self._least:
            return min(item.sizeHint().width(), room) if room else item.sizeHint().width()
        least, gap = self.holder.theme.px(self._least), self.holder.theme.px(self._gap)
        columns = max(1, (room + gap) // (least + gap)) if room else 1
        return (room - gap * (columns - 1)) // columns if room else least

    def _placed(self, rect: QRect, move: bool) -> int:
        gap = self.holder.theme.px(self._gap)
        across, down, tall = 0, 0, 0
        row: list[tuple[QLayoutItem, QRect]] = []
        for item in self._shown():
            width = self._wide(item, rect.width())
            if across and across + width > rect.width():
                down, across = down + tall + gap, 0
                self._set(row, tall, rect, move)
                row, tall = [], 0
            height = item.heightForWidth(width) if item.hasHeightForWidth() else 0
            tall = max(tall, height or item.sizeHint().height())
            row.append((item, QRect(rect.x() + across, rect.y() + down, width, tall)))
            across += width + gap
        self._set(row, tall, rect, move)
        return down + tall

    def _set(
        self, row: list[tuple[QLayoutItem, QRect]], tall: int, rect: QRect, move: bool
    ) -> None:
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent else Qt.LayoutDirection.LeftToRight
        for item, place in row if move else ():
            place.setHeight(tall)
            if direction == Qt.LayoutDirection.RightToLeft:
                place.moveRight(rect.left() + rect.right() - place.left())
            item.setGeometry(place)

    def clear(self) -> None:
        """Take all widgets out; they are hidden and go away with the next turn of the loop."""
        while (item := self.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
