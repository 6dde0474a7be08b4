"""From all that is known of a case to what its pane draws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoint_app.domain.cases import (
    CaseEvent,
    Decided,
    Noted,
    Opened,
    Released,
    SeenFinding,
    Taken,
)
from checkpoint_app.domain.finding import Finding, FindingCode, Weight
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.verdict import Verdict, VerdictKind
from checkpoint_app.reference import findings
from checkpoint_app.services.answer import Answer
from checkpoint_app.services.cases import WAITING, CaseState
from ui.lane.present_findings import present_findings, sentence_of
from ui.lane.present_person import present_earlier
from ui.lane.views import FindingView, Mark, Tone
from ui.lane.words import WORDS, label, lane_name, moment, permit_code
from ui.second_line.present_list import who_of, worker_of
from ui.second_line.views import (
    CardView,
    CaseDetailView,
    LineView,
    NamesView,
    Step,
    StepView,
)
from ui.second_line.words import (
    OUTCOME_MARKS,
    OUTCOMES,
    RELEASE,
    SEXES,
    STATES,
    STEPS,
    reason_text,
)
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.domain.permit import PermitRecord
    from checkpoint_app.services.cases import CaseView
    from checkpoint_app.services.programme_people import Contact
    from ui.ports import LanePlace
    from ui.second_line.port import CaseSheet, ListedCase

_STOPPING = frozenset({Weight.REFER, Weight.REFUSE})
_NOBODY = Answer(None, None, None, Verdict(None), None, None, (), None, None)


def present_case(sheet: CaseSheet, place: LanePlace, tongue: Tongue) -> CaseDetailView:
    """The pane of one case."""
    view, now = sheet.listed.view, sheet.now
    record = sheet.record
    changed, changed_mark = _changed(sheet, tongue)
    return CaseDetailView(
        key=view.case_id.hex,
        name_arabic=sheet.listed.name_arabic,
        name_latin=sheet.listed.name_latin or who_of(sheet.listed, tongue),
        permit=permit_code(view.permit, tongue),
        state=_state(view, tongue),
        state_mark=_state_mark(view),
        lead=_lead(view, now, tongue),
        seen_title=_seen_title(view, tongue),
        findings=_seen(sheet, place, tongue),
        changed=changed,
        changed_mark=changed_mark,
        group=_group(sheet.group, tongue),
        record=CardView(
            tongue.translate("SecondLine", "The record now"),
            () if record is None else tuple(_record(record, view, place, tongue)),
            tongue.translate("SecondLine", "No record of this permit is here"),
        ),
        people=CardView(
            tongue.translate("SecondLine", "Whom to telephone"),
            tuple(_people(sheet.contact, tongue)),
            tongue.translate("SecondLine", "No telephone is known here"),
        ),
        history=CardView(
            tongue.translate("SecondLine", "What was done"),
            tuple(_entry(each, now, tongue) for each in reversed(sheet.history)),
            tongue.translate("SecondLine", "Nothing yet"),
        ),
        movements=CardView(
            tongue.translate("SecondLine", "Movements of the permit"),
            _movements(sheet, place, tongue),
            tongue.translate("SecondLine", "None before"),
        ),
        departures=_departures(view, now, tongue),
    )


def present_steps(sheet: CaseSheet | None, tongue: Tongue) -> tuple[StepView, ...]:
    """The keys that fit a case; all asleep without one."""
    view = None if sheet is None else sheet.listed.view
    waits = view is not None and view.state in WAITING
    elsewhere = view is not None and view.state is CaseState.TAKEN and not view.own
    works = waits and not elsewhere
    known = sheet is not None and view is not None and view.permit is not None
    enabled = {
        Step.CLEAR: works,
        Step.REFUSE: works,
        Step.DEFER: works,
        Step.REFRESH: known,
        Step.PASSPORT: sheet is not None and sheet.record is not None,
        Step.TAKE: works,
        Step.GROUP: works and sheet is not None and bool(sheet.group),
        Step.NOTE: view is not None,
    }
    own = view is not None and view.own
    lead = Step.TAKE if not own else Step.CLEAR if _clears_now(sheet) else None
    return tuple(
        StepView(
            step,
            (RELEASE if step is Step.TAKE and own else STEPS[step]).said(tongue),
            enabled[step],
            lead=enabled[step] and step is lead,
        )
        for step in Step
    )


def present_names(sheet: CaseSheet, tongue: Tongue) -> NamesView:
    """Whom a group's outcome would be for, the case at hand first."""
    cases = (sheet.listed, *sheet.group)
    lines = tuple(
        LineView(permit_code(each.view.permit, tongue), who_of(each, tongue)) for each in cases
    )
    return NamesView(
        title=tongue.translate("SecondLine", "Decide %n case(s) together", None, len(cases)),
        lead=tongue.translate(
            "SecondLine",
            "One programme, the same findings. Each case gets its own entry. A case that another "
            "desk works on, or that needs a supervisor, stays as it is.",
        ),
        names=CardView("", lines),
    )


