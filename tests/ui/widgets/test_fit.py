"""Text that fits its place."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF

from ui.theme.current import ThemeHolder
from ui.widgets.fit import FittedText, broken_lines, fit_text, narrowest, widest

LONG = "محمد عبد الرحمن السيد إبراهيم حسن علي المصري"


def fitted(holder: ThemeHolder, text: str, width: float, lines: int = 1) -> FittedText:
    return fit_text(text, holder.theme.font("title"), width, 14, lines=lines)


def test_the_narrowest_place_for_a_text_on_two_lines(holder: ThemeHolder) -> None:
    font = holder.theme.font("title")
    wide = narrowest(LONG, font, 2)
    assert len(broken_lines(LONG, font, wide + 1)) == 2
    assert len(broken_lines(LONG, font, wide - 2)) > 2
    assert narrowest("Departed", font, 2) == narrowest("Departed", font, 1)


def test_what_fits_stays_as_it_is(holder: ThemeHolder) -> None:
    result = fitted(holder, "Departed", 500)
    assert (result.lines, result.cut) == (("Departed",), False)
    assert result.font.pixelSize() == holder.theme.font_px("title")


def test_what_is_too_long_becomes_smaller_first(holder: ThemeHolder) -> None:
    result = fitted(holder, LONG, 400)
    assert result.lines == (LONG,)
    assert 14 <= result.font.pixelSize() < holder.theme.font_px("title")


def test_then_it_ends_in_an_ellipsis(holder: ThemeHolder) -> None:
    result = fitted(holder, LONG, 120)
    assert result.cut
    assert result.lines[0].endswith("…")
    assert result.font.pixelSize() == 14


def test_more_lines_keep_the_size(holder: ThemeHolder) -> None:
    result = fitted(holder, LONG, 400, lines=2)
    assert len(result.lines) == 2
    assert " ".join(result.lines) == LONG
    assert result.font.pixelSize() == holder.theme.font_px("title")


def test_a_text_that_takes_more_than_its_lines_is_cut_in_the_last(holder: ThemeHolder) -> None:
    result = fitted(holder, " ".join([LONG] * 9), 200, lines=3)
    assert (len(result.lines), result.cut) == (3, True)
    assert result.lines[2].endswith("…")


def test_the_height_of_the_place_counts_too(holder: ThemeHolder) -> None:
    font = holder.theme.font("title")
    low = fit_text(LONG, font, 400, 14, lines=2, height=40)
    assert low.height <= 40
    assert not low.cut


def test_lines_break_where_the_text_does(holder: ThemeHolder) -> None:
    assert broken_lines("one\ntwo", holder.theme.font("body"), 500) == ("one", "two")
    assert broken_lines("", holder.theme.font("body"), 500) == ("",)


@given(
    text=st.text(st.sampled_from("ابتثم لعهي ABCxyz 019٠٩⁦⁩،."), max_size=60),
    width=st.integers(20, 900),
    lines=st.integers(0, 4),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_nothing_is_wider_than_its_place(
    holder: ThemeHolder, text: str, width: int, lines: int
) -> None:
    result = fitted(holder, text, width, lines)
    assert widest(result.lines, result.font) <= width + 1
    assert not lines or len(result.lines) <= lines
    assert result.height >= QFontMetricsF(result.font).height() - 1
