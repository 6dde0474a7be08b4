"""A button of the officer's: what it does, and the physical keys that do the same."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.lane.views import Action, ActionView
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.widgets.fit import FittedText, fit_text, paint_text, text_width
from ui.widgets.icons import paint_icon
from ui.widgets.key_cap import cap_size, caps_width, paint_cap
from ui.widgets.tips import tip

ICONS = {
    Action.DEPART: "departure",
    Action.REFER: "officer",
    Action.DEFER: "clock",
    Action.NO_BARCODE: "document",
    Action.REFRESH: "refresh",
    Action.GROUP: "group",
    Action.UNDO: "undo",
    Action.DAY: "chart",
    Action.LANGUAGE: "language",
    Action.HELP: "help",
    Action.DESKS: "list",
    Action.LOCK: "lock",
}
_PRESS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_LINES = 2


class KeyButton(QAbstractButton):
    """A large button: key caps and an icon above, the label below. A ``lead`` button is filled.

    ``clicked`` by mouse, and with the focus by Space or Enter. The mouse does not give it the
    focus. Its accessible name is the label with its keys.
    """

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.holder = holder
        self.keys: tuple[str, ...] = ()
        self.icon_name = ""
        self.lead = False
        self._measured: tuple[tuple[object, ...], FittedText] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        holder.changed.connect(self.follow_theme)

    @property
    def theme(self) -> Theme:
        """The theme that stands."""
        return self.holder.theme

    def show_action(self, view: ActionView) -> None:
        """Show an officer's key."""
        self.show_label(view.label, view.keys, icon=view.icon or ICONS[view.action], lead=view.lead)
        self.setEnabled(view.enabled)

    def show_label(
        self, label: str, keys: tuple[str, ...] = (), *, icon: str = "", lead: bool = False
    ) -> None:
        """Show any label, with the keys that do the same and an icon by name."""
        if (label, keys, icon, lead) == (self.text(), self.keys, self.icon_name, self.lead):
            return
        self.keys, self.icon_name, self.lead = keys, icon, lead
        if label != self.text():
            self.setText(label)
        spoken = f"{label} ({', '.join(keys)})" if keys else label
        self.setAccessibleName(spoken)
        self.setToolTip(tip(self.cut_text()))
        self.updateGeometry()
        self.update()

    def cut_text(self) -> str:
        """The label, when it did not fit whole; else empty."""
        return self.text() if self.width() and self._fitted().cut else ""

    @Slot()
    def follow_theme(self) -> None:
        """Measure and paint anew."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The label on one line, or the row of caps if that is wider."""
        label = text_width(self.text(), self.theme.font("action"))
        return QSize(int(max(label, self._row_width()) + 2 * self._inset()) + 1, self._height())

    def minimumSizeHint(self) -> QSize:
        """The row of caps, under which the label shrinks and wraps."""
        return QSize(int(self._row_width() + 2 * self._inset()) + 1, self._height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as Space does; a key held down presses once."""
        if event.key() in _PRESS and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Body, caps, icon, label, and the ring of the focus around it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = self._body()
        self._paint_body(painter, body)
        self._paint_row(painter, body.adjusted(*self._padding()))
        painter.setPen(self._ink())
        paint_text(painter, self._label_place(), self._fitted(), direction=self.layoutDirection())
        painter.end()

    def _paint_body(self, painter: QPainter, body: QRectF) -> None:
        theme, radius = self.theme, self.theme.exact("radius.m")
        if self.hasFocus():
            gap = theme.exact("line.focus") / 2 + theme.exact("line.hair")
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), theme.exact("line.focus")))
            painter.drawRoundedRect(body.adjusted(-gap, -gap, gap, gap), radius + gap, radius + gap)
        filled = self.lead and self.isEnabled()
        edge = "accent" if filled else "line_hard" if self.isEnabled() else "line"
        painter.setPen(QPen(theme.colour(edge), theme.exact("line.thin")))
        painter.setBrush(self._ground(filled))
        painter.drawRoundedRect(body, radius, radius)

    def _ground(self, filled: bool) -> QColor:
        theme = self.theme
        if not self.isEnabled():
            return theme.colour("surface")
        if self.isDown():
            return theme.colour("pressed_accent" if filled else "pressed")
        if self.underMouse():
            return theme.colour("hover_accent" if filled else "hover")
        return theme.colour("accent" if filled else "raised")

    def _ink(self) -> QColor:
        if not self.isEnabled():
            return self.theme.colour("disabled")
        return self.theme.colour("on_accent" if self.lead else "ink")

    def _paint_row(self, painter: QPainter, inner: QRectF) -> None:
        """Caps from the side that reading starts from, the icon at the other."""
        theme, mirrored = self.theme, self.isRightToLeft()
        along = 0.0
        for key in self.keys:
            width = cap_size(theme, key).width()
            left = inner.right() - along - width if mirrored else inner.left() + along
            ink = None if self.isEnabled() else theme.colour("disabled")
            paint_cap(painter, theme, QPointF(left, inner.top()), key, ink)
            along += width + theme.exact("space.xs")
        if self.icon_name:
            side = theme.exact("icon.m")
            left = inner.left() if mirrored else inner.right() - side
            middle = inner.top() + (theme.exact("key.cap") - side) / 2
            place = QRectF(left, middle, side, side)
            paint_icon(painter, self.icon_name, place, self._ink(), mirrored)

    def _fitted(self) -> FittedText:
        """Measured once for a label, a place and a theme."""
        theme, place = self.theme, self._label_place()
        key = (self.text(), place.width(), place.height(), theme)
        if self._measured is None or self._measured[0] != key:
            self._measured = (key, self._fit(theme, place))
        return self._measured[1]

    def _fit(self, theme: Theme, place: QRectF) -> FittedText:
        return fit_text(
            self.text(),
            theme.font("action"),
            place.width(),
            theme.font_px("label"),
            lines=_LINES,
            leading=theme.tokens.types["action"].leading,
            height=place.height(),
        )

    def _label_place(self) -> QRectF:
        inner = self._body().adjusted(*self._padding())
        above = self.theme.exact("key.cap") + self.theme.exact("space.xxs")
        return inner.adjusted(0, above, 0, self.theme.exact("space.xs"))

    def _body(self) -> QRectF:
        ring = self._ring()
        return QRectF(self.rect()).adjusted(ring, ring, -ring, -ring)

    def _ring(self) -> float:
        return self.theme.exact("line.focus") + self.theme.exact("line.hair")

    def _inset(self) -> float:
        return self._ring() + self.theme.exact("space.m")

    def _padding(self) -> tuple[float, float, float, float]:
        across, down = self.theme.exact("space.m"), self.theme.exact("space.s")
        return across, down, -across, -down

    def _row_width(self) -> float:
        icon = self.theme.exact("icon.m") + self.theme.exact("space.s") if self.icon_name else 0
        return caps_width(self.theme, self.keys) + icon

    def _height(self) -> int:
        return self.theme.px("key.height")
