"""What a sheet is drawn on. Millimetres from the page's upper left corner; sizes in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sync.registry.permit_sheet.faces import Weight

PAGE_WIDTH = 210.0
PAGE_HEIGHT = 297.0

Colour = tuple[int, int, int]
Modules = Sequence[Sequence[bool]]
"""Rows of modules of a symbol; True is dark. A linear code has one row."""

INK: Colour = (17, 26, 23)
BLACK: Colour = (0, 0, 0)
MUTED: Colour = (82, 96, 91)
RULE: Colour = (190, 201, 196)
ACCENT: Colour = (11, 92, 74)
WARNING: Colour = (150, 28, 28)


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set."""

    points: float
    weight: Weight = Weight.REGULAR
    colour: Colour = INK


class Canvas(Protocol):
    """A page that is drawn on once."""

    def rectangle(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """A filled rectangle."""
        ...

    def polygon(self, points: Sequence[tuple[float, float]], colour: Colour) -> None:
        """A filled polygon."""
        ...

    def symbol(self, x: float, y: float, size: tuple[float, float], modules: Modules) -> None:
        """The dark modules of a symbol, each of ``size`` (width, height)."""
        ...

    def line(
        self, x: float, baseline: float, text: str, kind: Type, *, right_to_left: bool
    ) -> None:
        """One line of text: from ``x`` to the right, or with ``right_to_left`` ending at ``x``."""
        ...
