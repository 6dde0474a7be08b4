"""One of the two ways that a shift can work: large, with its icon and its key."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.theme.current import ThemeHolder
from ui.widgets.fit import fit_text, paint_text
from ui.widgets.icons import paint_icon
from ui.widgets.key_cap import cap_size, paint_cap


class WayButton(QAbstractButton):
    """Checkable. What is chosen is seen by ground, frame and a tick."""

    def __init__(self, holder: ThemeHolder, icon: str, key: str) -> None:
        super().__init__()
        self._holder, self._icon, self._key = holder, icon, key
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        holder.changed.connect(self.follow_theme)

    def say(self, text: str) -> None:
        """What it is called."""
        self.setText(text)
        self.setAccessibleName(text)

    @Slot()
    def follow_theme(self) -> None:
        """Measure and paint anew."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """High enough for icon and name."""
        height = self._holder.theme.px("sign_in.choice")
        return QSize(height, height)

    def cut_text(self) -> str:
        """The name, when it did not fit; else empty."""
        theme = self._holder.theme
        fitted = fit_text(
            self.text(), theme.font("lead"), self._room().width(), theme.font_px("body")
        )
        return self.text() if fitted.cut else ""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and frame, icon, name, key."""
        theme, chosen = self._holder.theme, self.isChecked()
        ink = theme.colour("on_accent" if chosen else "ink")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        side = theme.exact("shape.l")
        place = QRectF((self.width() - side) / 2, theme.exact("space.l"), side, side)
        paint_icon(painter, self._icon, place, ink, self.isRightToLeft())
        painter.setPen(ink)
        fitted = fit_text(
            self.text(), theme.font("lead"), self._room().width(), theme.font_px("body")
        )
        centre = Qt.AlignmentFlag.AlignHCenter
        paint_text(painter, self._room(), fitted, direction=self.layoutDirection(), align=centre)
        self._paint_key(painter)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        theme, chosen = self._holder.theme, self.isChecked()
        line = theme.exact("line.focus" if self.hasFocus() else "line.thin")
        edge = "focus" if self.hasFocus() else "accent" if chosen else "line_hard"
        under = "hover_accent" if self.underMouse() else "accent"
        plain = "hover" if self.underMouse() else "raised"
        painter.setPen(QPen(theme.colour(edge), line))
        painter.setBrush(theme.colour(under if chosen else plain))
        room = QRectF(self.rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2)
        painter.drawRoundedRect(room, theme.exact("radius.m"), theme.exact("radius.m"))
        if chosen and self.hasFocus():
            painter.setPen(QPen(theme.colour("on_accent"), theme.exact("line.bold")))
            gap = theme.exact("line.bold") * 2
            inside = room.adjusted(gap, gap, -gap, -gap)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inside, theme.exact("radius.s"), theme.exact("radius.s"))

    def _paint_key(self, painter: QPainter) -> None:
        theme, gap = self._holder.theme, self._holder.theme.exact("space.m")
        size, side = cap_size(theme, self._key), theme.exact("icon.m")
        start = self.width() - gap - size.width() if self.isRightToLeft() else gap
        paint_cap(painter, theme, QPointF(start, gap), self._key)
        if self.isChecked():
            end = gap if self.isRightToLeft() else self.width() - gap - side
            place = QRectF(end, gap, side, side)
            paint_icon(painter, "check", place, theme.colour("on_accent"), self.isRightToLeft())

    def _room(self) -> QRectF:
        theme = self._holder.theme
        top = theme.exact("space.l") + theme.exact("shape.l")
        return QRectF(self.rect()).adjusted(
            theme.exact("space.m"), top, -theme.exact("space.m"), -theme.exact("space.s")
        )
