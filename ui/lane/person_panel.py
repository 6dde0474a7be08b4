"""Who the permit is for: names, the passport number set apart for comparing, facts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from ui.lane.card import mark_shape, place_card
from ui.lane.painting import Align, Sheet, Written
from ui.lane.panel import PaintedPanel
from ui.lane.views import FactView, Mark, PersonView
from ui.theme.current import ThemeHolder
from ui.wording.figures import bare
from ui.wording.tongue import Tongue, fill

_NAMES = ("name", "title", "lead")
_LATIN = ("lead",)
# How the facts are set, loosest first: columns, step of the label, step of the value.
_GRIDS = (
    (2, "small", "strong"),
    (3, "small", "strong"),
    (2, "tiny", "label"),
    (3, "tiny", "label"),
)


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
        y += self._place_passport(sheet, pad, y, width) + gap
        self._place_facts(sheet, pad, y, width, sheet.height - y - gap)

    def _place_names(self, sheet: Sheet, x: float, y: float, width: float) -> float:
        view, ink = self._view, self.theme.colour("ink")
        assert view is not None
        top = y
        if view.name_arabic:
            line = self.theme.line_px("name")
            y += sheet.put(sheet.fitted(view.name_arabic, _NAMES, width, line), x, y, width, ink)
        if view.name_latin:
            y += sheet.put(sheet.fitted(view.name_latin, _LATIN, width, 0), x, y, width, ink)
        return y - top

    def _place_passport(self, sheet: Sheet, x: float, y: float, width: float) -> float:
        """A label, then the number from left to right in either language, then how it stands."""
        view, theme = self._view, self.theme
        assert view is not None
        label = self._tongue.translate("PersonPanel", "Passport")
        top = y
        soft = theme.colour("ink_soft")
        if self._permit:
            said = sheet.written(_permit_text(self._permit, self._tongue), "small")
            sheet.put(said, x, y, width, soft, Align.END)
        y += sheet.put(sheet.written(label, "small"), x, y, width, soft)
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
        across = block + theme.exact("space.m")
        self._place_note(sheet, x + across, y, width - across, height)
        return y + height - top

    def _place_box(self, sheet: Sheet, sign: Written, room: QRectF) -> None:
        theme, view = self.theme, self._view
        assert view is not None
        colours = theme.mark(view.passport_mark)
        line, radius = theme.exact("line.bold"), theme.exact("radius.s")
        sheet.box_at(room, colours.soft, radius=radius, border=colours.stroke, line=line)
        down = room.top() + (room.height() - sign.height) / 2
        middle = QRectF(room.left(), down, room.width(), sign.height)
        sheet.put_at(sign, middle, colours.on_soft, 0.5)

    def _place_note(self, sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
        theme, view = self.theme, self._view
        assert view is not None
        if not view.passport_note:
            return
        side, gap = theme.exact("icon.m"), theme.exact("space.s")
        colour = theme.mark(view.passport_mark).stroke
        shape = mark_shape(view.passport_mark, colour, sheet.mirrored)
        if shape is not None:
            sheet.paint_in(x, y + (height - side) / 2, side, side, shape)
            x, width = x + side + gap, width - side - gap
        note = sheet.fitted(view.passport_note, ("label",), width, height)
        sheet.put(note, x, y + (height - note.height) / 2, width, colour)

    def _place_facts(self, sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
        view = self._view
        assert view is not None
        for columns, label, value in _GRIDS:
            rows = self._rows(sheet, view.facts, columns, label, value, width)
            gap = self._gap(rows, height)
            if gap >= self.theme.exact("space.xxs"):
                break
        step = (width + self.theme.exact("space.l")) / columns
        for row in rows:
            tall = 0.0
            for column, (over, under, ink) in enumerate(row):
                across = x + column * step
                wide = step - self.theme.exact("space.l")
                soft = self.theme.colour("ink_soft")
                below = sheet.put(over, across, y, wide, soft)
                tall = max(tall, below + sheet.put(under, across, y + below, wide, ink))
            y += tall + min(gap, self.theme.exact("space.m"))

    def _gap(
        self, rows: Sequence[Sequence[tuple[Written, Written, QColor]]], height: float
    ) -> float:
        """What is left between two rows; less than nothing when they do not fit."""
        tall = sum(max(over.height + under.height for over, under, _ in row) for row in rows)
        return (height - tall) / max(1, len(rows) - 1)

    def _rows(
        self,
        sheet: Sheet,
        facts: Sequence[FactView],
        columns: int,
        label: str,
        value: str,
        width: float,
    ) -> list[list[tuple[Written, Written, QColor]]]:
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


def _permit_text(permit: str, tongue: Tongue) -> str:
    return fill(tongue.translate("PersonPanel", "Permit {number}"), number=permit)


def _spoken(view: PersonView, permit: str, tongue: Tongue) -> str:
    passport = " ".join(
        (tongue.translate("PersonPanel", "Passport"), view.passport_head + view.passport_tail)
    )
    facts = (f"{fact.label}: {fact.value}" for fact in view.facts)
    number = _permit_text(permit, tongue) if permit else ""
    said = (view.name_arabic, view.name_latin, passport, view.passport_note, number, *facts)
    return ". ".join(filter(None, said))
