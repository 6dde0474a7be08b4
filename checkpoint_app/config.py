"""Settings of a lane: what a person set, and the only reading of the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from checkpoint_app.errors import ConfigError
from checkpoint_app.paths import LanePaths, default_data_dir

LANGUAGES = ("ar", "en")
DIRECTIONS = ("departing", "returning")
# A settings file is a few lines; anything larger is not one.
MAX_SETTINGS_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one lane, with what holds where nobody set any.

    ``language`` is that of people at this lane. ``direction`` is the way the lane works when no
    command says otherwise. ``officer`` names who is at the lane while there is no sign-in.
    """

    language: str = "ar"
    direction: str = "departing"
    officer: str = ""
    log_level: str = "INFO"


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "language": LANGUAGES,
    "direction": DIRECTIONS,
    "log_level": ("DEBUG", "INFO", "WARNING", "ERROR"),
}


def parse_settings(text: str) -> Settings:
    """Settings from the text of settings.toml. Raises ConfigError, naming what does not fit."""
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError("settings are not TOML", key="cli.settings_unreadable") from error
    known = {field.name for field in fields(Settings)}
    for name, value in values.items():
        allowed = _CHOICES.get(name)
        fits = isinstance(value, str) and (allowed is None or value in allowed)
        if name not in known or not fits:
            raise ConfigError(f"setting {name!r} does not fit", key="cli.setting_wrong", name=name)
    return Settings(**values)


def load_settings(paths: LanePaths) -> Settings:
    """The lane's settings; the defaults when it has no file. Raises ConfigError."""
    try:
        with paths.settings.open("rb") as file:
            content = file.read(MAX_SETTINGS_BYTES + 1)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise ConfigError("settings cannot be read", key="cli.settings_unreadable") from error
    if len(content) > MAX_SETTINGS_BYTES:
        raise ConfigError("settings are too long", key="cli.settings_unreadable")
    try:
        return parse_settings(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ConfigError("settings are not UTF-8", key="cli.settings_unreadable") from error


def environment() -> Mapping[str, str]:
    """The variables of this process."""
    return os.environ


def data_dir(given: Path | None, variables: Mapping[str, str]) -> Path:
    """The lane's folder: as given, else ``UMRAH_DATA``, else this user's own."""
    if given is not None:
        return given
    named = variables.get("UMRAH_DATA", "")
    return Path(named) if named else default_data_dir()


def language(given: str | None, variables: Mapping[str, str], settings: Settings) -> str:
    """The language of answers: as given, else ``UMRAH_LANG``, else the lane's."""
    named = given or variables.get("UMRAH_LANG", "")
    return named if named in LANGUAGES else settings.language
