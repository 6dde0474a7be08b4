"""The program's own icons: `resources/icons/*.svg`, strokes of one colour on a square of 24."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap

from checkpoint_app.errors import ConfigError

DIRECTED = frozenset({"departure", "return", "undo", "export", "list", "chart", "forward", "back"})
"""Icons that point along the line of reading, mirrored in Arabic."""
_INK = b"currentColor"
_KEPT = 256


def paint_icon(
    painter: QPainter, name: str, rect: QRectF, colour: QColor, mirrored: bool = False
) -> None:
    """Paint an icon into a square. Raises ConfigError for a name without a picture."""
    ratio = painter.device().devicePixelRatio()
    image = icon_image(name, round(rect.width() * ratio), colour.rgb(), mirrored)
    painter.drawImage(rect, image)


@lru_cache(maxsize=_KEPT)
def icon_image(name: str, side: int, rgb: int, mirrored: bool = False) -> QImage:
    """An icon of ``side`` device pixels in one colour (``QColor.rgb``). Raises ConfigError."""
    from PySide6.QtSvg import QSvgRenderer  # loaded with the first icon

    text = _text(name).replace(_INK, QColor(rgb).name().encode())
    renderer = QSvgRenderer(QByteArray(text))
    if not renderer.isValid():
        raise ConfigError(f"resource icons/{name}.svg is no picture")
    image = QImage(max(1, side), max(1, side), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image.flipped(Qt.Orientation.Horizontal) if mirrored and name in DIRECTED else image


def icon(
    name: str,
    side: int,
    colour: QColor,
    mirrored: bool = False,
    *,
    gap: int = 0,
    barred: QColor | None = None,
) -> QIcon:
    """The same for a standard button; ``side`` in logical pixels, drawn twice as fine. ``gap``:
    so many pixels stay free after it, on the side of the button's text. ``barred``: its colour
    while the button cannot be pressed, where Qt's paler one would be lost on the ground."""
    made = QIcon(_pixmap(name, side, colour, mirrored, gap))
    if barred is not None:
        made.addPixmap(_pixmap(name, side, barred, mirrored, gap), QIcon.Mode.Disabled)
    return made


def _pixmap(name: str, side: int, colour: QColor, mirrored: bool, gap: int) -> QPixmap:
    image = icon_image(name, side * 2, colour.rgb(), mirrored)
    if not gap:
        return QPixmap.fromImage(image)
    wide = QPixmap(image.width() + gap * 2, image.height())
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawImage(gap * 2 if mirrored else 0, 0, image)
    painter.end()
    return wide


@cache
def icon_names() -> frozenset[str]:
    """Every icon there is."""
    folder = files("resources").joinpath("icons")
    return frozenset(
        entry.name.removesuffix(".svg") for entry in folder.iterdir() if entry.name.endswith(".svg")
    )


@cache
def _text(name: str) -> bytes:
    try:
        return files("resources").joinpath("icons", f"{name}.svg").read_bytes()
    except OSError as error:
        raise ConfigError(f"there is no icon {name}") from error
