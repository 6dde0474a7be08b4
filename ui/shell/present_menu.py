"""The menu of desks: what somebody may go to, by what they are trusted with."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from checkpoint_app.domain.roles import Deed, Role
from checkpoint_app.domain.staff import Session
from ui.shell.views import EntryView, MenuView, Place
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue

# Everything that there is, in the order of the menu: its name, what it is for, its picture.
_ENTRIES: Mapping[Place, tuple[Phrase, Phrase, str]] = {
    Place.LANE: (
        Phrase("Menu", "Lane"),
        Phrase("Menu", "Scan permits and record who leaves or returns"),
        "lane",
    ),
    Place.SECOND_LINE: (
        Phrase("Menu", "Second line"),
        Phrase("Menu", "Work on the cases of all lanes"),
        "conflict",
    ),
    Place.SUPERVISOR: (
        Phrase("Menu", "Supervisor"),
        Phrase("Menu", "Counts, charts and reports of the port"),
        "chart",
    ),
    Place.ORDERS: (
        Phrase("Menu", "Orders"),
        Phrase("Menu", "Relax a check, move a sailing, accept old data"),
        "document",
    ),
    Place.IT_DESK: (
        Phrase("Menu", "IT"),
        Phrase("Menu", "Data, sticks, camera and scanner, logs"),
        "data",
    ),
    Place.ANSWERING: (
        Phrase("Menu", "Help another port"),
        Phrase("Menu", "Answer a number that is read to you by telephone"),
        "telephone",
    ),
    Place.SETTINGS: (
        Phrase("Menu", "Settings"),
        Phrase("Menu", "Language, camera, scanner, sounds, when to lock"),
        "settings",
    ),
    Place.DRILL: (
        Phrase("Menu", "Drill"),
        Phrase("Menu", "Practise with sample permits; nothing counts"),
        "demo",
    ),
    Place.HELP: (
        Phrase("Menu", "Help"),
        Phrase("Menu", "What this window is for, and what to do"),
        "help",
    ),
    Place.HAND_OVER: (
        Phrase("Menu", "Hand over or end the shift"),
        Phrase("Menu", "Counts of the shift, and who goes on"),
        "hand-over",
    ),
    Place.LOCK: (
        Phrase("Menu", "Lock"),
        Phrase("Menu", "Nothing is scanned until you come back"),
        "lock",
    ),
    Place.SIGN_OUT: (
        Phrase("Menu", "Sign out"),
        Phrase("Menu", "Somebody else signs in here"),
        "officer",
    ),
}
_NEEDS: Mapping[Place, Deed] = {
    Place.SECOND_LINE: Deed.WORK_CASE,
    Place.SUPERVISOR: Deed.COUNTS_OF_PORT,
    Place.ORDERS: Deed.RELAX_RULE,
    Place.IT_DESK: Deed.CARRY_STICK,
    Place.ANSWERING: Deed.LIFT_REFUSAL,
    Place.SETTINGS: Deed.CHANGE_SETTINGS,
    Place.DRILL: Deed.DRILL,
}
# Keys that mean the same outside the menu, and those that only the menu knows.
_KEYS: Mapping[Place, str] = {Place.HELP: "F1", Place.LOCK: "F12"}
_ROLES: Mapping[Role, Phrase] = {
    Role.OFFICER: Phrase("Menu", "Officer"),
    Role.SECOND_LINE: Phrase("Menu", "Second line"),
    Role.SUPERVISOR: Phrase("Menu", "Supervisor"),
    Role.IT: Phrase("Menu", "IT"),
}
_DIGITS = 9
# What only makes sense once somebody has signed in.
_OF_A_SESSION = frozenset({Place.HAND_OVER, Place.LOCK, Place.SIGN_OUT, Place.ANSWERING})


def offered(
    session: Session | None,
    allows: Callable[[Deed], bool],
    there: frozenset[Place],
    *,
    has_shift: bool,
) -> tuple[Place, ...]:
    """Where this person may go, in the menu's order, of what is ``there`` in this program."""
    return tuple(
        place
        for place in _ENTRIES
        if place in there
        and (place not in _NEEDS or allows(_NEEDS[place]))
        and (place not in _OF_A_SESSION or session is not None)
        and _fits_shift(place, session, allows, has_shift=has_shift)
    )


def _fits_shift(
    place: Place, session: Session | None, allows: Callable[[Deed], bool], *, has_shift: bool
) -> bool:
    if place is Place.HAND_OVER:
        return has_shift
    if place is Place.SIGN_OUT:
        return not has_shift  # a shift is ended or handed over first
    if place is Place.LANE:
        return session is None or session.may(Deed.SCAN)
    return True


def present_menu(
    places: tuple[Place, ...], now: Place, session: Session | None, tongue: Tongue
) -> MenuView:
    """The menu; ``now`` is where one is."""
    return MenuView(
        title=tongue.translate("Menu", "Where to?"),
        who="" if session is None else _who(session, tongue),
        entries=tuple(_entry(place, places, now, tongue) for place in places),
        close=tongue.translate("Menu", "Back"),
    )


def _entry(place: Place, places: tuple[Place, ...], now: Place, tongue: Tongue) -> EntryView:
    name, note, icon = _ENTRIES[place]
    return EntryView(
        place, name.said(tongue), note.said(tongue), icon, _key(place, places, tongue), place is now
    )


def _key(place: Place, places: tuple[Place, ...], tongue: Tongue) -> str:
    """The key of the whole window, else the entry's number among those without one."""
    if place in _KEYS:
        return _KEYS[place]
    number = [each for each in places if each not in _KEYS].index(place) + 1
    return tongue.digits(str(number)) if number <= _DIGITS else ""


def whole_name(session: Session, tongue: Tongue) -> str:
    """The name of who has signed in, in the language of now; where there is none, the login."""
    arabic, english = session.whole_name
    name = arabic if tongue.language == "ar" else english
    return name or tongue.code(session.login)


def _who(session: Session, tongue: Tongue) -> str:
    roles = (phrase.said(tongue) for role, phrase in _ROLES.items() if role in session.roles)
    return " · ".join((whole_name(session, tongue), *roles))
