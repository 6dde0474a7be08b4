"""A table that sorts by its headers and is worked by keyboard or mouse."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QVBoxLayout,
)

from ui.lane.views import Mark
from ui.theme.current import ThemeHolder
from ui.widgets.empty import EmptyState
from ui.widgets.icons import icon
from ui.widgets.table_view import CellView, ColumnView, RowView, TableView
from ui.widgets.themed import ThemedWidget
from ui.widgets.tips import tip

_Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EMPTY = TableView("", (), ())
_Role = Qt.ItemDataRole
_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


class Table(ThemedWidget):
    """Shows a `TableView`. The row with the focus is kept by its key while rows come and go.

    ``chosen`` is emitted with a row's key when it gets the focus, ``opened`` when Enter or a double
    click asks for it. A column sorts at a click on its title, and the other way at the next; rows
    come as they were given until somebody sorts.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self._table = _Rows(self)
        self._model = _Model(holder, self._table)
        self._table.setModel(self._model)
        self._empty = EmptyState(holder, "list")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.addWidget(self._table, 1)
        self._rows.addWidget(self._empty, 1)
        self._table.horizontalHeader().sectionClicked.connect(self._sort)
        self._table.selectionModel().currentRowChanged.connect(self._choose)
        self._table.asked.connect(self._open)
        self._table.doubleClicked.connect(self._open)
        self.setFocusProxy(self._table)
        self._measure()
        self.show_table(_EMPTY)

    @property
    def view(self) -> TableView:
        """What it shows."""
        return self._model.view

    @property
    def current(self) -> str:
        """The key of the row with the focus, or empty."""
        return self._model.key(self._table.currentIndex())

    @property
    def order(self) -> tuple[str, ...]:
        """The keys of the rows from top to bottom, the footer left out."""
        return tuple(row.key for row in self._model.rows)

    def show_table(self, view: TableView) -> None:
        """Show other rows. Nothing moves that need not."""
        if view == self._model.view:
            return
        key = self.current
        selection = self._table.selectionModel()
        selection.blockSignals(True)
        self._model.show_table(view)
        self._table.set_columns(view.columns)
        self._table.setAccessibleName(view.title)
        self._empty.say("", view.empty)
        self._stand_in(bool(view.rows))
        self._return_to(key)
        selection.blockSignals(False)
        if self.current != key and self.current:
            self.chosen.emit(self.current)

    def choose(self, key: str) -> None:
        """Move the focus to a row, where it is here."""
        row = self._model.row_of(key)
        if row is not None:
            self._table.setCurrentIndex(self._model.index(row, 0))

    def cut_text(self) -> str:
        """The title of a column that did not fit, else empty."""
        return self._table.cut_title()

    def follow_theme(self) -> None:
        """Measure and paint anew."""
        self._measure()
        self._model.repaint()
        self._table.share_out()
        super().follow_theme()

    def changeEvent(self, event: QEvent) -> None:
        """Icons with a direction turn with the reading."""
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._model.repaint()
        super().changeEvent(event)

    def _measure(self) -> None:
        vertical, header = self._table.verticalHeader(), self._table.horizontalHeader()
        side = self.theme.px("icon.m")
        self._table.setIconSize(QSize(side, side))
        vertical.setDefaultSectionSize(self.theme.px("field.row"))
        header.setMinimumHeight(self.theme.px("field.row"))

    def _stand_in(self, there: bool) -> None:
        """Rows, or what is said without any: the focus is on what is in sight, and never lost."""
        shown, gone = (self._table, self._empty) if there else (self._empty, self._table)
        had = gone.hasFocus() or self.hasFocus()
        shown.setVisible(True)
        self.setFocusProxy(shown)
        if had:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        gone.setVisible(False)
        self._empty.setFocusPolicy(Qt.FocusPolicy.NoFocus if there else Qt.FocusPolicy.StrongFocus)

    def _return_to(self, key: str) -> None:
        row = self._model.row_of(key)
        if row is None and self._model.rows and self._table.hasFocus():
            row = 0
        if row is not None:
            at = self._model.index(row, 0)
            flags = QItemSelectionModel.SelectionFlag
            self._table.selectionModel().setCurrentIndex(
                at, flags.ClearAndSelect | flags.Rows | flags.Current
            )

    @Slot(int)
    def _sort(self, column: int) -> None:
        key = self.current
        descending = self._model.sort_by(column)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header = self._table.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicator(column, order)
        self._return_to(key)

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        key = self._model.key(index)
        if key:
            self.chosen.emit(key)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        key = self._model.key(index)
        if key:
            self.opened.emit(key)


