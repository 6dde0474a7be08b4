"""A field for a permit number or a national ID: any digits and spaces go in, groups of Latin digits
stand there."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from checkpoint_app.domain.digits import ascii_digits, is_ascii_digits
from checkpoint_app.domain.national_id import NATIONAL_ID_LENGTH
from checkpoint_app.domain.permit import is_permit_number
from ui.widgets.private_line import PrivateLine

LENGTH = 13
"""Digits of a permit number (`checkpoint_app.domain.permit.spaced_permit_number`)."""
PERSON_LENGTH = NATIONAL_ID_LENGTH
"""Digits of a national ID."""
_GROUP_ENDS = (4, 8)
_PERSON_ENDS = (1, 7, 9, 13)


class NumberField(PrivateLine):
    """Runs from left to right in either language. Digits beyond the last are not taken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.textEdited.connect(self._group)

    @property
    def digits(self) -> str:
        """The digits alone, 0 to 9."""
        return _digits(self.text())

    @property
    def complete(self) -> bool:
        """Whether all digits are there, of a permit number or of a national ID."""
        return len(self.digits) >= LENGTH

    @property
    def is_person(self) -> bool:
        """Whether a whole national ID stands there."""
        return len(self.digits) == PERSON_LENGTH

    @property
    def mistyped(self) -> bool:
        """Whether a whole permit number is there and its check digit tells that one is wrong."""
        return len(self.digits) == LENGTH and not is_permit_number(int(self.digits))

    def set_digits(self, text: str) -> None:
        """Put others in, the cursor after them."""
        self.setText(grouped(_digits(text)))

    @Slot(str)
    def _group(self, text: str) -> None:
        """Group what was typed; the cursor stays after the same digit."""
        before = len(_digits(text[: self.cursorPosition()]))
        shown = grouped(_digits(text))
        if shown != text:
            self.setText(shown)
            self.setCursorPosition(len(grouped(_digits(text)[:before])))


def grouped(digits: str) -> str:
    """``1234 5678 90123``, or as much of it as there is; a national ID by century, birth,
    governorate, serial and check digit."""
    ends = _PERSON_ENDS if len(digits) == PERSON_LENGTH else _GROUP_ENDS
    parts = (digits[start:end] for start, end in pairwise((0, *ends, len(digits))))
    return " ".join(filter(None, parts))


def _digits(text: str) -> str:
    return "".join(filter(is_ascii_digits, ascii_digits(text)))[:PERSON_LENGTH]
