"""The tokens are whole, or they are refused."""

from __future__ import annotations

import re
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
        (r"\[font\]", "[font"),
        (r"\[duration\]", "[durations]"),
        (r"^ink +=", 'ink = "10181f" #'),
        (r"^ink +=", 'ink = "#10181F" #'),
        (r"^ink +=", "ink = 12 #"),
        (r"^ink +=", "inc ="),
        (r"clear +=", "clearly ="),
        (r"\{ strong", "{ strange"),
        ("weight = 700", "weight = 750"),
        (r", leading = [\d.]+", ""),
        (r"size = \d+", "size = 0"),
        (r"size = \d+", 'size = "84"'),
        (r"resize +=", "resize = -1 #"),
        (r"resize +=", "resize = true #"),
        (r"xs +=", "xs = inf #"),
        (r"family =", 'family = "" #'),
    ],
)
def test_what_has_not_its_form_is_refused(good: str, bad: str) -> None:
    text, changed = re.subn(rf"(?m){good}", bad, TEXT, count=1)
    assert changed
    with pytest.raises(ConfigError):
        parse_tokens(text)


def test_a_missing_tone_is_refused() -> None:
    lines = [line for line in TEXT.splitlines() if not line.startswith("reading ")]
    with pytest.raises(ConfigError, match="reading"):
        parse_tokens("\n".join(lines))
