"""What is said of a number while it is typed: how far it is, and whether it can be one at all."""

from __future__ import annotations

from checkpoint_app.domain.national_id import NationalId, parse_national_id
from ui.lane.number_field import LENGTH, PERSON_LENGTH, NumberField
from ui.lane.views import Mark
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

_NO_FORM = Phrase(
    "NoBarcode",
    "No date or governorate as in a national ID: compare. It can be looked up all the same",
)
_ODD_DIGIT = Phrase(
    "NoBarcode", "The last digit is unusual: compare. It can be looked up all the same"
)


def said_of(field: NumberField, tongue: Tongue) -> tuple[str, Mark | None]:
    """The sentence and its mark. A number is warned of, and never refused."""
    if field.is_person:
        return _of_person(field.digits, tongue)
    say, permit, person = tongue.translate, tongue.number(LENGTH), tongue.number(PERSON_LENGTH)
    if not field.digits:
        text = say("NoBarcode", "{permit} digits, or {person} of a national ID")
        return fill(text, permit=permit, person=person), None
    if field.mistyped and _begins_as_person(field.digits):
        count = tongue.number(LENGTH)
        text = say("NoBarcode", "{count} of {all} digits of a national ID")
        return fill(text, count=count, all=person), None
    if field.mistyped:
        return say("NoBarcode", "One digit is wrong: compare with the paper"), Mark.BAD
    text = say("NoBarcode", "{count} of {all} digits")
    text = fill(text, count=tongue.number(len(field.digits)), all=permit)
    return text, Mark.GOOD if field.complete else None


def _of_person(digits: str, tongue: Tongue) -> tuple[str, Mark]:
    said = _parsed(digits)
    if said is None:
        return _NO_FORM.said(tongue), Mark.WARNING
    if said.check_warning:
        return _ODD_DIGIT.said(tongue), Mark.WARNING
    text = tongue.translate("NoBarcode", "A national ID, born {day}")
    return fill(text, day=tongue.date(said.birth)), Mark.GOOD


def _begins_as_person(digits: str) -> bool:
    """Whether a national ID is one digit short: then no digit of a permit number is wrong."""
    return _parsed(digits + "0") is not None


def _parsed(digits: str) -> NationalId | None:
    from checkpoint_app.reference import governorates  # with the first number that is typed

    return parse_national_id(digits, governorates())
