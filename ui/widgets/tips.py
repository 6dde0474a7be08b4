"""Tips of widgets: what they say is text, whatever it looks like."""

from __future__ import annotations

from PySide6.QtGui import Qt  # its functions of texts; not QtCore's


def tip(text: str) -> str:
    """A text as Qt's tips take it. What would be taken for markup there (somebody's note, the name
    of an order) is shown as it was written."""
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text
