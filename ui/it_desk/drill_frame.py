"""What nobody can overlook while a drill is on: a hatched frame and the word, over every page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QAccessible, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.lane.panel import PaintedPanel
from ui.lane.views import Mark
from ui.theme.current import ThemeHolder
from ui.widgets.fit import text_width
from ui.wording.tongue import Tongue


class DrillFrame(PaintedPanel):
    """Lies over a window and lets everything through. `begin` puts it there, `end` takes it away.
    Hatched, so that it is told from a coloured edge without its colour; the word stands in the
    middle of its upper edge."""

    role = QAccessible.Role.AlertMessage

    def __init__(self, holder: ThemeHolder, tongue: Tongue, over: QWidget) -> None:
        super().__init__(holder, over)
        self._over, self._tongue = over, tongue
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        over.installEventFilter(self)
        self.retranslate()
        self.hide()

    def begin(self) -> None:
        """A drill is on; what is in the window makes way for the frame and its words."""
        self._make_way()
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()

    def end(self) -> None:
        """It is over."""
        self._over.setContentsMargins(0, 0, 0, 0)
        self.hide()

    @Slot()
    def retranslate(self) -> None:
        """The word in the language of now."""
        self._word = self._tongue.translate("It", "DRILL — nothing counts")
        self.setAccessibleName(self._word)
        self.update()

    def follow_theme(self) -> None:
        """Another width."""
        if self.isVisible():
            self._make_way()
        super().follow_theme()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the window, and above whatever comes into it."""
        if watched is self._over and self.isVisible():
            if event.type() is QEvent.Type.Resize:
                self.setGeometry(self._over.rect())
            elif event.type() is QEvent.Type.ChildAdded:
                self.raise_()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, stripes, words."""
        theme, colours = self.theme, self.theme.mark(Mark.WARNING)
        wide, whole = theme.exact("it_desk.frame"), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        frame.addRect(whole)
        frame.addRect(whole.adjusted(wide, wide, -wide, -wide))
        painter.setClipPath(frame)
        painter.fillRect(whole, colours.strong)
        self._hatch(painter, whole)
        painter.setClipping(False)
        self._say(painter, whole.top())
        painter.end()

    def _make_way(self) -> None:
        wide = self.theme.px("it_desk.frame")
        self._over.setContentsMargins(wide, self.theme.line_px("strong"), wide, wide)

    def _hatch(self, painter: QPainter, whole: QRectF) -> None:
        step = self.theme.exact("it_desk.hatch")
        painter.setPen(QPen(self.theme.mark(Mark.WARNING).on_strong, step))
        along, tall = -whole.height(), whole.height()
        while along < whole.width():
            painter.drawLine(QPointF(along, tall), QPointF(along + tall, 0))
            along += step * 3

    def _say(self, painter: QPainter, top: float) -> None:
        theme, colours = self.theme, self.theme.mark(Mark.WARNING)
        font, margin = theme.font("strong"), theme.exact("space.l")
        width, tall = text_width(self._word, font) + 2 * margin, theme.line_px("strong")
        plate = QRectF((self.width() - width) / 2, top, width, tall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.strong)
        painter.drawRoundedRect(plate, theme.exact("radius.s"), theme.exact("radius.s"))
        painter.setPen(colours.on_strong)
        painter.setFont(font)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, self._word)
