"""What the group view draws: ready texts. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from ui.lane.views import Mark
from ui.widgets.table_view import TableView


@dataclass(frozen=True, slots=True)
class StandingView:
    """How many stand where: ``share`` of all, from 0 to 1. ``icon`` is an icon's name."""

    word: str
    count: str
    share: float
    mark: Mark
    icon: str


@dataclass(frozen=True, slots=True)
class GroupCardView:
    """A group. ``headline`` is the one count that is looked for, ``beside`` what stands next to it
    (the company; that there are more than are listed)."""

    title: str
    headline: str
    beside: str
    standings: tuple[StandingView, ...]
    table: TableView
    spoken: str
