"""The last scans at this lane, newest first; each may be taken back while there is time."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAccessible, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.lane.card import icon_paint, place_card, tone_shape
from ui.lane.painting import Align, Sheet
from ui.lane.panel import PaintedPanel
from ui.lane.views import ScanRowView
from ui.theme.current import ThemeHolder
from ui.wording.tongue import Tongue

_Index = QModelIndex | QPersistentModelIndex
_UNDO_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Delete})
_ROOT = QModelIndex()
_MOST_SHEETS = 64


class ScanRows(QAbstractListModel):
    """The rows. What a screen reader says of one is its display text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[ScanRowView, ...] = ()

    def show_rows(self, rows: tuple[ScanRowView, ...]) -> None:
        """Show others; nothing happens when they are the same."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def row(self, index: _Index) -> ScanRowView:
        """The row there."""
        return self._rows[index.row()]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """The row in one line."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self.row(index)
        return ", ".join(filter(None, (row.when, row.word, row.who, row.outcome)))


class ScanRowPaint(QStyledItemDelegate):
    """Paints a row: shape, who and what came of it, the time; and where it is taken back."""

    def __init__(self, holder: ThemeHolder, parent: QWidget) -> None:
        super().__init__(parent)
        self._holder = holder
        self._sheets: dict[tuple[object, ...], Sheet] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """A row's height."""
        return QSize(0, self._holder.theme.px("lane.scan_row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The row, and its ground when it is current or under the mouse."""
        model = index.model()
        assert isinstance(model, ScanRows)
        marked = bool(
            option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected)
        )
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        rect = option.rect
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        sheet = self._sheet(model.row(index), rect.size(), mirrored, marked, focused)
        painter.save()
        painter.translate(QPointF(rect.topLeft()))
        sheet.paint(painter)
        painter.restore()

    def _sheet(
        self, row: ScanRowView, size: QSize, mirrored: bool, marked: bool, focused: bool
    ) -> Sheet:
        """The row as it was placed before: each scan moves all of them by one."""
        theme = self._holder.theme
        key = (row, size.width(), size.height(), mirrored, marked, focused, theme)
        sheet = self._sheets.get(key)
        if sheet is None:
            if len(self._sheets) >= _MOST_SHEETS:
                self._sheets.clear()
            sheet = Sheet(theme, size.width(), size.height(), mirrored)
            arrange_row(sheet, row, marked=marked, focused=focused)
            self._sheets[key] = sheet
        return sheet


def arrange_row(sheet: Sheet, row: ScanRowView, *, marked: bool, focused: bool) -> None:
    """Place a row on a sheet of its size."""
    theme = sheet.theme
    pad, side = theme.exact("space.s"), theme.exact("shape.s")
    if marked or focused:
        sheet.box(
            0,
            0,
            sheet.width,
            sheet.height,
            theme.colour("hover"),
            radius=theme.exact("radius.s"),
            border=theme.colour("focus") if focused else None,
            line=theme.exact("line.bold") if focused else 0.0,
        )
    ink, soft = theme.colour("ink"), theme.colour("ink_soft")
    shape = tone_shape(row.tone, theme.tone(row.tone).stroke, sheet.mirrored)
    sheet.paint_in(pad, (sheet.height - side) / 2, side, side, shape)
    undo = undo_place(sheet) if marked or focused else None
    if undo is not None:
        sheet.paint_at(undo, icon_paint("undo", theme.colour("accent"), sheet.mirrored))
    when = sheet.written(row.when, "small")
    end = theme.exact("icon.m") + pad if undo is not None else 0.0
    x = pad + side + pad
    width = sheet.width - x - pad - end
    y = (sheet.height - theme.line_px("label") - theme.line_px("small")) / 2
    sheet.line(row.who or row.word, "label", x, y, width - when.width - pad, ink)
    sheet.put(when, x, y, width, soft, Align.END)
    y += theme.line_px("label")
    below = (row.word, row.outcome) if row.who else (row.outcome,)
    sheet.line(" · ".join(filter(None, below)), "small", x, y, width, soft)


def undo_place(sheet: Sheet) -> QRectF:
    """Where a press takes the row back."""
    side, pad = sheet.theme.exact("icon.m"), sheet.theme.exact("space.s")
    return sheet.room(sheet.width - side - pad, (sheet.height - side) / 2, side, side)


class ScanList(QListView):
    """The list itself: arrow keys move, Enter, Space or Delete asks to take the row back."""

    undo_asked = Signal(str)  # scan_id

    def __init__(self, holder: ThemeHolder, parent: QWidget) -> None:
        super().__init__(parent)
        self._holder = holder
        self.rows = ScanRows(self)
        self.setModel(self.rows)
        self.setItemDelegate(ScanRowPaint(holder, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setStyleSheet("QListView { border: none; background: transparent; }")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the list; a key held down asks once."""
        if event.key() in _UNDO_KEYS and not event.isAutoRepeat():
            self._ask(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on the sign at the row's end asks."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return
        rect = QRectF(self.visualRect(index))
        sheet = Sheet(self._holder.theme, rect.width(), rect.height(), self.isRightToLeft())
        if undo_place(sheet).contains(event.position() - rect.topLeft()):
            self._ask(index)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The newest row is current when there was none."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0))

    def _ask(self, index: QModelIndex) -> None:
        if index.isValid():
            self.undo_asked.emit(self.rows.row(index).scan_id)


class LastScans(PaintedPanel):
    """The card with the list, and a word where there is none yet."""

    role = QAccessible.Role.Grouping
    undo_asked = Signal(str)  # scan_id

    def __init__(self, holder: ThemeHolder, tongue: Tongue, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._tongue = tongue
        self._list = ScanList(holder, self)
        self._list.undo_asked.connect(self.undo_asked)
        self._list.hide()
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._list)
        self._layout.addStretch(1)
        self.retranslate()
        self._space()

    @property
    def list(self) -> ScanList:
        """The list."""
        return self._list

    def show_rows(self, rows: tuple[ScanRowView, ...]) -> None:
        """Show others."""
        self._list.rows.show_rows(rows)
        self._list.setVisible(bool(rows))
        self.renew()

    def retranslate(self) -> None:
        """Its own texts in the tongue's language of now."""
        say = self._tongue.translate
        self.setAccessibleName(self._title())
        self._list.setAccessibleName(self._title())
        hint = say("LastScans", "Enter takes the scan back, within two minutes")
        self._list.setAccessibleDescription(hint)
        self.renew()

    def follow_theme(self) -> None:
        """Another size."""
        self._space()
        super().follow_theme()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another room."""
        super().resizeEvent(event)
        self._whole_rows()

    def arrange(self, sheet: Sheet) -> None:
        """The card, its title, and a word where there is no scan yet."""
        place_card(sheet)
        theme, pad = self.theme, self.theme.exact("space.l")
        soft, y = theme.colour("ink_soft"), theme.exact("space.m")
        width = sheet.width - 2 * pad
        y += sheet.put(sheet.written(self._title(), "label"), pad, y, width, soft)
        if not self._list.rows.rowCount():
            none = self._tongue.translate("LastScans", "No scan yet at this lane")
            sheet.put(sheet.written(none, "body", width), pad, y, width, soft)

    def _title(self) -> str:
        return self._tongue.translate("LastScans", "Last scans")

    def _space(self) -> None:
        theme = self.theme
        side, top = theme.px("space.s"), theme.px("space.l") + theme.line_px("label")
        self._layout.setContentsMargins(side, top, side, side)
        self._whole_rows()
        self._list.scheduleDelayedItemsLayout()

    def _whole_rows(self) -> None:
        """As many rows as fit whole."""
        margins, row = self._layout.contentsMargins(), self.theme.px("lane.scan_row")
        room = self.height() - margins.top() - margins.bottom()
        self._list.setFixedHeight(max(1, room // row) * row)
