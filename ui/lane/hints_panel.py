"""What the lane shows while nobody stands at it: the ways to begin. Calm, and always the same."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.lane.card import icon_paint, place_card
from ui.lane.painting import Align, Sheet
from ui.lane.panel import PaintedPanel
from ui.theme.current import ThemeHolder
from ui.wording.tongue import Tongue


class HintsPanel(PaintedPanel):
    """Three ways to begin, side by side."""

    def __init__(self, holder: ThemeHolder, tongue: Tongue, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._tongue = tongue
        self.retranslate()

    def retranslate(self) -> None:
        """Its own texts in the tongue's language of now."""
        self.setAccessibleName(". ".join(f"{title}. {text}" for _, title, text in self._ways()))
        self.renew()

    def _ways(self) -> tuple[tuple[str, str, str], ...]:
        say = self._tongue.translate
        return (
            (
                "scanner",
                say("HintsPanel", "The barcode"),
                say("HintsPanel", "Hold it flat before the camera or the scanner"),
            ),
            (
                "passport",
                say("HintsPanel", "The passport"),
                say("HintsPanel", "Swipe it, and its permit opens"),
            ),
            (
                "keyboard",
                say("HintsPanel", "The number"),
                say("HintsPanel", "Type it on the number keys. No permit at all:\u00a0F6"),
            ),
        )

    def arrange(self, sheet: Sheet) -> None:
        """Three columns in the middle of the height."""
        place_card(sheet)
        theme = self.theme
        pad, gap = theme.exact("space.xl"), theme.exact("space.xl")
        ways = self._ways()
        width = (sheet.width - 2 * pad - (len(ways) - 1) * gap) / len(ways)
        side = theme.exact("shape.l")
        blocks = [
            (icon, sheet.written(title, "lead", width), sheet.balanced(text, "body", width))
            for icon, title, text in ways
        ]
        under = theme.exact("space.m")
        tall = side + under + max(title.height + text.height for _, title, text in blocks)
        for column, (icon, title, text) in enumerate(blocks):
            x, y = pad + column * (width + gap), (sheet.height - tall) / 2
            middle = x + (width - side) / 2
            colour = theme.colour("accent")
            sheet.paint_in(middle, y, side, side, icon_paint(icon, colour, sheet.mirrored))
            y += side + under
            y += sheet.put(title, x, y, width, theme.colour("ink"), Align.CENTRE)
            sheet.put(text, x, y, width, theme.colour("ink_soft"), Align.CENTRE)
