"""What the second line's page draws: ready texts in one language. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ui.lane.views import FindingView, Mark, Tone


class Step(StrEnum):
    """What a key of this desk does."""

    CLEAR = "clear"
    REFUSE = "refuse"
    DEFER = "defer"
    REFRESH = "refresh"
    PASSPORT = "passport"
    TAKE = "take"
    GROUP = "group"
    NOTE = "note"


# The same fingers as at the lane: F2 lets go, F4 makes wait, F5 asks the registry.
KEYS: dict[Step, str] = {
    Step.CLEAR: "F2",
    Step.REFUSE: "F3",
    Step.DEFER: "F4",
    Step.REFRESH: "F5",
    Step.PASSPORT: "F6",
    Step.TAKE: "F7",
    Step.GROUP: "F8",
    Step.NOTE: "Ins",
}
ICONS: dict[Step, str] = {
    Step.CLEAR: "check",
    Step.REFUSE: "cross",
    Step.DEFER: "clock",
    Step.REFRESH: "refresh",
    Step.PASSPORT: "passport",
    Step.TAKE: "hand",
    Step.GROUP: "group",
    Step.NOTE: "note",
}


@dataclass(frozen=True, slots=True)
class CaseRowView:
    """A case in the list. ``key`` is its id in hex; ``worker`` says who works on it, empty for
    nobody; ``conflict`` when the permit left twice, ``own`` when this desk holds it."""

    key: str
    who: str
    worst: str
    tone: Tone
    age: str
    where: str
    worker: str = ""
    conflict: bool = False
    own: bool = False

    @property
    def spoken(self) -> str:
        """All of it in one line."""
        return ", ".join(filter(None, (self.who, self.worst, self.age, self.where, self.worker)))


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of a card: what it is about, and what that says; ``other`` is a second value to be
    compared with the first. A mark that is not plain has a shape before it."""

    label: str
    text: str
    mark: Mark = Mark.PLAIN
    other: str = ""


@dataclass(frozen=True, slots=True)
class CardView:
    """A card of lines. ``heads`` stand over the two values where there are two."""

    title: str
    lines: tuple[LineView, ...]
    empty: str = ""
    heads: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class StepView:
    """A key of this desk."""

    step: Step
    label: str
    enabled: bool
    lead: bool = False


@dataclass(frozen=True, slots=True)
class CaseDetailView:
    """One case. ``changed`` tells what is otherwise since the lane saw it; ``group`` how many more
    are alike; ``departures`` are set of a permit that left twice, side by side."""

    key: str
    name_arabic: str
    name_latin: str
    permit: str
    state: str
    state_mark: Mark
    lead: str
    seen_title: str
    findings: tuple[FindingView, ...]
    changed: str
    changed_mark: Mark
    group: str
    record: CardView
    people: CardView
    history: CardView
    movements: CardView
    departures: tuple[CardView, ...] = ()


@dataclass(frozen=True, slots=True)
class NamesView:
    """Whom a group's outcome is for."""

    title: str
    lead: str
    names: CardView
