"""A report on paper: A4 pages as PDF, with page numbers and a line to sign."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime

from checkpoint_app.domain.days import CAIRO, cairo_day
from checkpoint_app.reference import message
from checkpoint_app.reports.hijri import hijri_day
from checkpoint_app.reports.page import (
    ACCENT,
    GROUND,
    HEIGHT,
    INK,
    INNER,
    MARGIN,
    RULE,
    SOFT,
    WARNING,
    Pages,
    Side,
    Type,
)
from checkpoint_app.reports.tables import Book, Cell, Column, Grid, Kind
from checkpoint_app.reports.typesetting import Weight
from checkpoint_app.services.day_export import one_line

_TITLE = Type(19, Weight.SEMI_BOLD)
_PORT = Type(12, Weight.SEMI_BOLD, ACCENT)
_DAY = Type(11)
_SECTION = Type(11.5, Weight.SEMI_BOLD, ACCENT)
_HEAD, _CELL, _SUM = Type(8, Weight.SEMI_BOLD, SOFT), Type(9), Type(9, Weight.SEMI_BOLD)
_SMALL, _ALARM = Type(8, colour=SOFT), Type(10, Weight.SEMI_BOLD, WARNING)
_TOP, _BOTTOM = 16.0, HEIGHT - 20.0
_ROW, _PAD, _GAP = 6.0, 1.5, 7.0
_SIGNATURE = 24.0
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
# Tables of as many rows are not torn apart.
_TOGETHER = 12
# A table of what and how many takes no more of the page: its rows are read across.
_PAIRS = 0.55
_NUMBER = 20.0  # mm, of a column of counts where there is room
# Two columns of the day in numbers.
_HALVES = 2


def pdf_bytes(book: Book, *, arabic_digits: bool = True) -> bytes:
    """The printed report. Digits are Arabic-Indic in Arabic unless ``arabic_digits`` is False."""
    heading = book.heading
    pages = Pages(f"{book.title} {book.day}", book.language, heading.made_by, heading.now)
    with closing(pages):
        drawn = _Report(book, pages, arabic_digits=arabic_digits and book.language == "ar")
        drawn.draw()
        return pages.file_bytes()


class _Report:
    """Where the next thing stands on the page, and the drawing of each."""

    def __init__(self, book: Book, pages: Pages, *, arabic_digits: bool) -> None:
        self._book, self._pages, self._arabic = book, pages, arabic_digits
        self._y = 0.0

    def draw(self) -> None:
        self._page()
        self._heading()
        self._summary(self._book.grids[0])
        for grid in self._book.grids[1:]:
            if grid.rows:
                self._table(grid)
        self._signature()
        self._feet()

    def _say(self, key: str, **values: object) -> str:
        return self._digits(message(f"reports.{key}", self._book.language, **values))

    def _digits(self, text: str) -> str:
        return text.translate(_ARABIC_DIGITS) if self._arabic else text

    def _page(self) -> None:
        self._pages.add()
        self._y = _TOP

    def _need(self, height: float) -> bool:
        """Another page where this much does not fit; whether it was needed."""
        fits = self._y + height <= _BOTTOM
        if not fits:
            self._page()
        return not fits

    def _line(self, text: str, kind: Type, after: float = 0.0) -> None:
        self._pages.line(self._digits(text), MARGIN, self._y, INNER, kind)
        self._y += kind.step + after

    def _heading(self) -> None:
        book = self._book
        self._line(book.title, _TITLE)
        self._line(f"{book.port} ({book.heading.port.port_id})", _PORT)
        said = " · ".join(filter(None, (_in_words(book.day), hijri_day(book.day, book.language))))
        self._line(said, _DAY)
        now = book.heading.now.astimezone(CAIRO)
        self._line(
            self._say("as-of", time=f"{now:%H:%M}", day=_in_words(cairo_day(now))), _SMALL, 1
        )
        if book.provisional:
            self._line(book.provisional, _ALARM, 1)
        self._pages.box(MARGIN, self._y, INNER, 0.8, ACCENT)
        self._y += _GAP - 2

    def _summary(self, grid: Grid) -> None:
        """What and how many, in two columns."""
        self._line(grid.title, _SECTION, _PAD)
        half = (INNER - _GAP) / _HALVES
        lines = -(-len(grid.rows) // _HALVES)
        for number, (what, count) in enumerate(grid.rows):
            x = MARGIN + (number // lines) * (half + _GAP)
            y = self._y + (number % lines) * _ROW
            self._pages.line(str(what), x, y, half * 0.75, _CELL)
            told = self._told(count, Kind.SECONDS)
            self._pages.line(told, x, y, half, _SUM, Side.END)
            self._pages.box(x, y + _ROW - 0.6, half, 0.1, RULE)
        self._y += lines * _ROW + _GAP

    def _table(self, grid: Grid) -> None:
        told = [self._row(grid, row) for row in grid.rows]
        total = None if grid.total is None else self._row(grid, grid.total)
        widths = self._widths(grid, [*told, *([total] if total else [])])
        self._need(_SECTION.step + (min(len(told), _TOGETHER) + 2) * _ROW)
        self._line(grid.title, _SECTION, _PAD)
        self._titles(grid, widths)
        for number, row in enumerate(told):
            if self._need(_ROW):
                self._titles(grid, widths)
            if number % 2:
                self._pages.box(MARGIN, self._y, sum(widths), _ROW, GROUND)
            self._cells(grid, row, widths, _CELL)
        if total is not None:
            self._need(_ROW)
            self._pages.box(MARGIN, self._y, sum(widths), 0.3, INK)
            self._cells(grid, total, widths, _SUM)
        self._y += _GAP

    def _titles(self, grid: Grid, widths: list[float]) -> None:
        self._cells(grid, [column.title for column in grid.columns], widths, _HEAD)
        self._pages.box(MARGIN, self._y - 0.4, sum(widths), 0.3, INK)

    def _cells(self, grid: Grid, row: list[str], widths: list[float], kind: Type) -> None:
        x, y = MARGIN, self._y + (_ROW - kind.step) / 2
        for column, text, width in zip(grid.columns, row, widths, strict=True):
            side = Side.END if column.is_number else Side.START
            self._pages.line(text, x + _PAD, y, width - 2 * _PAD, kind, side)
            x += width
        self._y += _ROW

    def _widths(self, grid: Grid, rows: list[list[str]]) -> list[float]:
        """What each column needs; texts share what is left, or give way."""
        needs = []
        for place, column in enumerate(grid.columns):
            widest = max((self._pages.fits(row[place], _SUM) for row in rows), default=0.0)
            needs.append(max(widest, self._pages.fits(column.title, _HEAD)) + 2 * _PAD + 0.5)
        whole = INNER if len(grid.columns) > _HALVES else INNER * _PAIRS
        numbers = [at for at, column in enumerate(grid.columns) if column.is_number]
        wider = [max(need, _NUMBER) if at in numbers else need for at, need in enumerate(needs)]
        if sum(wider) <= whole:
            needs = wider
        texts = [at for at in range(len(needs)) if at not in numbers]
        weight = sum(needs[at] for at in texts)
        free = whole - sum(needs)
        return [
            need + (free * need / weight if at in texts else 0.0) for at, need in enumerate(needs)
        ]

    def _row(self, grid: Grid, row: tuple[Cell, ...]) -> list[str]:
        return [self._told_in(column, cell) for column, cell in zip(grid.columns, row, strict=True)]

    def _told_in(self, column: Column, cell: Cell) -> str:
        if isinstance(cell, str):
            text = one_line(cell)
            named = column.kind in (Kind.CODE, Kind.NAME) and text.isascii() and not text.isdigit()
            return f"\u2066{text}\u2069" if named else self._digits(text)
        return self._told(cell, column.kind)

    def _told(self, cell: Cell, kind: Kind) -> str:
        if cell is None:
            return "—"
        if isinstance(cell, datetime):
            return self._digits(self._moment(cell))
        if kind is Kind.HOUR:
            return self._digits(f"{cell:02}:00")
        if isinstance(cell, float):
            cell = int(cell) if cell.is_integer() else round(cell, 1)
        text = f"{cell:,}"
        return self._digits(text.replace(",", "٬").replace(".", "٫")) if self._arabic else text

    def _moment(self, at: datetime) -> str:
        local = at.astimezone(CAIRO)
        if local.date() == self._book.day:
            return f"{local:%H:%M}"
        return f"{local.day}/{local.month} {local:%H:%M}"

    def _signature(self) -> None:
        self._need(_SIGNATURE)
        book, now = self._book, self._book.heading.now.astimezone(CAIRO)
        made = self._say(
            "made",
            name=_apart(book.heading.made_by),
            time=f"{now:%H:%M}",
            day=_in_words(now.date()),
        )
        self._line(made, _CELL, _GAP)
        said = self._say("signature")
        width = self._pages.fits(said, _CELL)
        self._pages.line(said, MARGIN, self._y, width + 1, _CELL)
        rule = MARGIN + width + _PAD * 2
        self._pages.box(rule, self._y + _CELL.step, INNER / 2 + MARGIN - rule + 30, 0.3, INK)

    def _feet(self) -> None:
        """On every page, once their number is known."""
        book, pages = self._book, self._pages
        left = f"{book.title} · {book.port} · {_in_words(book.day)}"
        for page in range(1, pages.count + 1):
            pages.turn_to(page)
            y = HEIGHT - 14.0
            pages.box(MARGIN, y - 1.5, INNER, 0.2, RULE)
            pages.line(self._digits(left), MARGIN, y, INNER * 0.7, _SMALL)
            number = self._say("page", page=page, pages=pages.count)
            pages.line(number, MARGIN, y, INNER, _SMALL, Side.END)
            if book.provisional:
                pages.line(self._digits(book.provisional), MARGIN, y + 4, INNER, _SMALL)


def _in_words(day: date) -> str:
    """``23/11/2026``: the same in either language, the day first as Egypt writes it."""
    return f"\u2066{day.day}/{day.month}/{day.year}\u2069"


def _apart(name: str) -> str:
    return f"\u2066{name}\u2069" if name.isascii() else name
