"""One look of the window: the tokens at one size, light or dark, as Qt's values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor, QFont

from ui.lane.views import Mark, Tone
from ui.theme.tokens import Swatch, Tokens

DESIGN_WIDTH, DESIGN_HEIGHT = 1280, 720
"""The window that the tokens are drawn for, in logical pixels: one unit is one of these."""
_SMALLEST, _LARGEST = 0.45, 2.5


def unit_for(width: int, height: int) -> float:
    """Logical pixels to one unit in a window of this size, so that the same picture fits it."""
    unit = min(width / DESIGN_WIDTH, height / DESIGN_HEIGHT)
    return max(_SMALLEST, min(_LARGEST, unit))


@dataclass(frozen=True, slots=True)
class Colours:
    """A swatch as QColors: text `on_strong` stands on `strong`, `on_soft` on `soft`."""

    strong: QColor
    on_strong: QColor
    soft: QColor
    on_soft: QColor
    stroke: QColor


class Theme:
    """The tokens at one unit. Values never change: another size or light is another Theme.

    Every method raises KeyError for a name that the tokens do not have.
    """

    def __init__(self, tokens: Tokens, dark: bool = False, unit: float = 1.0) -> None:
        self.tokens = tokens
        self.dark = dark
        self.unit = unit
        palette = tokens.palette(dark)
        self._roles = {name: QColor(value) for name, value in palette.roles.items()}
        self._tones = {tone: _colours(swatch) for tone, swatch in palette.tones.items()}
        self._marks = {mark: _colours(swatch) for mark, swatch in palette.marks.items()}
        self._fonts: dict[str, QFont] = {}

    def px(self, name: str) -> int:
        """A length (``space.m``) in whole logical pixels, at least one."""
        return max(1, round(self.exact(name)))

    def exact(self, name: str) -> float:
        """A length in logical pixels, not rounded: for pens and paths."""
        return self.tokens.lengths[name] * self.unit

    def colour(self, role: str) -> QColor:
        """A colour by role (``ink``, ``surface``, ``focus``)."""
        return self._roles[role]

    def tone(self, tone: Tone) -> Colours:
        """The colours of a tone."""
        return self._tones[tone]

    def mark(self, mark: Mark) -> Colours:
        """The colours of a mark."""
        return self._marks[mark]

    def font(self, role: str) -> QFont:
        """The font of one step of the type scale (``verdict``, ``title``, ``body``…), a copy."""
        if role not in self._fonts:
            self._fonts[role] = self._made(role)
        return QFont(self._fonts[role])

    def font_px(self, role: str) -> int:
        """The pixel size of one step of the type scale."""
        return max(1, round(self.tokens.types[role].size * self.unit))

    def line_px(self, role: str) -> int:
        """From one baseline to the next of one step of the type scale."""
        style = self.tokens.types[role]
        return max(1, round(style.size * style.leading * self.unit))

    def ms(self, name: str) -> int:
        """A duration in milliseconds."""
        return self.tokens.durations[name]

    def _made(self, role: str) -> QFont:
        font = QFont(self.tokens.family)
        font.setPixelSize(self.font_px(role))
        font.setWeight(_weight(self.tokens.types[role].weight))
        font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
        return font


@cache
def _weight(css: int) -> QFont.Weight:
    return QFont.Weight(css)


def _colours(swatch: Swatch) -> Colours:
    return Colours(
        QColor(swatch.strong),
        QColor(swatch.on_strong),
        QColor(swatch.soft),
        QColor(swatch.on_soft),
        QColor(swatch.stroke),
    )
