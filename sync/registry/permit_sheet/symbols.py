"""The two symbols of a sheet, as modules."""

from __future__ import annotations

import numpy as np
import segno
import zxingcpp

from checkpoint_app.errors import ConfigError
from sync.registry.permit_sheet.canvas import Modules

# Whole dots at 150 dpi (4; 6 or 3): a printer or a rendering of 150, 300 or 600 dpi draws every
# module equally wide. The smallest is just above the half millimetre that a photocopy still keeps.
LINEAR_MODULE = 4 * 25.4 / 150
QR_MODULES = (6 * 25.4 / 150, 3 * 25.4 / 150)
QR_SIDE = 60.0  # mm that the sheet has for a QR symbol without its quiet zone
QR_QUIET = 4  # modules, ISO/IEC 18004
LINEAR_QUIET = 10  # modules, ISO/IEC 15417


def qr_modules(digits: str) -> Modules:
    """The QR symbol of a token's digits: numeric mode, error level M, version by need.

    Raises ConfigError when its modules would be below half a millimetre.
    """
    try:
        code = segno.make_qr(digits, error="m", mode="numeric", boost_error=False)
    except ValueError as error:
        raise _too_long(len(digits)) from error
    modules = tuple(tuple(bool(dark) for dark in row) for row in code.matrix)
    if len(modules) * QR_MODULES[-1] > QR_SIDE:
        raise _too_long(len(digits))
    return modules


def qr_module(modules: Modules) -> float:
    """Width of a module in millimetres: the largest that fits."""
    return next(width for width in QR_MODULES if len(modules) * width <= QR_SIDE)


def code128_modules(number: int) -> Modules:
    """The Code 128 symbol of a permit number, one row, without its quiet zone."""
    barcode = zxingcpp.create_barcode(f"{number:013d}", zxingcpp.BarcodeFormat.Code128)
    drawn = np.array(barcode.to_image(scale=1, add_hrt=False, add_quiet_zones=False))
    return (tuple(bool(dark) for dark in drawn[drawn.shape[0] // 2] < 128),)


def _too_long(digits: int) -> ConfigError:
    return ConfigError(f"{digits} digits do not fit the sheet's QR code", key="sheet.code_too_long")
