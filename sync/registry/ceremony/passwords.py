"""Passwords of key files: typed unseen, or the first line of a file; never on the command line,
where others on the computer could read them."""

from __future__ import annotations

import getpass
from pathlib import Path

from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import message
from sync.registry.ceremony.bounded import malformed, read_bounded

_LIMIT = 1024


def ask_new_password(file: Path | None, lang: str) -> str:
    """A password for a new key: asked for twice. Raises ConfigError when the two differ."""
    password = ask_password(file, lang)
    if file is None and _typed("password_again", lang) != password:
        raise ConfigError("they differ", key="ceremony.passwords_differ")
    return password


def ask_password(file: Path | None, lang: str) -> str:
    """The password of a key. Raises ConfigError, StorageError for a file that gives none."""
    if file is None:
        return _typed("password", lang)
    try:
        return read_bounded(file, _LIMIT).decode("utf-8").partition("\n")[0].rstrip("\r")
    except UnicodeDecodeError as error:
        raise malformed(file.name) from error


def _typed(prompt: str, lang: str) -> str:
    return getpass.getpass(message(f"ceremony.said_{prompt}", lang) + " ")
