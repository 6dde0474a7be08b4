"""Everything that was found, worst first, each with its next step; then what happened before."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.lane.card import icon_paint, place_card, tone_shape
from ui.lane.painting import Align, Sheet
from ui.lane.panel import PaintedPanel
from ui.lane.views import EarlierView, FindingView, Tone
from ui.theme.current import ThemeHolder
from ui.widgets.themed import ThemedWidget
from ui.wording.tongue import Tongue

# Loosest first: step of the sentence, step of the next step, space around a finding.
_WIDE = ("lead", "action", "space.l")
_SETTINGS = (("strong", "body", "space.s"), ("label", "small", "space.xs"))


class FindingsList(PaintedPanel):
    """What scrolls: as tall as it needs to be in its width."""

    def __init__(self, holder: ThemeHolder, tongue: Tongue, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._tongue = tongue
        self._findings: tuple[FindingView, ...] = ()
        self._earlier: tuple[EarlierView, ...] = ()
        self._setting = _SETTINGS[0]
        self._nothing: Tone | None = None
        self._wide = False

    def show_findings(
        self,
        findings: tuple[FindingView, ...],
        earlier: tuple[EarlierView, ...],
        *,
        nothing: Tone | None,
        wide: bool,
    ) -> None:
        """Show others. ``nothing``: the tone in which to say that there are none, None for not.
        ``wide``: there is nobody to show beside them."""
        self._findings, self._earlier, self._nothing, self._wide = findings, earlier, nothing, wide
        self.setAccessibleName(". ".join(self._spoken()))
        self.renew()

    def settle(self, width: int, height: int) -> int:
        """Choose the loosest setting in which all of it fits; the height (px) that it takes."""
        needed = 0
        for setting in (_WIDE, *_SETTINGS) if self._wide else _SETTINGS:
            self._setting = setting
            needed = int(self._arranged(Sheet(self.theme, width, 0, self.mirrored))) + 1
            if needed <= height:
                break
        self.renew()
        return needed

    def arrange(self, sheet: Sheet) -> None:
        """The findings, a line, what happened before; in the middle that there is none of it."""
        if self._nothing is not None and not self._findings and not self._earlier:
            self._place_alone(sheet, self._nothing)
        else:
            self._arranged(sheet)

    def _spoken(self) -> list[str]:
        said = [f"{each.sentence}. {each.next_step}" for each in self._findings]
        said += [f"{each.when} {each.what}" for each in self._earlier]
        return said or [self._none()]

    def _none(self) -> str:
        say = self._tongue.translate
        if self._nothing is Tone.CLEAR:
            return say("FindingsPanel", "Nothing stands against this permit")
        if self._nothing is Tone.AGAIN:
            return say("FindingsPanel", "Nothing new was found")
        if self._nothing is Tone.READING:
            return say("FindingsPanel", "The verdict comes with the whole code")
        return ""

    def _arranged(self, sheet: Sheet) -> float:
        """Place all; the height taken."""
        space = min(self.theme.exact(self._setting[2]), self.theme.exact("space.s"))
        y = 0.0
        for finding in self._findings:
            y += space if y else 0.0
            y += self._place_finding(sheet, finding, y)
        if not self._findings and self._nothing is not None:
            y += self._place_nothing(sheet, self._nothing, y)
        if self._earlier:
            y += self._place_earlier(sheet, y)
        return y

    def _place_finding(self, sheet: Sheet, finding: FindingView, y: float) -> float:
        theme, colours = self.theme, self.theme.tone(finding.tone)
        strong, body, space = self._setting
        pad, side, gap = theme.exact(space), theme.exact("shape.m"), theme.exact("space.m")
        x = gap + side + gap
        width = sheet.width - x - gap
        sentence = sheet.written(finding.sentence, strong, width)
        icon = theme.exact("icon.s") + theme.exact("space.xs")
        step = sheet.written(finding.next_step, body, width - icon) if finding.next_step else None
        height = max(side, sentence.height + (step.height if step else 0.0)) + 2 * pad
        sheet.box(0, y, sheet.width, height, colours.soft, radius=theme.exact("radius.s"))
        sheet.box(0, y, theme.exact("line.edge"), height, colours.stroke)
        self._place_shape(sheet, finding.tone, gap, y + (height - side) / 2)
        top = y + (height - sentence.height - (step.height if step else 0.0)) / 2
        top += sheet.put(sentence, x, top, width, colours.on_soft)
        if step is not None:
            self._place_arrow(sheet, x, top, body)
            sheet.put(step, x + icon, top, width - icon, theme.colour("ink"))
        return height

    def _place_shape(self, sheet: Sheet, tone: Tone, x: float, y: float) -> None:
        """The tone's shape; a note has an i in a ring, as it asks for nothing."""
        theme, stroke = self.theme, self.theme.tone(tone).stroke
        side = theme.exact("shape.m")
        if tone is not Tone.AGAIN:
            sheet.paint_in(x, y, side, side, tone_shape(tone, stroke, sheet.mirrored))
            return
        line = theme.exact("line.bold")
        sheet.box(x, y, side, side, None, radius=side / 2, border=stroke, line=line)
        letter = sheet.written("i", "strong")
        sheet.put(letter, x, y + (side - letter.height) / 2, side, stroke, Align.CENTRE)

    def _place_arrow(self, sheet: Sheet, x: float, y: float, role: str) -> None:
        """What points to the next step, beside its first line."""
        theme = self.theme
        side, ink = theme.exact("icon.s"), theme.colour("ink_soft")
        arrow = icon_paint("forward", ink, sheet.mirrored)
        sheet.paint_in(x, y + (theme.line_px(role) - side) / 2, side, side, arrow)

    def _place_alone(self, sheet: Sheet, tone: Tone) -> None:
        theme, side = self.theme, self.theme.exact("shape.l")
        gap, pad, colours = theme.exact("space.m"), theme.exact("space.l"), theme.tone(tone)
        width = sheet.width - 2 * pad
        said = sheet.written(self._none(), "strong", width)
        y = max(0.0, (sheet.height - side - gap - said.height) / 2)
        shape = tone_shape(tone, colours.stroke, sheet.mirrored)
        sheet.paint_in((sheet.width - side) / 2, y, side, side, shape)
        sheet.put(said, pad, y + side + gap, width, colours.on_soft, Align.CENTRE)

    def _place_nothing(self, sheet: Sheet, tone: Tone, y: float) -> float:
        theme = self.theme
        side, gap = theme.exact("shape.m"), theme.exact("space.m")
        colour = theme.tone(tone).stroke
        sheet.paint_in(gap, y, side, side, tone_shape(tone, colour, sheet.mirrored))
        x = gap + side + gap
        said = sheet.written(self._none(), "strong", sheet.width - x)
        sheet.put(said, x, y + max(0, (side - said.height) / 2), sheet.width - x, colour)
        return max(side, said.height)

    def _place_earlier(self, sheet: Sheet, y: float) -> float:
        theme, gap = self.theme, self.theme.exact("space.m")
        soft, top = theme.colour("ink_soft"), y
        y += gap if y else 0.0
        title = sheet.written(self._tongue.translate("FindingsPanel", "Earlier"), "label")
        y += sheet.put(title, gap, y, sheet.width - 2 * gap, soft)
        whens = [sheet.written(each.when, "small") for each in self._earlier]
        column = min(max(when.width for when in whens), sheet.width / 2) + gap
        for when, each in zip(whens, self._earlier, strict=True):
            what = sheet.written(each.what, "small", sheet.width - 2 * gap - column)
            sheet.put(when, gap, y, column - gap, soft)
            y += sheet.put(
                what,
                gap + column,
                y,
                sheet.width - 2 * gap - column,
                theme.colour("ink"),
                Align.START,
            )
        return y - top


