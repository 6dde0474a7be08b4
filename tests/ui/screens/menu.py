"""The menu of desks by role, over the lane."""

from __future__ import annotations

from functools import partial

from checkpoint_app.domain.roles import Role, may
from checkpoint_app.domain.staff import Session
from tests.ui.lane import samples
from tests.ui.screens.shots import Scene, shot
from tests.unit.domain.cases import NOW
from ui.lane.views import Tone
from ui.shell.menu import DeskMenu
from ui.shell.present_menu import offered, present_menu
from ui.shell.views import Place

_PEOPLE = {
    "officer": (("حسام فؤاد", "Hossam Fouad"), frozenset({Role.OFFICER}), Place.LANE),
    "second-line": (
        ("نهى رشدي", "Noha Roushdy"),
        frozenset({Role.OFFICER, Role.SECOND_LINE}),
        Place.SECOND_LINE,
    ),
    "supervisor": (
        ("ليلى منصور", "Laila Mansour"),
        frozenset({Role.SUPERVISOR, Role.SECOND_LINE}),
        Place.SUPERVISOR,
    ),
    "it": (("عمر فتحي", "Omar Fathy"), frozenset({Role.IT}), Place.IT_DESK),
}


def show(scene: Scene, who: str) -> None:
    """The menu of somebody with these roles; who scans is in a shift."""
    name, roles, place = _PEOPLE[who]
    session = Session("login", 4, name, roles, NOW, second_factor=True)
    scene.window.show_bar(samples.bar(scene.tongue))
    scene.window.show_verdict(samples.verdict(Tone.WAITING, scene.tongue))
    scene.settle()
    places = offered(
        session,
        partial(may, roles),
        frozenset(Place),
        has_shift=Role.OFFICER in roles,
    )
    menu = DeskMenu(scene.theme, scene.window.pages)
    menu.open(present_menu(places, place, session, scene.tongue))


for _who in _PEOPLE:
    shot(f"menu-{_who}")(partial(show, who=_who))


@shot("menu-unstaffed")
def unstaffed(scene: Scene) -> None:
    """A port that has never had a list of staff: nobody signs in, everything is open."""
    scene.window.show_bar(samples.bar(scene.tongue))
    scene.settle()
    places = offered(None, lambda _deed: True, frozenset(Place), has_shift=False)
    menu = DeskMenu(scene.theme, scene.window.pages)
    menu.open(present_menu(places, Place.LANE, None, scene.tongue))
