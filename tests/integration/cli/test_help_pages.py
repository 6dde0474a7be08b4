"""Help pages: every command that they tell people to type is one, and both languages tell the same
ones."""

from __future__ import annotations

import argparse
import re
import shlex
from importlib.resources import files
from pathlib import Path

import pytest

import checkpoint_app
from checkpoint_app.arguments import build_parser

PAGES = ("disconnected", "ceremony", "hub", "staff")
_FENCE = re.compile(r"^ *```\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`(checkpoint [^`]+)`")
_README = Path(checkpoint_app.__file__).parents[1] / "README.md"


def page(name: str, lang: str) -> str:
    return files("resources").joinpath("help", lang, f"{name}.md").read_text("utf-8")


def fenced(text: str) -> list[str]:
    """The commands in blocks of code, continued lines joined."""
    lines = "".join(_FENCE.findall(text)).replace("\\\n", " ").splitlines()
    return [line.strip() for line in lines if line.strip().startswith("checkpoint ")]


def in_rows(text: str) -> list[str]:
    """The commands in tables, told whole."""
    rows = [line for line in text.splitlines() if line.startswith("|")]
    return [command for row in rows for command in _INLINE.findall(row)]


def words_of(command: str) -> list[str]:
    return shlex.split(command, comments=True)[1:]


def parsed(command: str, lang: str) -> argparse.Namespace:
    words = words_of(command)
    try:
        return build_parser(lang, words).parse_args(words)
    except SystemExit as end:
        raise AssertionError(f"not a command: {command}") from end


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("name", PAGES)
def test_each_command_that_a_page_tells_can_be_typed(name: str, lang: str) -> None:
    text = page(name, lang)
    commands = fenced(text) + in_rows(text)
    assert len(commands) > 10
    for command in commands:
        assert callable(parsed(command, lang).run)


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_tell_the_same_commands_in_the_same_order(name: str) -> None:
    english, arabic = page(name, "en"), page(name, "ar")
    assert fenced(english) == fenced(arabic)
    assert in_rows(english) == in_rows(arabic)
    assert english.count("\n## ") == arabic.count("\n## ")


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("name", PAGES)
def test_words_named_in_passing_are_words_of_the_program(name: str, lang: str) -> None:
    for command in _INLINE.findall(page(name, lang)):
        with pytest.raises(SystemExit) as end:
            parsed_help = [*words_of(command), "--help"]
            build_parser("en", parsed_help).parse_args(parsed_help)
        assert end.value.code == 0, command


def test_the_commands_of_the_read_me_can_be_typed() -> None:
    commands = fenced(_README.read_text("utf-8"))
    assert len(commands) > 10
    for command in commands:
        assert callable(parsed(command, "en").run)
