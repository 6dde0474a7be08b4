"""A passport beside the record, as the desk reads it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from checkpoint_app.domain.permit import Sex
from checkpoint_app.domain.transliteration import Agreement
from checkpoint_app.services.comparing import Match, Part
from ui.lane.detail_words import comma
from ui.lane.views import Mark
from ui.second_line.views import CardView, LineView
from ui.second_line.words import NAMES, PARTS, SEXES
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.services.comparing import Compared, Comparison

_MARKS = {Match.SAME: Mark.GOOD, Match.DIFFERENT: Mark.BAD, Match.UNKNOWN: Mark.PLAIN}
_NAME_MARKS = {
    Agreement.SAME: Mark.GOOD,
    Agreement.LIKE: Mark.NOTED,
    Agreement.DIFFERENT: Mark.WARNING,
}


def present_comparison(comparison: Comparison, tongue: Tongue) -> CardView:
    """Each part of both papers side by side; the names as a hint."""
    lines = [_line(each, tongue) for each in comparison.parts]
    if comparison.names is not None:
        lines.append(
            LineView(
                tongue.translate("SecondLine", "Names (a hint)"),
                tongue.code(comparison.shown_names),
                _NAME_MARKS[comparison.names],
                NAMES[comparison.names].said(tongue),
            )
        )
    return CardView(
        tongue.translate("SecondLine", "The passport and the record"),
        tuple(lines),
        heads=(
            tongue.translate("SecondLine", "Passport"),
            tongue.translate("SecondLine", "Record"),
        ),
    )


def comparison_word(comparison: Comparison, tongue: Tongue) -> tuple[str, Mark]:
    """What the comparison comes to, in one sentence with a next step."""
    if comparison.misread:
        text = tongue.translate(
            "SecondLine", "A check digit is wrong. Swipe the passport again, or type its number"
        )
        return text, Mark.WARNING
    different = [each for each in comparison.parts if each.match is Match.DIFFERENT]
    if different:
        named = comma(tongue).join(PARTS[each.part].said(tongue) for each in different)
        text = tongue.translate("SecondLine", "Not the same: {parts}. Ask for another document")
        return fill(text, parts=named), Mark.BAD
    return tongue.translate("SecondLine", "The passport is the permit's"), Mark.GOOD


def _line(each: Compared, tongue: Tongue) -> LineView:
    return LineView(
        PARTS[each.part].said(tongue),
        _value(each.shown, each.part, tongue),
        _MARKS[each.match],
        _value(each.recorded, each.part, tongue),
    )


def _value(value: str | date | Sex | None, part: Part, tongue: Tongue) -> str:
    if value is None or value == "":
        return tongue.translate("SecondLine", "not given")
    if isinstance(value, Sex):
        return SEXES[value].said(tongue)
    if isinstance(value, date):
        return tongue.date(value)
    return tongue.code(value)
