"""A sample's barcode on the screen, to be scanned from it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAccessible, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ui.lane.panel import PaintedPanel
from ui.theme.current import ThemeHolder

# Modules of white around a QR code (ISO/IEC 18004).
_QUIET = 4
_WHITE, _GREY = 255, 128  # of an 8-bit picture


def qr_image(text: str) -> QImage:
    """The QR code of a text, a pixel a module, its quiet zone included."""
    import numpy as np  # both loaded when a drill shows its first sample
    import zxingcpp

    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    modules = np.array(barcode.to_image(scale=1, add_hrt=False, add_quiet_zones=False))
    rows, columns = modules.shape[0], modules.shape[1]
    image = QImage(columns + 2 * _QUIET, rows + 2 * _QUIET, QImage.Format.Format_Grayscale8)
    image.fill(_WHITE)
    for row in range(rows):
        for column in range(columns):
            if modules[row, column] < _GREY:
                image.setPixel(column + _QUIET, row + _QUIET, 0)
    return image


class Symbol(PaintedPanel):
    """One QR code, black on white in either theme, each module whole pixels."""

    role = QAccessible.Role.Graphic

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_text(self, text: str, name: str) -> None:
        """Another code; ``name`` is what a screen reader calls it."""
        self._image = qr_image(text) if text else None
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
