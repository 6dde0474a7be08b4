"""A sample's barcode on the screen, to be scanned from it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAccessible, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ui.lane.panel import PaintedPanel
from ui.theme.current import ThemeHolder
from ui.widgets.modules import barcode_image

_QR = "QRCode"


class Symbol(PaintedPanel):
    """One QR code, black on white in either theme, each module whole pixels."""

    role = QAccessible.Role.Graphic

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_text(self, text: str, name: str) -> None:
        """Another code; ``name`` is what a screen reader calls it."""
        self._image = barcode_image(text, _QR) if text else None
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        side = self.theme.px("it_desk.symbol")
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """No smaller: it must be read."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The code in the middle."""
        if self._image is None:
            return
        painter = QPainter(self)
        ratio = painter.device().devicePixelRatio()
        room = min(self.width(), self.height()) * ratio
        side = max(1, int(room // self._image.width())) * self._image.width() / ratio
        place = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.drawImage(place, self._image)
        painter.end()
