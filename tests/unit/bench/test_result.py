"""How benchmarks answer."""

from __future__ import annotations

import json

from tests.bench.floor import interleaved
from tests.bench.result import Measured, SideGoal, as_lines, as_object


def test_less_or_more_is_better_as_the_goal_says() -> None:
    assert Measured("ratio", 1.9, "x", 2.0).met
    assert not Measured("ratio", 2.1, "x", 2.0).met
    assert Measured("ingest", 5200.0, "movements/s", 5000, at_most=False).met
    assert not Measured("ingest", 4800.0, "movements/s", 5000, at_most=False).met


def test_a_side_goal_that_is_missed_misses_the_whole() -> None:
    measured = Measured("import", 1.5, "x", 2.0, side_goals=(SideGoal("peak_mb", 301.26, 300),))
    assert not measured.met
    assert as_object(measured) == {
        "benchmark": "import",
        "value": 1.5,
        "unit": "x",
        "goal": 2.0,
        "met": False,
        "peak_mb": 301.3,
        "peak_mb_goal": 300,
        "peak_mb_met": False,
    }


def test_the_object_is_json_and_the_lines_say_the_same() -> None:
    measured = Measured("x", 1.23456, "s", 2.0, explanations={"rows": 10, "top": ["f"]})
    assert json.loads(json.dumps(as_object(measured)))["rows"] == 10
    assert "value                1.235" in as_lines(measured).splitlines()


def test_work_and_floor_take_turns_in_going_first() -> None:
    calls: list[str] = []
    rounds = [(lambda: calls.append("work"), lambda: calls.append("floor"))] * 3
    ratio = interleaved(rounds)
    assert calls == ["work", "floor", "floor", "work", "work", "floor"]
    assert ratio.rounds == 3
    assert ratio.value > 0
