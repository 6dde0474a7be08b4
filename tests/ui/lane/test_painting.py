from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from tests.ui.fitting import place_of
from ui.lane.painting import Align, Inked, Sheet
from ui.theme.theme import Theme
from ui.theme.tokens import tokens

_INK = QColor("black")
_LONG = "Second line examines the paper and the pilgrim's story"


def sheet(*, mirrored: bool = False) -> Sheet:
    return Sheet(Theme(tokens()), 400, 200, mirrored)


def columns_of_ink(on: Sheet) -> tuple[int, int]:
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    on.paint(painter)
    painter.end()
    dark = [
        x for x in range(400) if any(image.pixelColor(x, y).lightness() < 128 for y in range(200))
    ]
    return dark[0], dark[-1]


@pytest.mark.parametrize("text", ["Permit 12", "تصريح ١٢", "⁦MS 643⁩"])
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("align", list(Align))
def test_ink_is_where_it_was_placed(text: str, mirrored: bool, align: Align) -> None:
    on = sheet(mirrored=mirrored)
    on.put(on.written(text, "body"), 50, 20, 250, _INK, align)
    place = place_of(on.texts[0])
    first, last = columns_of_ink(on)
    assert place.left() - 3 <= first and last <= place.right() + 3
    start = 400 - 50 - 250 if mirrored else 50
    free = 250 - place.width()
    share = 1 - align.value if mirrored else align.value
    assert place.left() == pytest.approx(start + free * share, abs=1)


def test_a_paragraph_runs_as_its_first_letter_does() -> None:
    """A full stop after Latin words stands on their right, also in an Arabic window."""
    ends = []
    for mirrored in (False, True):
        on = sheet(mirrored=mirrored)
        on.put_at(on.written("AAAA.", "title"), on.room(0, 0, 400, 40), _INK)
        ends.append(columns_of_ink(on))
    assert ends[0] == ends[1]


def test_long_text_breaks_into_lines_that_fit() -> None:
    on = sheet()
    written = on.written(_LONG, "body", 150)
    assert written.lines > 1 and written.width <= 150
    assert written.height == written.lines * on.theme.line_px("body")


def test_the_first_step_that_fits_is_taken() -> None:
    on, line = sheet(), Theme(tokens()).line_px("title")
    assert on.fitted("Short", ("title", "body"), 400, line).font.pixelSize() == 30
    assert on.fitted(_LONG, ("title", "small"), 400, line).font.pixelSize() == 14
    assert on.fitted(_LONG, ("title", "body"), 100, 10).font.pixelSize() == 17


def test_a_line_that_is_too_long_is_shortened_and_says_so() -> None:
    on = sheet()
    on.line(_LONG, "body", 0, 0, 120, _INK)
    on.line("Short", "body", 0, 40, 120, _INK)
    shortened, whole = on.texts
    assert shortened.shortened and shortened.written.width <= 120
    assert not whole.shortened


def test_balanced_lines_are_about_as_long_as_each_other() -> None:
    on = sheet()
    text = "Type it on the number keys. No permit at all:\u00a0F6"
    plain, balanced = on.written(text, "body", 300), on.balanced(text, "body", 300)
    assert balanced.lines == plain.lines == 2
    assert balanced.width < plain.width
    assert on.balanced("Short", "body", 300).lines == 1


@pytest.mark.parametrize("word", ["CLEAR", "مرفوض", "يُحال"])
def test_an_inked_word_takes_the_room_of_its_ink(word: str) -> None:
    on = sheet()
    font = on.theme.font("verdict")
    on.put(Inked(word, font, mirrored=False), 0, 20, 400, _INK)
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    on.paint(painter)
    painter.end()
    dark = [
        y for y in range(200) if any(image.pixelColor(x, y).lightness() < 128 for x in range(400))
    ]
    place = place_of(on.texts[0])
    assert abs(dark[0] - place.top()) <= 2 and abs(dark[-1] + 1 - place.bottom()) <= 2


def test_boxes_and_paints_are_mirrored_as_a_whole() -> None:
    on = sheet(mirrored=True)
    seen: list[QPointF] = []
    on.paint_in(10, 0, 40, 20, lambda _painter, room: seen.append(room.topLeft()))
    on.box(0, 0, 20, 20, _INK)
    assert columns_of_ink(on) == (380, 399)
    assert seen == [QPointF(350, 0)]
