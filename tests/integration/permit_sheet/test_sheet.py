from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint_app.domain.permit import spaced_permit_number
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import keys, message, ports
from sync.registry.permit_sheet import make_pdf, make_png
from tests.integration.permit_sheet.sheets import (
    COMPANY,
    NUMBER,
    PROGRAMME,
    RECORD,
    content,
    grey,
    read_by_pyzbar,
    read_by_zxing,
    rendered,
    token_digits,
)
from tests.simulators.paper import LETTER, POCKET, QUARTERS, Fold, folded, photocopied

BOTH_CODES = {("QRCode", token_digits()), ("Code128", str(NUMBER))}
LONG = replace(
    RECORD,
    name_latin="ABDELMONEIM " * 16,
    name_arabic="عبد المنعم السيد " * 16,
)


@pytest.mark.requirement("A9")
@pytest.mark.parametrize("drawn_by", ["pdf", "png"])
def test_both_codes_are_read_by_both_decoders_at_150_dpi(drawn_by: str) -> None:
    page = rendered(make_pdf(content())) if drawn_by == "pdf" else grey(make_png(content()))
    assert read_by_zxing(page) == BOTH_CODES
    assert read_by_pyzbar(page) == BOTH_CODES


@pytest.mark.requirement("A9")
@pytest.mark.parametrize("fold", [LETTER, POCKET, QUARTERS])
@pytest.mark.parametrize("seed", range(3))
def test_both_codes_are_read_after_folding(fold: Fold, seed: int) -> None:
    page = folded(rendered(make_pdf(content())), fold, seed)
    assert read_by_zxing(page) == BOTH_CODES
    assert read_by_pyzbar(page) == BOTH_CODES


@pytest.mark.requirement("A9")
@pytest.mark.parametrize("seed", range(3))
def test_both_codes_are_read_from_a_copy_and_from_a_copy_of_a_copy(seed: int) -> None:
    page = rendered(make_pdf(content()))
    for generations in (1, 2):
        copy = photocopied(page, seed, generations)
        assert read_by_zxing(copy) == BOTH_CODES
        assert read_by_pyzbar(copy) == BOTH_CODES


@pytest.mark.parametrize("seed", range(3))
def test_a_copy_of_a_folded_sheet_still_gives_the_token_to_both(seed: int) -> None:
    page = photocopied(folded(rendered(make_pdf(content())), LETTER, seed), seed)
    assert ("QRCode", token_digits()) in read_by_zxing(page) & read_by_pyzbar(page)


def test_the_pdf_is_one_a4_page_with_a_title_and_the_issue_time() -> None:
    document = pypdfium2.PdfDocument(make_pdf(content()))
    assert len(document) == 1
    width, height = document[0].get_size()
    assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (210, 297)
    facts = document.get_metadata_dict()
    assert facts["Title"] == "Umrah travel permit"
    assert facts["CreationDate"].startswith("D:20270212093000")
    document.close()


def test_the_same_permit_gives_the_same_bytes() -> None:
    assert make_pdf(content()) == make_pdf(content())
    assert make_png(content()) == make_png(content())


def test_the_text_layer_holds_what_people_search_for(tmp_path: Path) -> None:
    (tmp_path / "permit.pdf").write_bytes(make_pdf(content()))
    document = pypdfium2.PdfDocument(tmp_path / "permit.pdf")
    text = " ".join(document[0].get_textpage().get_text_range().split())
    document.close()
    for wanted in (spaced_permit_number(NUMBER), "A28461937", RECORD.passport, "MS671"):
        assert wanted in text
    for word in ("FATIMA", "ELSHERBINY", "Cairo International Airport", "From 25 February 2027"):
        assert word in text
    for word in ("فاطمة", "حسن", "العودة", "٢٠٢٧"):
        assert word in text


