"""The group of a programme in words."""

from __future__ import annotations

from datetime import timedelta

from checkpoint_app.domain.movement import Direction, MovementKind, PastMovement
from checkpoint_app.services.group_view import Group, Member, Standing
from tests.unit.domain.cases import ELSEWHERE, HERE, NOW
from tests.unit.ui.lane.samples import PLACE
from tests.unit.ui.plain_tongue import PlainTongue
from ui.group.present_group import present_group
from ui.group.views import GroupCardView
from ui.lane.views import Mark

_KINDS = {
    Standing.DEPARTED: MovementKind.DEPARTED,
    Standing.RETURNED: MovementKind.RETURNED,
    Standing.REFERRED: MovementKind.REFERRED,
    Standing.DEFERRED: MovementKind.DEFERRED,
    Standing.REFUSED: MovementKind.REFUSED,
}


def member(serial: int, standing: Standing, port: int = HERE, name: str = "MONA ALI") -> Member:
    kind = _KINDS.get(standing)
    at = NOW - timedelta(minutes=serial)
    last = None if kind is None else PastMovement(kind, port, "2", at)
    return Member(1_000_000_000_000 + serial, name, "منى علي", standing, last)


def group(*standings: Standing, beyond: bool = False) -> Group:
    people = tuple(member(serial, each) for serial, each in enumerate(standings))
    return Group(20417, 1203, people, beyond)


def shown(told: Group, direction: Direction = Direction.DEPARTING) -> GroupCardView:
    return present_group(told, PLACE, direction, NOW, PlainTongue())


def test_the_one_count_is_how_many_have_passed() -> None:
    told = group(Standing.MISSING, Standing.DEPARTED, Standing.DEPARTED, Standing.RETURNED)
    view = shown(told)
    assert (view.title, view.headline) == ("Programme 20417", "3 of 4 passed")
    assert view.beside == "Company 1203"
    assert {each.word: each.count for each in view.standings} == {
        "Missing": "1",
        "Second line": "0",
        "Deferred": "0",
        "Refused": "0",
        "Passed": "2",
        "Returned": "1",
    }
    assert sum(each.share for each in view.standings) == 1
    assert view.spoken.startswith("3 of 4 passed, Missing 1")


def test_who_is_missing_comes_first_and_each_says_when_and_where() -> None:
    rows = shown(group(Standing.MISSING, Standing.REFERRED, Standing.DEPARTED)).table.rows
    assert [row.cells[2].text for row in rows] == ["Missing", "Second line", "Passed"]
    assert rows[0].cells[3].text == ""
    assert rows[2].cells[3].text.endswith(", Lane 2")
    assert rows[2].cells[2].mark is Mark.GOOD


def test_on_the_way_back_the_missing_are_those_who_left() -> None:
    told = group(Standing.MISSING, Standing.DEPARTED, Standing.RETURNED, Standing.RETURNED)
    view = shown(told, Direction.RETURNING)
    assert view.headline == "2 of 3 are back"
    words = [row.cells[2].text for row in view.table.rows]
    assert words == ["Not back yet", "Returned", "Returned", "Did not leave"]


def test_a_movement_at_another_port_is_named_by_it() -> None:
    told = Group(1, None, (member(1, Standing.DEPARTED, port=ELSEWHERE),))
    view = shown(told)
    assert "Lane" not in view.table.rows[0].cells[3].text.partition(", ")[2]
    assert view.beside == ""


def test_a_group_of_nobody_says_what_to_do_and_one_too_large_says_so() -> None:
    empty = shown(Group(1, None, ()))
    assert empty.table.empty
    assert empty.headline == "0 of 0 passed"
    assert "only the first 500" in shown(group(Standing.MISSING, beyond=True)).beside


def test_somebody_without_a_record_here_has_a_row() -> None:
    told = Group(1, None, (Member(1_000_000_000_001, "", "", Standing.MISSING),))
    assert shown(told).table.rows[0].cells[0].text == "no record here"
