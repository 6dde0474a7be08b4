"""Every module of entries. Who adds one names it here."""

from __future__ import annotations

from tests.ui.screens import (
    day,
    first_run,
    help_pages,
    it_desk,
    lane,
    lane_pictured,
    menu,
    orders,
    second_line,
    settings,
    sign_in,
    supervisor,
)
from tests.ui.screens.shots import SHOTS

__all__ = [
    "SHOTS",
    "day",
    "first_run",
    "help_pages",
    "it_desk",
    "lane",
    "lane_pictured",
    "menu",
    "orders",
    "second_line",
    "settings",
    "sign_in",
    "supervisor",
]