def _state(view: CaseView, tongue: Tongue) -> str:
    worker = worker_of(view, tongue)
    outcome = view.case.outcome
    decided = view.state is CaseState.DECIDED and outcome is not None
    text = OUTCOMES[outcome].said(tongue) if decided and outcome is not None else ""
    text = text or STATES[view.state].said(tongue)
    if view.case.contested:
        text = tongue.translate("SecondLine", "Desks disagree: the strictest counts")
    if not worker:
        return text
    return fill(tongue.translate("SecondLine", "{state}, {worker}"), state=text, worker=worker)


def _state_mark(view: CaseView) -> Mark:
    if view.case.contested:
        return Mark.BAD
    if view.state is CaseState.DECIDED and view.case.outcome is not None:
        return OUTCOME_MARKS[view.case.outcome]
    return Mark.NOTED if view.state is CaseState.TAKEN else Mark.PLAIN


def _lead(view: CaseView, now: datetime, tongue: Tongue) -> str:
    opened = view.case.opened
    if view.conflict is not None:
        return tongue.translate(
            "SecondLine",
            "The permit left twice. Neither lane knew of the other; find out who really left",
        )
    if opened is None:
        return tongue.translate("SecondLine", "The referral itself has not arrived from its lane")
    return fill(
        tongue.translate("SecondLine", "Referred at {time}, {lane}, by {officer}"),
        time=moment(opened.at, now, tongue),
        lane=lane_name(opened.lane, tongue),
        officer=label(opened.officer, tongue) or tongue.translate("SecondLine", "nobody named"),
    )


def _seen_title(view: CaseView, tongue: Tongue) -> str:
    seen = view.seen
    if seen is None:
        return tongue.translate("SecondLine", "What the lane saw")
    kind = VerdictKind(seen.verdict) if seen.verdict in set(VerdictKind) else None
    return fill(
        tongue.translate("SecondLine", "What the lane saw: {verdict}"),
        verdict=WORDS[kind].said(tongue),
    )


def _seen(sheet: CaseSheet, place: LanePlace, tongue: Tongue) -> tuple[FindingView, ...]:
    """The findings as the lane's officer read them, their details by what is known here."""
    seen = sheet.listed.view.seen
    if seen is None:
        return ()
    known = [each for each in seen.findings if each.code in FindingCode.__members__]
    told = replace(
        sheet.answer or _NOBODY,
        verdict=Verdict(
            None, tuple(Finding(FindingCode(each.code), each.detail) for each in known)
        ),
    )
    views = present_findings(told, place, Direction.DEPARTING, sheet.now, tongue)
    return views + tuple(_unknown(each, tongue) for each in seen.findings if each not in known)


def _unknown(seen: SeenFinding, tongue: Tongue) -> FindingView:
    step = tongue.translate("SecondLine", "A later program found this. Ask that lane what it says")
    return FindingView(Tone.REFER, tongue.code(seen.code), step)


def _stopping(seen: Opened) -> list[FindingCode]:
    texts = findings()
    return [
        code
        for code in (
            FindingCode(e.code) for e in seen.findings if e.code in FindingCode.__members__
        )
        if texts[code].departing in _STOPPING
    ]


def _clears_now(sheet: CaseSheet | None) -> bool:
    return (
        sheet is not None
        and sheet.answer is not None
        and sheet.answer.verdict.kind is VerdictKind.CLEAR
    )


def _changed(sheet: CaseSheet, tongue: Tongue) -> tuple[str, Mark]:
    """What is otherwise since the lane saw it, the best news and the worst first."""
    view = sheet.listed.view
    if view.seen is None or sheet.answer is None or view.state not in WAITING:
        return "", Mark.PLAIN
    if _clears_now(sheet):
        return tongue.translate("SecondLine", "A lane would say now: CLEAR"), Mark.GOOD
    before = set(_stopping(view.seen))
    new = [code for code in sheet.against if code not in before]
    gone = before.difference(sheet.answer.verdict.codes)
    if new:
        text = tongue.translate("SecondLine", "New since then: {finding}")
        return fill(text, finding=sentence_of(new[0], tongue)), Mark.BAD
    if gone - {FindingCode.DOCUMENT_NEEDED, FindingCode.DOCUMENT_MISMATCH}:
        code = min(gone, key=lambda each: findings()[each].rank)
        text = tongue.translate("SecondLine", "No longer so: {finding}")
        return fill(text, finding=sentence_of(code, tongue)), Mark.NOTED
    return "", Mark.PLAIN


