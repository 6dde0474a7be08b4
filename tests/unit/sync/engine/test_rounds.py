"""Courses: every event in every state, and what is due when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.engine.rounds import STUCK_WAIT, TRANSITIONS, Course, RoundEvent, RoundState, advance
from sync.engine.schedule import EVERYTHING_EVERY, NEWS_EVERY, TICK, Depth, depth_due


def step(course: Course, event: RoundEvent, now: float = 0.0, chance: float = 0.5) -> Course:
    return advance(course, event, now, random=lambda: chance, every=60.0)


def test_a_round_that_succeeds_is_due_again_after_its_pause() -> None:
    done = step(step(Course(failures=3), RoundEvent.STARTED), RoundEvent.SUCCEEDED, 100.0)
    assert done == Course(RoundState.IDLE, 0, 160.0)
    assert not done.is_due(159.9)
    assert done.is_due(160.0)


def test_failures_wait_longer_each_time_and_a_refusal_waits_slowly() -> None:
    course = Course()
    waits = []
    for _ in range(5):
        course = step(step(course, RoundEvent.STARTED), RoundEvent.FAILED)
        waits.append(course.due)
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]
    stuck = step(step(course, RoundEvent.STARTED), RoundEvent.REFUSED, 5.0)
    assert (stuck.state, stuck.due) == (RoundState.STUCK, 5.0 + STUCK_WAIT)


def test_a_nudge_makes_a_waiting_way_due_now() -> None:
    waiting = Course(RoundState.WAITING, 4, 1000.0)
    assert step(waiting, RoundEvent.NUDGED, 10.0).is_due(10.0)
    running = Course(RoundState.RUNNING)
    assert not step(running, RoundEvent.NUDGED, 10.0).is_due(10.0)


def test_what_cannot_happen_is_a_bug() -> None:
    with pytest.raises(KeyError):
        step(Course(), RoundEvent.SUCCEEDED)


@given(st.lists(st.tuples(st.sampled_from(RoundEvent), st.floats(0, 0.99))))
def test_no_course_of_events_ever_stops_a_way_for_good(
    events: list[tuple[RoundEvent, float]],
) -> None:
    course, now = Course(), 0.0
    for event, chance in events:
        if (course.state, event) in TRANSITIONS:
            course = step(course, event, now, chance)
        now += 1
    if course.state is RoundState.RUNNING:
        course = step(course, RoundEvent.FAILED, now)
    assert course.is_due(now + STUCK_WAIT + 60.0)
    assert (course.state, RoundEvent.STARTED) in TRANSITIONS


def test_everything_is_due_every_fifth_time() -> None:
    assert depth_due(None, 0.0) is Depth.EVERYTHING
    last, depths = 0.0, []
    for round_ in range(1, 11):
        now = round_ * (NEWS_EVERY + TICK / 3)
        depth = depth_due(last, now)
        depths.append(depth)
        last = now if depth is Depth.EVERYTHING else last
    assert depths.count(Depth.EVERYTHING) == 2
    assert EVERYTHING_EVERY == 5 * NEWS_EVERY
