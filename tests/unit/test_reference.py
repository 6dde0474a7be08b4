"""The data that ships, and the message catalogue."""

from __future__ import annotations

from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app import reference
from checkpoint_app.errors import (
    CheckpointError,
    ConfigError,
    ProtocolError,
    StorageError,
    TransportError,
    TrustError,
)
from checkpoint_app.reference import LANGUAGES, Message, merge_messages, placeholders
from checkpoint_app.services.rules import parse_rules

HEAD = "key,en,ar\n"
# Links to the page in the other language are written in that one.
OTHER_LANGUAGE = {"page.language"}


def words(text: str) -> str:
    """The letters of a sentence outside its placeholders."""
    fixed = "".join(part for part, *_ in Formatter().parse(text))
    return "".join(sign for sign in fixed if sign.isalpha())


def is_arabic(text: str) -> bool:
    return any("\u0600" <= sign <= "\u06ff" for sign in text)


def catalogue() -> list[Message]:
    return list(reference.messages().values())


@pytest.mark.parametrize("row", catalogue(), ids=lambda row: str(row.key))
def test_every_message_has_both_languages_and_the_same_placeholders(row: Message) -> None:
    assert placeholders(row.en) == placeholders(row.ar)
    english, arabic = (row.ar, row.en) if row.key in OTHER_LANGUAGE else (row.en, row.ar)
    assert is_arabic(arabic) or not words(arabic)
    assert not is_arabic(english)


def test_every_error_has_its_sentence() -> None:
    for kind in (
        CheckpointError,
        TrustError,
        ProtocolError,
        TransportError,
        StorageError,
        ConfigError,
    ):
        assert kind.key in reference.messages()


def test_a_message_in_both_languages() -> None:
    english = reference.message("rules.expression", "en", rule="travel-week")
    arabic = reference.message("rules.expression", "ar", rule="travel-week")
    assert "travel-week" in english
    assert "travel-week" in arabic
    assert english != arabic


def test_an_error_says_its_sentence() -> None:
    error = TrustError("log line", key="rules.expression", rule="r9")
    assert reference.error_message(error, "en") == reference.message(
        "rules.expression", "en", rule="r9"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_key_still_says_something(lang: str) -> None:
    assert reference.message("no.such.key", lang) == reference.message("error.unexpected", lang)


def test_what_is_not_given_shows_as_an_ellipsis() -> None:
    assert "…" in reference.message("rules.expression", "en")


class Secret:
    hidden = "secret"

    def __str__(self) -> str:
        return "shown {rule.hidden}"


@given(st.text(), st.text())
def test_no_parameter_breaks_a_message(value: str, other: str) -> None:
    text = reference.message("rules.expression", "ar", rule=value, other=other)
    assert value in text


def test_nothing_is_looked_up_in_a_parameter() -> None:
    assert "secret" not in reference.message("rules.expression", "en", rule=Secret())


@pytest.mark.parametrize(
    "texts",
    [
        {"a.csv": HEAD + "k,one,ا\nk,two,ب\n"},
        {"a.csv": HEAD + "k,one,ا\n", "b.csv": HEAD + "k,one,ا\n"},
        {"a.csv": HEAD + "k,one,\n"},
        {"a.csv": HEAD + "k,one\n"},
        {"a.csv": HEAD + ",one,ا\n"},
        {"a.csv": HEAD + "k,one, two,ا\n"},
        {"a.csv": HEAD + 'k,"one,ا\n'},
        {"a.csv": "key,english,arabic\nk,one,ا\n"},
        {"a.csv": HEAD + "k,{count,ا\n"},
        {"a.csv": HEAD + "k,{count},ا\n"},
        {"a.csv": HEAD + "k,{a.b},{a.b}\n"},
        {"a.csv": HEAD + "k,{a:5d},{a:5d}\n"},
    ],
    ids=[
        "twice", "in two files", "no Arabic", "short row", "no key", "stray comma", "open quote",
        "other columns", "open brace", "placeholder of one language",
        "attribute", "format",
    ],
)  # fmt: skip
def test_a_catalogue_is_read_strictly(texts: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        merge_messages(texts)


def test_the_data_that_ships() -> None:
    assert len(reference.governorates()) == 28
    assert len(reference.visas()) == 11
    assert len(reference.findings()) == 35
    assert parse_rules(reference.season_rules()).season == 1448


def test_it_is_read_once() -> None:
    assert reference.ports() is reference.ports()
    assert reference.messages() is reference.messages()