def test_both_forms_draw_the_same_page() -> None:
    """PDF and PNG differ in nothing but the smoothing of edges: no text is moved or missing, marks
    above and below Arabic letters included."""
    marked = replace(RECORD, name_arabic="مُحَمَّد عبدُ اللّٰه الشِّربيني")
    one = content(record=marked, specimen=True)
    from_pdf = rendered(make_pdf(one))[:1754, :1240]
    from_png = grey(make_png(one))[:1754, :1240]
    soft = [cv2.GaussianBlur(page, (0, 0), 2.5).astype(int) for page in (from_pdf, from_png)]
    difference = np.abs(soft[0] - soft[1])
    difference[200:570, 60:500] = 0  # the PNG's symbols snap to whole dots
    difference[330:460, 640:1160] = 0
    assert difference.max() < 45


@pytest.mark.parametrize("allowed", [1, 2, 17])
def test_long_names_and_all_ports_fit_on_one_page(allowed: int) -> None:
    one = content(record=LONG, ports=tuple(ports())[:allowed], specimen=True)
    document = pypdfium2.PdfDocument(make_pdf(one))
    assert len(document) == 1
    document.close()
    page = grey(make_png(one))
    assert read_by_zxing(page) == BOTH_CODES


def test_one_word_wider_than_the_column_is_broken() -> None:
    company = replace(COMPANY, name_en="A" * 300, name_ar="ا" * 300, phone="")
    make_pdf(content(company=company))


def test_texts_that_no_size_fits_are_refused() -> None:
    company = replace(COMPANY, name_en="very long " * 1000)
    with pytest.raises(ConfigError) as caught:
        make_pdf(content(company=company))
    assert caught.value.key == "sheet.does_not_fit" and caught.value.key in keys()


def test_a_larger_token_gets_smaller_modules_and_is_read() -> None:
    larger = content(token_text=token_digits(length=1400))
    page = grey(make_png(larger))
    assert ("QRCode", larger.token_text) in read_by_zxing(page) & read_by_pyzbar(page)


@pytest.mark.parametrize("length", [4000, 9000])
def test_a_token_too_long_to_be_legible_is_refused(length: int) -> None:
    with pytest.raises(ConfigError) as caught:
        make_pdf(content(token_text=token_digits(length=length)))
    assert caught.value.key == "sheet.code_too_long" and caught.value.key in keys()


@pytest.mark.parametrize("dpi", [0, 71, 601, 10**6])
def test_resolutions_out_of_bounds_are_refused(dpi: int) -> None:
    with pytest.raises(ConfigError) as caught:
        make_png(content(), dpi)
    assert caught.value.key == "sheet.resolution" and caught.value.key in keys()


@pytest.mark.parametrize("dpi", [100, 150, 200, 300])
def test_a_picture_has_the_resolution_asked_for(dpi: int) -> None:
    picture = make_png(content(), dpi)
    page = grey(picture)
    assert page.shape == (round(297 / 25.4 * dpi), round(210 / 25.4 * dpi))
    assert b"pHYs" + round(dpi / 0.0254).to_bytes(4, "big") in picture
    assert read_by_zxing(page) == BOTH_CODES


def test_a_specimen_says_so_and_a_permit_does_not() -> None:
    words = message("sheet.specimen", "en")
    for specimen in (True, False):
        document = pypdfium2.PdfDocument(make_pdf(content(specimen=specimen)))
        assert (words in document[0].get_textpage().get_text_range()) is specimen
        document.close()


NAMES = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("محمدعليسن ًٌٍَُِّْـ‏‎\u2067\u2069\t\n\0"),
    ),
    max_size=60,
)


@settings(max_examples=10, deadline=None)
@given(NAMES, NAMES, NAMES)
def test_any_name_is_printed_or_refused(latin: str, arabic: str, service: str) -> None:
    record = replace(RECORD, name_latin=latin, name_arabic=arabic, service=service)
    programme = replace(PROGRAMME, name_ar=arabic, name_en=latin)
    one = content(record=record, programme=programme)
    try:
        make_pdf(one)
        make_png(one, 72)
    except ConfigError as error:
        assert error.key == "sheet.does_not_fit"
