"""Settings, and what goes before what."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.config import Settings, data_dir, language, parse_settings, settings_text
from checkpoint_app.errors import ConfigError
from checkpoint_app.paths import default_data_dir


def test_an_empty_file_leaves_the_defaults() -> None:
    assert parse_settings("") == Settings()


def test_what_is_set_is_taken() -> None:
    settings = parse_settings('language = "en"\ndirection = "returning"\nofficer = "A. Salem"')
    assert settings == Settings(language="en", direction="returning", officer="A. Salem")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('language = "fr"', "language"),
        ('direction = "up"', "direction"),
        ("officer = 7", "officer"),
        ('colour = "red"', "colour"),
        ('log_level = "LOUD"', "log_level"),
    ],
)
def test_what_does_not_fit_is_named(text: str, named: str) -> None:
    with pytest.raises(ConfigError) as refused:
        parse_settings(text)
    assert refused.value.params == {"name": named}


@given(st.text(max_size=200))
def test_no_text_raises_anything_else(text: str) -> None:
    try:
        assert isinstance(parse_settings(text), Settings)
    except ConfigError:
        return


@given(st.text(max_size=60), st.sampled_from(["arabic", "latin"]), st.sampled_from(["ar", "en"]))
def test_what_is_written_reads_back(officer: str, digits: str, lang: str) -> None:
    sound = officer.encode("utf-8", "replace").decode("utf-8")
    settings = Settings(officer=sound, digits=digits, language=lang)
    assert parse_settings(settings_text(settings)) == settings


def test_defaults_are_not_written() -> None:
    assert settings_text(Settings()) == ""


def test_the_folder_given_goes_before_the_variable_and_that_before_the_default() -> None:
    variables = {"UMRAH_DATA": "from-variable"}
    assert data_dir(Path("given"), variables) == Path("given")
    assert data_dir(None, variables) == Path("from-variable")
    assert data_dir(None, {}) == default_data_dir()


def test_the_language_given_goes_before_the_variable_and_that_before_the_lanes() -> None:
    lane = Settings(language="ar")
    assert language("en", {"UMRAH_LANG": "ar"}, lane) == "en"
    assert language(None, {"UMRAH_LANG": "en"}, lane) == "en"
    assert language(None, {}, lane) == "ar"
    assert language(None, {"UMRAH_LANG": "klingon"}, lane) == "ar"
