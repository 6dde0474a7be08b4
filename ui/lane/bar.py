"""The bar that is always in sight: where this lane is, who is at it, which way, how it stands."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui.lane.painting import Sheet
from ui.lane.panel import PaintedPanel
from ui.lane.views import BarView
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.widgets.chip import Chip
from ui.widgets.fit import FittedText, fit_text, narrowest, paint_text, text_width
from ui.widgets.icons import paint_icon
from ui.widgets.themed import ThemedWidget
from ui.wording.tongue import Tongue, fill

_PRESS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_NAME_LINES = 2
_NOTHING = BarView(port="", lane="", officer="", direction="", chips=())


class BarPlace(PaintedPanel):
    """Port over lane."""

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._port = self._lane = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_place(self, port: str, lane: str) -> None:
        """Show another place."""
        if (port, lane) != (self._port, self._lane):
            self._port, self._lane = port, lane
            self.setAccessibleName(", ".join(filter(None, (port, lane))))
            self.updateGeometry()
            self.renew()

    def sizeHint(self) -> QSize:
        """Both lines whole."""
        theme = self.theme
        port = text_width(self._port, theme.font("strong"))
        lane = text_width(self._lane, theme.font("small"))
        return QSize(int(max(port, lane)) + theme.px("space.m"), theme.px("lane.bar"))

    def minimumSizeHint(self) -> QSize:
        """The lane whole; a long port's name in smaller letters."""
        port = text_width(self._port, self.theme.font("tiny"))
        lane = text_width(self._lane, self.theme.font("small"))
        return QSize(int(max(port, lane)) + self.theme.px("space.m"), self.theme.px("lane.bar"))

    def arrange(self, sheet: Sheet) -> None:
        """Two lines in the middle of the height."""
        theme = self.theme
        steps, line = ("strong", "label", "tiny"), theme.line_px("strong")
        port = sheet.fitted(self._port, steps, sheet.width, line)
        lane = sheet.written(self._lane, "small")
        y = (sheet.height - port.height - lane.height) / 2
        y += sheet.put(port, 0, y, sheet.width, theme.colour("on_bar"))
        sheet.put(lane, 0, y, sheet.width, theme.colour("on_bar_soft"))


