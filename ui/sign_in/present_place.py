"""The place and the people of a post, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.lease import LeaseState
from checkpoint_app.domain.roles import Role
from checkpoint_app.domain.staff import Session
from ui.lane.views import Mark
from ui.lane.words import lane_name, moment, port_name
from ui.ports import LanePlace
from ui.sign_in.port import PostStanding
from ui.sign_in.views import LockView, PersonView, PlaceView
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

ROLES: Mapping[Role, Phrase] = {
    Role.OFFICER: Phrase("Role", "Passport officer"),
    Role.SECOND_LINE: Phrase("Role", "Second line"),
    Role.SUPERVISOR: Phrase("Role", "Supervisor"),
    Role.IT: Phrase("Role", "IT staff"),
}
_LEASE: Mapping[LeaseState, Phrase] = {
    LeaseState.NEVER: Phrase(
        "SignIn", "There is no staff list yet. Sync, or bring a stick, then try again"
    ),
    LeaseState.RUNNING: Phrase("SignIn", "The staff list is good until {moment}"),
    LeaseState.ENDING: Phrase(
        "SignIn",
        "The staff list is {age} old. Nobody can sign in from {moment} on: sync, or bring a stick",
    ),
    LeaseState.ENDED: Phrase(
        "SignIn",
        "The staff list ended on {moment}. Sync, or bring a stick; until then a duty supervisor "
        "can help by telephone",
    ),
}
_LEASE_MARKS: Mapping[LeaseState, Mark] = {
    LeaseState.NEVER: Mark.BAD,
    LeaseState.RUNNING: Mark.PLAIN,
    LeaseState.ENDING: Mark.WARNING,
    LeaseState.ENDED: Mark.BAD,
}


def present_place(place: LanePlace, standing: PostStanding | None, tongue: Tongue) -> PlaceView:
    """The column beside every form. ``standing`` is None before it was first asked for."""
    return PlaceView(
        system=tongue.translate("SignIn", "Umrah checkpoint"),
        port=port_name(place.port, tongue),
        lane=lane_name(place.lane, tongue),
        hour="" if standing is None else tongue.time(standing.now),
        day="" if standing is None else tongue.date(cairo_day(standing.now)),
        lease="" if standing is None else lease_words(standing, tongue),
        lease_mark=Mark.PLAIN if standing is None else _LEASE_MARKS[standing.lease],
    )


def lease_words(standing: PostStanding, tongue: Tongue) -> str:
    """How long anybody may sign in."""
    said = _LEASE[standing.lease].said(tongue)
    issued, ends = standing.lease_issued, standing.lease_ends
    if issued is None or ends is None:
        return said
    return fill(
        said, age=tongue.age(standing.now - issued), moment=moment(ends, standing.now, tongue)
    )


def whole_name(session: Session, tongue: Tongue) -> str:
    """The name in this language; the login of somebody without one."""
    arabic, english = session.whole_name
    return (arabic if tongue.language == "ar" else english) or tongue.code(session.login)


def roles_in_words(session: Session, tongue: Tongue) -> str:
    """``Supervisor · Passport officer``, the weightiest first."""
    weight = (Role.SUPERVISOR, Role.SECOND_LINE, Role.OFFICER, Role.IT)
    return " · ".join(ROLES[role].said(tongue) for role in weight if role in session.roles)


def present_person(session: Session, tongue: Tongue) -> PersonView:
    """Who has signed in, and by whose help if by anybody's."""
    note = ""
    if session.helped_by:
        note = fill(
            tongue.translate("SignIn", "Signed in with the help of {login}, for this shift only"),
            login=tongue.code(session.helped_by),
        )
    return PersonView(whole_name(session, tongue), roles_in_words(session, tongue), note)


def present_lock(session: Session, since: datetime, now: datetime, tongue: Tongue) -> LockView:
    """Whose post is locked."""
    return LockView(
        whole_name(session, tongue),
        roles_in_words(session, tongue),
        fill(tongue.translate("Lock", "Locked since {moment}"), moment=moment(since, now, tongue)),
    )
