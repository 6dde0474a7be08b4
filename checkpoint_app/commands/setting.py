"""What every command is run with, beside its own arguments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TextIO

from checkpoint_app.clock import Clock
from checkpoint_app.commands.console import Console
from checkpoint_app.config import Settings
from checkpoint_app.paths import LanePaths


@dataclass(frozen=True, slots=True)
class Setting:
    """Streams and language, clock, the lane's folder and its settings."""

    console: Console
    stdin: TextIO
    clock: Clock
    paths: LanePaths
    settings: Settings
