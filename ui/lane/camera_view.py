"""What the camera sees, with the barcodes in it outlined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAccessible,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from checkpoint_app.capture.presence import Hint
from ui.lane.card import icon_paint, place_card
from ui.lane.painting import Align, Paint, Sheet
from ui.lane.panel import PaintedPanel
from ui.lane.states import SourceState
from ui.lane.views import Mark
from ui.theme.current import ThemeHolder
from ui.wording.tongue import Tongue

if TYPE_CHECKING:
    from checkpoint_app.capture.presence import Outlined
    from ui.workers.camera import Pictured

_WITH_PICTURE = frozenset({SourceState.LIVE, SourceState.ENDED})


class CameraView(PaintedPanel):
    """The newest picture, whole, on a dark ground; never mirrored, as the officer's hand is not.
    Where there is none, words say so. Over a barcode that is seen and cannot be read they say what
    would help."""

    role = QAccessible.Role.Graphic

    def __init__(self, holder: ThemeHolder, tongue: Tongue, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._tongue = tongue
        self._image: QImage | None = None
        self._outlines: tuple[Outlined, ...] = ()
        self._state = SourceState.NONE
        self._hint: Hint | None = None
        self.setFixedHeight(self.theme.px("lane.camera"))
        self.retranslate()

    def show_picture(self, pictured: Pictured) -> None:
        """Show a newer picture."""
        self._image, self._outlines = pictured.image, pictured.outlines
        if pictured.hint is not self._hint:
            self._hint = pictured.hint
            self.setAccessibleName(". ".join(self._words()))
        self.update()

    def show_source(self, state: SourceState) -> None:
        """The camera stands otherwise; one that is lost or opens shows no old picture."""
        if state is not self._state:
            self._state = state
            if state not in _WITH_PICTURE:
                self._image = self._hint = None
            self.retranslate()

    def retranslate(self) -> None:
        """Its own texts in the tongue's language of now."""
        self.setAccessibleName(". ".join(self._words()))
        self.renew()

    def follow_theme(self) -> None:
        """Another size."""
        self.setFixedHeight(self.theme.px("lane.camera"))
        super().follow_theme()

    def picture_place(self) -> QRectF:
        """Where the picture is drawn: as large as it fits, in the middle (logical px)."""
        if self._image is None:
            return QRectF()
        size = QSizeF(self._image.size()).scaled(
            QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio
        )
        place = QRectF(QPointF(), size)
        place.moveCenter(QRectF(self.rect()).center())
        return place

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture and its outlines, or why there is none."""
        if self._image is None:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        radius = self.theme.exact("radius.m")
        corners = QPainterPath()
        corners.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(corners)
        painter.fillRect(self.rect(), self.theme.colour("bar"))
        place = self.picture_place()
        painter.drawImage(place, self._image)
        for outlined in self._outlines:
            self._paint_outline(painter, place, outlined)
        if self._hint is not None:
            self._paint_hint(painter, self._advice(self._hint))

    def hint_place(self) -> QRectF:
        """Where what would help is written: at the foot, in the middle (logical px)."""
        theme = self.theme
        metrics = QFontMetricsF(theme.font("strong"))
        text = "" if self._hint is None else self._advice(self._hint)
        gap = theme.exact("space.s")
        width = min(self.width() - 2 * gap, metrics.horizontalAdvance(text) + 2 * gap)
        height = metrics.height() + gap
        return QRectF((self.width() - width) / 2, self.height() - height - gap, width, height)

    def _paint_hint(self, painter: QPainter, text: str) -> None:
        theme = self.theme
        mark = theme.mark(Mark.WARNING)
        place = self.hint_place()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mark.strong)
        radius = theme.exact("radius.m")
        painter.drawRoundedRect(place, radius, radius)
        painter.setPen(mark.on_strong)
        painter.setFont(theme.font("strong"))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)

    def arrange(self, sheet: Sheet) -> None:
        """An icon and a few words in the middle."""
        place_card(sheet)
        theme = self.theme
        side, gap, pad = theme.exact("shape.l"), theme.exact("space.s"), theme.exact("space.l")
        width = sheet.width - 2 * pad
        steps = ("strong", "small")
        said = [
            sheet.written(text, step, width)
            for text, step in zip(self._words(), steps, strict=False)
        ]
        y = (sheet.height - side - gap - sum(each.height for each in said)) / 2
        sheet.paint_in((sheet.width - side) / 2, y, side, side, self._icon())
        y += side + gap
        for written in said:
            y += sheet.put(written, pad, y, width, theme.colour("ink_soft"), Align.CENTRE)

    def _paint_outline(self, painter: QPainter, place: QRectF, outlined: Outlined) -> None:
        """Green once read, amber while it is only found; the read one also thicker. A rim in the
        text's colour is seen on whatever the camera sees."""
        theme = self.theme
        mark = theme.mark(Mark.GOOD if outlined.read else Mark.WARNING)
        line = theme.exact("line.edge" if outlined.read else "line.focus")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        corners = [
            QPointF(place.x() + x * place.width(), place.y() + y * place.height())
            for x, y in outlined.points
        ]
        rim = line + 2 * theme.exact("line.bold")
        for colour, width in ((mark.on_strong, rim), (mark.strong, line)):
            painter.setPen(QPen(colour, width, j=Qt.PenJoinStyle.RoundJoin))
            painter.drawPolygon(QPolygonF(corners))

    def _words(self) -> tuple[str, ...]:
        say = self._tongue.translate
        if self._state is SourceState.NONE:
            return (
                say("CameraView", "No camera is set"),
                say("CameraView", "The scanner and typing work"),
            )
        if self._state is SourceState.OPENING:
            return (say("CameraView", "The camera opens …"),)
        if self._state is SourceState.LOST:
            return (
                say("CameraView", "The camera gives no picture"),
                say("CameraView", "Use the scanner or type. The camera is tried again"),
            )
        camera = say("CameraView", "Camera")
        return (camera,) if self._hint is None else (camera, self._advice(self._hint))

    def _advice(self, hint: Hint) -> str:
        say = self._tongue.translate
        if hint is Hint.MORE_LIGHT:
            return say("CameraView", "More light")
        if hint is Hint.LESS_GLARE:
            return say("CameraView", "Tilt it out of the glare")
        if hint is Hint.HOLD_STILL:
            return say("CameraView", "Hold it still")
        return say("CameraView", "Hold it closer")

    def _icon(self) -> Paint:
        name = "scanner" if self._state is SourceState.NONE else "camera"
        name = "camera-off" if self._state is SourceState.LOST else name
        return icon_paint(name, self.theme.colour("ink_soft"), self.mirrored)
