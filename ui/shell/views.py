"""What the menu of desks draws. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where somebody can go from the menu, or what can be done there."""

    LANE = "lane"
    SECOND_LINE = "second_line"
    SUPERVISOR = "supervisor"
    ORDERS = "orders"
    IT_DESK = "it_desk"
    ANSWERING = "answering"
    SETTINGS = "settings"
    DRILL = "drill"
    HELP = "help"
    HAND_OVER = "hand_over"
    LOCK = "lock"
    SIGN_OUT = "sign_out"


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry of the menu. ``key`` is what is struck for it; ``lit`` for where one is already."""

    place: Place
    text: str
    note: str
    icon: str
    key: str
    lit: bool = False


@dataclass(frozen=True, slots=True)
class MenuView:
    """``who`` is who has signed in, and as what."""

    title: str
    who: str
    entries: tuple[EntryView, ...]
    close: str
