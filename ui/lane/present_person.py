"""Who the permit is for, and what happened to it before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoint_app.domain.facts import ReadingKind
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.permit import PermitClaims, PermitRecord, Sex
from ui.lane.detail_words import comma
from ui.lane.present_passport import present_checks, present_passport
from ui.lane.views import CheckView, EarlierView, FactView, Mark, PersonView
from ui.lane.words import MOVEMENTS, label, lane_name, moment, port_of_bit
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.domain.facts import PresentedDocument
    from checkpoint_app.domain.movement import PastMovement
    from checkpoint_app.services.lane import Answer
    from ui.ports import LanePlace

TAIL = 4
"""How many characters of a passport number are set apart."""
_EARLIER = 6
_SEXES = {
    Sex.MALE: Phrase("Person", "Male"),
    Sex.FEMALE: Phrase("Person", "Female"),
    Sex.UNKNOWN: Phrase("Person", "Not given"),
}
# The facts that a finding speaks of, by the text of their label.
_SPOKEN_OF: Mapping[FindingCode, str] = {
    FindingCode.NOT_YET_VALID: "valid",
    FindingCode.EXPIRED: "valid",
    FindingCode.WRONG_DATE: "travel",
    FindingCode.WRONG_PORT: "ports",
    FindingCode.COMPANY_SUSPENDED: "company",
    FindingCode.COMPANY_CANCELLED: "company",
    FindingCode.PROGRAMME_CANCELLED: "programme",
}
_UNSIGNED = frozenset({ReadingKind.NUMBER, ReadingKind.PASSPORT})


def present_person(
    answer: Answer, place: LanePlace, tongue: Tongue, document: PresentedDocument | None = None
) -> PersonView | None:
    """The pilgrim, as far as a signature proves it; None when none does. ``document`` is the
    passport that was shown."""
    known = answer.record or answer.claims
    if known is None:
        return None
    mark = _passport_mark(answer, document)
    checks = present_checks(document, known, tongue)
    return PersonView(
        name_arabic=known.name_arabic if isinstance(known, PermitRecord) else "",
        name_latin=known.name_latin,
        passport_head=known.passport[:-TAIL],
        passport_tail=known.passport[-TAIL:],
        passport_mark=mark,
        passport_note=_passport_note(mark, checks, tongue),
        facts=tuple(_facts(known, place, _spoken_of(answer), tongue)),
        hints=present_passport(document, known, tongue),
        checks=checks,
    )


def present_earlier(
    answer: Answer, place: LanePlace, now: datetime, tongue: Tongue
) -> tuple[EarlierView, ...]:
    """What is known to have happened to the permit before, newest first."""
    newest = answer.movements[::-1][:_EARLIER]
    return tuple(
        EarlierView(moment(past.at, now, tongue), _event(past, place, tongue)) for past in newest
    )


def _event(past: PastMovement, place: LanePlace, tongue: Tongue) -> str:
    here = past.port == place.port.bit
    where = lane_name(past.lane, tongue) if here else port_of_bit(past.port, tongue)
    what = MOVEMENTS[past.kind].said(tongue)
    return comma(tongue).join((what, where)) if past.lane or not here else what


def _passport_mark(answer: Answer, document: PresentedDocument | None) -> Mark:
    """Whether the passport was compared. A signed code may be answered without; a passport that
    was shown all the same, and is the permit's, was compared."""
    codes = answer.verdict.codes
    if FindingCode.DOCUMENT_MISMATCH in codes:
        return Mark.BAD
    if FindingCode.DOCUMENT_NEEDED in codes:
        return Mark.WARNING
    read = answer.interpretation
    shown = document is not None and not document.checks_failed
    matched = shown or (read is not None and read.kind in _UNSIGNED)
    return Mark.GOOD if matched else Mark.PLAIN


def _passport_note(mark: Mark, checks: tuple[CheckView, ...], tongue: Tongue) -> str:
    if mark is Mark.BAD and checks and checks[0].mark is Mark.GOOD:
        return tongue.translate("Person", "The passport differs from the permit")
    if mark is Mark.BAD:
        return tongue.translate("Person", "The passport shown is another one")
    if mark is Mark.WARNING:
        return tongue.translate("Person", "Not compared yet")
    if mark is Mark.GOOD:
        return tongue.translate("Person", "The passport matches")
    return tongue.translate("Person", "Compare the last four")


def _spoken_of(answer: Answer) -> frozenset[str]:
    return frozenset(_SPOKEN_OF[code] for code in answer.verdict.codes if code in _SPOKEN_OF)


def _facts(
    known: PermitRecord | PermitClaims, place: LanePlace, spoken_of: frozenset[str], tongue: Tongue
) -> Iterator[FactView]:
    def mark(fact: str) -> Mark:
        return Mark.WARNING if fact in spoken_of else Mark.PLAIN

    translate = tongue.translate
    yield FactView(translate("Person", "Born"), tongue.date(known.birth))
    yield FactView(translate("Person", "Sex"), _SEXES[known.sex].said(tongue))
    yield FactView(
        translate("Person", "Programme"), label(str(known.programme), tongue), mark("programme")
    )
    yield FactView(
        translate("Person", "Company"), label(str(known.company), tongue), mark("company")
    )
    yield FactView(
        translate("Person", "Ports"), _ports(known.ports, place.port.bit, tongue), mark("ports")
    )
    if isinstance(known, PermitRecord):
        yield from _dates(known, place, spoken_of, tongue)


def _dates(
    record: PermitRecord, place: LanePlace, spoken_of: frozenset[str], tongue: Tongue
) -> Iterator[FactView]:
    travel = Mark.WARNING if "travel" in spoken_of else Mark.PLAIN
    valid = Mark.WARNING if "valid" in spoken_of else Mark.PLAIN
    translate = tongue.translate
    if record.service:
        flight = place.port.mode == "air"
        name = translate("Person", "Flight") if flight else translate("Person", "Sailing")
        yield FactView(name, label(record.service, tongue))
    yield FactView(translate("Person", "Leaves"), tongue.date(record.travel_out), travel)
    yield FactView(translate("Person", "Returns"), tongue.date(record.travel_back))
    yield FactView(translate("Person", "Valid until"), tongue.date(record.valid_until), valid)


def _ports(bitmap: int, here: int, tongue: Tongue) -> str:
    """The permit's port, this one before others; of several the others are counted."""
    bits = [bit for bit in range(bitmap.bit_length()) if bitmap >> bit & 1]
    if not bits:
        return tongue.translate("Person", "None")
    name = port_of_bit(here if here in bits else bits[0], tongue)
    if len(bits) == 1:
        return name
    others = tongue.translate("Person", "and %n more port(s)", None, len(bits) - 1)
    return fill(tongue.translate("Person", "{port} {others}"), port=name, others=others)
