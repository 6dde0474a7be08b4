"""Every module of entries. Who adds one names it here."""

from __future__ import annotations

from tests.ui.screens import lane
from tests.ui.screens.shots import SHOTS

__all__ = ["SHOTS", "lane"]
