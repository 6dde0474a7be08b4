"""Settings of a lane: what a person set, and the only reading of the environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from checkpoint_app.errors import ConfigError
from checkpoint_app.paths import LanePaths, default_data_dir

LANGUAGES = ("ar", "en")
DIRECTIONS = ("departing", "returning")
DIGITS = ("arabic", "latin")
THEMES = ("light", "dark")
LOCKS = ("2", "5", "10", "20")
# A settings file is a few lines; anything larger is not one.
MAX_SETTINGS_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one lane, with what holds where nobody set any.

    ``language`` is that of people at this lane. ``direction`` is the way the lane works when no
    command says otherwise. ``officer`` names who is at the lane while there is no sign-in.
    ``source`` is where pictures come from (``camera:0``, a file, a folder), empty for scanners
    and keys alone. ``scanner`` names serial scanners (``serial:auto``, ``serial:COM5``) or, on
    Linux, a scanner's keyboard taken for itself (``evdev:NAME``); empty for none. ``digits`` are
    those of counts and times in Arabic; ``theme`` and ``sound`` the window's. ``hub`` is the
    address of a hub beside those that are found or that the port's signed settings name. The
    window of a port with a staff list locks itself after ``lock_after`` minutes without a touch.
    """

    language: str = "ar"
    direction: str = "departing"
    officer: str = ""
    log_level: str = "INFO"
    source: str = ""
    scanner: str = ""
    digits: str = "arabic"
    theme: str = "light"
    sound: str = "on"
    hub: str = ""
    lock_after: str = "10"


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "language": LANGUAGES,
    "direction": DIRECTIONS,
    "log_level": ("DEBUG", "INFO", "WARNING", "ERROR"),
    "digits": DIGITS,
    "theme": THEMES,
    "sound": ("on", "off"),
    "lock_after": LOCKS,
}


def parse_settings(text: str) -> Settings:
    """Settings from the text of settings.toml. Raises ConfigError, naming what does not fit."""
    import tomllib  # a lane that nobody has set up has no file, and starts without it

    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
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


def settings_text(settings: Settings) -> str:
    """The text of settings.toml: only what differs from the defaults."""
    plain = Settings()
    chosen = {field.name: getattr(settings, field.name) for field in fields(Settings)}
    return "".join(
        f"{name} = {_toml_string(value)}\n"
        for name, value in chosen.items()
        if value != getattr(plain, name)
    )


def _toml_string(value: str) -> str:
    """A basic string of TOML 1.0: the escapes of JSON, and DEL, which JSON leaves as it is."""
    import json

    sound = value.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(sound, ensure_ascii=False).replace("\x7f", "\\u007f")


def save_settings(paths: LanePaths, settings: Settings) -> None:
    """Write the lane's settings whole. Raises ConfigError."""
    content = settings_text(settings).encode("utf-8")
    if len(content) > MAX_SETTINGS_BYTES:  # it could not be read again
        raise ConfigError("settings are too long", key="cli.settings_unwritable")
    fresh = paths.settings.with_name(paths.settings.name + ".new")
    try:
        fresh.write_bytes(content)
        fresh.replace(paths.settings)
    except OSError as error:
        raise ConfigError("settings cannot be written", key="cli.settings_unwritable") from error


def environment() -> Mapping[str, str]:
    """The variables of this process."""
    return os.environ


def has_display(variables: Mapping[str, str]) -> bool:
    """Whether a window would be seen: on Linux an X or Wayland server must be named."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


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
