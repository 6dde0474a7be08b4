"""A notice as one page, to be sent to a telephone or printed: what it says, and its QR code.

The code is as wide as the page allows: a lane's camera reads it from a telephone's screen. Nothing
personal stands on it: permits are named by their numbers alone.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import segno

from checkpoint_app.credential.notice import Notice
from checkpoint_app.credential.notice_text import to_digits
from checkpoint_app.domain.days import CAIRO
from checkpoint_app.errors import ConfigError, StorageError
from checkpoint_app.notice_words import notice_words
from checkpoint_app.reference import message
from sync.registry.permit_sheet.canvas import (
    ACCENT,
    INK,
    MUTED,
    PAGE_WIDTH,
    WARNING,
    Canvas,
    Modules,
    Type,
)
from sync.registry.permit_sheet.content import isolated
from sync.registry.permit_sheet.faces import MM_PER_POINT, Weight
from sync.registry.permit_sheet.pdf import PdfCanvas
from sync.registry.permit_sheet.raster import PngCanvas
from sync.registry.permit_sheet.wrapping import wrapped

_LEFT, _RIGHT = 16.0, 194.0
_COLUMN = (_RIGHT - _LEFT) / 2 - 4
_RULE, _SAYS, _QR_TOP, _QR_SIDE, _HELP = 31.0, 38.0, 82.0, 146.0, 240.0
_SIZES = (15.0, 13.0, 11.0, 9.0, 7.5, 6.0, 5.0)
_DOT = 25.4 / 150  # millimetres, of the PNG
_DPI = 150


@dataclass(frozen=True, slots=True)
class NoticePage:
    """What a page is made of. ``registry`` is the registry's name in what devices sign."""

    number: int
    registry: str
    notice: Notice
    envelope: bytes
    demo: bool = False


def write_page(page: NoticePage, file: Path) -> None:
    """Write a page as PNG or PDF, by the file's ending; the same bytes for the same notice.

    Raises ConfigError for another ending, StorageError.
    """
    make = {".png": make_png, ".pdf": make_pdf}.get(file.suffix.lower())
    if make is None:
        raise ConfigError("neither .png nor .pdf", key="news.wrong_file")
    content = make(page)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise StorageError(f"notice: {error}", key="api.not-written") from error


def make_png(page: NoticePage) -> bytes:
    """The page as PNG at 150 dots an inch."""
    canvas = PngCanvas(_DPI)
    _draw(page, canvas)
    return canvas.file_bytes()


def make_pdf(page: NoticePage) -> bytes:
    """The page as PDF; its creation date is the notice's."""
    with closing(PdfCanvas(message("notice.page-title", "en"), page.notice.issued)) as canvas:
        _draw(page, canvas)
        return canvas.file_bytes()


def _draw(page: NoticePage, canvas: Canvas) -> None:
    _both(canvas, 17.5, "notice.page-from", Type(9, Weight.MEDIUM, ACCENT), name=page.registry)
    _both(canvas, 26.2, "notice.page-title", Type(20, Weight.BOLD, WARNING))
    canvas.rectangle(_LEFT, _RULE, _RIGHT - _LEFT, 0.9, WARNING)
    _say(page, canvas)
    _both(
        canvas,
        _QR_TOP - 6,
        "notice.page-issued",
        Type(9, Weight.REGULAR, MUTED),
        number=page.number,
        at=_moment(page.notice.issued),
    )
    modules = _modules(page.envelope)
    # Whole dots, so that every module of the picture is equally wide.
    module = int(_QR_SIDE / len(modules) / _DOT) * _DOT
    left = round((PAGE_WIDTH - module * len(modules)) / 2 / _DOT) * _DOT
    canvas.symbol(left, _QR_TOP, (module, module), modules)
    canvas.rectangle(_LEFT, _HELP, _RIGHT - _LEFT, 0.9, ACCENT)
    _columns(canvas, _HELP + 3, {lang: message("notice.page-how", lang) for lang in ("en", "ar")})
    if page.demo:
        _both(canvas, 288.0, "notice.page-demo", Type(11, Weight.BOLD, WARNING))


def _say(page: NoticePage, canvas: Canvas) -> None:
    """What the notice says, as large as there is room for."""
    said = {lang: notice_words(page.notice.changes, lang) for lang in ("en", "ar")}
    room = _QR_TOP - 12 - _SAYS
    for points in _SIZES:
        lines = max(len(_wrapped(said[lang], lang, points)) for lang in said)
        if lines * _leading(points) <= room:
            break
    _columns(canvas, _SAYS, said, points=points, weight=Weight.BOLD)


def _columns(
    canvas: Canvas,
    top: float,
    said: dict[str, str],
    *,
    points: float = 10.0,
    weight: Weight = Weight.REGULAR,
) -> None:
    kind = Type(points, weight, INK)
    for lang, x in (("en", _LEFT), ("ar", _RIGHT)):
        for place, line in enumerate(_wrapped(said[lang], lang, points, weight)):
            baseline = top + _leading(points) * (place + 0.76)
            canvas.line(x, baseline, line, kind, right_to_left=lang == "ar")


def _wrapped(text: str, lang: str, points: float, weight: Weight = Weight.BOLD) -> tuple[str, ...]:
    return wrapped(text, weight, points, _COLUMN, right_to_left=lang == "ar")


def _leading(points: float) -> float:
    return points * MM_PER_POINT * 1.36


def _both(canvas: Canvas, baseline: float, key: str, kind: Type, **values: object) -> None:
    shown = {name: isolated(str(value)) for name, value in values.items()}
    canvas.line(_LEFT, baseline, message(key, "en", **values), kind, right_to_left=False)
    canvas.line(_RIGHT, baseline, message(key, "ar", **shown), kind, right_to_left=True)


def _moment(at: datetime) -> str:
    return at.astimezone(CAIRO).strftime("%Y-%m-%d %H:%M:%S")


def _modules(envelope: bytes) -> Modules:
    code = segno.make_qr(to_digits(envelope), error="m", mode="numeric", boost_error=False)
    return tuple(tuple(bool(dark) for dark in row) for row in code.matrix)
