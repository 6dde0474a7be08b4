"""Where everything stands on the sheet.

Both symbols lie between the folds of a letter: none of the lines at a half and at thirds of the
page's height, nor the one down its middle, crosses them. Ticks at the edge show the thirds. There
are no tinted grounds: a photocopier turns them into specks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from checkpoint_app.domain.permit import spaced_permit_number
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import message
from sync.registry.permit_sheet.canvas import (
    ACCENT,
    BLACK,
    INK,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RULE,
    WARNING,
    Canvas,
    Type,
)
from sync.registry.permit_sheet.content import (
    Row,
    SheetContent,
    help_text,
    printable,
    rows_of,
    validity,
)
from sync.registry.permit_sheet.faces import MM_PER_POINT, Weight, line_width
from sync.registry.permit_sheet.symbols import (
    LINEAR_MODULE,
    code128_modules,
    qr_module,
    qr_modules,
)
from sync.registry.permit_sheet.wrapping import wrapped

LEFT, RIGHT = 16.0, 194.0
MIDDLE = PAGE_WIDTH / 2
FOLDS = (PAGE_HEIGHT / 3, PAGE_HEIGHT / 2, PAGE_HEIGHT * 2 / 3)

_HEADER_RULE = 31.0
_QR_TOP = 37.0
_BARS_TOP, _BARS_HEIGHT = 57.5, 19.0
_NAMES_TOP = 107.0
_TABLE_BOTTOM = 240.0
_HELP_TOP = 246.0
_FOOT = 284.0
_LABEL_WIDTH, _VALUE_WIDTH = 30.0, 55.0
_LABEL = Type(8.5, Weight.REGULAR, MUTED)
# Down to what share of their size the names and the table may shrink to fit one page.
_LOOSER = 0.9  # mm more above and below a row
_SIZES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58, 0.52)


def draw_sheet(content: SheetContent, canvas: Canvas) -> None:
    """Draw the whole page. Raises ConfigError when the texts or the token do not fit."""
    _header(canvas)
    _qr(content, canvas)
    _panel(content, canvas)
    _body(content, canvas)
    if content.specimen:
        _specimen(canvas)
    _help(content, canvas)
    _foot(canvas)
    _fold_ticks(canvas)


def _header(canvas: Canvas) -> None:
    small, large = Type(9, Weight.MEDIUM, ACCENT), Type(20, Weight.BOLD, INK)
    _both_sides(canvas, 17.5, "sheet.portal", small)
    _both_sides(canvas, 26.2, "sheet.title", large)
    _star(canvas, MIDDLE, 20.0, 7.0)
    canvas.rectangle(LEFT, _HEADER_RULE, RIGHT - LEFT, 0.9, ACCENT)


def _both_sides(canvas: Canvas, baseline: float, key: str, kind: Type) -> None:
    canvas.line(LEFT, baseline, message(key, "en"), kind, right_to_left=False)
    canvas.line(RIGHT, baseline, message(key, "ar"), kind, right_to_left=True)


def _star(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """The eight-pointed star of two squares, a ring of paper, and a smaller star within."""
    for size, colour in (
        (radius, ACCENT),
        (radius * 0.78, (255, 255, 255)),
        (radius * 0.5, ACCENT),
    ):
        for turn in (0.0, math.pi / 4):
            angles = [turn + quarter * math.pi / 2 for quarter in range(4)]
            canvas.polygon(
                [(x + size * math.cos(a), y + size * math.sin(a)) for a in angles], colour
            )


def _qr(content: SheetContent, canvas: Canvas) -> None:
    modules = qr_modules(content.token_text)
    module = qr_module(modules)
    canvas.symbol(LEFT, _QR_TOP, (module, module), modules)


def _panel(content: SheetContent, canvas: Canvas) -> None:
    """Permit number, Code 128 and validity, right of the QR symbol, all as wide as the bars."""
    bars = code128_modules(content.record.number)
    left = RIGHT - len(bars[0]) * LINEAR_MODULE
    width = RIGHT - left
    _labels(canvas, 39.4, left, "sheet.permit_number")
    number = spaced_permit_number(content.record.number)
    points = _fitting(number, Weight.BOLD, 31.0, width)
    canvas.line(left, 52.4, number, Type(points, Weight.BOLD, BLACK), right_to_left=False)
    canvas.symbol(left, _BARS_TOP, (LINEAR_MODULE, _BARS_HEIGHT), bars)
    _labels(canvas, 83.6, left, "sheet.validity")
    for lang, x in (("en", left), ("ar", RIGHT)):
        arabic = lang == "ar"
        for text, baseline in zip(validity(content, lang), (89.2, 94.8), strict=True):
            points = _fitting(text, Weight.SEMI_BOLD, 11.0, width / 2 - 1.5, arabic)
            kind = Type(points, Weight.SEMI_BOLD)
            canvas.line(x, baseline, text, kind, right_to_left=arabic)


def _labels(canvas: Canvas, baseline: float, left: float, key: str) -> None:
    canvas.line(left, baseline, message(key, "en"), _LABEL, right_to_left=False)
    canvas.line(RIGHT, baseline, message(key, "ar"), _LABEL, right_to_left=True)


def _fitting(
    text: str, weight: Weight, points: float, width: float, right_to_left: bool = False
) -> float:
    """The size at which a line is at most ``width`` wide, and at most ``points``."""
    wide = line_width(text, weight, points, right_to_left=right_to_left)
    return points if wide <= width else points * width / wide


@dataclass(frozen=True, slots=True)
class _Cell:
    """Lines of one text, and how high they stand together."""

    lines: tuple[str, ...]
    kind: Type
    leading: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.leading

    def draw(self, canvas: Canvas, x: float, top: float, *, right_to_left: bool) -> None:
        for number, line in enumerate(self.lines):
            baseline = top + self.leading * (number + 0.76)
            canvas.line(x, baseline, line, self.kind, right_to_left=right_to_left)


def _cell(text: str, kind: Type, width: float, *, right_to_left: bool = False) -> _Cell:
    lines = wrapped(text, kind.weight, kind.points, width, right_to_left=right_to_left)
    return _Cell(lines, kind, kind.points * MM_PER_POINT * 1.36)


@dataclass(frozen=True, slots=True)
class _Body:
    """The names and the table at one size."""

    latin: _Cell
    arabic: _Cell
    rows: tuple[tuple[Row, _Cell, _Cell], ...]
    size: float
    padding: float

    @property
    def names_height(self) -> float:
        return max(self.latin.height, self.arabic.height)

    def row_height(self, english: _Cell, arabic: _Cell) -> float:
        return max(english.height, arabic.height) + 2 * self.padding

    @property
    def height(self) -> float:
        table = sum(self.row_height(english, arabic) for _, english, arabic in self.rows)
        return self.names_height + 4.0 + table

    def spread(self, room: float) -> _Body:
        """The rows further apart, up to a limit, where there is room."""
        more = (room - self.height) / (2 * len(self.rows))
        return replace(self, padding=self.padding + min(more, _LOOSER))


def _body(content: SheetContent, canvas: Canvas) -> None:
    room = _TABLE_BOTTOM - _NAMES_TOP - (9.0 if content.specimen else 0.0)
    for size in _SIZES:
        body = _at_size(content, size)
        if body.height <= room:
            _draw_body(body.spread(room), canvas)
            return
    raise ConfigError("the permit's texts do not fit one page", key="sheet.does_not_fit")


def _at_size(content: SheetContent, size: float) -> _Body:
    half = (RIGHT - LEFT) / 2 - 3
    value = Type(10.5 * size, Weight.MEDIUM)
    record = content.record
    return _Body(
        _cell(printable(record.name_latin), Type(15 * size, Weight.SEMI_BOLD), half),
        _cell(
            printable(record.name_arabic),
            Type(17 * size, Weight.SEMI_BOLD),
            half,
            right_to_left=True,
        ),
        tuple(
            (
                row,
                _cell(row.en, value, _VALUE_WIDTH),
                _cell(row.ar, value, _VALUE_WIDTH, right_to_left=True),
            )
            for row in rows_of(content)
        ),
        size,
        2.6 * size,
    )


def _draw_body(body: _Body, canvas: Canvas) -> None:
    _labels(canvas, _NAMES_TOP - 1.2, LEFT, "sheet.pilgrim")
    body.latin.draw(canvas, LEFT, _NAMES_TOP, right_to_left=False)
    body.arabic.draw(canvas, RIGHT, _NAMES_TOP, right_to_left=True)
    top = _NAMES_TOP + body.names_height + 4.0
    label = replace(_LABEL, points=_LABEL.points * max(body.size, 0.8))
    canvas.rectangle(LEFT, top, RIGHT - LEFT, 0.35, INK)
    for row, english, arabic in body.rows:
        inner = top + body.padding
        english.draw(canvas, LEFT + _LABEL_WIDTH, inner, right_to_left=False)
        arabic.draw(canvas, RIGHT - _LABEL_WIDTH, inner, right_to_left=True)
        _both_sides(canvas, inner + english.leading * 0.76, row.label, label)
        top += body.row_height(english, arabic)
        canvas.rectangle(LEFT, top, RIGHT - LEFT, 0.15, RULE)


def _specimen(canvas: Canvas) -> None:
    kind = Type(12, Weight.BOLD, WARNING)
    _both_sides(canvas, _TABLE_BOTTOM - 1.0, "sheet.specimen", kind)


def _help(content: SheetContent, canvas: Canvas) -> None:
    canvas.rectangle(LEFT, _HELP_TOP, RIGHT - LEFT, 0.9, ACCENT)
    title, text = Type(10.5, Weight.SEMI_BOLD, ACCENT), Type(9.5)
    _both_sides(canvas, _HELP_TOP + 7.0, "sheet.help_title", title)
    for lang, x in (("en", LEFT), ("ar", RIGHT)):
        arabic = lang == "ar"
        cell = _cell(help_text(content, lang), text, (RIGHT - LEFT) / 2 - 5, right_to_left=arabic)
        cell.draw(canvas, x, _HELP_TOP + 9.0, right_to_left=arabic)


def _foot(canvas: Canvas) -> None:
    _both_sides(canvas, _FOOT, "sheet.proof", Type(8, Weight.REGULAR, MUTED))


def _fold_ticks(canvas: Canvas) -> None:
    for fold in (FOLDS[0], FOLDS[2]):
        canvas.rectangle(4.0, fold, 4.0, 0.2, RULE)
        canvas.rectangle(PAGE_WIDTH - 8.0, fold, 4.0, 0.2, RULE)
