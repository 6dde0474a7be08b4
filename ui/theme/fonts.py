"""The program's own typeface, IBM Plex Sans Arabic, which draws Arabic and Latin alike."""

from __future__ import annotations

from functools import cache

from fontpkg_ibm_plex_sans_arabic import ROOT
from PySide6.QtGui import QFontDatabase

from checkpoint_app.errors import ConfigError

_USED = ("Regular", "SemiBold", "Bold")


@cache
def load_fonts() -> str:
    """Make the weights that the type scale uses known to Qt, once; needs a QGuiApplication.

    Returns the family's name. Raises ConfigError when a file is missing or is no font.
    """
    families = {_loaded(weight) for weight in _USED}
    return min(families, key=len)


def _loaded(weight: str) -> str:
    path = ROOT / "files" / f"IBMPlexSansArabic-{weight}.ttf"
    number = QFontDatabase.addApplicationFont(str(path))
    if number < 0:
        raise ConfigError(f"the font {path.name} cannot be loaded")
    return QFontDatabase.applicationFontFamilies(number)[0]