class FindingsPanel(ThemedWidget):
    """The card around them. With the focus, arrow keys and Page keys scroll."""

    def __init__(self, holder: ThemeHolder, tongue: Tongue, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._tongue = tongue
        self._list = FindingsList(holder, tongue)
        self._scroll = _Scroll(self)
        self._scroll.setWidget(self._list)
        self._list.setAutoFillBackground(False)  # the scroll area had turned it on
        self._scroll.setAccessibleName(tongue.translate("FindingsPanel", "Findings"))
        self.setFocusProxy(self._scroll)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._scroll)
        self._space()

    @property
    def list(self) -> FindingsList:
        """What scrolls."""
        return self._list

    def show_findings(
        self,
        findings: tuple[FindingView, ...],
        earlier: tuple[EarlierView, ...],
        *,
        nothing: Tone | None = None,
        wide: bool = False,
    ) -> None:
        """Show others, from the top; see `FindingsList.show_findings`."""
        self._list.show_findings(findings, earlier, nothing=nothing, wide=wide)
        self._settle()
        self._scroll.verticalScrollBar().setValue(0)

    def retranslate(self) -> None:
        """Its own texts in the tongue's language of now."""
        self._scroll.setAccessibleName(self._tongue.translate("FindingsPanel", "Findings"))
        self._list.renew()

    def follow_theme(self) -> None:
        """Another size."""
        self._space()
        self._settle()
        super().follow_theme()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another room."""
        super().resizeEvent(event)
        self._settle()

    def changeEvent(self, event: QEvent) -> None:
        """The other direction."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._settle()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The card, and the ring of the focus."""
        theme = self.theme
        painter = QPainter(self)
        sheet = Sheet(theme, self.width(), self.height(), self.isRightToLeft())
        place_card(sheet)
        if self._scroll.hasFocus():
            sheet.box(
                0,
                0,
                sheet.width,
                sheet.height,
                None,
                radius=theme.exact("radius.m"),
                border=theme.colour("focus"),
                line=theme.exact("line.focus"),
            )
        sheet.paint(painter)

    def _space(self) -> None:
        inset = self.theme.px("space.m")
        self._layout.setContentsMargins(inset, inset, inset, inset)

    def _settle(self) -> None:
        """All of it in the room there is, beside a scroll bar only where it cannot be helped."""
        self._layout.activate()
        room = self._scroll.maximumViewportSize()
        height = self._list.settle(room.width(), room.height())
        width = room.width()
        if height > room.height():
            width -= self._scroll.verticalScrollBar().sizeHint().width()
            width -= self.theme.px("space.s")
            height = self._list.settle(width, room.height())
        self._list.resize(width, max(height, room.height(), 1))


class _Scroll(QScrollArea):
    role = QAccessible.Role.Document

    def __init__(self, parent: FindingsPanel) -> None:
        super().__init__(parent)
        self._card = parent
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setAutoFillBackground(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring around the card."""
        super().focusInEvent(event)
        self._card.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take it away."""
        super().focusOutEvent(event)
        self._card.update()