class _Rows(QTableView):
    """The rows. Enter asks for one; Tab goes on to the next control, as arrows move inside."""

    asked = Signal(QModelIndex)

    def __init__(self, parent: Table) -> None:
        super().__init__(parent)
        self._columns: tuple[ColumnView, ...] = ()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(1)  # a style sheet makes it far wider than numbers need
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(_LEADING)

    def set_columns(self, columns: tuple[ColumnView, ...]) -> None:
        """These columns, for the rows of now."""
        self._columns = columns
        self.share_out()

    def cut_title(self) -> str:
        """The first title that is wider than its column."""
        header = self.horizontalHeader()
        for number, column in enumerate(self._columns):
            if header.sectionSizeHint(number) > header.sectionSize(number) + 1:
                return column.title
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.asked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The width is shared out anew."""
        super().resizeEvent(event)
        self.share_out()

    def share_out(self) -> None:
        """What each column needs by its title and contents, and of what is left its share. Where
        that is too much the widest give way first: what is short is whole."""
        model, header = self.model(), self.horizontalHeader()
        if not self._columns or model is None:
            return
        floors = [header.sectionSizeHint(number) for number in range(len(self._columns))]
        needs = [
            max(floor, self.sizeHintForColumn(number) + 1) for number, floor in enumerate(floors)
        ]
        room = self.viewport().width()
        if sum(needs) > room:
            widths = _fitted(needs, floors, room)
        else:
            widths = _filled(needs, [column.share for column in self._columns], room)
        for number, width in enumerate(widths):
            header.resizeSection(number, max(1, width))


def _filled(needs: list[int], shares: list[int], room: int) -> list[int]:
    """All of the room: to each what it needs and its share, to the last what is over."""
    left, total = room - sum(needs), sum(shares) or 1
    widths = [need + left * share // total for need, share in zip(needs, shares, strict=True)]
    widths[-1] += room - sum(widths)
    return widths


def _fitted(needs: list[int], floors: list[int], room: int) -> list[int]:
    """None wider than one and the same most, but as wide as its title."""
    low, high = 0, max(needs)
    while low < high:
        most = (low + high + 1) // 2
        if sum(_cut(needs, floors, most)) <= room:
            low = most
        else:
            high = most - 1
    return _cut(needs, floors, low)


def _cut(needs: list[int], floors: list[int], most: int) -> list[int]:
    return [max(floor, min(need, most)) for need, floor in zip(needs, floors, strict=True)]


class _Model(QAbstractTableModel):
    """The rows in the order of now; the footer after them."""

    def __init__(self, holder: ThemeHolder, seen_in: QTableView) -> None:
        super().__init__()
        self._holder, self._seen_in = holder, seen_in
        self.view = _EMPTY
        self.rows: list[RowView] = []
        self._sorted: tuple[int, bool] | None = None

    def show_table(self, view: TableView) -> None:
        """Other contents; sorted as before while the columns are."""
        self.beginResetModel()
        if len(view.columns) != len(self.view.columns):
            self._sorted = None
        self.view = view
        self._arrange()
        self.endResetModel()

    def sort_by(self, column: int) -> bool:
        """Sort by a column; again: the other way. Whether it is the falling one now. Numbers fall
        first: who is first in a table of counts is who has most."""
        before = self._sorted
        falling = self.view.columns[column].number
        if before is not None and before[0] == column:
            falling = not before[1]
        self.beginResetModel()
        self._sorted = (column, falling)
        self._arrange()
        self.endResetModel()
        return falling

    def key(self, index: _Index) -> str:
        """The key of an index's row; empty for the footer and for none."""
        row = index.row()
        return self.rows[row].key if 0 <= row < len(self.rows) else ""

    def row_of(self, key: str) -> int | None:
        """Where a row is; None when it is not here."""
        return next((at for at, row in enumerate(self.rows) if key and row.key == key), None)

    def repaint(self) -> None:
        """The theme is another."""
        self.layoutChanged.emit()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """See Qt."""
        return 0 if parent.isValid() else len(self.rows) + (self.view.footer is not None)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """See Qt."""
        return 0 if parent.isValid() else len(self.view.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """The titles, over their columns."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.view.columns):
            return None
        column = self.view.columns[section]
        if role == _Role.DisplayRole:
            return column.title
        if role == _Role.TextAlignmentRole:
            return _TRAILING if column.number else _LEADING
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """A cell as Qt asks for it."""
        if not index.isValid():
            return None
        row, column = self._row(index.row()), self.view.columns[index.column()]
        cell = row.cells[index.column()]
        theme = self._holder.theme
        match role:
            case _Role.DisplayRole:
                return cell.text
            case _Role.ToolTipRole | _Role.AccessibleDescriptionRole:
                return tip(cell.detail) or None
            case _Role.AccessibleTextRole:
                return f"{column.title}: {cell.text}"
            case _Role.TextAlignmentRole:
                return _TRAILING if column.number else _LEADING
            case _Role.FontRole:
                return self._font(row)
            case _Role.ForegroundRole if cell.mark is not Mark.PLAIN:
                return theme.mark(cell.mark).stroke
            case _Role.DecorationRole if cell.icon:
                ink = theme.mark(cell.mark).stroke
                mirrored = self._seen_in.isRightToLeft()
                return icon(cell.icon, theme.px("icon.m"), ink, mirrored)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """The footer cannot be chosen."""
        if index.row() >= len(self.rows):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def _row(self, row: int) -> RowView:
        if row < len(self.rows):
            return self.rows[row]
        assert self.view.footer is not None
        return self.view.footer

    def _font(self, row: RowView) -> QFont:
        return self._holder.theme.font("strong" if row.strong else "body")

    def _arrange(self) -> None:
        self.rows = list(self.view.rows)
        if self._sorted is not None:
            column, falling = self._sorted
            self.rows.sort(key=lambda row: _rank(row.cells[column]), reverse=falling)


def _rank(cell: CellView) -> tuple[int, Any]:
    """Numbers, then times, then texts; what is empty first."""
    value = cell.text if cell.sort is None else cell.sort
    if isinstance(value, str):
        return (2, value.casefold()) if value else (0, "")
    return (1, value) if isinstance(value, int | float) else (3, value.isoformat())
