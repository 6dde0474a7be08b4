"""A barcode as a picture of its modules, to be scanned from the screen."""

from __future__ import annotations

from PySide6.QtGui import QImage

# Modules of white around it: 4 of a QR code (ISO/IEC 18004), 10 of Code 128 (ISO/IEC 15417).
_QUIET, _QUIET_LINEAR = 4, 10
WHITE, _GREY = 255, 128  # of an 8-bit picture


def barcode_image(content: str | bytes, kind: str, *, linear: bool = False) -> QImage:
    """A code's modules with its quiet zone, a pixel each; a ``linear`` one is a single row.
    ``kind`` is zxing-cpp's name of its format (``QRCode``, ``Code128``)."""
    import numpy as np  # both loaded when a code first comes into sight
    import zxingcpp

    barcode = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, kind))
    modules = np.array(barcode.to_image(scale=1, add_hrt=False, add_quiet_zones=False)) < _GREY
    if linear:
        modules = modules[modules.shape[0] // 2][np.newaxis]
    across, down = (_QUIET_LINEAR, 0) if linear else (_QUIET, _QUIET)
    rows, columns = modules.shape
    image = QImage(columns + 2 * across, rows + 2 * down, QImage.Format.Format_Grayscale8)
    image.fill(WHITE)
    for row, column in zip(*modules.nonzero(), strict=True):
        image.setPixel(int(column) + across, int(row) + down, 0)
    return image
