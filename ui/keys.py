"""Scanner keystrokes, a person's typing and the officer's keys, told apart before any widget."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class KeyWatch(QObject):
    """Watches every key of the application: make one, with the application as its parent."""

    scanned = Signal(str)
    """A whole code of a scanner, or a swiped passport (lines parted by a line feed)."""
    early = Signal(object)
    """An `Early`: the permit number of a token that is still arriving."""
    progress = Signal(int)
    """How many characters of a code have arrived so far."""
    acted = Signal(object)
    """An `Action`: the officer's key."""
    typed_digits = Signal(str)
    """Digits (0 to 9) that a person typed while no text field had the focus."""
