"""What is read can be read: WCAG's contrast of every pair, and verdicts told apart by every eye."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.unit.ui.theme.eyes import SIGHTS, contrast, distance, seen
from ui.lane.views import Tone
from ui.theme.tokens import Palette, Swatch, tokens

THEMES = {"light": tokens().light, "dark": tokens().dark}
VERDICTS = (Tone.CLEAR, Tone.REFER, Tone.REFUSE)
TEXT, VERDICT, GRAPHIC = 4.5, 7.0, 3.0

READ = [
    ("ink", "surface"),
    ("ink", "raised"),
    ("ink", "sunken"),
    ("ink", "hover"),
    ("ink", "pressed"),
    ("ink_soft", "surface"),
    ("ink_soft", "raised"),
    ("ink_soft", "sunken"),
    ("ink_soft", "hover"),
    ("raised", "ink"),
    ("disabled", "surface"),
    ("disabled", "raised"),
    ("accent", "surface"),
    ("accent", "raised"),
    ("on_accent", "accent"),
    ("on_accent", "hover_accent"),
    ("on_accent", "pressed_accent"),
    ("on_cap", "cap"),
    ("on_bar", "bar"),
    ("on_bar_soft", "bar"),
    ("bar", "returning"),
]
SEEN = [
    ("focus", "surface"),
    ("focus", "raised"),
    ("line_hard", "surface"),
    ("line_hard", "raised"),
    ("disabled", "cap"),
]


@pytest.fixture(params=THEMES)
def palette(request: pytest.FixtureRequest) -> Palette:
    return THEMES[request.param]


@pytest.mark.parametrize(("text", "ground"), READ)
def test_text_is_read_on_its_ground(palette: Palette, text: str, ground: str) -> None:
    assert contrast(palette.roles[text], palette.roles[ground]) >= TEXT


@pytest.mark.parametrize(("line", "ground"), SEEN)
def test_lines_and_focus_are_seen(palette: Palette, line: str, ground: str) -> None:
    assert contrast(palette.roles[line], palette.roles[ground]) >= GRAPHIC


def test_no_role_is_left_out_of_these_checks(palette: Palette) -> None:
    hairline = {"line"}  # only separates what space separates already
    assert {name for pair in READ + SEEN for name in pair} | hairline == palette.roles.keys()


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("tone", Tone)
def test_verdicts_are_read_across_a_bright_hall(palette: Palette, tone: Tone) -> None:
    swatch = palette.tones[tone]
    assert contrast(swatch.on_strong, swatch.strong) >= VERDICT


def test_soft_grounds_carry_text_and_shapes(palette: Palette) -> None:
    for swatch in (*palette.tones.values(), *palette.marks.values()):
        assert contrast(swatch.on_soft, swatch.soft) >= TEXT, swatch
        assert contrast(swatch.on_soft, palette.roles["raised"]) >= TEXT, swatch
        assert contrast(swatch.on_strong, swatch.strong) >= TEXT, swatch
        for ground in (swatch.soft, palette.roles["raised"], palette.roles["surface"]):
            assert contrast(swatch.stroke, ground) >= GRAPHIC, swatch


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("sight", SIGHTS)
def test_the_colour_blind_tell_the_verdicts_apart(palette: Palette, sight: str) -> None:
    swatches: dict[Tone, Swatch] = {tone: palette.tones[tone] for tone in VERDICTS}
    looks = {tone: seen(swatch.strong, sight) for tone, swatch in swatches.items()}
    for one, other in combinations(VERDICTS, 2):
        assert distance(looks[one], looks[other]) >= 25, (one, other)
        assert abs(looks[one][0] - looks[other][0]) >= 15, f"{one} and {other} are as light"


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
