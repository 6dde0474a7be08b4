"""Every function that reads bytes from outside is fuzzed, or stands in a table with the reason why
not: a new one cannot be forgotten."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from functools import cache, reduce
from pathlib import Path

from tests.fuzz.readers import all_readers

ROOT = Path(__file__).parents[2]
_READS = re.compile(r"(?:decode|parse|read)_\w+")
_MAY_READ = re.compile(
    r"(?:check|open|verify|interpret|inflate|decompress|split|from|developed)\w*"
)
_OURS = "the program's own file, which no stranger writes"
_UNREAD = "gives bytes back, bounded, and looks at none of them"
_TUF = "python-tuf's trusted set, as the readers tuf-… have it"
# Not fuzzed by itself, and why.
ELSEWHERE: Mapping[str, str] = {
    "checkpoint_app.domain.finding.parse_findings": _OURS,
    "checkpoint_app.domain.national_id.parse_governorates": _OURS,
    "checkpoint_app.domain.port.parse_ports": _OURS,
    "checkpoint_app.domain.visa.parse_visas": _OURS,
    "checkpoint_app.store.files.read_bounded": _UNREAD,
    "checkpoint_app.store.keys.check_root": "compares a digest",
    "sync.bundle.departures_note.decode_note": "the journal's own audit, encrypted and chained",
    "sync.bundle.stick_files.read_regular": _UNREAD,
    "sync.registry.ceremony.bounded.read_bounded": _UNREAD,
    "sync.registry.ceremony.install.check_as_lane": _TUF,
    "sync.registry.later_state.read_later": "a session as of tuf-…, then read_news",
    "sync.registry.publish.files.read_whole": _UNREAD,
}


@cache
def reading_functions() -> tuple[str, ...]:
    """Public functions of modules that read by their name, or may and take bytes."""
    return tuple(
        f"{module}.{function.name}" for module, function in _functions() if _is_reader(function)
    )


def _functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for package in ("checkpoint_app", "sync"):
        for path in sorted((ROOT / package).rglob("*.py")):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.FunctionDef):
                    yield module, node


def _is_reader(function: ast.FunctionDef) -> bool:
    given = [ast.unparse(each.annotation) for each in function.args.args if each.annotation]
    takes_bytes = any(re.search(r"\bbytes\b", text) for text in given)
    if _READS.fullmatch(function.name):
        return takes_bytes or any(text in ("str", "Path") for text in given)
    return bool(_MAY_READ.fullmatch(function.name)) and takes_bytes


def _covered() -> set[str]:
    return {name for reader in all_readers().values() for name in reader.covers}


def test_every_reader_of_outside_bytes_is_fuzzed() -> None:
    missing = set(reading_functions()) - _covered() - ELSEWHERE.keys()
    assert not missing, sorted(missing)


def test_what_is_said_to_be_covered_is_there() -> None:
    for name in _covered() | ELSEWHERE.keys():
        parts = name.split(".")
        place = next(
            at for at, part in enumerate(parts) if part[:1].isupper() or at == len(parts) - 1
        )
        module = importlib.import_module(".".join(parts[:place]))
        assert reduce(getattr, parts[place:], module), name


def test_nothing_stands_in_both_tables() -> None:
    assert not _covered() & ELSEWHERE.keys()
