"""What the registry's commands share: their arguments' places, and how they answer."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Protocol, TextIO

import platformdirs

from checkpoint_app.clock import Clock
from checkpoint_app.domain.port import Port
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import message, ports
from sync.registry.paths import RegistryPaths

_APP_NAME = "umrah-registry"


class RegistryConsole(Protocol):
    """Where a command's answers go. ``lang`` is ``ar`` or ``en``."""

    @property
    def lang(self) -> str: ...

    def line(self, text: str) -> None:
        """One line, seen at once."""

    def object(self, value: Mapping[str, object]) -> None:
        """One JSON object on one line."""


class RegistrySetting(Protocol):
    """What the command line runs a command with."""

    @property
    def console(self) -> RegistryConsole: ...

    @property
    def stdin(self) -> TextIO: ...

    @property
    def clock(self) -> Clock: ...


Command = Callable[[argparse.Namespace, RegistrySetting], int]
Options = Callable[[argparse.ArgumentParser], None]


class AddWord(Protocol):
    """Adds a word to ``registry``: its name, what carries it out, and what adds its arguments.

    Its help is the text ``api.help-<name>``. Each word has ``--data``, ``--lang`` and ``--json``.
    """

    def __call__(self, name: str, run: Command, *options: Options) -> None: ...


def default_registry_dir() -> Path:
    """This user's registry data folder; not made here."""
    return Path(platformdirs.user_data_dir(_APP_NAME, appauthor=False))


def said(name: str, lang: str = "en") -> str:
    """A help text."""
    return message(f"api.help-{name}", lang)


def answer(
    chosen: argparse.Namespace, setting: RegistrySetting, values: Mapping[str, object], name: str
) -> None:
    """Answer with the text ``api.said-<name>``, or with the values as JSON."""
    if chosen.json:
        setting.console.object(values)
    else:
        setting.console.line(message(f"api.said-{name}", setting.console.lang, **values))


def registry_paths(chosen: argparse.Namespace) -> RegistryPaths:
    """The registry's folder that was named, or this user's."""
    return RegistryPaths(getattr(chosen, "data", None) or default_registry_dir())


def port_named(port_id: str) -> Port:
    """Raises ConfigError for a port that there is not."""
    try:
        return ports().by_id(port_id.upper())
    except KeyError:
        raise ConfigError("no such port", key="api.unknown-port", port=port_id[:16]) from None


def day_named(text: str | None) -> date | None:
    """Raises ConfigError for anything but an ISO date."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ConfigError("no such day", key="api.wrong-day") from None
