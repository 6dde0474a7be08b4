"""What ships in `resources/` as data: ports, findings, visas, governorates, and every text.

Read once, on first use. A file that is not of its form is a ConfigError: the program is damaged.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import TYPE_CHECKING, TypeVar

from checkpoint_app.errors import CheckpointError, ConfigError

if TYPE_CHECKING:  # each is loaded with its table: a window's first paint needs none of them
    from checkpoint_app.domain.finding import FindingCode, FindingText
    from checkpoint_app.domain.national_id import Governorate
    from checkpoint_app.domain.port import PortDirectory
    from checkpoint_app.domain.visa import VisaKind

LANGUAGES = ("en", "ar")
UNEXPECTED = "error.unexpected"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Message:
    """One row of the catalogue: the same sentence in both languages, ``{name}`` for what varies."""

    key: str
    en: str
    ar: str

    def text(self, lang: str) -> str:
        """The sentence in ``ar``; in English for every other language."""
        return self.ar if lang == "ar" else self.en


def _resource(folder: str, name: str) -> str:
    try:
        return files("resources").joinpath(folder, name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"resource {folder}/{name} cannot be read") from error


def _parsed(name: str, parse: Callable[[str], _T]) -> _T:
    try:
        return parse(_resource("data", name))
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"resource data/{name} has not the form it must have") from error


@cache
def ports() -> PortDirectory:
    """The 17 ports."""
    from checkpoint_app.domain.port import parse_ports

    return _parsed("ports.csv", parse_ports)


@cache
def findings() -> Mapping[FindingCode, FindingText]:
    """Texts and weights of every finding."""
    from checkpoint_app.domain.finding import parse_findings

    return _parsed("findings.csv", parse_findings)


@cache
def visas() -> Mapping[str, VisaKind]:
    """Kinds of visa, by key."""
    from checkpoint_app.domain.visa import parse_visas

    return _parsed("visas.csv", parse_visas)


@cache
def governorates() -> Mapping[str, Governorate]:
    """Governorates of birth, by two-digit code."""
    from checkpoint_app.domain.national_id import parse_governorates

    return _parsed("governorates.csv", parse_governorates)


def season_rules() -> bytes:
    """The season rules as they ship; a lane uses those of its trusted data."""
    return _resource("rules", "season-1448.json").encode()


@cache
def messages() -> Mapping[str, Message]:
    """The message catalogue: all of `resources/texts/*.csv`, by key."""
    folder = files("resources").joinpath("texts")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".csv"))
    return merge_messages({name: _resource("texts", name) for name in names})


def merge_messages(texts: Mapping[str, str]) -> Mapping[str, Message]:
    """One catalogue from the texts of several files, by file name.

    Raises ConfigError for a key given twice, a row without a key or a language, or placeholders
    that are not plain names and the same in both languages.
    """
    catalogue: dict[str, Message] = {}
    for name, text in texts.items():
        for row in _rows(name, text):
            if row.key in catalogue:
                raise ConfigError(f"texts/{name}: {row.key!r} is given twice")
            catalogue[row.key] = row
    return catalogue


def _rows(name: str, text: str) -> Iterator[Message]:
    try:
        for row in csv.DictReader(io.StringIO(text), strict=True):
            key, en, ar = row.get("key"), row.get("en"), row.get("ar")
            if not key or not en or not ar or None in row:
                raise ConfigError(f"texts/{name}: {key!r} lacks a language, or has too much")
            if placeholders(en) != placeholders(ar):
                raise ConfigError(f"texts/{name}: {key!r} leaves other things open in Arabic")
            yield Message(key, en, ar)
    except (csv.Error, ValueError) as error:
        raise ConfigError(f"texts/{name} is not of its form") from error


def placeholders(text: str) -> frozenset[str]:
    """The names that a sentence leaves open. Raises ValueError for anything but plain names."""
    names = set()
    for _, name, spec, conversion in Formatter().parse(text):
        if name is not None and (spec or conversion or not name.isidentifier()):
            raise ValueError(f"placeholder {name!r} is not a plain name")
        names.add(name)
    return frozenset(name for name in names if name is not None)


def keys() -> frozenset[str]:
    """Every key of the catalogue."""
    return frozenset(messages())


class _Placeholders(Formatter):
    """Fills names only; what is not given shows as an ellipsis. Nothing is looked up in values."""

    def get_field(
        self, field_name: str, args: object, kwargs: Mapping[str, object]
    ) -> tuple[str, str]:
        return str(kwargs.get(field_name, "…")), field_name


def message(key: str, lang: str, **params: object) -> str:
    """The sentence of a key in ``en`` or ``ar``, its placeholders filled. Never raises for a key
    or a parameter that is not there: an unknown key gives the sentence of an unexpected error."""
    found = messages().get(key) or messages()[UNEXPECTED]
    return _Placeholders().vformat(found.text(lang), (), params)


def error_message(error: CheckpointError, lang: str) -> str:
    """The sentence that an error carries."""
    return message(error.key, lang, **error.params)
