"""How long a signed version of each role is good for: settings of the registry, within bounds."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from checkpoint_app.errors import ConfigError

SETTINGS_FILE = "registry.toml"
_LIMIT = 64 * 1024
# Days: the fewest and the most that may be set, and what holds where nothing is. At least the
# longest time between two sticks, and a yearly ceremony for the root.
_BOUNDS: Mapping[str, tuple[int, int, int]] = {
    "root": (30, 730, 365),
    "targets": (14, 400, 90),
    "snapshot": (2, 120, 30),
    "timestamp": (1, 60, 14),
}


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """Days from signing to expiry, each at most as long as the one before it."""

    root: int = _BOUNDS["root"][2]
    targets: int = _BOUNDS["targets"][2]
    snapshot: int = _BOUNDS["snapshot"][2]
    timestamp: int = _BOUNDS["timestamp"][2]

    def of(self, role: str) -> timedelta:
        """The lifetime of a role. Those that targets delegates to live as long as the snapshot."""
        return timedelta(days=getattr(self, role) if role in _BOUNDS else self.snapshot)


def parse_lifetimes(text: str) -> Lifetimes:
    """The table ``[lifetimes]`` of registry.toml, in days. Raises ConfigError, naming what does
    not fit."""
    try:
        table = tomllib.loads(text).get("lifetimes", {})
    except (ValueError, RecursionError) as error:
        raise _misfit("registry.toml") from error
    if not isinstance(table, dict):
        raise _misfit("lifetimes")
    for name, days in table.items():
        least, most, _ = _BOUNDS.get(name, (1, 0, 0))
        if type(days) is not int or not least <= days <= most:
            raise _misfit(str(name)[:32])
    found = Lifetimes(**table)
    if not found.root >= found.targets >= found.snapshot >= found.timestamp:
        raise _misfit("lifetimes")
    return found


def read_lifetimes(data: Path) -> Lifetimes:
    """The lifetimes set in a registry's data folder; the defaults without a file.

    Raises ConfigError.
    """
    try:
        with (data / SETTINGS_FILE).open("rb") as file:
            content = file.read(_LIMIT + 1)
        if len(content) > _LIMIT:
            raise _misfit(SETTINGS_FILE)
        return parse_lifetimes(content.decode("utf-8"))
    except FileNotFoundError:
        return Lifetimes()
    except (OSError, UnicodeDecodeError) as error:
        raise _misfit(SETTINGS_FILE) from error


def _misfit(name: str) -> ConfigError:
    return ConfigError(f"setting {name!r} does not fit", key="ceremony.setting", name=name)
