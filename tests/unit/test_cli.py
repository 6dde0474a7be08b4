"""The command line's frame: languages, exit codes, failures in one sentence."""

from __future__ import annotations

import io
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

import pytest

from checkpoint_app import cli
from checkpoint_app.arguments import ELSEWHERE, WORDS
from checkpoint_app.clock import SystemClock
from checkpoint_app.commands.console import Console, printable
from checkpoint_app.commands.setting import Setting
from checkpoint_app.config import Settings
from checkpoint_app.paths import LanePaths
from checkpoint_app.reference import keys

NOWHERE: Mapping[str, str] = {"UMRAH_DATA": "no-such-folder"}


def run(*arguments: str, variables: Mapping[str, str] = NOWHERE) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = cli.main(arguments, stdin=io.StringIO(), out=out, err=err, variables=variables)
    return code, out.getvalue(), err.getvalue()


@pytest.mark.parametrize("arguments", [(), ("dance",), ("verify",), ("--lang", "fr", "status")])
def test_arguments_that_do_not_fit_end_with_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_word_helps_in_both_languages(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    for word in (*WORDS, *ELSEWHERE):
        assert run(word, "--help", "--lang", lang)[0] == 0
    assert run(f"--lang={lang}", "--help")[0] == 0
    said = capsys.readouterr().out
    assert "did not foresee" not in said
    assert ("موقع" in said or "إجابات" in said) is (lang == "ar")


def test_every_help_text_is_in_the_catalogue() -> None:
    assert {f"cli.help_{word}" for word in (*WORDS, *ELSEWHERE)} <= keys()


@pytest.mark.parametrize(("lang", "word"), [("en", "time"), ("ar", "الوقت")])
def test_a_failure_is_one_sentence_in_the_chosen_language(lang: str, word: str) -> None:
    code, out, err = run("verify", "--at", "yesterday", "--lang", lang, "1234567890128")
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert word in err


def test_a_lane_that_is_not_enrolled_says_so() -> None:
    for arguments in (("verify", "1"), ("status",), ("sync", "--once"), ("scan", "1")):
        code, out, err = run(*arguments, "--lang", "en")
        assert (code, out) == (1, "")
        assert "enrol" in err


def test_a_bug_is_said_in_one_sentence_and_nothing_of_it_shown() -> None:
    def stumble(*_: object) -> int:
        raise ValueError("Fatma A00000069")

    err = io.StringIO()
    setting = Setting(
        Console(io.StringIO(), err, "en"),
        io.StringIO(),
        SystemClock(),
        LanePaths(Path("no-such-folder")),
        Settings(),
    )
    assert cli.carry_out(Namespace(run=stumble, word="scan"), setting) == 1
    assert len(err.getvalue().splitlines()) == 1
    assert "Fatma" not in err.getvalue()
    assert "Traceback" not in err.getvalue()


def test_foreign_text_cannot_steer_a_terminal() -> None:
    assert printable("a\x1b[2Jb") == "a\\x1b[2Jb"
    assert printable("ab\u202ecd\u200f") == "ab\\u202ecd\\u200f"
    assert printable("معتمر A1") == "معتمر A1"
