"""The camera's and the scanner's test as their page shows them. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checkpoint_app.capture.presence import Hint, Presence
from checkpoint_app.capture.scanner_check import Grade, Report, Sent, check_scanner, shown
from checkpoint_app.capture.scanner_words import abridged
from checkpoint_app.domain.facts import ReadingKind
from checkpoint_app.errors import CheckpointError
from ui.it_desk.present_data import NO_BANNER, BannerView
from ui.it_desk.words import decimal
from ui.lane.views import FactView, Mark
from ui.widgets.table_view import CellView, ColumnView, RowView, TableView
from ui.wording.phrase import Phrase
from ui.wording.remarks import complaint, remark
from ui.wording.tongue import Tongue, fill

KINDS: Mapping[ReadingKind, Phrase] = {
    ReadingKind.TOKEN: Phrase("It", "A permit's code, whole"),
    ReadingKind.NUMBER: Phrase("It", "A permit's number"),
    ReadingKind.PASSPORT: Phrase("It", "A passport"),
}
_OTHER_KIND = Phrase("It", "Something else")
HINTS: Mapping[Hint, Phrase] = {
    Hint.CLOSER: Phrase("It", "The barcode is too small: hold it closer"),
    Hint.MORE_LIGHT: Phrase("It", "Too dark: more light on the counter"),
    Hint.HOLD_STILL: Phrase("It", "Blurred: hold still, or fasten the camera"),
    Hint.LESS_GLARE: Phrase("It", "Glare: turn the lamp or the camera"),
    Hint.FLATTER: Phrase("It", "Bent: lay the paper flat"),
}
_PRESENCES: Mapping[Presence, tuple[Phrase, Mark]] = {
    Presence.OPENED: (Phrase("It", "Works"), Mark.GOOD),
    Presence.ABSENT: (Phrase("It", "Not there"), Mark.BAD),
    Presence.ENDED: (Phrase("It", "At its end"), Mark.PLAIN),
}
_GRADES: Mapping[Grade, Mark] = {
    Grade.GOOD: Mark.GOOD,
    Grade.USABLE: Mark.WARNING,
    Grade.MUST_BE_SET: Mark.BAD,
}


@dataclass(frozen=True, slots=True)
class CameraRates:
    """What the camera did in the last seconds: pictures and readings a second; ``kind`` of the last
    reading, None before any."""

    pictures: float
    readings: float
    total: int
    kind: ReadingKind | None
    hint: Hint | None


@dataclass(frozen=True, slots=True)
class ScannerView:
    """A scanner so far. ``advice`` are sentences, the worst first."""

    banner: BannerView
    advice: tuple[str, ...]
    facts: tuple[FactView, ...]
    table: TableView


def present_camera(
    presence: Presence | None,
    error: CheckpointError | None,
    rates: CameraRates,
    tongue: Tongue,
) -> tuple[BannerView, tuple[FactView, ...]]:
    """The camera as it stands; ``presence`` None where none is set."""
    say = tongue.translate
    if presence is None:
        told = say("It", "No camera is set for this lane. Choose one in the settings")
        return BannerView(told, Mark.WARNING), ()
    phrase, mark = _PRESENCES[presence]
    light = say("It", "In order") if rates.hint is None else HINTS[rates.hint].said(tongue)
    seen = Mark.GOOD if rates.hint is None else Mark.WARNING
    kind = say("It", "Nothing read yet")
    if rates.kind is not None:
        kind = KINDS.get(rates.kind, _OTHER_KIND).said(tongue)
    banner = NO_BANNER if error is None else BannerView(complaint(error, tongue), Mark.BAD)
    return banner, (
        FactView(say("It", "Camera"), phrase.said(tongue), mark),
        FactView(say("It", "Pictures a second"), _rate(rates.pictures, tongue)),
        FactView(say("It", "Readings a second"), _rate(rates.readings, tongue)),
        FactView(say("It", "Readings so far"), tongue.number(rates.total)),
        FactView(say("It", "Last reading"), kind),
        FactView(say("It", "Light and sharpness"), light, seen),
    )


def present_scanner(scans: Sequence[Sent], tongue: Tongue, *, listening: bool) -> ScannerView:
    """What was scanned of the sheet so far, and whether the scanner is set up well."""
    report = check_scanner(list(scans))
    return ScannerView(
        _verdict(report, tongue, any_scan=bool(scans), listening=listening),
        tuple(remark(one.key, tongue, **dict(one.params)) for one in report.advice),
        _measured(report, tongue) if scans else (),
        _scans(scans, tongue),
    )


def _verdict(report: Report, tongue: Tongue, *, any_scan: bool, listening: bool) -> BannerView:
    if not any_scan:
        if not listening:
            return NO_BANNER
        told = tongue.translate("It", "Scan each symbol of the test sheet, in any order")
        return BannerView(told, Mark.NOTED)
    grade = "none" if report.grade is None else report.grade.name.lower()
    mark = Mark.NOTED if report.grade is None else _GRADES[report.grade]
    return BannerView(remark(f"scanner.grade_{grade}", tongue), mark)


def _measured(report: Report, tongue: Tongue) -> tuple[FactView, ...]:
    say = tongue.translate
    nothing = say("It", "Nothing")
    facts = []
    if report.pace is not None and report.worst_gap is not None:
        facts.append(FactView(say("It", "A character takes"), _ms(report.pace, tongue)))
        facts.append(FactView(say("It", "Longest gap"), _ms(report.worst_gap, tongue)))
    if report.matches:
        prefix, suffix = shown(report.prefix), shown(report.suffix)
        facts.append(FactView(say("It", "Sent before a code"), tongue.code(prefix) or nothing))
        facts.append(FactView(say("It", "Sent after a code"), tongue.code(suffix) or nothing))
    if report.layout is not None:
        layout = remark(f"scanner.layout_{report.layout.value}_name", tongue)
        facts.append(FactView(say("It", "Keyboard layout"), layout))
    if report.zone is not None:
        facts.append(FactView(say("It", "Passport swiped"), tongue.code(report.zone.layout.value)))
    if report.missing:
        names = " · ".join(remark(f"scanner.symbol_{each.key}", tongue) for each in report.missing)
        facts.append(FactView(say("It", "Not scanned yet"), names, Mark.NOTED))
    return tuple(facts)


def _scans(scans: Sequence[Sent], tongue: Tongue) -> TableView:
    say = tongue.translate
    return TableView(
        title=say("It", "What the scanner sent"),
        columns=(
            ColumnView(say("It", "Symbol"), share=2),
            ColumnView(say("It", "As it came"), code=True, share=3),
        ),
        rows=tuple(
            RowView(str(number), (CellView(_symbol(sent, tongue)), CellView(_sent(sent, tongue))))
            for number, sent in reversed(tuple(enumerate(scans)))
        ),
        empty=say("It", "Nothing was scanned yet"),
    )


def _symbol(sent: Sent, tongue: Tongue) -> str:
    matches = check_scanner([sent]).matches
    if not matches:
        return tongue.translate("It", "Not of the sheet")
    return remark(f"scanner.symbol_{matches[0].symbol.key}", tongue)


def _sent(sent: Sent, tongue: Tongue) -> str:
    return tongue.code(abridged(sent))


def _ms(seconds: float, tongue: Tongue) -> str:
    return fill(tongue.translate("It", "{count} ms"), count=decimal(seconds * 1000, tongue))


def _rate(rate: float, tongue: Tongue) -> str:
    return decimal(rate, tongue)
