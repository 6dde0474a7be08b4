"""What the passport that was shown says beside the permit: each field that was compared, and
hints for the eye. Names are never more than a hint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from checkpoint_app.domain.checks.document import Compared, Field, compared
from checkpoint_app.domain.permit import PermitClaims, PermitRecord, Sex
from checkpoint_app.domain.travel_document import MrzField
from ui.lane.detail_words import comma
from ui.lane.views import CheckView, Mark
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.domain.facts import PresentedDocument
    from checkpoint_app.domain.transliteration import Agreement

_PARTS: Mapping[MrzField, Phrase] = {
    MrzField.NUMBER: Phrase("Passport", "number"),
    MrzField.BIRTH: Phrase("Passport", "date of birth"),
    MrzField.EXPIRY: Phrase("Passport", "date of expiry"),
    MrzField.PERSONAL: Phrase("Passport", "personal number"),
    MrzField.COMPOSITE: Phrase("Passport", "the check digit of the whole line"),
    MrzField.ISSUER: Phrase("Passport", "issuing state"),
    MrzField.NATIONALITY: Phrase("Passport", "nationality"),
    MrzField.SEX: Phrase("Passport", "sex"),
    MrzField.NAMES: Phrase("Passport", "names"),
}
_FIELDS: Mapping[Field, Phrase] = {
    Field.NUMBER: Phrase("Compared", "Number"),
    Field.BIRTH: Phrase("Compared", "Birth"),
    Field.SEX: Phrase("Compared", "Sex"),
    Field.EXPIRY: Phrase("Compared", "Expiry"),
}
_SEXES: Mapping[Sex, Phrase] = {
    Sex.MALE: Phrase("Person", "Male"),
    Sex.FEMALE: Phrase("Person", "Female"),
    Sex.UNKNOWN: Phrase("Person", "Not given"),
}
_SAID: Mapping[bool | None, tuple[Mark, Phrase]] = {
    True: (Mark.GOOD, Phrase("Compared", "{field}: the same")),
    False: (Mark.BAD, Phrase("Compared", "{field}: another in the passport")),
    None: (Mark.PLAIN, Phrase("Compared", "{field}: not compared")),
}
# By `Agreement`, which is loaded with the first names to compare.
_NAMES: Mapping[str, tuple[Mark, Phrase]] = {
    "SAME": (Mark.GOOD, Phrase("Compared", "Names agree")),
    "LIKE": (Mark.NOTED, Phrase("Compared", "Names similar")),
    "DIFFERENT": (Mark.WARNING, Phrase("Compared", "Names differ")),
}


def present_checks(
    document: PresentedDocument | None, known: PermitRecord | PermitClaims, tongue: Tongue
) -> tuple[CheckView, ...]:
    """Each field of the zone that was read beside the permit's, then the names. Nothing for a
    passport of which only a number is known, nor for a zone that was misread."""
    if document is None or not document.is_zone or document.checks_failed:
        return ()
    fields = (_check(each, document, tongue) for each in compared(document, known))
    return (*fields, *_names(document, known, tongue))


def _check(each: Compared, document: PresentedDocument, tongue: Tongue) -> CheckView:
    label = _FIELDS[each.field].said(tongue)
    mark, sentence = _SAID[each.same]
    spoken = fill(sentence.said(tongue), field=label)
    value = _shown(each.field, document, tongue) if each.same is False else ""
    return CheckView(label, mark, spoken, value)


def _shown(field: Field, document: PresentedDocument, tongue: Tongue) -> str:
    """What the passport says of a field."""
    match field:
        case Field.NUMBER:
            return tongue.code(document.number or document.number_tail)
        case Field.SEX:
            return _SEXES[document.sex].said(tongue)
        case Field.EXPIRY:
            return "" if document.expiry is None else tongue.date(document.expiry)
        case Field.BIRTH:
            if document.birth is not None:
                return tongue.date(document.birth)
            year, month, day = (document.birth_yymmdd[at : at + 2] for at in (0, 2, 4))
            return tongue.code(f"{day}/{month}/{year}".replace("<", "?"))


def _names(
    document: PresentedDocument, known: PermitRecord | PermitClaims, tongue: Tongue
) -> Iterator[CheckView]:
    agreement = None
    if MrzField.NAMES.value not in document.doubtful:
        agreement = _agreement(document, known)
    if agreement is not None:
        mark, phrase = _NAMES[agreement.name]
        yield CheckView(phrase.said(tongue), mark, phrase.said(tongue))


def present_passport(
    document: PresentedDocument | None, known: PermitRecord | PermitClaims, tongue: Tongue
) -> tuple[str, ...]:
    """What to look at: a zone that was read with doubt, names that do not agree with the permit's.
    Nothing for a passport of which only a number is known."""
    if document is None or not document.is_zone:
        return ()
    return tuple(_hints(document, known, tongue))


def _hints(
    document: PresentedDocument, known: PermitRecord | PermitClaims, tongue: Tongue
) -> Iterator[str]:
    if document.doubtful:
        wrong = tongue.translate("Passport", "A check digit is wrong, swipe again: {parts}")
        unclear = tongue.translate("Passport", "Not read with certainty, swipe again: {parts}")
        text = wrong if document.checks_failed else unclear
        yield fill(text, parts=_parts(document.doubtful, tongue))
    if MrzField.NAMES.value not in document.doubtful and _differ(document, known):
        text = tongue.translate("Passport", "Names differ, compare. In the passport: {names}")
        yield fill(text, names=tongue.code(document.names))


def _differ(document: PresentedDocument, known: PermitRecord | PermitClaims) -> bool:
    agreement = _agreement(document, known)
    return agreement is not None and agreement.name == "DIFFERENT"


def _agreement(document: PresentedDocument, known: PermitRecord | PermitClaims) -> Agreement | None:
    from checkpoint_app.domain.transliteration import names_agree  # with the first names

    arabic = known.name_arabic if isinstance(known, PermitRecord) else ""
    return names_agree(document.names, known.name_latin, arabic, truncated=document.names_truncated)


def _parts(doubtful: frozenset[str], tongue: Tongue) -> str:
    """In their order in the zone."""
    named = (phrase for field, phrase in _PARTS.items() if field.value in doubtful)
    return comma(tongue).join(phrase.said(tongue) for phrase in named)
