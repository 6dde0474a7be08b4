"""A text in a table: named where the table is written, said in a tongue later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.wording.tongue import Tongue


@dataclass(frozen=True, slots=True)
class Phrase:
    """``Phrase("Context", "Text")``, both literal: `installer/translations.py` finds these as it
    finds calls of ``translate``."""

    context: str
    text: str

    def said(self, tongue: Tongue) -> str:
        """The text in this tongue."""
        return tongue.translate(self.context, self.text)
