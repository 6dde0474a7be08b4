"""The lists of pinned packages fit the project, and say nothing of where they come from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from installer import bootstrap


@pytest.mark.parametrize("name", list(bootstrap.REQUIREMENTS.values()))
def test_every_requirement_is_pinned_and_hashed_and_names_no_place(name: str) -> None:
    text = (Path(bootstrap.__file__).parent / name).read_text("utf-8")
    assert "://" not in text
    assert not any(line.startswith("-") for line in text.splitlines())
    wanted = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert wanted
    assert all("==" in line and line.endswith("\\") for line in wanted)


def test_what_tests_need_holds_everything_that_use_needs() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_every_dependency_of_the_project_is_pinned() -> None:
    project = tomllib.loads((bootstrap.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for name, wanted in (
        ("requirements.txt", project["dependencies"]),
        ("requirements-dev.txt", project["optional-dependencies"]["dev"]),
    ):
        pinned = {line.partition("==")[0] for line in pins(name)}
        for requirement in wanted:
            plain = re.split(r"[<>=;]", requirement)[0].strip()
            assert plain.replace(".", "-").lower() in pinned


def pins(name: str) -> dict[str, str]:
    """Pinned requirements (name, version, marker), by that line, with their hashes."""
    text = (Path(bootstrap.__file__).parent / name).read_text("utf-8")
    entries = text.replace("\\\n", " ").splitlines()
    return {
        line.partition("--hash")[0].strip(): line.partition("--hash")[2]
        for line in entries
        if not line.startswith("#")
    }
