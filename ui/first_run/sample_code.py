"""A code of the scanners' test sheet on the screen, to be scanned from it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from checkpoint_app.capture.reading import LINEAR
from checkpoint_app.capture.sheet_contents import SheetSymbol
from ui.lane.panel import PaintedPanel
from ui.theme.current import ThemeHolder
from ui.widgets.modules import WHITE, barcode_image


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
            self._image = None if symbol is None else _image_of(symbol)
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
        painter.fillRect(white, QColor(WHITE, WHITE, WHITE))  # a barcode's own, in any theme
        painter.drawImage(place, image)
        painter.end()


def _image_of(symbol: SheetSymbol) -> QImage:
    linear = symbol.symbology in LINEAR
    return barcode_image(symbol.content, symbol.symbology.value, linear=linear)
