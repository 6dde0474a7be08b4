"""A card of lines: what each is about, what that says, and a second value beside it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.lane.card import mark_shape
from ui.lane.findings_panel import FindingsList
from ui.lane.painting import Sheet
from ui.lane.panel import PaintedPanel
from ui.lane.views import Mark
from ui.second_line.views import CardView, LineView
from ui.theme.current import ThemeHolder
from ui.widgets.card import Card

_EMPTY = CardView("", ())
_TALL = 1 << 20  # px: no list of findings is as tall
# Of the width: labels at most so much.
_LABELS = 0.45


def _grows(widget: QWidget) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)


class Lines(PaintedPanel):
    """The lines, as tall as they need to be in their width."""

    role = QAccessible.Role.List

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._view = _EMPTY
        _grows(self)

    @property
    def view(self) -> CardView:
        """What it shows."""
        return self._view

    def show_card(self, view: CardView) -> None:
        """Show others."""
        if view == self._view:
            return
        self._view = view
        self.setAccessibleName(view.title)
        said = (", ".join(filter(None, (e.label, e.text, e.other))) for e in view.lines)
        self.setAccessibleDescription("; ".join(said) or view.empty)
        self.renew()
        self.updateGeometry()

    def follow_theme(self) -> None:
        """Another size."""
        super().follow_theme()
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Texts wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """What the lines take in this width."""
        return int(self._arranged(Sheet(self.theme, width, 0, self.mirrored))) + 1

    def sizeHint(self) -> QSize:
        """As wide as a line is read with ease."""
        width = self.theme.px("field.width")
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """A line."""
        return QSize(self.theme.px("field.width") // 2, self.theme.line_px("small"))

    def arrange(self, sheet: Sheet) -> None:
        """From the top."""
        self._arranged(sheet)

    def _arranged(self, sheet: Sheet) -> float:
        view, theme = self._view, self.theme
        if not view.lines:
            said = sheet.written(view.empty, "body", sheet.width)
            return sheet.put(said, 0, 0, sheet.width, theme.colour("ink_soft"))
        gap, side = theme.exact("space.s"), theme.exact("icon.s")
        marked = any(each.mark is not Mark.PLAIN for each in view.lines)
        labels = max(sheet.written(each.label, "small").width for each in view.lines) + 1
        labels = min(labels, sheet.width * _LABELS)
        start = labels + gap + (side + theme.exact("space.xs") if marked else 0.0)
        room = sheet.width - start
        values = room if view.heads is None else (room - gap) / 2
        y = self._arrange_heads(sheet, start, values, gap)
        for each in view.lines:
            y += self._arrange_line(sheet, each, y, labels, start, values)
            y += theme.exact("space.xs")
        return y - theme.exact("space.xs")

    def _arrange_heads(self, sheet: Sheet, start: float, values: float, gap: float) -> float:
        if self._view.heads is None:
            return 0.0
        first, second = (sheet.written(each, "label", values) for each in self._view.heads)
        soft = self.theme.colour("ink_soft")
        sheet.put(second, start + values + gap, 0, values, soft)
        return sheet.put(first, start, 0, values, soft) + self.theme.exact("space.xs")

    def _arrange_line(
        self, sheet: Sheet, line: LineView, y: float, labels: float, start: float, values: float
    ) -> float:
        theme = self.theme
        label = sheet.written(line.label, "small", labels)
        text = sheet.written(line.text, "body", values)
        first, soft = theme.line_px("body"), theme.colour("ink_soft")
        sheet.put(label, 0, y + (first - theme.line_px("small")) / 2, labels, soft)
        colours = theme.mark(line.mark)
        shape = mark_shape(line.mark, colours.stroke, sheet.mirrored)
        if shape is not None:
            side = theme.exact("icon.s")
            at = start - side - theme.exact("space.xs")
            sheet.paint_in(at, y + (first - side) / 2, side, side, shape)
        ink = colours.stroke if line.mark is Mark.BAD else theme.colour("ink")
        sheet.put(text, start, y, values, ink)
        height = max(text.height, label.height + (first - theme.line_px("small")) / 2)
        if line.other:
            other = sheet.written(line.other, "body", values)
            sheet.put(other, start + values + theme.exact("space.s"), y, values, ink)
            height = max(height, other.height)
        return height


class LinesCard(Card):
    """The lines in a card with their title."""

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self.lines = Lines(holder)
        self.body.addWidget(self.lines)
        _grows(self)

    def show_card(self, view: CardView) -> None:
        """Show others."""
        self.set_title(view.title)
        self.lines.show_card(view)


class SeenFindings(FindingsList):
    """The lane's findings, as tall as they need to be in their width."""

    def hasHeightForWidth(self) -> bool:
        """Sentences wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """What all of them take."""
        return self.settle(width, _TALL)

    def sizeHint(self) -> QSize:
        """As wide as a line is read with ease."""
        width = self.theme.px("field.width")
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """A sentence."""
        return QSize(self.theme.px("field.width") // 2, self.theme.line_px("body"))


class FindingsCard(Card):
    """What the lane saw."""

    def __init__(self, holder: ThemeHolder, findings: SeenFindings) -> None:
        super().__init__(holder)
        self.findings = findings
        _grows(findings)
        self.body.addWidget(findings)
        _grows(self)


def column() -> QVBoxLayout:
    """Cards one under the other."""
    found = QVBoxLayout()
    found.setContentsMargins(0, 0, 0, 0)
    return found
