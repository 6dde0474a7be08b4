"""Every sentence that the code asks for is in the catalogue."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from checkpoint_app import reference

ROOT = Path(__file__).parents[2]


def named_keys(source: Path) -> set[str]:
    """Text keys written out in a module: ``key="..."`` in a call, ``key = "..."`` in a class."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        value: ast.expr | None = None
        is_argument = isinstance(node, ast.keyword) and node.arg == "key"
        is_attribute = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "key"
        if is_argument or is_attribute:
            value = getattr(node, "value", None)
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and "." in value.value:
            found.add(value.value)
    return found


@pytest.mark.parametrize("package", ["checkpoint_app", "sync", "ui"])
def test_every_key_named_in_the_code_is_in_the_catalogue(package: str) -> None:
    named = {key: path.name for path in (ROOT / package).rglob("*.py") for key in named_keys(path)}
    catalogue = reference.messages()
    assert {key: name for key, name in named.items() if key not in catalogue} == {}
