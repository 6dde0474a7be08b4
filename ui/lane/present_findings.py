"""Findings as an officer reads them: sentence, next step, weight."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoint_app.domain.finding import (
    NO_VERDICT_CODES,
    Finding,
    FindingCode,
    FindingText,
    Weight,
)
from checkpoint_app.domain.movement import Direction
from checkpoint_app.reference import findings
from ui.lane.present_details import detail_of
from ui.lane.views import FindingView, Tone
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.services.lane import Answer
    from ui.ports import LanePlace

_TONES: Mapping[Weight | None, Tone] = {
    None: Tone.AGAIN,
    Weight.NOTE: Tone.AGAIN,
    Weight.CLEAR: Tone.CLEAR,
    Weight.REFER: Tone.REFER,
    Weight.REFUSE: Tone.REFUSE,
    Weight.NO_VERDICT: Tone.UNREAD,
}
# Next steps that also hold for a pilgrim who comes back.
_STEPS_ON_RETURN = NO_VERDICT_CODES | {
    FindingCode.SUPERSEDED,
    FindingCode.EXEMPT_VISA,
    FindingCode.NOT_DEPARTED,
    FindingCode.SECOND_LINE_CLEARED,
    FindingCode.RELIEF_IN_FORCE,
    FindingCode.DATA_AGEING,
    FindingCode.CLOCK_SUSPECT,
}


def present_findings(
    answer: Answer,
    place: LanePlace,
    direction: Direction,
    now: datetime,
    tongue: Tongue,
    *,
    again: bool = False,
) -> tuple[FindingView, ...]:
    """Every finding of the answer, worst first as they came. What the second line has answered
    is told as a note, and so is the departure of a permit seen ``again`` at its own lane."""
    cleared = FindingCode.SECOND_LINE_CLEARED in answer.verdict.codes
    return tuple(
        _just_left(finding, answer, place, now, tongue)
        if again and finding.code is FindingCode.ALREADY_DEPARTED_HERE
        else FindingView(
            _tone(finding.code, direction, cleared=cleared),
            _sentence(finding, answer, place, now, tongue),
            _next_step(finding.code, direction, tongue),
        )
        for finding in answer.verdict.findings
    )


def _just_left(
    finding: Finding, answer: Answer, place: LanePlace, now: datetime, tongue: Tongue
) -> FindingView:
    """Mostly the same sheet held out once more; it may also be somebody else with a copy."""
    step = tongue.translate("Finding", "The departure stands. Another person: second line")
    return FindingView(Tone.AGAIN, _sentence(finding, answer, place, now, tongue), step)


def sentence_of(code: FindingCode, tongue: Tongue) -> str:
    """A finding's sentence alone."""
    text = findings()[code]
    return tongue.digits(text.ar if tongue.language == "ar" else text.en)


def next_step_of(code: FindingCode, tongue: Tongue) -> str:
    """A finding's next step alone."""
    text = findings()[code]
    return tongue.digits(text.next_ar if tongue.language == "ar" else text.next_en)


def _tone(code: FindingCode, direction: Direction, *, cleared: bool) -> Tone:
    weight = _weight(findings()[code], direction)
    if cleared and weight is not None and Weight.REFER <= weight <= Weight.REFUSE:
        return Tone.AGAIN
    return _TONES[weight]


def _weight(text: FindingText, direction: Direction) -> Weight | None:
    return text.departing if direction is Direction.DEPARTING else text.returning


def _sentence(
    finding: Finding, answer: Answer, place: LanePlace, now: datetime, tongue: Tongue
) -> str:
    sentence = sentence_of(finding.code, tongue)
    detail = detail_of(finding, answer, place, now, tongue)
    if not detail:
        return sentence
    return fill(
        tongue.translate("Finding", "{sentence}: {detail}"), sentence=sentence, detail=detail
    )


def _next_step(code: FindingCode, direction: Direction, tongue: Tongue) -> str:
    """Nobody who returns is held: a step that would send him on becomes a note."""
    if direction is Direction.DEPARTING or code in _STEPS_ON_RETURN:
        return next_step_of(code, tongue)
    return tongue.translate("Finding", "Only noted. Let the pilgrim pass")
