#!/usr/bin/env python3
"""The pictures of help and README, drawn from the real windows. For developers.

    .venv/bin/python installer/pictures.py [NAME...]     draw all of them, or those named

Each window of `tests.ui.screens` that is named below is built in both languages over invented
people, light and small, and goes into `resources/help/pictures` with few colours. Needs no display.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "help" / "pictures"
LANGUAGES = ("ar", "en")
SIZE = (1280, 720)
# Of a picture the help pages' name, and the window's in the registry of windows.
PICTURES: Mapping[str, str] = MappingProxyType(
    {
        "sign_in": "sign-in",
        "lane": "lane-pictured",
        "second_line": "second-line-open",
        "supervisor": "supervisor-glance",
        "it_desk": "it-data",
        "orders": "orders-in-force",
    }
)
_COLOURS = 128


def path_of(name: str, language: str) -> Path:
    """Where a picture is kept."""
    return FOLDER / f"{name}-{language}.png"


def main(names: Iterable[str]) -> int:
    """Draw the pictures named, or all."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    # Windows are taken down in their own thread; the collector would do it in any.
    gc.disable()
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in list(names) or list(PICTURES):
        for language in LANGUAGES:
            size = path_of(name, language).write_bytes(drawn(application, name, language))
            sys.stdout.write(f"{name}-{language}.png {size // 1024} kB\n")
    return 0


def drawn(application: object, name: str, language: str) -> bytes:
    """One picture as PNG. Raises KeyError for a name that is not among `PICTURES`."""
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtWidgets import QApplication

    from tests.ui.screens.gallery import SHOTS
    from tests.ui.screens.shots import LOOKS, Scene

    assert isinstance(application, QApplication)
    scene = Scene(application, language)
    SHOTS[PICTURES[name]].build(scene)
    scene.look(LOOKS[0])
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    scene.shown.grab().save(buffer, "PNG")
    scene.close()
    return few_colours(bytes(content.data()))


def few_colours(content: bytes) -> bytes:
    """The same picture in a third of the bytes."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as image:
        plain = image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    plain.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
