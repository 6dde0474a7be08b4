"""What completes a finding's sentence, in words: which field, rule, day, port or lane."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from checkpoint_app.domain.checks.whereabouts import open_departures
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.permit import PermitRecord
from checkpoint_app.reference import findings, visas
from ui.lane.detail_words import comma, parts_of, said_day, said_part
from ui.lane.words import lane_name, moment, port_of_bit
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.domain.movement import PastMovement
    from checkpoint_app.services.lane import Answer
    from ui.ports import LanePlace

# An order's own text may hold the separator: the next one begins with a finding's code.
_ORDERS = re.compile(r", (?=[A-Z][A-Z_]+(?: |,|$))")

# The days of a record that these findings are about, whatever rule found it.
_DAYS: Mapping[FindingCode, Callable[[PermitRecord], date | None]] = {
    FindingCode.WRONG_DATE: lambda record: record.travel_out,
    FindingCode.VISA_EXPIRED: lambda record: record.visa_expiry,
    FindingCode.VACCINATION_DUE: lambda record: record.vaccinated,
    FindingCode.DOCUMENT_EXPIRES_SOON: lambda record: record.passport_expiry,
}


def detail_of(
    finding: Finding, answer: Answer, place: LanePlace, now: datetime, tongue: Tongue
) -> str:
    """The detail for people, empty when there is nothing to add."""
    told = _TELLERS.get(finding.code)
    if told is not None:
        return told(finding, answer, place, now, tongue)
    return comma(tongue).join(said_part(part, finding.code, tongue) for part in parts_of(finding))


def _departed(
    finding: Finding, answer: Answer, place: LanePlace, now: datetime, tongue: Tongue
) -> str:
    """When and where, from the movements themselves."""
    here = finding.code is FindingCode.ALREADY_DEPARTED_HERE
    past = _last_departure(answer, place.port.bit, here=here)
    if past is None:
        return ""
    where = lane_name(past.lane, tongue) if here else port_of_bit(past.port, tongue)
    return comma(tongue).join(filter(None, (moment(past.at, now, tongue), where)))


def _last_departure(answer: Answer, port: int, *, here: bool) -> PastMovement | None:
    left = [past for past in open_departures(answer.movements) if (past.port == port) is here]
    return left[-1] if left else None


def _wrong_port(
    finding: Finding, answer: Answer, place: LanePlace, now: datetime, tongue: Tongue
) -> str:
    permit = answer.record or answer.claims
    if permit is None:
        return ""
    bits = [bit for bit in range(permit.ports.bit_length()) if permit.ports >> bit & 1]
    return comma(tongue).join(port_of_bit(bit, tongue) for bit in bits)


def _recorded_day(
    finding: Finding, answer: Answer, place: LanePlace, now: datetime, tongue: Tongue
) -> str:
    """The day of the record that a rule was asked of; one that the passport itself gave goes
    before."""
    days = [text for part in parts_of(finding) if (text := said_day(part, tongue))]
    if days or answer.record is None:
        return comma(tongue).join(days)
    day = _DAYS[finding.code](answer.record)
    return tongue.translate("Detail", "not recorded") if day is None else tongue.date(day)


def _exempt_visa(
    finding: Finding, answer: Answer, place: LanePlace, now: datetime, tongue: Tongue
) -> str:
    kind = None if answer.record is None else visas().get(answer.record.visa_kind)
    if kind is None:
        return ""
    return kind.label_ar if tongue.language == "ar" else kind.label_en


def _nothing_more(
    finding: Finding, answer: Answer, place: LanePlace, now: datetime, tongue: Tongue
) -> str:
    return ""


def _relief(
    finding: Finding, answer: Answer, place: LanePlace, now: datetime, tongue: Tongue
) -> str:
    """Each check that an order relaxes, and the order."""
    return comma(tongue).join(_order(each, tongue) for each in _ORDERS.split(finding.detail))


def _order(text: str, tongue: Tongue) -> str:
    code, _, order = text.partition(" ")
    known = findings()[FindingCode(code)] if code in FindingCode.__members__ else None
    if known is None:
        return tongue.code(text) if text.isascii() else text
    check = known.ar if tongue.language == "ar" else known.en
    if not order:
        return check
    named = tongue.code(order) if order.isascii() else order
    return fill(tongue.translate("Detail", "{check} (order: {order})"), check=check, order=named)


_Teller = Callable[["Finding", "Answer", "LanePlace", datetime, Tongue], str]
_TELLERS: Mapping[FindingCode, _Teller] = {
    FindingCode.ALREADY_DEPARTED_HERE: _departed,
    FindingCode.ALREADY_DEPARTED_ELSEWHERE: _departed,
    FindingCode.WRONG_PORT: _wrong_port,
    FindingCode.RELIEF_IN_FORCE: _relief,
    FindingCode.WRONG_DATE: _recorded_day,
    FindingCode.VISA_EXPIRED: _recorded_day,
    FindingCode.VACCINATION_DUE: _recorded_day,
    FindingCode.DOCUMENT_EXPIRES_SOON: _recorded_day,
    FindingCode.EXEMPT_VISA: _exempt_visa,
    FindingCode.VISA_MISSING: _nothing_more,
}
