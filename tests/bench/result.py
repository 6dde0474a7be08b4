"""What a benchmark answers, and how it is printed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SideGoal:
    """A second figure with a goal of its own, such as `growth` or `peak_mb`."""

    name: str
    value: float
    goal: float
    at_most: bool = True

    @property
    def met(self) -> bool:
        """Whether the figure is on the right side of its goal."""
        return self.value <= self.goal if self.at_most else self.value >= self.goal


@dataclass(frozen=True, slots=True)
class Measured:
    """One benchmark's answer. ``at_most`` False means that more is better.

    ``explanations`` holds what the figure was made of: medians, counts, sizes, and the top of a
    profile when the goal was missed. Values must be JSON's.
    """

    benchmark: str
    value: float
    unit: str
    goal: float
    at_most: bool = True
    side_goals: tuple[SideGoal, ...] = ()
    explanations: Mapping[str, object] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        """Whether this goal and every side goal is met."""
        own = SideGoal(self.benchmark, self.value, self.goal, self.at_most)
        return own.met and all(goal.met for goal in self.side_goals)


def as_object(measured: Measured) -> dict[str, object]:
    """The one object that is printed; figures to four significant digits."""
    sides = {
        name: value
        for goal in measured.side_goals
        for name, value in (
            (goal.name, _rounded(goal.value)),
            (f"{goal.name}_goal", goal.goal),
            (f"{goal.name}_met", goal.met),
        )
    }
    return {
        "benchmark": measured.benchmark,
        "value": _rounded(measured.value),
        "unit": measured.unit,
        "goal": measured.goal,
        "met": measured.met,
        **sides,
        **{name: _rounded(value) for name, value in measured.explanations.items()},
    }


def as_lines(measured: Measured) -> str:
    """The same for people: one figure a line."""
    return "\n".join(
        f"{name:<20} {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in as_object(measured).items()
    )


def _rounded(value: object) -> object:
    return float(f"{value:.4g}") if isinstance(value, float) else value
