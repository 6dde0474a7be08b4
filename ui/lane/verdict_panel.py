"""The verdict: one word, a shape and a colour that are told apart from two metres away."""

from __future__ import annotations

from dataclasses import dataclass

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
from ui.lane.painting import Paint, Sheet, Written
from ui.lane.panel import PaintedPanel
from ui.lane.views import Tone, VerdictView
from ui.theme.current import ThemeHolder

_LEADS = ("lead", "action", "strong")
_OUTCOMES = ("strong", "label")
_BEFORES = ("small",)
_NOTHING = VerdictView(tone=Tone.WAITING, word="", lead="")
_QUIET = frozenset({Tone.WAITING, Tone.READING})


@dataclass(frozen=True, slots=True)
class _Block:
    """The texts of the band, measured, the word first."""

    word: Written
    rest: tuple[Written, ...]

    @property
    def height(self) -> float:
        """Of all, one under the other."""
        return self.word.height + sum(each.height for each in self.rest)


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
        block = self._block(sheet, width, sheet.height - 2 * self.theme.exact("space.m"))
        y = (sheet.height - block.height) / 2
        for written in (block.word, *block.rest):
            y += sheet.put(written, x, y, width, ink)

    def _block(self, sheet: Sheet, width: float, height: float) -> _Block:
        view = self._view
        word = self._word(sheet, width)
        left = height - word.height
        outcome = [sheet.fitted(view.outcome, _OUTCOMES, width, left)] if view.outcome else []
        before = [sheet.fitted(view.before, _BEFORES, width, left)] if view.before else []
        left -= sum(each.height for each in (*outcome, *before))
        lead = [sheet.fitted(view.lead, _LEADS, width, left)] if view.lead else []
        return _Block(word, (*lead, *outcome, *before))

    def _word(self, sheet: Sheet, width: float) -> Written:
        """The word in its own size, or larger where its letters are low, smaller where it is long:
        its ink is seen from two metres."""
        theme = self.theme
        font = theme.font("verdict")
        if not self._view.word:
            return Written("", font, step=theme.line_px("verdict"), mirrored=sheet.mirrored)
        metrics = QFontMetricsF(font)
        ink = metrics.tightBoundingRect(self._view.word).height()
        grow = max(1.0, theme.exact("lane.verdict_ink") / ink)
        shrink = min(1.0, width / (metrics.horizontalAdvance(self._view.word) * grow))
        font.setPixelSize(int(font.pixelSize() * grow * shrink))
        return Written(
            self._view.word, font, step=theme.line_px("verdict"), mirrored=sheet.mirrored
        )

    def _dashes(self, ink: QColor) -> Paint:
        inset, line = self.theme.exact("space.s"), self.theme.exact("line.bold")
        radius = self.theme.exact("radius.m")

        def paint(painter: QPainter, room: QRectF) -> None:
            painter.setPen(QPen(ink, line, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(inset, inset, -inset, -inset), radius, radius)

        return paint
