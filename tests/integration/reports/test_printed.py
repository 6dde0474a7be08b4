"""The printed report, looked at as a reader of PDF would."""

from __future__ import annotations

import pypdfium2
import pytest

from checkpoint_app.reports.book import book_of
from checkpoint_app.reports.page import HEIGHT, MARGIN, WIDTH
from checkpoint_app.reports.printed import pdf_bytes
from tests.unit.reports.samples import HEADING, NAMES, empty_report, report

_POINTS = 72 / 25.4


@pytest.fixture(params=["ar", "en"])
def language(request):
    return request.param


def opened(content):
    return pypdfium2.PdfDocument(content)


@pytest.mark.requirement("C4")
def test_pages_are_numbered_and_the_last_is_signed(language):
    document = opened(pdf_bytes(book_of(report(), HEADING, language, NAMES)))
    texts = [page.get_textpage().get_text_range() for page in document]
    pages = len(document)
    assert pages > 1
    for number, text in enumerate(texts, start=1):
        said = {"en": f"Page {number} of {pages}", "ar": "صفحة"}[language]
        assert said in text
    # A reader of PDF gives letters of a name inside Arabic as it finds them on the page.
    assert language == "ar" or "h.mansour" in texts[-1]
    assert ("signature" if language == "en" else "توقيعه") in texts[-1]
    assert ("Provisional" if language == "en" else "مبدئية") in texts[0]
    assert "1448" in texts[0] or "١٤٤٨" in texts[0]


def test_nothing_stands_outside_the_margins(language):
    document = opened(pdf_bytes(book_of(report(), HEADING, language, NAMES)))
    for page in document:
        picture = page.render(scale=1.0).to_pil().convert("L")
        ink = picture.point(lambda value: 255 if value < 250 else 0).getbbox()
        left, top, right, bottom = ink
        edge = (MARGIN - 1) * _POINTS
        assert left >= edge
        assert right <= WIDTH * _POINTS - edge
        assert top >= edge
        assert bottom <= HEIGHT * _POINTS - 4 * _POINTS


@pytest.mark.requirement("C4")
def test_arabic_begins_at_the_right():
    def ink_of_the_title(language):
        document = opened(pdf_bytes(book_of(report(), HEADING, language, NAMES)))
        picture = document[0].render(scale=1.0).to_pil().convert("L")
        title = picture.crop((0, 40, picture.width, 70))
        left, _, right, _ = title.point(lambda value: 255 if value < 200 else 0).getbbox()
        return left, right

    (arabic_left, arabic_right), (left, right) = map(ink_of_the_title, ("ar", "en"))
    assert left < 50 < right < 350
    assert arabic_left > 350
    assert arabic_right > 540


def test_an_empty_day_is_one_page(language):
    assert len(opened(pdf_bytes(book_of(empty_report(), HEADING, language)))) == 1


def test_a_long_day_goes_on_over_pages(language):
    counts = report(1200)
    book = book_of(counts, HEADING, language, NAMES)
    assert 2 <= len(opened(pdf_bytes(book))) <= 4
