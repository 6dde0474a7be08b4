"""The details that checks write, word by word: fields, data sets, prints, days, rules."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.reference import season_rules
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

_BETWEEN = ", "  # how `decide` joins the details of one finding
_PRINT = re.compile(r"issue (\d+)(?: of (\d+))?")
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
    "expiry": Phrase("Detail", "the passport's date of expiry"),
    "name": Phrase("Detail", "name"),
    "passport": Phrase("Detail", "passport number"),
}
_NUMBERS: Mapping[FindingCode, Phrase] = {
    FindingCode.DOCUMENT_MISMATCH: Phrase("Detail", "passport number"),
    FindingCode.IDENTITY_MISMATCH: Phrase("Detail", "permit number"),
}


def comma(tongue: Tongue) -> str:
    """What stands between the members of a list."""
    return tongue.translate("Detail", ", ")


def parts_of(finding: Finding) -> Iterator[str]:
    """The details that `decide` has joined in one finding."""
    yield from filter(None, finding.detail.split(_BETWEEN))


def said_part(part: str, code: FindingCode, tongue: Tongue) -> str:
    """One detail in words."""
    phrase = _NUMBERS.get(code) if part == "number" else _WORDS.get(part)
    if phrase is not None:
        return phrase.said(tongue)
    printed = _PRINT.fullmatch(part)
    if printed is not None:
        return _print(printed[1], printed[2], tongue)
    return said_day(part, tongue) or _rule(part, tongue)


def _print(shown: str, newest: str | None, tongue: Tongue) -> str:
    if newest is None:
        text = tongue.translate("Detail", "this is print no. {shown}")
        return fill(text, shown=tongue.digits(shown))
    text = tongue.translate("Detail", "this is print no. {shown}, the newest is no. {newest}")
    return fill(text, shown=tongue.digits(shown), newest=tongue.digits(newest))


def said_day(part: str, tongue: Tongue) -> str:
    """The day that a detail names; empty when it names none."""
    try:
        return tongue.date(date.fromisoformat(part))
    except ValueError:
        return ""


def _rule(rule_id: str, tongue: Tongue) -> str:
    """The rule by its name; one that came later than this program only by its id."""
    names = _rule_names().get(rule_id)
    if names is None:
        name = tongue.code(rule_id)
    else:
        name = tongue.digits(names[1] if tongue.language == "ar" else names[0])
    return fill(tongue.translate("Detail", "rule “{rule}”"), rule=name)


@cache
def _rule_names() -> Mapping[str, tuple[str, str]]:
    rules = json.loads(season_rules())["rules"]
    return {rule["id"]: (rule["name_en"], rule["name_ar"]) for rule in rules}
