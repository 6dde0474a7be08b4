"""The verdict: one word, a shape and a colour that are told apart from two metres away."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFontMetricsF,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QWidget

from ui.lane.card import tone_shape
from ui.lane.painting import Inked, Paint, Sheet, Written, ink_of
from ui.lane.panel import PaintedPanel
from ui.lane.views import Tone, VerdictView
from ui.theme.current import ThemeHolder

_LEADS = ("lead", "action", "strong")
_OUTCOMES = ("strong", "label")
_BEFORES = ("small",)
_NOTHING = VerdictView(tone=Tone.WAITING, word="", lead="")
_QUIET = frozenset({Tone.WAITING, Tone.READING})


class VerdictPanel(PaintedPanel):
    """The band. `show_view` only paints: nothing is laid out or styled anew, so a verdict is seen
    at once."""

    role = QAccessible.Role.AlertMessage

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._view = _NOTHING
        self.setFixedHeight(self.theme.px("lane.verdict"))

    @property
    def view(self) -> VerdictView:
        """What it shows."""
        return self._view

    def show_view(self, view: VerdictView) -> None:
        """Show another verdict, and tell it to those who hear the screen."""
        self._view = view
        spoken = ". ".join(filter(None, (view.word, view.lead, view.outcome, view.before)))
        if spoken != self.accessibleName():
            self.setAccessibleName(spoken)
            if QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))
        self.renew()

    def follow_theme(self) -> None:
        """Another size."""
        self.setFixedHeight(self.theme.px("lane.verdict"))
        super().follow_theme()

    def arrange(self, sheet: Sheet) -> None:
        """Shape, word, and what else there is to say under it, in the middle of the height."""
        theme, colours = self.theme, self.theme.tone(self._view.tone)
        self._ground(sheet)
        pad, side = theme.exact("space.xl"), theme.exact("shape.xl")
        shape = (sheet.height - side) / 2
        ink = colours.stroke if self._view.tone in _QUIET else colours.on_strong
        sheet.paint_in(pad, shape, side, side, tone_shape(self._view.tone, ink, sheet.mirrored))
        start = pad + side + pad
        self._write(sheet, start, sheet.width - start - pad, colours.on_strong)

    def _ground(self, sheet: Sheet) -> None:
        theme, colours = self.theme, self.theme.tone(self._view.tone)
        radius = theme.exact("radius.l")
        sheet.box(0, 0, sheet.width, sheet.height, colours.strong, radius=radius)
        if self._view.tone is Tone.UNREAD:
            sheet.paint_in(0, 0, sheet.width, sheet.height, self._dashes(colours.on_strong))
        elif self._view.tone in _QUIET:
            line = theme.exact("line.bold")
            sheet.box(
                0,
                0,
                sheet.width,
                sheet.height,
                None,
                radius=radius,
                border=colours.stroke,
                line=line,
            )
        elif self._view.tone is Tone.AGAIN:
            inset, line = theme.exact("space.s"), theme.exact("line.bold")
            sheet.box(
                inset,
                inset,
                sheet.width - 2 * inset,
                sheet.height - 2 * inset,
                None,
                radius=radius - inset / 2,
                border=colours.on_strong,
                line=line,
            )

    def _write(self, sheet: Sheet, x: float, width: float, ink: QColor) -> None:
        """The word, a gap, the sentences; all in the middle of the height."""
        gap = self.theme.exact("space.m")
        height = sheet.height - 2 * self.theme.exact("space.m")
        rest = self._rest(sheet, width, height - self._least_word() - gap)
        below = sum(each.height for each in rest) + (gap if rest else 0.0)
        word = self._word(sheet, width, height - below)
        y = (sheet.height - word.height - below) / 2
        y += sheet.put(word, x, y, width, ink) + gap
        for written in rest:
            y += sheet.put(written, x, y, width, ink)

    def _rest(self, sheet: Sheet, width: float, height: float) -> list[Written]:
        """What stands under the word; a long sentence in smaller letters."""
        view = self._view
        outcome = [sheet.fitted(view.outcome, _OUTCOMES, width, height)] if view.outcome else []
        before = [sheet.fitted(view.before, _BEFORES, width, height)] if view.before else []
        left = height - sum(each.height for each in (*outcome, *before))
        lead = [sheet.fitted(view.lead, _LEADS, width, left)] if view.lead else []
        return [*lead, *outcome, *before]

    def _least_word(self) -> float:
        """The room that the word has in any case: its ink, unless that reaches far above and below
        its line."""
        ink = ink_of(self._view.word, self.theme.font("verdict")).height()
        return min(ink, self.theme.font_px("verdict"))

    def _word(self, sheet: Sheet, width: float, height: float) -> Written:
        """The word as large as the design has it; smaller where it is long or reaches far above and
        below its line, and never so small that it could not be read from two metres."""
        theme, text = self.theme, self._view.word
        font = theme.font("verdict")
        ink = max(1.0, ink_of(text, font).height())
        wide = max(1.0, QFontMetricsF(font).horizontalAdvance(text))
        least = theme.exact("lane.verdict_ink") / ink
        factor = max(least, min(1.0, height / ink, width / wide))
        font.setPixelSize(int(font.pixelSize() * factor))
        return Inked(text, font, mirrored=sheet.mirrored)

    def _dashes(self, ink: QColor) -> Paint:
        inset, line = self.theme.exact("space.s"), self.theme.exact("line.bold")
        radius = self.theme.exact("radius.m")

        def paint(painter: QPainter, room: QRectF) -> None:
            painter.setPen(QPen(ink, line, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(inset, inset, -inset, -inset), radius, radius)

        return paint
