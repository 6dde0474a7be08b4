"""A call for help by telephone, in words."""

from __future__ import annotations

from collections.abc import Mapping

from checkpoint_app.credential.telephone import HelpPurpose
from ui.lane.words import lane_name, port_name
from ui.ports import LanePlace
from ui.sign_in.present_trouble import clock_span
from ui.sign_in.views import CallView
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

_GROUP = 3
REFERENCE = 8
"""Of a case's id in hex: so many of its last digits name it over the telephone."""
_SAY: Mapping[HelpPurpose, Phrase] = {
    HelpPurpose.SIGN_IN: Phrase(
        "Call",
        "Call the duty supervisor and say: {port}, {lane}. I cannot sign in. My login is "
        "{login}. Then read out this number:",
    ),
    HelpPurpose.OVERRIDE: Phrase(
        "Call",
        "Call the duty supervisor and say: {port}, {lane}. I need a supervisor's word on case "
        "{reference}. My login is {login}. Then read out this number:",
    ),
}


def grouped(digits: str) -> tuple[str, ...]:
    """``123 456 7890``: threes, as they are read out; no digit stands alone at the end."""
    groups = [digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP)]
    if len(groups) > 1 and len(groups[-1]) == 1 and len(digits) > _GROUP * 2:
        groups[-2:] = ["".join(groups[-2:])]
    return tuple(groups)


def present_call(
    challenge: str,
    seconds: int,
    purpose: HelpPurpose,
    login: str,
    reference: str,
    place: LanePlace,
    tongue: Tongue,
) -> CallView:
    """What to say, the number, and the seconds that it still holds. ``reference`` names a case."""
    say = fill(
        _SAY[purpose].said(tongue),
        port=port_name(place.port, tongue),
        lane=lane_name(place.lane, tongue),
        login=tongue.code(login),
        reference=tongue.code(reference),
    )
    return CallView(
        groups=grouped(challenge),
        say=say,
        left=_left(seconds, tongue),
        lapsed=seconds <= 0,
        spoken=" ".join(challenge),
    )


def _left(seconds: int, tongue: Tongue) -> str:
    if seconds <= 0:
        return tongue.translate("Call", "This number has lapsed. Ask for another one")
    return fill(
        tongue.translate("Call", "Good for another {time}"), time=clock_span(seconds, tongue)
    )
