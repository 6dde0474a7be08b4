"""What the second line's desk calls outcomes, states, steps, reasons and parts of a passport."""

from __future__ import annotations

from collections.abc import Mapping

from checkpoint_app.domain.cases import CaseOutcome
from checkpoint_app.domain.permit import Sex
from checkpoint_app.domain.transliteration import Agreement
from checkpoint_app.services.cases import REASONS, CaseState
from checkpoint_app.services.comparing import Part
from ui.lane.views import Mark
from ui.second_line.views import Step
from ui.wording.phrase import Phrase
from ui.wording.remarks import remark
from ui.wording.tongue import Tongue

OUTCOMES: Mapping[CaseOutcome, Phrase] = {
    CaseOutcome.CLEAR: Phrase("SecondLine", "Cleared"),
    CaseOutcome.DEFER: Phrase("SecondLine", "Deferred"),
    CaseOutcome.REFUSE: Phrase("SecondLine", "Refused"),
}
OUTCOME_MARKS: Mapping[CaseOutcome, Mark] = {
    CaseOutcome.CLEAR: Mark.GOOD,
    CaseOutcome.DEFER: Mark.WARNING,
    CaseOutcome.REFUSE: Mark.BAD,
}
STATES: Mapping[CaseState, Phrase] = {
    CaseState.OPEN: Phrase("SecondLine", "Waits"),
    CaseState.TAKEN: Phrase("SecondLine", "Being worked on"),
    CaseState.DECIDED: Phrase("SecondLine", "Decided"),
    CaseState.WITHDRAWN: Phrase("SecondLine", "Referral taken back"),
    CaseState.OVERTAKEN: Phrase("SecondLine", "The pilgrim has left since"),
}
STEPS: Mapping[Step, Phrase] = {
    Step.CLEAR: Phrase("SecondLine", "Clear"),
    Step.REFUSE: Phrase("SecondLine", "Refuse"),
    Step.DEFER: Phrase("SecondLine", "Defer"),
    Step.REFRESH: Phrase("SecondLine", "Refresh record"),
    Step.PASSPORT: Phrase("SecondLine", "Compare passport"),
    Step.TAKE: Phrase("SecondLine", "Take"),
    Step.GROUP: Phrase("SecondLine", "Decide group"),
    Step.NOTE: Phrase("SecondLine", "Add note"),
}
RELEASE = Phrase("SecondLine", "Give back")
PARTS: Mapping[Part, Phrase] = {
    Part.NUMBER: Phrase("SecondLine", "Number"),
    Part.BIRTH: Phrase("SecondLine", "Born"),
    Part.SEX: Phrase("SecondLine", "Sex"),
    Part.EXPIRY: Phrase("SecondLine", "Expires"),
}
SEXES: Mapping[Sex, Phrase] = {
    Sex.MALE: Phrase("Person", "Male"),
    Sex.FEMALE: Phrase("Person", "Female"),
    Sex.UNKNOWN: Phrase("Person", "Not given"),
}
NAMES: Mapping[Agreement, Phrase] = {
    Agreement.SAME: Phrase("SecondLine", "the same"),
    Agreement.LIKE: Phrase("SecondLine", "spelled otherwise"),
    Agreement.DIFFERENT: Phrase("SecondLine", "different: look closely"),
}


def reason_text(reason: str, tongue: Tongue) -> str:
    """Why an outcome was given; one that only a later program knows as its code."""
    return remark(f"cases.reason-{reason}", tongue) if reason in REASONS else tongue.code(reason)


def reasons(tongue: Tongue) -> tuple[tuple[str, str], ...]:
    """Every reason by code and text, in their order."""
    return tuple((reason, reason_text(reason, tongue)) for reason in REASONS)