class BarButton(QAbstractButton):
    """A button of the bar: an icon, a text of up to ``lines`` lines, or both. ``framed``: with a
    line around it, and filled while it is `lit`."""

    def __init__(
        self,
        holder: ThemeHolder,
        *,
        framed: bool = False,
        lines: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._holder = holder
        self._icon, self._framed, self._lines, self._lit = "", framed, lines, False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        holder.changed.connect(self.follow_theme)

    @property
    def theme(self) -> Theme:
        """The theme that stands."""
        return self._holder.theme

    def show_button(self, text: str, spoken: str, icon: str = "", *, lit: bool = False) -> None:
        """Show another text and icon; ``spoken`` says what a press does."""
        shown = (self.text(), self.accessibleName(), self._icon, self._lit)
        if (text, spoken, icon, lit) != shown:
            self._icon, self._lit = icon, lit
            self.setText(text)
            self.setAccessibleName(spoken)
            self.setToolTip(spoken)
            self.updateGeometry()
            self.update()

    @Slot()
    def follow_theme(self) -> None:
        """Measure and paint anew."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Icon and whole text."""
        text = text_width(self.text(), self.theme.font("label")) if self.text() else 0.0
        return QSize(int(self._before() + text + self._margin()) + 1, self._height())

    def minimumSizeHint(self) -> QSize:
        """Icon and the text in smaller letters on its lines; framed, all as large as it is."""
        if self._framed or not self.text():
            return self.sizeHint()
        least = self._before() + self._margin()
        narrow = narrowest(self.text(), self.theme.font("tiny"), self._lines)
        return QSize(int(least + narrow) + 1, self._height())

    def cut_text(self) -> str:
        """The text, when it did not fit whole; else empty."""
        return self.text() if self.text() and self._fitted().cut else ""

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
        """Ground under the mouse, frame or ring, icon, text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        ink = self.theme.colour("bar" if self._lit else "on_bar")
        if self._icon:
            paint_icon(painter, self._icon, self._icon_place(), ink, self.isRightToLeft())
        if self.text():
            painter.setPen(ink)
            paint_text(
                painter, self._text_place(), self._fitted(), direction=self.layoutDirection()
            )
        painter.end()

    def _paint_frame(self, painter: QPainter) -> None:
        theme = self.theme
        line = theme.exact("line.focus" if self.hasFocus() else "line.thin")
        painter.setPen(QPen(self._edge(), line))
        ground = theme.colour("returning") if self._lit else Qt.BrushStyle.NoBrush
        painter.setBrush(ground)
        rect = QRectF(self.rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2)
        painter.drawRoundedRect(rect, theme.exact("radius.m"), theme.exact("radius.m"))

    def _edge(self) -> QColor:
        """White with the focus, soft under the mouse or when framed, else none."""
        if self.hasFocus():
            return self.theme.colour("on_bar")
        if self._lit:
            return self.theme.colour("returning")
        seen = self._framed or self.underMouse()
        return self.theme.colour("on_bar_soft" if seen else "bar")

    def _fitted(self) -> FittedText:
        theme, place = self.theme, self._text_place()
        return fit_text(
            self.text(),
            theme.font("label"),
            place.width(),
            theme.font_px("tiny"),
            lines=self._lines,
            leading=theme.tokens.types["tiny"].leading,
            height=place.height(),
        )

    def _height(self) -> int:
        return self.theme.px("field.row")

    def _margin(self) -> float:
        return self.theme.exact("space.s")

    def _before(self) -> float:
        gap = self.theme.exact("space.s") if self.text() else 0.0
        return self._margin() + (self.theme.exact("icon.m") + gap if self._icon else 0.0)

    def _icon_place(self) -> QRectF:
        side = self.theme.exact("icon.m")
        left = self.width() - self._margin() - side if self.isRightToLeft() else self._margin()
        return QRectF(left, (self.height() - side) / 2, side, side)

    def _text_place(self) -> QRectF:
        before, after = self._before(), self._margin()
        left = after if self.isRightToLeft() else before
        return QRectF(left, 0, max(0.0, self.width() - before - after), self.height())


class Bar(ThemedWidget):
    """The bar. Its buttons ask; who hears them decides."""

    direction_asked = Signal()
    officer_asked = Signal()
    language_asked = Signal()
    theme_asked = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._tongue = tongue
        self._view = _NOTHING
        self._place = BarPlace(holder)
        self._direction = BarButton(holder, framed=True)
        self._officer = BarButton(holder, lines=_NAME_LINES)
        self._language, self._light = BarButton(holder), BarButton(holder)
        self._chips: list[Chip] = []
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self._place)
        for button in (self._direction, self._officer):
            self._layout.addWidget(button)
        self._layout.addStretch(1)
        self._chip_row = QHBoxLayout()
        self._layout.addLayout(self._chip_row)
        for button in (self._language, self._light):
            self._layout.addWidget(button)
        self._direction.clicked.connect(self.direction_asked)
        self._officer.clicked.connect(self.officer_asked)
        self._language.clicked.connect(self.language_asked)
        self._light.clicked.connect(self.theme_asked)
        self.retranslate()
        self.follow_theme()

    def show_view(self, view: BarView) -> None:
        """Show another state; what stays the same is not painted again."""
        if view.returning != self._view.returning:
            self.update()
        self._view = view
        self._place.show_place(view.port, view.lane)
        self._name_buttons()
        while len(self._chips) < len(view.chips):
            self._chips.append(Chip(self.holder))
            self._chip_row.addWidget(self._chips[-1])
        for chip, shown in zip(self._chips, view.chips, strict=False):
            chip.show_chip(shown)
            self._hold(chip)
            chip.show()
        for chip in self._chips[len(view.chips) :]:
            chip.hide()

    def retranslate(self) -> None:
        """Its own texts in the tongue's language of now."""
        self._name_buttons()

    def follow_theme(self) -> None:
        """Another size or light."""
        theme = self.theme
        self.setFixedHeight(theme.px("lane.bar"))
        self._layout.setContentsMargins(theme.px("space.m"), 0, theme.px("space.m"), 0)
        self._layout.setSpacing(theme.px("space.s"))
        self._chip_row.setSpacing(theme.px("space.xs"))
        for chip in self._chips:
            self._hold(chip)
        self._name_buttons()
        super().follow_theme()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground; along its foot a line while the lane works the other way."""
        theme, painter = self.theme, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bar"))
        if self._view.returning:
            line = theme.px("space.xs")
            foot = self.height() - line
            painter.fillRect(0, foot, self.width(), line, theme.colour("returning"))

    def _hold(self, chip: Chip) -> None:
        """A chip gives way by smaller letters, never by its words: the officer's name does."""
        text, theme = chip.view.text, self.theme
        spare = text_width(text, theme.font("label")) - text_width(text, theme.font("tiny"))
        chip.setMinimumWidth(chip.sizeHint().width() - int(spare))

    def _name_buttons(self) -> None:
        say, view = self._tongue.translate, self._view
        turn = fill(say("Bar", "Lane works: {direction}. Change"), direction=view.direction)
        way = "return" if view.returning else "departure"
        self._direction.show_button(view.direction, turn, way, lit=view.returning)
        who = fill(say("Bar", "Officer: {name}. Change"), name=view.officer)
        self._officer.show_button(view.officer, who, "officer")
        other = say("Bar", "العربية") if self._tongue.language == "en" else say("Bar", "English")
        self._language.show_button("", other, "language")
        light = say("Bar", "Light colours") if self.theme.dark else say("Bar", "Dark colours")
        self._light.show_button("", light, "sun" if self.theme.dark else "moon")
