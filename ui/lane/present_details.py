"""What completes a finding's sentence, in words: which field, rule, day, port or lane."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from checkpoint_app.domain.checks.whereabouts import open_departures
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.reference import findings, season_rules
from ui.lane.words import lane_name, moment, port_of_bit
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.domain.movement import PastMovement
    from checkpoint_app.services.lane import Answer
    from ui.ports import LanePlace

_BETWEEN = ", "  # how `decide` joins the details of one finding
_PRINT = re.compile(r"issue (\d+)(?: of (\d+))?")
# An order's own text may hold the separator: the next one begins with a finding's code.
_ORDERS = re.compile(r", (?=[A-Z][A-Z_]+(?: |,|$))")

_WORDS: Mapping[str, Phrase] = {
    "records": Phrase("Detail", "permit records"),
    "status": Phrase("Detail", "revocations"),
    "state": Phrase("Detail", "companies and programmes"),
    "permit status unknown": Phrase("Detail", "this permit's state is not known"),
    "company state unknown": Phrase("Detail", "the company's state is not known"),
    "programme state unknown": Phrase("Detail", "the programme's state is not known"),
    "agent state unknown": Phrase("Detail", "the Saudi agent's state is not known"),
    "programme suspended": Phrase("Detail", "the programme is suspended"),
    "programme cancelled": Phrase("Detail", "the programme is cancelled"),
    "agent suspended": Phrase("Detail", "the Saudi agent is suspended"),
    "agent cancelled": Phrase("Detail", "the Saudi agent is cancelled"),
    "no rules": Phrase("Detail", "this lane has no rules"),
    "no rule in force": Phrase("Detail", "no rule is in force today"),
    "birth": Phrase("Detail", "date of birth"),
    "sex": Phrase("Detail", "sex"),
    "name": Phrase("Detail", "name"),
    "passport": Phrase("Detail", "passport number"),
}
_NUMBERS: Mapping[FindingCode, Phrase] = {
    FindingCode.DOCUMENT_MISMATCH: Phrase("Detail", "passport number"),
    FindingCode.IDENTITY_MISMATCH: Phrase("Detail", "permit number"),
}


def detail_of(
    finding: Finding, answer: Answer, place: LanePlace, now: datetime, tongue: Tongue
) -> str:
    """The detail for people, empty when there is nothing to add."""
    told = _TELLERS.get(finding.code)
    if told is not None:
        return told(finding, answer, place, now, tongue)
    return comma(tongue).join(_part(part, finding.code, tongue) for part in _parts(finding))


def comma(tongue: Tongue) -> str:
    """What stands between the members of a list."""
    return tongue.translate("Detail", ", ")


def _parts(finding: Finding) -> Iterator[str]:
    yield from filter(None, finding.detail.split(_BETWEEN))


def _part(part: str, code: FindingCode, tongue: Tongue) -> str:
    phrase = _NUMBERS.get(code) if part == "number" else _WORDS.get(part)
    if phrase is not None:
        return phrase.said(tongue)
    printed = _PRINT.fullmatch(part)
    if printed is not None:
        return _print(printed[1], printed[2], tongue)
    return _day(part, tongue) or _rule(part, tongue)


def _print(shown: str, newest: str | None, tongue: Tongue) -> str:
    if newest is None:
        text = tongue.translate("Detail", "this is print no. {shown}")
        return fill(text, shown=tongue.digits(shown))
    text = tongue.translate("Detail", "this is print no. {shown}, the newest is no. {newest}")
    return fill(text, shown=tongue.digits(shown), newest=tongue.digits(newest))


def _day(part: str, tongue: Tongue) -> str:
    try:
        return tongue.date(date.fromisoformat(part))
    except ValueError:
        return ""


def _rule(rule_id: str, tongue: Tongue) -> str:
    """The rule by its name; one that came later than this program only by its id."""
    names = _rule_names().get(rule_id)
    if names is None:
        return tongue.code(rule_id)
    return tongue.digits(names[1] if tongue.language == "ar" else names[0])


@cache
def _rule_names() -> Mapping[str, tuple[str, str]]:
    rules = json.loads(season_rules())["rules"]
    return {rule["id"]: (rule["name_en"], rule["name_ar"]) for rule in rules}


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
}
