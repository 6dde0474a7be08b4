"""Who the permit is for: names, the passport number set apart for comparing, facts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from ui.lane.card import mark_shape, place_card
from ui.lane.painting import Align, Sheet, Written
from ui.lane.panel import PaintedPanel
from ui.lane.views import CheckView, FactView, Mark, PersonView
from ui.theme.current import ThemeHolder
from ui.wording.figures import bare
from ui.wording.tongue import Tongue

_NAMES = ("name", "title", "lead")
_LATIN = ("lead",)
# How the facts are set where they have room: columns, step of the label, step of the value.
_GRIDS = (
    (2, "small", "strong"),
    (3, "small", "strong"),
    (2, "tiny", "label"),
    (3, "tiny", "label"),
)
_HINT = 2.5  # the height of a hint's text at most, in heights of its mark
_Cell = tuple[Written, Written, QColor]
# Before a field that has no shape: the names are alike, or there was nothing to compare.
_SIGNS = {Mark.NOTED: "≈", Mark.PLAIN: "–"}


class PersonPanel(PaintedPanel):
    """The pilgrim."""

    def __init__(self, holder: ThemeHolder, tongue: Tongue, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._tongue = tongue
        self._view: PersonView | None = None
        self._permit = ""

    def show_person(self, view: PersonView, permit: str = "") -> None:
        """Show another pilgrim, and the number of the permit."""
        self._view, self._permit = view, permit
        self.setAccessibleName(_spoken(view, permit, self._tongue))
        self.renew()

    def arrange(self, sheet: Sheet) -> None:
        """Names, passport, facts, from the top."""
        place_card(sheet)
        if self._view is None:
            return
        theme = self.theme
        pad, gap = theme.exact("space.l"), theme.exact("space.m")
        width = sheet.width - 2 * pad
        y = gap + self._place_names(sheet, pad, gap, width) + theme.exact("space.s")
        y += self._place_hints(sheet, pad, y, width)
        y += self._place_passport(sheet, pad, y, width)
        y += self._place_checks(sheet, pad, y, width) + gap
        self._place_facts(sheet, pad, y, width, sheet.height - y - gap)

    def _place_names(self, sheet: Sheet, x: float, y: float, width: float) -> float:
        view, theme, ink = self._view, self.theme, self.theme.colour("ink")
        assert view is not None
        top = y
        if view.name_arabic:
            line = theme.line_px("name")
            y += sheet.put(sheet.fitted(view.name_arabic, _NAMES, width, line), x, y, width, ink)
            y += theme.exact("space.xxs")
        if view.name_latin:
            line = theme.line_px("lead")
            y += sheet.put(sheet.fitted(view.name_latin, _LATIN, width, line), x, y, width, ink)
        return y - top

    def _place_hints(self, sheet: Sheet, x: float, y: float, width: float) -> float:
        """What to look at in the passport, each beside the mark of a warning."""
        theme, view = self.theme, self._view
        assert view is not None
        top, side, gap = y, theme.exact("icon.s"), theme.exact("space.xs")
        colour = theme.mark(Mark.WARNING).stroke
        for hint in view.hints:
            line = sheet.fitted(hint, ("label", "tiny"), width - side - gap, _HINT * side)
            shape = mark_shape(Mark.WARNING, colour, sheet.mirrored)
            if shape is not None:
                sheet.paint_in(x, y, side, side, shape)
            y += sheet.put(line, x + side + gap, y, width - side - gap, colour)
            y += theme.exact("space.xxs")
        return y - top

    def _place_passport(self, sheet: Sheet, x: float, y: float, width: float) -> float:
        """How it stands; then the number from left to right in either language, and the permit's
        at the end."""
        view, theme = self._view, self.theme
        assert view is not None
        top = y
        y += self._place_note(sheet, x, y, width)
        head = sheet.written(bare(view.passport_head), "code")
        tail = [sheet.written(sign, "code") for sign in bare(view.passport_tail)]
        box, small = theme.exact("lane.tail_box"), theme.exact("space.xs")
        height = head.height + 2 * theme.exact("space.xxs")
        block = head.width + theme.exact("space.s") + len(tail) * (box + small) - small
        room = sheet.room(x, y, block, height)
        down = room.top() + (height - head.height) / 2
        sheet.put_at(head, QRectF(room.left(), down, head.width, head.height), theme.colour("ink"))
        left = room.right() - len(tail) * (box + small) + small
        for number, sign in enumerate(tail):
            self._place_box(sheet, sign, QRectF(left + number * (box + small), y, box, height))
        across = block + theme.exact("space.l")
        self._place_permit(sheet, x + across, y, width - across, height)
        return y + height - top

    def _place_checks(self, sheet: Sheet, x: float, y: float, width: float) -> float:
        """Each field that was compared, one after the other, each with the shape of its mark."""
        view, theme = self._view, self.theme
        assert view is not None
        if not view.checks:
            return 0.0
        start, top, side = x, y, theme.exact("icon.s")
        gap, apart = theme.exact("space.xs"), theme.exact("space.m")
        y += theme.exact("space.s")
        tall = 0.0
        for check in view.checks:
            text = sheet.written(_checked(check), "label", width - side - gap)
            wide = side + gap + text.width
            if x > start and x + wide > start + width:
                x, y, tall = start, y + tall + theme.exact("space.xxs"), 0.0
            self._place_check(sheet, check, text, x, y)
            x += wide + apart
            tall = max(tall, text.height)
        return y + tall - top

    def _place_check(
        self, sheet: Sheet, check: CheckView, text: Written, x: float, y: float
    ) -> None:
        theme = self.theme
        side, gap = theme.exact("icon.s"), theme.exact("space.xs")
        colour = theme.mark(check.mark).stroke
        shape = mark_shape(check.mark, colour, sheet.mirrored)
        down = y + (text.height / text.lines - side) / 2
        if shape is not None:
            sheet.paint_in(x, down, side, side, shape)
        else:
            sign = sheet.written(_SIGNS[check.mark], "label")
            sheet.put(sign, x, y, side, colour, Align.CENTRE)
        good = check.mark in (Mark.GOOD, Mark.PLAIN)
        sheet.put(text, x + side + gap, y, text.width, theme.colour("ink") if good else colour)

    def _place_box(self, sheet: Sheet, sign: Written, room: QRectF) -> None:
        theme, view = self.theme, self._view
        assert view is not None
        colours = theme.mark(view.passport_mark)
        line, radius = theme.exact("line.bold"), theme.exact("radius.s")
        sheet.box_at(room, colours.soft, radius=radius, border=colours.stroke, line=line)
        down = room.top() + (room.height() - sign.height) / 2
        middle = QRectF(room.left(), down, room.width(), sign.height)
        sheet.put_at(sign, middle, colours.on_soft, 0.5)

    def _place_note(self, sheet: Sheet, x: float, y: float, width: float) -> float:
        """``Passport``, and beside it whether it was compared."""
        theme, view = self.theme, self._view
        assert view is not None
        label = sheet.written(self._tongue.translate("PersonPanel", "Passport"), "small")
        sheet.put(label, x, y, label.width, theme.colour("ink_soft"))
        gap, side = theme.exact("space.s"), theme.exact("icon.s")
        x, width = x + label.width + gap, width - label.width - gap
        colour = theme.mark(view.passport_mark).stroke
        shape = mark_shape(view.passport_mark, colour, sheet.mirrored)
        if shape is not None:
            sheet.paint_in(x, y + (label.height - side) / 2, side, side, shape)
            x, width = x + side + theme.exact("space.xs"), width - side - theme.exact("space.xs")
        note = sheet.fitted(view.passport_note, ("label", "tiny"), width, label.height)
        sheet.put(note, x, y + (label.height - note.height) / 2, width, colour)
        return label.height

    def _place_permit(self, sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
        if not self._permit:
            return
        theme = self.theme
        label = sheet.written(self._tongue.translate("PersonPanel", "Permit"), "small")
        number = sheet.fitted(self._permit, ("strong", "label", "tiny"), width, 2 * label.height)
        y += (height - label.height - number.height) / 2
        y += sheet.put(label, x, y, width, theme.colour("ink_soft"))
        sheet.put(number, x, y, width, theme.colour("ink"))

    def _place_facts(self, sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
        """In columns, each label over its value; where that is too high, one after the other."""
        view = self._view
        assert view is not None
        for columns, label, value in _GRIDS:
            rows = self._rows(sheet, view.facts, columns, label, value, width)
            gap = (height - _height(rows)) / max(1, len(rows) - 1)
            if gap >= self.theme.exact("space.xxs"):
                step = (width + self.theme.exact("space.l")) / columns
                self._place_rows(sheet, rows, x, y, step, min(gap, self.theme.exact("space.m")))
                return
        self._place_running(sheet, x, y, width, height)

    def _place_rows(
        self, sheet: Sheet, rows: list[list[_Cell]], x: float, y: float, step: float, gap: float
    ) -> None:
        soft, wide = self.theme.colour("ink_soft"), step - self.theme.exact("space.l")
        for row in rows:
            for column, (over, under, ink) in enumerate(row):
                across = x + column * step
                below = sheet.put(over, across, y, wide, soft)
                sheet.put(under, across, y + below, wide, ink)
            y += _height([row]) + gap

    def _place_running(self, sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
        """``Born 3 May 1961  Sex Female …``, as many in a row as fit. Beside hints there may be no
        room for all: those that a finding speaks of come first."""
        view, theme = self._view, self.theme
        assert view is not None
        start, gap, soft = x, theme.exact("space.xs"), theme.colour("ink_soft")
        end, tall, bottom = x + width, 0.0, y + height
        facts = sorted(view.facts, key=lambda fact: bool(view.hints) and fact.mark is Mark.PLAIN)
        for fact in facts:
            label = sheet.written(fact.label, "small")
            room = width - label.width - gap
            value = sheet.written(fact.value, "label", room)
            if x > start and x + label.width + gap + value.width > end:
                x, y, tall = start, y + tall, 0.0
            if view.hints and y + max(label.height, value.height) > bottom:
                return
            sheet.put(label, x, y, label.width, soft)
            sheet.put(value, x + label.width + gap, y, value.width, self._ink(fact.mark))
            x += label.width + gap + value.width + theme.exact("space.l")
            tall = max(tall, value.height)

    def _rows(
        self,
        sheet: Sheet,
        facts: Sequence[FactView],
        columns: int,
        label: str,
        value: str,
        width: float,
    ) -> list[list[_Cell]]:
        space = self.theme.exact("space.l")
        wide = (width + space) / columns - space
        cells = [
            (
                sheet.written(fact.label, label, wide),
                sheet.written(fact.value, value, wide),
                self._ink(fact.mark),
            )
            for fact in facts
        ]
        return [cells[at : at + columns] for at in range(0, len(cells), columns)]

    def _ink(self, mark: Mark) -> QColor:
        return self.theme.colour("ink") if mark is Mark.PLAIN else self.theme.mark(mark).stroke


def _checked(check: CheckView) -> str:
    return f"{check.label}: {check.value}" if check.value else check.label


def _height(rows: list[list[_Cell]]) -> float:
    return sum(max(over.height + under.height for over, under, _ in row) for row in rows)


def _spoken(view: PersonView, permit: str, tongue: Tongue) -> str:
    word = tongue.translate("PersonPanel", "Passport")
    passport = f"{word} {view.passport_head}{view.passport_tail}"
    facts = (f"{fact.label}: {fact.value}" for fact in view.facts)
    number = f"{tongue.translate('PersonPanel', 'Permit')} {permit}" if permit else ""
    said = (
        view.name_arabic,
        view.name_latin,
        passport,
        view.passport_note,
        *(f"{check.spoken} {check.value}".rstrip() for check in view.checks),
        number,
        *view.hints,
        *facts,
    )
    return ". ".join(filter(None, said))