def _group(group: tuple[ListedCase, ...], tongue: Tongue) -> str:
    if not group:
        return ""
    return tongue.translate(
        "SecondLine", "%n more of this programme with the same finding", None, len(group)
    )


def _record(
    record: PermitRecord, view: CaseView, place: LanePlace, tongue: Tongue
) -> Iterator[LineView]:
    say = tongue.translate
    yield LineView(say("SecondLine", "Passport"), tongue.code(record.passport))
    if view.seen is not None and view.seen.passport:
        same = view.seen.passport == record.passport
        mark = Mark.GOOD if same else Mark.BAD
        yield LineView(say("SecondLine", "Read at the lane"), tongue.code(view.seen.passport), mark)
    yield LineView(say("SecondLine", "Born"), tongue.date(record.birth))
    yield LineView(say("SecondLine", "Sex"), SEXES[record.sex].said(tongue))
    if record.service:
        name = (
            say("SecondLine", "Flight")
            if place.port.mode == "air"
            else say("SecondLine", "Sailing")
        )
        yield LineView(name, label(record.service, tongue))
    yield LineView(say("SecondLine", "Leaves"), tongue.date(record.travel_out))
    yield LineView(say("SecondLine", "Returns"), tongue.date(record.travel_back))
    yield LineView(say("SecondLine", "Valid until"), tongue.date(record.valid_until))
    yield LineView(say("SecondLine", "Programme"), tongue.digits(str(record.programme)))
    yield LineView(say("SecondLine", "Company"), tongue.digits(str(record.company)))


def _people(contact: Contact, tongue: Tongue) -> Iterator[LineView]:
    say = tongue.translate
    name = contact.company(tongue.language)
    for text, value in (
        (say("SecondLine", "Company"), name),
        (say("SecondLine", "Company's telephone"), tongue.code(contact.company_phone)),
        (say("SecondLine", "Supervisor's telephone"), tongue.code(contact.supervisor_phone)),
    ):
        if value:
            yield LineView(text, value)


def _movements(sheet: CaseSheet, place: LanePlace, tongue: Tongue) -> tuple[LineView, ...]:
    if sheet.answer is None:
        return ()
    earlier = present_earlier(sheet.answer, place, sheet.now, tongue)
    return tuple(LineView(each.when, each.what) for each in earlier)


def _departures(view: CaseView, now: datetime, tongue: Tongue) -> tuple[CardView, ...]:
    """Every departure of a permit that left twice, a card each."""
    conflict = view.conflict
    if conflict is None:
        return ()
    say = tongue.translate
    return tuple(
        CardView(
            lane_name(each.movement.lane, tongue),
            (
                LineView(say("SecondLine", "Left at"), moment(each.movement.at, now, tongue)),
                LineView(say("SecondLine", "Officer"), label(each.movement.officer, tongue)),
                LineView(
                    say("SecondLine", "Recorded"),
                    say("SecondLine", "by itself")
                    if each.movement.automatic
                    else say("SecondLine", "by the officer's key"),
                ),
                LineView(
                    say("SecondLine", "Passport"),
                    tongue.code(each.movement.passport) or say("SecondLine", "not read"),
                ),
                LineView(
                    say("SecondLine", "Service"),
                    label(each.movement.service, tongue) or say("SecondLine", "not known"),
                ),
                LineView(say("SecondLine", "Device"), tongue.code(each.device)),
            ),
        )
        for each in conflict.departures
    )


def _entry(event: CaseEvent, now: datetime, tongue: Tongue) -> LineView:
    text, mark = _said(event.content, now, tongue)
    who = label(event.officer, tongue)
    if who:
        text = fill(tongue.translate("SecondLine", "{who}: {what}"), who=who, what=text)
    return LineView(moment(event.at, now, tongue), text, mark)


def _said(content: object, now: datetime, tongue: Tongue) -> tuple[str, Mark]:
    say = tongue.translate
    match content:
        case Opened():
            return say("SecondLine", "referred"), Mark.PLAIN
        case Taken(until):
            return fill(
                say("SecondLine", "took it until {time}"), time=moment(until, now, tongue)
            ), Mark.PLAIN
        case Released():
            return say("SecondLine", "gave it back"), Mark.PLAIN
        case Noted(text):
            return text, Mark.NOTED
        case Decided(outcome=outcome, reason=reason):
            text = say("SecondLine", "{outcome}. {reason}")
            said = fill(
                text, outcome=OUTCOMES[outcome].said(tongue), reason=reason_text(reason, tongue)
            )
            return said, OUTCOME_MARKS[outcome]
        case _:
            return say("SecondLine", "an entry of a later program"), Mark.PLAIN
