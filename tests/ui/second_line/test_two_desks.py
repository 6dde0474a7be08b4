"""Two windows of one port over real stores: what one desk takes, the other shows as held."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.integration.offices.stations import PEOPLE, Post
from tests.ui.second_line.conftest import MakeSeat
from ui.second_line.page import DEFERRED
from ui.second_line.views import Step
from ui.wording.figures import bare


@pytest.fixture
def posts(tmp_path):
    made = [Post(tmp_path / name, f"CAI-AIR-0{name[-1]}") for name in ("lane-7", "lane-8")]
    yield made
    for post in made:
        post.at.close()


def meet(one: Post, other: Post) -> None:
    one.tell(other)
    other.tell(one)


@pytest.mark.requirement("C5")
def test_what_one_desk_takes_the_other_shows_as_held_and_then_as_decided(
    seat: MakeSeat, posts: list[Post]
):
    here, there = posts
    here.refer(PEOPLE[0])
    meet(here, there)
    first, second = seat(here.office()), seat(there.office())
    name = PEOPLE[0].name_latin
    assert [row.who for row in second.page.waiting.rows] == [name]
    first.press(Qt.Key.Key_F7, first.page)
    first.wait(lambda: first.page.waiting.rows[0].own)
    meet(here, there)
    second.desk.synced()
    held = f"with desk {here.device}"
    second.wait(lambda: bare(second.page.waiting.rows[0].worker) == held)
    second.wait(lambda: not second.page.steps.button(Step.CLEAR).isEnabled())
    first.page.pane.reason.choose("company-confirmed")
    first.press(Qt.Key.Key_F2, first.page)
    first.wait(lambda: not first.page.waiting.rows)
    meet(here, there)
    second.desk.synced()
    second.wait(lambda: not second.page.waiting.rows)
    assert [row.worst for row in second.page.closed.rows] == ["Cleared"]


@pytest.mark.requirement("C5")
def test_a_deferred_pilgrim_may_come_back_after_a_sync(seat: MakeSeat, posts: list[Post]):
    here, _ = posts
    here.defer(PEOPLE[1])
    desk = seat(here.office())
    desk.page.tabs.turn_to(DEFERRED)
    desk.settle()
    assert desk.page.deferred.view.rows[0].cells[-1].text == "The travel company is suspended"
    here.reinstate()
    desk.desk.synced()
    desk.wait(lambda: desk.page.deferred.view.rows[0].cells[-1].text == "May come back")
