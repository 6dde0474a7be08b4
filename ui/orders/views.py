"""What the page of orders and the strip show: ready texts. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from ui.lane.views import Mark
from ui.widgets.table_view import TableView


@dataclass(frozen=True, slots=True)
class StripView:
    """The line over every page while orders are in force. ``detail`` tells each of them on a line
    of its own."""

    text: str
    detail: str


@dataclass(frozen=True, slots=True)
class OrdersView:
    """The page. ``liftable`` are the keys of rows that whoever is here may end."""

    title: str
    in_force_title: str
    in_force: TableView
    history_title: str
    history: TableView
    liftable: frozenset[str]


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A choice of the form: its label, and what is offered by key and text."""

    label: str
    offers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FormView:
    """The form of one kind of order. What is None or empty is not asked for."""

    title: str
    kinds: ChoiceView
    name: str
    code: ChoiceView | None = None
    service: str = ""
    day: ChoiceView | None = None
    new_day: ChoiceView | None = None
    until: ChoiceView | None = None


@dataclass(frozen=True, slots=True)
class EffectView:
    """What the order will do, said before it is given, and a ``note`` on it or empty. ``ready``: it
    can be given so."""

    text: str
    note: str
    mark: Mark
    button: str
    ready: bool
