"""The tokens are whole, or they are refused."""

from __future__ import annotations

from importlib.resources import files

import pytest

from checkpoint_app.errors import ConfigError
from ui.lane.views import Mark, Tone
from ui.theme.tokens import parse_tokens, tokens

TEXT = files("resources").joinpath("design", "tokens.toml").read_text(encoding="utf-8")


def test_every_tone_and_mark_has_its_colours_in_both_themes() -> None:
    for palette in (tokens().light, tokens().dark):
        assert palette.tones.keys() == set(Tone)
        assert palette.marks.keys() == set(Mark)


def test_both_themes_have_the_same_roles() -> None:
    assert tokens().light.roles.keys() == tokens().dark.roles.keys()


def test_the_verdict_is_the_largest_step_and_no_sentence_is_below_fourteen_units() -> None:
    types = tokens().types
    assert max(types, key=lambda role: types[role].size) == "verdict"
    assert min(types[role].size for role in ("body", "small", "label")) >= 14


def test_only_weights_that_are_loaded_are_used() -> None:
    assert {style.weight for style in tokens().types.values()} <= {400, 600, 700}


def test_lengths_have_dotted_names() -> None:
    assert tokens().lengths["space.m"] == 12


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("[font]", "[font"),
        ("[duration]", "[durations]"),
        ('ink        = "#10181f"', 'ink = "10181f"'),
        ('ink        = "#10181f"', 'ink = "#10181F"'),
        ('ink        = "#10181f"', "ink = 12"),
        ('ink        = "#10181f"', 'inc = "#10181f"'),
        ("clear   = { strong", "clearly = { strong"),
        ("clear   = { strong", "clear   = { strange"),
        ("weight = 700, leading = 1.15", "weight = 750, leading = 1.15"),
        ("weight = 700, leading = 1.15", "weight = 700"),
        ("size = 84", "size = 0"),
        ("size = 84", 'size = "84"'),
        ("tick     = 1000", "tick = -1"),
        ("tick     = 1000", "tick = true"),
        ("xs  = 4", "xs = inf"),
        ('family = "IBM Plex Sans Arabic"', 'family = ""'),
    ],
)
def test_what_has_not_its_form_is_refused(good: str, bad: str) -> None:
    assert good in TEXT
    with pytest.raises(ConfigError):
        parse_tokens(TEXT.replace(good, bad, 1))


def test_a_missing_tone_is_refused() -> None:
    lines = [line for line in TEXT.splitlines() if not line.startswith("reading ")]
    with pytest.raises(ConfigError, match="reading"):
        parse_tokens("\n".join(lines))
