"""What the passport that was shown says beside the permit: hints for the eye, never a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from checkpoint_app.domain.permit import PermitClaims, PermitRecord
from checkpoint_app.domain.travel_document import MrzField
from ui.lane.detail_words import comma
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.domain.facts import PresentedDocument

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
    from checkpoint_app.domain.transliteration import Agreement, names_agree  # with the first one

    arabic = known.name_arabic if isinstance(known, PermitRecord) else ""
    agreement = names_agree(
        document.names, known.name_latin, arabic, truncated=document.names_truncated
    )
    return agreement is Agreement.DIFFERENT


def _parts(doubtful: frozenset[str], tongue: Tongue) -> str:
    """In their order in the zone."""
    named = (phrase for field, phrase in _PARTS.items() if field.value in doubtful)
    return comma(tongue).join(phrase.said(tongue) for phrase in named)
