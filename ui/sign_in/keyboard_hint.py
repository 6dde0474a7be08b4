"""What the keyboard does that a password does not show: Caps Lock, or Arabic letters."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from checkpoint_app.credential.keyboard import is_wrong_layout
from ui.native_keys import is_locked
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue


class KeyboardNote(StrEnum):
    """What is worth a word."""

    NONE = ""
    CAPS = "caps"
    ARABIC = "arabic"


_WORDS = {
    KeyboardNote.CAPS: Phrase("SignIn", "Caps Lock is on"),
    KeyboardNote.ARABIC: Phrase(
        "SignIn", "The keyboard writes Arabic letters: change it with Alt+Shift"
    ),
}


def note_of(text: str, *, shifted: bool, locked: bool) -> KeyboardNote | None:
    """What a key that wrote ``text`` tells; None for one that tells nothing (a digit, an arrow)."""
    if is_wrong_layout(text):
        return KeyboardNote.ARABIC
    if len(text) != 1 or not (text.isascii() and text.isalpha()):
        return KeyboardNote.CAPS if locked and text else None
    return KeyboardNote.CAPS if locked or text.isupper() != shifted else KeyboardNote.NONE


def words_of(note: KeyboardNote, tongue: Tongue) -> str:
    """The note as it stands under the field."""
    phrase = _WORDS.get(note)
    return "" if phrase is None else phrase.said(tongue)


class KeyboardHint(QObject):
    """Watches one line. ``noticed`` carries a `KeyboardNote` when it changes."""

    noticed = Signal(object)

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self.note = KeyboardNote.NONE
        line.installEventFilter(self)
        line.textChanged.connect(self._emptied)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Looks, and lets everything pass."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._take(note_of(event.text(), shifted=shifted, locked=is_locked(event)))
        return super().eventFilter(watched, event)

    def _take(self, note: KeyboardNote | None) -> None:
        if note is not None and note is not self.note:
            self.note = note
            self.noticed.emit(note)

    def _emptied(self, text: str) -> None:
        if not text:
            self._take(KeyboardNote.NONE)
