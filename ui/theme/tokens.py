"""The design's tokens as `resources/design/tokens.toml` gives them, checked. Knows no Qt.

Lengths and type sizes are in *units*: one unit is a logical pixel of a window of 1280 by 720.
Colours are ``#rrggbb``. Durations are in milliseconds.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from checkpoint_app.errors import ConfigError
from ui.lane.views import Mark, Tone

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_WEIGHTS = range(100, 1000, 100)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """One step of the type scale: size in units, weight as in CSS, line height as a factor."""

    size: float
    weight: int
    leading: float


@dataclass(frozen=True, slots=True)
class Swatch:
    """The colours of one tone or mark: a strong ground with its text, a soft ground with its text,
    and a stroke that is seen on `surface`, `raised` and the soft ground."""

    strong: str
    on_strong: str
    soft: str
    on_soft: str
    stroke: str


@dataclass(frozen=True, slots=True)
class Palette:
    """All colours of the light or of the dark theme."""

    roles: Mapping[str, str]
    tones: Mapping[Tone, Swatch]
    marks: Mapping[Mark, Swatch]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The whole design. ``lengths`` by dotted name (``space.m``), in units."""

    family: str
    types: Mapping[str, TypeStyle]
    lengths: Mapping[str, float]
    durations: Mapping[str, int]
    light: Palette
    dark: Palette

    def palette(self, dark: bool) -> Palette:
        """The colours of one theme."""
        return self.dark if dark else self.light


def parse_tokens(text: str) -> Tokens:
    """Read and check the tokens. Raises ConfigError for anything missing, unknown or malformed."""
    try:
        table = tomllib.loads(text)
        return _tokens(table)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigError(f"resource design/tokens.toml has not its form: {error}") from error


@cache
def tokens() -> Tokens:
    """The tokens that ship with the program. Raises ConfigError."""
    try:
        text = files("resources").joinpath("design", "tokens.toml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("resource design/tokens.toml cannot be read") from error
    return parse_tokens(text)


def _tokens(table: dict[str, Any]) -> Tokens:
    _only(table, {"font", "type", "length", "duration", "light", "dark"})
    light, dark = _palette(table["light"]), _palette(table["dark"])
    if light.roles.keys() != dark.roles.keys():
        raise ValueError(f"one theme only: {sorted(light.roles.keys() ^ dark.roles.keys())}")
    return Tokens(
        family=_text(table["font"]["family"]),
        types={name: _type(row) for name, row in table["type"].items()},
        lengths=_lengths(table["length"]),
        durations={name: _positive(value, int) for name, value in table["duration"].items()},
        light=light,
        dark=dark,
    )


def _palette(table: dict[str, Any]) -> Palette:
    _only(table, {"role", "tone", "mark"})
    return Palette(
        roles={name: _colour(value) for name, value in table["role"].items()},
        tones=_swatches(table["tone"], Tone),
        marks=_swatches(table["mark"], Mark),
    )


def _swatches(table: dict[str, Any], kind: Callable[[str], _T]) -> dict[_T, Swatch]:
    swatches = {kind(name): _swatch(row) for name, row in table.items()}
    missing = set(kind) - swatches.keys()  # type: ignore[call-overload]
    if missing:
        raise ValueError(f"no colours for {sorted(missing)}")
    return swatches


def _swatch(row: dict[str, Any]) -> Swatch:
    return Swatch(**{name: _colour(value) for name, value in row.items()})


def _type(row: dict[str, Any]) -> TypeStyle:
    style = TypeStyle(**row)
    _positive(style.size, float)
    _positive(style.leading, float)
    if style.weight not in _WEIGHTS:
        raise ValueError(f"{style.weight} is no weight of a font")
    return style


def _lengths(table: dict[str, Any]) -> dict[str, float]:
    """Tables of lengths as one table of dotted names."""
    return {
        f"{group}.{name}": _positive(value, float)
        for group, rows in table.items()
        for name, value in rows.items()
    }


def _positive(value: Any, kind: Callable[[Any], _T]) -> _T:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
        raise ValueError(f"{value!r} is no positive number")
    return kind(value)


def _colour(value: Any) -> str:
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        raise ValueError(f"{value!r} is no colour #rrggbb")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"{value!r} is no name")
    return value


def _only(table: dict[str, Any], names: set[str]) -> None:
    if unknown := table.keys() - names:
        raise ValueError(f"unknown {sorted(unknown)}")
