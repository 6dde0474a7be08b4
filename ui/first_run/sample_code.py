"""A code of the scanners' test sheet on the screen, to be scanned from it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from checkpoint_app.capture.reading import LINEAR
from checkpoint_app.capture.sheet_contents import SheetSymbol
from ui.lane.panel import PaintedPanel
from ui.theme.current import ThemeHolder

# Modules of white around it: 4 of a QR code (ISO/IEC 18004), 10 of Code 128 (ISO/IEC 15417).
_QUIET, _QUIET_LINEAR = 4, 10
_WHITE, _GREY = 255, 128  # of an 8-bit picture


def symbol_image(symbol: SheetSymbol) -> QImage:
    """A symbol's modules with its quiet zone, a pixel each; a linear one is a single row."""
    import numpy as np  # both loaded when the page comes into sight
    import zxingcpp

    kind = getattr(zxingcpp.BarcodeFormat, symbol.symbology.value)
    barcode = zxingcpp.create_barcode(symbol.content, kind)
    modules = np.array(barcode.to_image(scale=1, add_hrt=False, add_quiet_zones=False)) < _GREY
    linear = symbol.symbology in LINEAR
    if linear:
        modules = modules[modules.shape[0] // 2][np.newaxis]
    across, down = (_QUIET_LINEAR, 0) if linear else (_QUIET, _QUIET)
    rows, columns = modules.shape
    image = QImage(columns + 2 * across, rows + 2 * down, QImage.Format.Format_Grayscale8)
    image.fill(_WHITE)
    for row, column in zip(*modules.nonzero(), strict=True):
        image.setPixel(int(column) + across, int(row) + down, 0)
    return image


class SampleCode(PaintedPanel):
    """One code, black on white in either theme, each module whole pixels; nothing of it is
    mirrored. Empty without one."""

    role = QAccessible.Role.Graphic

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self._symbol: SheetSymbol | None = None
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def symbol(self) -> SheetSymbol | None:
        """What is shown."""
        return self._symbol

    def show_symbol(self, symbol: SheetSymbol | None, name: str) -> None:
        """Another code; ``name`` is what people call it."""
        if symbol is not self._symbol:
            self._symbol = symbol
            self._image = None if symbol is None else symbol_image(symbol)
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        """Large enough to be read from the screen."""
        side = self.theme.px("first_run.sample")
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """No smaller."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A white card, the code in its middle."""
        if self._image is None:
            return
        painter = QPainter(self)
        ratio = painter.device().devicePixelRatio()
        wide, tall = self.width() * ratio, self.height() * ratio
        image = self._image
        module = int(wide // image.width())
        linear = image.height() == 1
        if not linear:
            module = min(module, int(tall // image.height()))
        module = max(1, module)
        height = tall / 2 if linear else module * image.height()
        size = (module * image.width() / ratio, height / ratio)
        place = QRectF((self.width() - size[0]) / 2, (self.height() - size[1]) / 2, *size)
        margin = self.theme.exact("space.s")
        white = place.adjusted(0, -margin, 0, margin) if linear else place
        painter.fillRect(white, QColor(_WHITE, _WHITE, _WHITE))  # a barcode's own, in any theme
        painter.drawImage(place, image)
        painter.end()
