"""Where things stand, seen by a canvas that only notes what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from checkpoint_app.reference import keys, ports
from sync.registry.permit_sheet.canvas import PAGE_HEIGHT, PAGE_WIDTH, Colour, Modules, Type
from sync.registry.permit_sheet.content import arabic_digits, day_text, printable, rows_of
from sync.registry.permit_sheet.faces import (
    MM_PER_POINT,
    Weight,
    line_width,
    shaped,
    visual_runs,
)
from sync.registry.permit_sheet.layout import FOLDS, LEFT, RIGHT, draw_sheet
from sync.registry.permit_sheet.symbols import (
    LINEAR_QUIET,
    QR_QUIET,
    code128_modules,
    qr_module,
    qr_modules,
)
from sync.registry.permit_sheet.wrapping import wrapped
from tests.integration.permit_sheet.sheets import COMPANY, NUMBER, RECORD, content, token_digits

Box = tuple[float, float, float, float]


@dataclass
class Noted:
    """Boxes of what was drawn: left, top, right, bottom."""

    ink: list[Box] = field(default_factory=list)
    symbols: list[tuple[Box, float, int]] = field(default_factory=list)
    texts: list[tuple[str, Box]] = field(default_factory=list)

    def rectangle(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        self.ink.append((x, y, x + width, y + height))

    def polygon(self, points: Sequence[tuple[float, float]], colour: Colour) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        self.ink.append((min(xs), min(ys), max(xs), max(ys)))

    def symbol(self, x: float, y: float, size: tuple[float, float], modules: Modules) -> None:
        box = (x, y, x + size[0] * len(modules[0]), y + size[1] * len(modules))
        self.symbols.append((box, size[0], QR_QUIET if len(modules) > 1 else LINEAR_QUIET))

    def line(
        self, x: float, baseline: float, text: str, kind: Type, *, right_to_left: bool
    ) -> None:
        width = line_width(text, kind.weight, kind.points, right_to_left=right_to_left)
        left = x - width if right_to_left else x
        height = kind.points * MM_PER_POINT
        box = (left, baseline - 0.75 * height, left + width, baseline + 0.2 * height)
        self.texts.append((text, box))


def noted(**changes: object) -> Noted:
    canvas = Noted()
    draw_sheet(content(**changes), canvas)
    return canvas


VARIANTS: list[dict[str, object]] = [
    {},
    {"ports": tuple(ports()), "specimen": True},
    {"record": replace(RECORD, name_latin="ABDELMONEIM " * 16, name_arabic="عبد المنعم " * 20)},
    {"company": replace(COMPANY, phone="", name_en="N" * 200)},
    {"token_text": token_digits(length=1400)},
]


def meet(one: Box, other: Box, slack: float = 0.0) -> bool:
    return (
        one[0] < other[2] - slack
        and other[0] < one[2] - slack
        and one[1] < other[3] - slack
        and other[1] < one[3] - slack
    )


@pytest.mark.parametrize("variant", VARIANTS)
def test_quiet_zones_are_free(variant: dict[str, object]) -> None:
    page = noted(**variant)
    for (left, top, right, bottom), module, quiet in page.symbols:
        margin = module * quiet
        above = margin if quiet == QR_QUIET else 0.5
        zone = (left - margin, top - above, right + margin, bottom + above)
        assert zone[0] >= 0 and zone[2] <= PAGE_WIDTH
        for box in page.ink + [box for _, box in page.texts]:
            assert not meet(zone, box), box


def test_modules_are_wide_enough_for_a_photocopier() -> None:
    for variant in VARIANTS:
        assert all(module >= 0.5 for _, module, _ in noted(**variant).symbols)


def test_no_fold_of_a_letter_crosses_a_symbol() -> None:
    for (left, top, right, bottom), _, _ in noted().symbols:
        assert not any(top - 1 < fold < bottom + 1 for fold in FOLDS)
        assert not left - 1 < PAGE_WIDTH / 2 < right + 1


@pytest.mark.parametrize("variant", VARIANTS)
def test_texts_stay_inside_the_margins_and_apart(variant: dict[str, object]) -> None:
    page = noted(**variant)
    for text, (left, top, right, bottom) in page.texts:
        assert left >= LEFT - 0.1 and right <= RIGHT + 0.1, text
        assert top >= 8 and bottom <= PAGE_HEIGHT - 8, text
    for index, (text, box) in enumerate(page.texts):
        for other, box2 in page.texts[index + 1 :]:
            assert not meet(box, box2, slack=0.25), (text, other)


def test_every_row_has_a_label_in_the_catalogue() -> None:
    assert {row.label for row in rows_of(content())} <= keys()


def test_the_qr_symbol_is_numeric_level_m_version_10() -> None:
    modules = qr_modules(token_digits())
    assert len(modules) == 57  # version 10; bytes mode would need version 15
    assert qr_module(modules) > 1.0


def test_code_128_packs_digits_in_pairs() -> None:
    (row,) = code128_modules(NUMBER)
    assert len(row) == 123 and row[0] and row[-1]


def test_a_phone_number_keeps_its_order_in_an_arabic_line() -> None:
    line = "اتصل: \u206602\u00a02574\u00a00198\u2069."
    assert "02\u00a02574\u00a00198" in [run.text for run in visual_runs(line, right_to_left=True)]


def test_runs_of_a_mixed_line_stand_in_visual_order() -> None:
    runs = visual_runs("رحلة MS671 يوم ٢٥", right_to_left=True)
    assert [run.text.strip() for run in runs] == ["٢٥", "يوم", "MS671", "رحلة"]
    assert [run.right_to_left for run in runs] == [False, True, False, True]


def test_arabic_letters_are_joined() -> None:
    isolated = [shaped(visual_runs(sign, right_to_left=True)[0], Weight.BOLD) for sign in "محمد"]
    joined = shaped(visual_runs("محمد", right_to_left=True)[0], Weight.BOLD)
    assert {glyph.number for glyph in joined}.isdisjoint(glyphs[0].number for glyphs in isolated)


def test_days_are_said_in_both_languages() -> None:
    assert day_text(RECORD.travel_out, "en") == "1 March 2027"
    assert day_text(RECORD.travel_out, "ar") == "١ مارس ٢٠٢٧"
    assert arabic_digits("0123456789") == "٠١٢٣٤٥٦٧٨٩"


def test_control_and_format_characters_are_not_printed() -> None:
    assert printable("  A\u200fB\0C\tD\u2066 \n E ") == "ABC D E"


def test_lines_break_at_blanks_and_long_words_where_they_must() -> None:
    lines = wrapped("one two " + "x" * 80 + " three", Weight.REGULAR, 10, 40)
    assert "".join(lines).replace(" ", "") == "onetwo" + "x" * 80 + "three"
    assert all(line_width(line, Weight.REGULAR, 10, right_to_left=False) <= 40 for line in lines)
    assert wrapped("", Weight.REGULAR, 10, 40) == ("",)
