"""The list of cases: who, what weighs most, how long it waits, where, and who works on it."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.lane.card import icon_paint, tone_shape
from ui.lane.painting import Align, Sheet
from ui.second_line.views import CaseRowView
from ui.theme.current import ThemeHolder
from ui.widgets.empty import EmptyState
from ui.widgets.themed import ThemedWidget

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_DOT = " · "


class _Rows(QAbstractListModel):
    """The rows. What a screen reader says of one is its display text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[CaseRowView, ...] = ()

    def show_rows(self, rows: tuple[CaseRowView, ...]) -> None:
        """Show others; where the cases are the same, each stays where it is."""
        same = [each.key for each in rows] == [each.key for each in self.rows]
        if same:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """The row in one line."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return self.rows[index.row()].spoken


class _RowPaint(QStyledItemDelegate):
    """Paints a row in three lines behind the shape of how heavy it is."""

    def __init__(self, holder: ThemeHolder, parent: QWidget) -> None:
        super().__init__(parent)
        self._holder = holder

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """A row's height."""
        return QSize(0, self._holder.theme.px("second_line.row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The row, and its ground when it is chosen or under the mouse."""
        model = index.model()
        assert isinstance(model, _Rows)
        state = option.state
        rect = option.rect
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        sheet = Sheet(self._holder.theme, rect.width(), rect.height(), mirrored)
        arrange_row(
            sheet,
            model.rows[index.row()],
            chosen=bool(state & QStyle.StateFlag.State_Selected),
            hovered=bool(state & QStyle.StateFlag.State_MouseOver),
            focused=bool(state & QStyle.StateFlag.State_HasFocus),
        )
        painter.save()
        painter.translate(QPointF(rect.topLeft()))
        sheet.paint(painter)
        painter.restore()


def arrange_row(
    sheet: Sheet, row: CaseRowView, *, chosen: bool, hovered: bool, focused: bool
) -> None:
    """Place a row on a sheet of its size."""
    theme = sheet.theme
    pad, side = theme.exact("space.m"), theme.exact("shape.s")
    _place_ground(sheet, row, chosen=chosen, hovered=hovered, focused=focused)
    ink, soft = theme.colour("ink"), theme.colour("ink_soft")
    lines = theme.line_px("strong") + 2 * theme.line_px("small")
    y = (sheet.height - lines) / 2
    shape = tone_shape(row.tone, theme.tone(row.tone).stroke, sheet.mirrored)
    if row.conflict:
        shape = icon_paint("conflict", theme.tone(row.tone).stroke, sheet.mirrored)
    sheet.paint_in(pad, y + (theme.line_px("strong") - side) / 2, side, side, shape)
    age = sheet.written(row.age, "small")
    x = pad + side + theme.exact("space.s")
    width = sheet.width - x - pad
    sheet.put(age, x, y + (theme.line_px("strong") - age.height) / 2, width, soft, Align.END)
    sheet.line(row.who, "strong", x, y, width - age.width - theme.exact("space.s"), ink)
    y += theme.line_px("strong")
    sheet.line(row.worst, "small", x, y, width, ink)
    y += theme.line_px("small")
    below = _DOT.join(filter(None, (row.where, row.worker)))
    sheet.line(below, "small", x, y, width, theme.colour("accent") if row.own else soft)


def _place_ground(
    sheet: Sheet, row: CaseRowView, *, chosen: bool, hovered: bool, focused: bool
) -> None:
    theme = sheet.theme
    gap = theme.exact("space.xxs")
    if chosen or hovered or focused:
        sheet.box(
            0,
            gap,
            sheet.width,
            sheet.height - 2 * gap,
            theme.colour("pressed" if chosen else "hover"),
            radius=theme.exact("radius.s"),
            border=theme.colour("focus") if focused else None,
            line=theme.exact("line.bold") if focused else 0.0,
        )
    else:
        hair = theme.exact("line.hair")
        sheet.box(0, sheet.height - hair, sheet.width, hair, theme.colour("line"))
    if row.own:
        edge = theme.exact("space.xs")
        sheet.box(0, gap, edge, sheet.height - 2 * gap, theme.colour("accent"))


class _View(QListView):
    """The list itself; Enter opens, Tab goes on."""

    entered_row = Signal()

    def __init__(self, holder: ThemeHolder, parent: QWidget) -> None:
        super().__init__(parent)
        self.setItemDelegate(_RowPaint(holder, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setStyleSheet("QListView { border: none; background: transparent; }")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row."""
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.entered_row.emit()
        else:
            super().keyPressEvent(event)


class CaseList(ThemedWidget):
    """Cases by key. ``chosen`` carries the key that came under the hand, ``opened`` the one that
    Enter or a double click asked for."""

    chosen = Signal(str)
    opened = Signal(str)
    filled = Signal(bool)
    """Whether there are any now."""

    def __init__(self, holder: ThemeHolder, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._rows = _Rows(self)
        self._list = _View(holder, self)
        self._list.setModel(self._rows)
        self._empty = EmptyState(holder, icon_name)
        self._pages = QStackedLayout(self)
        for widget in (self._list, self._empty):
            self._pages.addWidget(widget)
        self._pages.setCurrentWidget(self._empty)
        self._list.selectionModel().currentChanged.connect(self._choose)
        self._list.entered_row.connect(self._open)
        self._list.doubleClicked.connect(self._open)
        self._empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._empty)

    @property
    def rows(self) -> tuple[CaseRowView, ...]:
        """What it shows."""
        return self._rows.rows

    @property
    def current(self) -> str:
        """The key under the hand, or empty."""
        at = self._list.currentIndex()
        return self._rows.rows[at.row()].key if at.isValid() else ""

    def say(self, name: str, title: str, text: str) -> None:
        """What it is called, and what it says while there is nothing."""
        self._list.setAccessibleName(name)
        self._empty.say(title, text)

    def show_rows(self, rows: tuple[CaseRowView, ...]) -> None:
        """Show others; what is under the hand stays, or else what has come to its place."""
        key, place = self.current, max(0, self._list.currentIndex().row())
        model = self._list.selectionModel()
        model.blockSignals(True)
        self._rows.show_rows(rows)
        at = next((n for n, each in enumerate(rows) if each.key == key), None)
        if at is None and rows and key:
            at = min(place, len(rows) - 1)
        if at is not None:
            self._point(at)
        model.blockSignals(False)
        self._stand_in(self._list if rows else self._empty)
        self._list.viewport().update()
        if self.current != key:
            self.chosen.emit(self.current)

    def choose(self, key: str) -> None:
        """Put a row under the hand, where it is here; the first for an empty key."""
        for number, each in enumerate(self._rows.rows):
            if each.key == key or not key:
                self._point(number)
                return

    def follow_theme(self) -> None:
        """Measure anew."""
        self._list.scheduleDelayedItemsLayout()
        super().follow_theme()

    def _stand_in(self, shown: QWidget) -> None:
        """Rows, or what is said without any: the focus is on what is in sight, and never lost."""
        before = self._pages.currentWidget()
        if before is None or before is shown:
            return
        had = before.hasFocus()
        there = shown is self._list
        self._empty.setFocusPolicy(Qt.FocusPolicy.NoFocus if there else Qt.FocusPolicy.StrongFocus)
        self._pages.setCurrentWidget(shown)
        self.setFocusProxy(shown)
        if had:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        self.filled.emit(there)

    def _point(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self._list.selectionModel().setCurrentIndex(self._rows.index(row), flags.ClearAndSelect)

    @Slot()
    def _choose(self) -> None:
        self.chosen.emit(self.current)

    @Slot()
    def _open(self) -> None:
        if self.current:
            self.opened.emit(self.current)
