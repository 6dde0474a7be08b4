"""A tip is text, whatever somebody wrote into it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument

from ui.widgets.tips import tip


def test_a_plain_text_is_itself() -> None:
    assert tip("MS671 · 3 < 4") == "MS671 · 3 < 4"


@pytest.mark.parametrize("text", ["<b>clear</b>", "<img src='file:///etc/passwd'>", "<table>"])
def test_markup_is_shown_as_it_was_written(text: str) -> None:
    document = QTextDocument()
    document.setHtml(tip(text))
    assert document.toPlainText() == text
