"""What the lane says in passing: a note, or why something could not be done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.lane.card import mark_shape
from ui.lane.painting import Sheet
from ui.lane.panel import PaintedPanel
from ui.lane.views import Mark
from ui.theme.current import ThemeHolder

_LASTING = frozenset({Mark.WARNING, Mark.BAD})


class Toast(PaintedPanel):
    """Words over the end of the last column. They go away by themselves, what went wrong later than
    a remark; a press puts them away at once."""

    role = QAccessible.Role.AlertMessage

    def __init__(self, holder: ThemeHolder, parent: QWidget) -> None:
        super().__init__(holder, parent)
        self._text, self._mark = "", Mark.PLAIN
        self._lapse = QTimer(self)
        self._lapse.setSingleShot(True)
        self._lapse.timeout.connect(self.end)
        self._foot = 0
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return self._text

    def say(self, text: str, mark: Mark) -> None:
        """Say something."""
        self._text, self._mark = text, mark
        self.setAccessibleName(text)
        self._lapse.start(self.theme.ms("alert" if mark in _LASTING else "notice"))
        self.show()
        self.raise_()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        self.renew()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What it stands over has another size. (The collector of garbage may empty it before Qt
        lets go of it.)"""
        if event.type() is QEvent.Type.Resize and hasattr(self, "_text") and self._text:
            self.place(self._foot)
        return super().eventFilter(watched, event)

    def follow_theme(self) -> None:
        """Words of another size."""
        super().follow_theme()
        if self._text:
            self.place(self._foot)

    def place(self, foot: int = 0) -> None:
        """Stand over the end of its parent's last column, as high as the words need. ``foot``:
        the height (px) of a page's own keys, which it leaves free."""
        self._foot = foot
        parent, theme = self.parentWidget(), self.theme
        assert parent is not None
        gap, wide = theme.px("space.m"), theme.px("lane.side")
        room = Sheet(theme, wide, 0, self.mirrored)
        written = room.written(self._text, "strong", wide - self._indent() - theme.exact("space.l"))
        height = int(written.height + 2 * theme.exact("space.l"))
        left = gap if self.mirrored else parent.width() - wide - gap
        self.setGeometry(left, parent.height() - foot - height - gap, wide, height)

    def changeEvent(self, event: QEvent) -> None:
        """The last column is on the other side."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange and self._text:
            self.place(self._foot)

    @Slot()
    def end(self) -> None:
        """Say no more."""
        self._text = ""
        self._lapse.stop()
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press puts it away."""
        self.end()

    def arrange(self, sheet: Sheet) -> None:
        """The mark's shape, the words."""
        theme, colours = self.theme, self.theme.mark(self._mark)
        sheet.box(0, 0, sheet.width, sheet.height, colours.strong, radius=theme.exact("radius.m"))
        side, x = theme.exact("icon.l"), self._indent()
        shape = mark_shape(self._mark, colours.on_strong, sheet.mirrored)
        if shape is not None:
            pad = theme.exact("space.l")
            sheet.paint_in(pad, (sheet.height - side) / 2, side, side, shape)
        width = sheet.width - x - theme.exact("space.l")
        written = sheet.written(self._text, "strong", width)
        sheet.put(written, x, (sheet.height - written.height) / 2, width, colours.on_strong)

    def _indent(self) -> float:
        """Where the words begin: after the shape, if there is one."""
        theme = self.theme
        pad = theme.exact("space.l")
        if mark_shape(self._mark, theme.colour("ink"), False) is None:
            return pad
        return pad + theme.exact("icon.l") + theme.exact("space.m")
