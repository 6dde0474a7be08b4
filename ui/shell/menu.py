"""The menu of desks: large entries, each with a key."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from ui.shell.views import EntryView, MenuView, Place
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.widgets.elided import FitLabel
from ui.widgets.fit import fit_text, paint_text
from ui.widgets.icons import paint_icon
from ui.widgets.key_cap import cap_size, paint_cap
from ui.widgets.sheet import Sheet

_COLUMNS = 2
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {
    Qt.Key.Key_Down: _COLUMNS,
    Qt.Key.Key_Up: -_COLUMNS,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
}


class DeskMenu(Sheet):
    """``chosen`` is emitted with a `Place`; the menu has gone by then."""

    chosen = Signal(object)

    def __init__(self, holder: ThemeHolder, over: QWidget) -> None:
        super().__init__(holder, over, "menu.panel")
        self._who = FitLabel(holder, "body", "ink_soft")
        self._grid = QGridLayout()
        self._entries: list[MenuEntry] = []
        self.body.addWidget(self._who)
        self.body.addLayout(self._grid)
        self.first.hide()
        self.follow_theme()

    def open(self, view: MenuView) -> None:
        """Show the entries; the focus begins at the one where one is not."""
        self.say(view.title, "", view.close)
        self._who.setText(view.who)
        self._who.setVisible(bool(view.who))
        while len(self._entries) < len(view.entries):
            self._add()
        for entry, shown in zip(self._entries, view.entries, strict=False):
            entry.show_entry(shown)
        for number, entry in enumerate(self._entries):
            entry.setVisible(number < len(view.entries))
        self.begin(self._entries[0] if self._entries else None)

    @Slot(str)
    def press(self, digits: str) -> None:
        """A digit that was typed: the entry of that number."""
        for entry in self._shown():
            if digits and entry.number == digits[-1]:
                entry.click()
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from entry to entry, as they lie."""
        step = _STEPS.get(Qt.Key(event.key()))
        entries = self._shown()
        focus = self.focusWidget()
        if step is None or focus not in entries:
            super().keyPressEvent(event)
            return
        if abs(step) == 1 and self.isRightToLeft():
            step = -step
        at = entries.index(focus) + step
        if 0 <= at < len(entries):
            entries[at].setFocus(Qt.FocusReason.OtherFocusReason)
        event.accept()

    def follow_theme(self) -> None:
        """Space anew."""
        super().follow_theme()
        self._grid.setSpacing(self.theme.px("space.s"))

    def _shown(self) -> list[MenuEntry]:
        return [entry for entry in self._entries if not entry.isHidden()]

    def _add(self) -> None:
        entry = MenuEntry(self.holder)
        at = len(self._entries)
        self._grid.addWidget(entry, at // _COLUMNS, at % _COLUMNS)
        entry.asked.connect(self._choose)
        self._entries.append(entry)

    @Slot(object)
    def _choose(self, place: Place) -> None:
        self.leave()
        self.chosen.emit(place)


class MenuEntry(QAbstractButton):
    """Icon, name, what it is for, and its key."""

    asked = Signal(object)

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._holder = holder
        self._view: EntryView | None = None
        self.number = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._ask)
        holder.changed.connect(self.updateGeometry)

    @property
    def theme(self) -> Theme:
        """The theme that stands."""
        return self._holder.theme

    def show_entry(self, view: EntryView) -> None:
        """Show another entry."""
        self._view = view
        self.number = "".join(str(int(each)) for each in view.key if each.isdecimal())
        self.number = self.number if len(view.key) == 1 else ""
        self.setText(view.text)
        self.setAccessibleName(f"{view.text} ({view.key})" if view.key else view.text)
        self.setAccessibleDescription(view.note)
        self.update()

    def cut_text(self) -> str:
        """What did not fit whole, else empty."""
        if self._view is None:
            return ""
        for text, role, room in self._texts(self._view):
            if fit_text(text, self.theme.font(role), room.width(), self._least).cut:
                return text
        return ""

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(self.theme.px("field.width"), self.theme.px("menu.entry"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as Space does."""
        if event.key() in _ENTER and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, ring, icon, texts, key."""
        view, theme = self._view, self.theme
        if view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, lit=view.lit)
        paint_icon(
            painter,
            view.icon,
            self._placed(self._icon),
            theme.colour("accent"),
            self.isRightToLeft(),
        )
        for text, role, room in self._texts(view):
            painter.setPen(theme.colour("ink" if role == "strong" else "ink_soft"))
            fitted = fit_text(text, theme.font(role), room.width(), self._least)
            paint_text(painter, room, fitted, direction=self.layoutDirection())
        if view.key:
            size = cap_size(theme, view.key)
            left = self.width() - theme.exact("space.m") - size.width()
            room = QRectF(left, (self.height() - size.height()) / 2, size.width(), size.height())
            paint_cap(painter, theme, self._placed(room).topLeft(), view.key)
        painter.end()

    @property
    def _least(self) -> int:
        return self.theme.font_px("tiny")

    @property
    def _icon(self) -> QRectF:
        side = self.theme.exact("icon.l")
        return QRectF(self.theme.exact("space.m"), (self.height() - side) / 2, side, side)

    def _texts(self, view: EntryView) -> tuple[tuple[str, str, QRectF], ...]:
        theme, icon = self.theme, self._icon
        left = icon.right() + theme.exact("space.m")
        key = cap_size(theme, view.key).width() + theme.exact("space.m") if view.key else 0.0
        width = self.width() - left - key - theme.exact("space.m")
        name, note = theme.line_px("strong"), theme.line_px("small")
        top = (self.height() - name - note) / 2
        return (
            (view.text, "strong", self._placed(QRectF(left, top, width, name))),
            (view.note, "small", self._placed(QRectF(left, top + name, width, note))),
        )

    def _placed(self, room: QRectF) -> QRectF:
        """As it lies in the language of now."""
        if not self.isRightToLeft():
            return room
        return QRectF(self.width() - room.right(), room.top(), room.width(), room.height())

    def _paint_ground(self, painter: QPainter, *, lit: bool) -> None:
        theme = self.theme
        line = theme.exact("line.focus" if self.hasFocus() else "line.hair")
        edge = "focus" if self.hasFocus() else ("accent" if lit else "line")
        painter.setPen(QPen(theme.colour(edge), line))
        ground = "pressed" if self.isDown() or lit else "hover" if self.underMouse() else "raised"
        painter.setBrush(theme.colour(ground))
        rect = QRectF(self.rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2)
        painter.drawRoundedRect(rect, theme.exact("radius.m"), theme.exact("radius.m"))

    @Slot()
    def _ask(self) -> None:
        if self._view is not None:
            self.asked.emit(self._view.place)
