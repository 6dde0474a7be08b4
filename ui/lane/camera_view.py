"""What the camera sees, with the barcodes in it outlined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from checkpoint_app.capture.presence import Hint
from ui.lane.camera_overlay import HintPlate, hint_plate, paint_outline
from ui.lane.card import icon_paint, place_card
from ui.lane.painting import Align, Paint, Sheet
from ui.lane.panel import PaintedPanel
from ui.lane.states import SourceState
from ui.theme.current import ThemeHolder
from ui.wording.tongue import Tongue

if TYPE_CHECKING:
    from checkpoint_app.capture.presence import Outlined
    from ui.workers.camera import Pictured

_WITH_PICTURE = frozenset({SourceState.LIVE, SourceState.ENDED})
# Pictures for which what was found stays outlined: it is sought in every other one only.
_KEPT = 6


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
        self._kept = 0
        self._state = SourceState.NONE
        self._hint: Hint | None = None
        self.setFixedHeight(self.theme.px("lane.camera"))
        self.retranslate()

    def show_picture(self, pictured: Pictured) -> None:
        """Show a newer picture."""
        self._image = pictured.image
        self._keep(pictured.outlines)
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
                self._outlines = ()
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
            paint_outline(painter, self.theme, self._corners(outlined), read=outlined.read)
        plate = self.hint_plate()
        if plate is not None:
            plate.paint(painter, self.theme)

    def hint_plate(self) -> HintPlate | None:
        """What would help, and where it is written; beside what is outlined, not over it."""
        if self._hint is None or self._image is None:
            return None
        corners = [corner for one in self._outlines for corner in self._corners(one)]
        text = self._advice(self._hint)
        return hint_plate(self.theme, text, QRectF(self.rect()), corners, mirrored=self.mirrored)

    def _keep(self, outlines: tuple[Outlined, ...]) -> None:
        """What was only found stays for some pictures, so that its outline does not flicker."""
        found = bool(self._outlines) and not any(one.read for one in self._outlines)
        if outlines or not found or self._kept >= _KEPT:
            self._outlines, self._kept = outlines, 0
        else:
            self._kept += 1

    def _corners(self, outlined: Outlined) -> list[QPointF]:
        """Where it is in the window (logical px)."""
        place = self.picture_place()
        return [
            QPointF(place.x() + x * place.width(), place.y() + y * place.height())
            for x, y in outlined.points
        ]

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
        if hint is Hint.FLATTER:
            return say("CameraView", "Hold it flatter")
        return say("CameraView", "Hold it closer")

    def _icon(self) -> Paint:
        name = "scanner" if self._state is SourceState.NONE else "camera"
        name = "camera-off" if self._state is SourceState.LOST else name
        return icon_paint(name, self.theme.colour("ink_soft"), self.mirrored)
