"""The scanner sheet, from the command to a reading of every symbol on it."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import zxingcpp

from checkpoint_app import cli
from checkpoint_app.capture.reading import Symbology
from checkpoint_app.capture.sheet_contents import SYMBOLS
from checkpoint_app.capture.still import read_still
from checkpoint_app.reference import message
from checkpoint_app.scanner_page import PLACES, symbol_modules
from sync.registry.permit_sheet.faces import Weight, line_width

DPI = (150, 300)


def write(path: Path, lang: str = "en") -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    arguments = ["--lang", lang, "scanner-sheet", "--out", str(path)]
    code = cli.main(arguments, out=out, err=err, variables={"UMRAH_DATA": str(path.parent / "no")})
    return code, out.getvalue(), err.getvalue()


@pytest.mark.parametrize("dpi", DPI)
@pytest.mark.requirement("C1")
def test_every_symbol_of_the_sheet_reads(tmp_path: Path, dpi: int) -> None:
    path = tmp_path / "sheet.pdf"
    assert write(path)[0] == 0
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) == 1
        page = document[0].render(scale=dpi / 72, grayscale=True).to_numpy()
    grey = np.ascontiguousarray(page.reshape(page.shape[:2]))
    read = {(reading.symbology, reading.data) for reading in read_still(grey)}
    assert read == {(symbol.symbology, symbol.content.encode()) for symbol in SYMBOLS}


def test_the_long_code_is_the_symbol_that_a_permit_has(tmp_path: Path) -> None:
    """Numeric mode and error level M, so that it takes a scanner as long as a permit's."""
    path = tmp_path / "sheet.pdf"
    write(path, "ar")
    with pypdfium2.PdfDocument(path) as document:
        page = document[0].render(scale=150 / 72, grayscale=True).to_numpy()
    found = zxingcpp.read_barcodes(np.ascontiguousarray(page.reshape(page.shape[:2])))
    (token,) = [one for one in found if len(one.text) > 400]
    assert token.ec_level == "M"
    assert {symbol.symbology for symbol in SYMBOLS} == set(Symbology)


def test_captions_and_symbols_keep_to_their_places() -> None:
    """Each within its own column, and the page's margins."""
    for symbol in SYMBOLS:
        place = PLACES[symbol.key]
        modules = symbol_modules(symbol)
        widths = [len(modules[0]) * place.dots * 25.4 / 150]
        for lang in ("en", "ar"):
            caption = f"7  {message(f'scanner.symbol_{symbol.key}', lang)}"
            widths.append(line_width(caption, Weight.MEDIUM, 9, right_to_left=lang == "ar"))
        assert max(widths) <= place.width, symbol.key
        assert place.x + place.width <= 194


@pytest.mark.parametrize(("lang", "word"), [("en", "saved"), ("ar", "حُفظت")])
def test_what_it_says(tmp_path: Path, lang: str, word: str) -> None:
    code, out, _ = write(tmp_path / "sheet.pdf", lang)
    assert code == 0
    assert word in out
    code, out, err = write(tmp_path / "absent" / "sheet.pdf", lang)
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert "sheet.pdf" in err
