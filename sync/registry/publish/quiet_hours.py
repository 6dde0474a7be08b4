"""When the registry packs anew what is worth it: at night, when few pilgrims leave."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from checkpoint_app.domain.days import CAIRO
from checkpoint_app.errors import ConfigError
from sync.registry.publish.lifetimes import SETTINGS_FILE

_LIMIT = 64 * 1024
_FRIDAY = 4
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NIGHTLY, _NEVER = "nightly", "never"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Nights of these days of the week (0 is Monday), from and up to these hours in Cairo."""

    days: frozenset[int] = frozenset({_FRIDAY})
    first_hour: int = 2
    end_hour: int = 5

    def night_of(self, now: datetime) -> date | None:
        """The Cairo day of a quiet hour; None outside of them."""
        local = now.astimezone(CAIRO)
        quiet = local.weekday() in self.days and self.first_hour <= local.hour < self.end_hour
        return local.date() if quiet else None


def parse_quiet_hours(text: str) -> QuietHours:
    """``pack_anew = "friday"`` in the table ``[publishing]`` of registry.toml: a day of the week,
    ``nightly`` or ``never``. Raises ConfigError."""
    try:
        table = tomllib.loads(text).get("publishing", {})
        chosen = table.get("pack_anew", _DAYS[_FRIDAY])
    except (ValueError, RecursionError, AttributeError) as error:
        raise _misfit() from error
    if chosen == _NIGHTLY:
        return QuietHours(frozenset(range(7)))
    if chosen == _NEVER:
        return QuietHours(frozenset())
    if chosen not in _DAYS:
        raise _misfit()
    return QuietHours(frozenset({_DAYS.index(chosen)}))


def read_quiet_hours(data: Path) -> QuietHours:
    """The quiet hours set in a registry's data folder. Raises ConfigError."""
    try:
        with (data / SETTINGS_FILE).open("rb") as file:
            return parse_quiet_hours(file.read(_LIMIT).decode("utf-8"))
    except FileNotFoundError:
        return QuietHours()
    except (OSError, UnicodeDecodeError) as error:
        raise _misfit() from error


def _misfit() -> ConfigError:
    return ConfigError("publishing.pack_anew", key="ceremony.setting", name="pack_anew")
