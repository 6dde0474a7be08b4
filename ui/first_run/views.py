"""What the first run draws: ready texts in one language. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ui.first_run.steps import Field, Step


class Progress(StrEnum):
    """Where a step stands on the way."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class RailView:
    """One step of the way: its number, name, where it stands, and all that in one sentence."""

    number: str
    name: str
    progress: Progress
    spoken: str


@dataclass(frozen=True, slots=True)
class StepView:
    """A page: what it is about, why it asks, and its buttons; ``back`` is empty where there is
    nothing to go back to."""

    step: Step
    title: str
    lead: str
    next: str
    back: str
    rail: tuple[RailView, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field's name, an example or a word of help, and what is wrong with it, or nothing."""

    field: Field
    label: str
    hint: str
    problem: str


@dataclass(frozen=True, slots=True)
class PortView:
    """A port to choose. ``icon`` is an icon's name; ``kind`` says in words what it shows."""

    port_id: str
    name: str
    icon: str
    kind: str


@dataclass(frozen=True, slots=True)
class PlaceView:
    """The enrolled place: where this lane is, and the fingerprint's groups to compare."""

    place: str
    compare: str
    groups: tuple[str, ...]
    spoken: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request by stick that is under way: the place with its fingerprint, what happens next in
    numbered sentences, and that nobody need wait here."""

    place: PlaceView
    next_steps: tuple[str, ...]
    kept: str
