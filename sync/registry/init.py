"""Makes a registry: its database, keys, first trust root and admin token."""

from __future__ import annotations

from checkpoint_app.clock import Clock
from sync.registry.paths import RegistryPaths

DEFAULT_SEASON = 1448


def initialise(
    paths: RegistryPaths, clock: Clock, *, demo: bool, season: int = DEFAULT_SEASON
) -> None:
    """Make a registry in an empty data folder. ``season`` is the Hijri year.

    Keys are made here only for a demo: marked as such in the signed root, refused by lanes outside
    a demo. Raises ConfigError without ``demo`` (the key ceremony is not part of this version), or
    when the folder already holds a registry.
    """
