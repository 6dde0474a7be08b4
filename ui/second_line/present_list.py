"""From cases to the rows of their list, and from the deferred to their table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from checkpoint_app.domain.finding import FindingCode, Weight
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.reference import findings
from checkpoint_app.services.cases import WAITING, CaseState
from ui.lane.present_findings import sentence_of
from ui.lane.views import Mark, Tone
from ui.lane.words import TONES, WORDS, label, lane_name, moment, permit_code
from ui.second_line.views import CaseRowView
from ui.second_line.words import OUTCOMES, STATES
from ui.widgets.table_view import CellView, ColumnView, RowView, TableView
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.services.cases import CaseView
    from checkpoint_app.services.deferred import Deferral
    from ui.ports import LanePlace
    from ui.second_line.port import DeferredNow, ListedCase

_OUTCOME_TONES = {"CLEAR": Tone.CLEAR, "DEFER": Tone.REFER, "REFUSE": Tone.REFUSE}


def present_rows(
    cases: Iterable[ListedCase], now: datetime, tongue: Tongue
) -> tuple[CaseRowView, ...]:
    """The rows, in the order of the cases."""
    return tuple(_row(each, now, tongue) for each in cases)


def who_of(listed: ListedCase, tongue: Tongue) -> str:
    """The pilgrim, by the name in this language, else by permit or passport number."""
    names = (listed.name_arabic, listed.name_latin)
    name = (names[0] or names[1]) if tongue.language == "ar" else (names[1] or names[0])
    view = listed.view
    if name:
        return name
    if view.permit is not None:
        return permit_code(view.permit, tongue)
    if view.seen is not None and view.seen.passport:
        return tongue.code(view.seen.passport)
    return tongue.translate("SecondLine", "Without a permit")


def worst_of(view: CaseView, tongue: Tongue) -> str:
    """What weighs most, in words; of a closed case what became of it."""
    if view.state not in WAITING:
        outcome = view.case.outcome
        decided = view.state is CaseState.DECIDED and outcome is not None
        phrase = OUTCOMES[outcome] if decided and outcome is not None else STATES[view.state]
        return phrase.said(tongue)
    if view.conflict is not None:
        return tongue.translate("SecondLine", "The permit left twice")
    if view.seen is None:
        return tongue.translate("SecondLine", "The referral has not arrived yet")
    known = [each.code for each in view.seen.findings if each.code in FindingCode.__members__]
    if not known:
        return tongue.translate("SecondLine", "Sent by the officer")
    return sentence_of(FindingCode(known[0]), tongue)


def tone_of(view: CaseView) -> Tone:
    """How heavy a case is; of a closed one how it ended."""
    if view.state is CaseState.DECIDED and view.case.outcome is not None:
        return _OUTCOME_TONES[view.case.outcome.name]
    if view.state not in WAITING:
        return Tone.AGAIN
    if view.conflict is not None:
        return Tone.TROUBLE
    if view.seen is None or view.seen.verdict not in set(VerdictKind):
        return Tone.REFER
    kind = VerdictKind(view.seen.verdict)
    return Tone.REFER if kind is VerdictKind.CLEAR else TONES[kind]


def is_refusal(view: CaseView) -> bool:
    """Whether anything that the lane saw refuses by itself."""
    codes = () if view.seen is None else view.seen.findings
    texts = findings()
    return any(
        each.code in FindingCode.__members__
        and texts[FindingCode(each.code)].departing is Weight.REFUSE
        for each in codes
    )


def worker_of(view: CaseView, tongue: Tongue) -> str:
    """Who works on a case, or who decided it."""
    if view.state is CaseState.DECIDED and view.case.decided is not None:
        return _person(view.case.decided.officer, tongue)
    holder = view.case.holder
    if view.state is not CaseState.TAKEN or holder is None:
        return ""
    if view.own:
        return tongue.translate("SecondLine", "with you")
    officer = _person(holder.officer or holder.device, tongue)
    return fill(tongue.translate("SecondLine", "with {officer}"), officer=officer)


def _person(name: str, tongue: Tongue) -> str:
    return label(name, tongue)


def _row(listed: ListedCase, now: datetime, tongue: Tongue) -> CaseRowView:
    view = listed.view
    waits = view.state in WAITING
    closed = view.case.decided.at if view.case.decided is not None else view.at
    return CaseRowView(
        key=view.case_id.hex,
        who=who_of(listed, tongue),
        worst=worst_of(view, tongue),
        tone=tone_of(view),
        age=_age(now - view.at, tongue) if waits else moment(closed, now, tongue),
        where=lane_name(view.lane, tongue) if view.lane else "",
        worker=worker_of(view, tongue),
        conflict=view.conflict is not None,
        own=view.own,
    )


def _age(span: timedelta, tongue: Tongue) -> str:
    return tongue.age(max(span, timedelta()))


def present_deferred(deferred: DeferredNow, place: LanePlace, tongue: Tongue) -> TableView:
    """Who waits: by flight or sailing, then company, whom to telephone, and who may come back."""
    say = tongue.translate
    service = (
        say("SecondLine", "Flight") if place.port.mode == "air" else say("SecondLine", "Sailing")
    )
    return TableView(
        title=say("SecondLine", "Deferred pilgrims"),
        columns=(
            ColumnView(service),
            ColumnView(say("SecondLine", "Company"), share=3),
            ColumnView(say("SecondLine", "Pilgrim"), share=3),
            ColumnView(say("SecondLine", "Since")),
            ColumnView(say("SecondLine", "Company's telephone")),
            ColumnView(say("SecondLine", "Supervisor's telephone")),
            ColumnView(say("SecondLine", "Now"), share=4),
        ),
        rows=tuple(_waits(each, deferred.now, tongue) for each in deferred.people),
        empty=say(
            "SecondLine",
            "Nobody waits. Whoever is deferred at a lane or here stands in this list for three "
            "days, with the telephones of company and group supervisor.",
        ),
    )


def _waits(each: Deferral, now: datetime, tongue: Tongue) -> RowView:
    mark = Mark.GOOD if each.may_come_back else Mark.WARNING
    icon = "check" if each.may_come_back else "clock"
    numbers = each.contact
    return RowView(
        key=str(each.permit),
        cells=(
            CellView(label(each.service, tongue) if each.service else _none(tongue)),
            CellView(_company(each, tongue), sort=each.company or 0),
            CellView(_name(each, tongue), detail=permit_code(each.permit, tongue)),
            CellView(moment(each.at, now, tongue), sort=each.at),
            CellView(tongue.code(numbers.company_phone) or _none(tongue)),
            CellView(tongue.code(numbers.supervisor_phone) or _none(tongue)),
            CellView(_now(each, tongue), sort=int(not each.may_come_back), mark=mark, icon=icon),
        ),
    )


def _none(tongue: Tongue) -> str:
    return tongue.translate("SecondLine", "not known")


def _company(each: Deferral, tongue: Tongue) -> str:
    name = each.contact.company(tongue.language)
    if name or each.company is None:
        return name or _none(tongue)
    number = tongue.digits(str(each.company))
    return fill(tongue.translate("SecondLine", "Company no. {number}"), number=number)


def _name(each: Deferral, tongue: Tongue) -> str:
    names = (each.name_arabic, each.name_latin)
    name = (names[0] or names[1]) if tongue.language == "ar" else (names[1] or names[0])
    return name or permit_code(each.permit, tongue)


def _now(each: Deferral, tongue: Tongue) -> str:
    """What a lane would say to them at this moment."""
    if each.may_come_back:
        return tongue.translate("SecondLine", "May come back")
    if each.against:
        return sentence_of(each.against[0], tongue)
    return WORDS[each.now.kind].said(tongue)
