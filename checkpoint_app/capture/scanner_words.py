"""A scanner's report in words, in either language."""

from __future__ import annotations

from collections.abc import Iterator

from checkpoint_app.capture.scanner_check import Report, Sent, check_scanner, shown, shown_within
from checkpoint_app.capture.scanner_lines import is_of_passport
from checkpoint_app.capture.sheet_contents import SYMBOLS
from checkpoint_app.reference import message

_FIRST, _LAST = 24, 12  # characters of a long code that are shown


def report_lines(report: Report, lang: str) -> Iterator[str]:
    """The verdict, then what to set, then what was measured."""
    grade = "none" if report.grade is None else report.grade.name.lower()
    yield message(f"scanner.grade_{grade}", lang)
    for advice in report.advice:
        yield message(advice.key, lang, **dict(advice.params))
    yield from _measured(report, lang)


def scan_lines(sent: Sent, lang: str) -> Iterator[str]:
    """What one scan was: its signs, unless a passport's are among them, and what is known of it."""
    report = check_scanner([sent])
    yield abridged(sent)
    for match in report.matches:
        name = message(f"scanner.symbol_{match.symbol.key}", lang)
        number = SYMBOLS.index(match.symbol) + 1
        yield message("scanner.check_symbol", lang, number=number, name=name)
    if report.unknown:
        yield message("scanner.check_unknown", lang)
    yield from _measured_scan(report, lang)


def abridged(sent: Sent) -> str:
    """The signs as they can be read, of many the first and the last. Nothing of a passport."""
    count = len(sent.text)
    if is_of_passport(sent.text):
        return f"… ({count})"
    if count <= _FIRST + _LAST + 8:
        return shown_within(sent.text)
    return f"{shown_within(sent.text[:_FIRST])} … {shown_within(sent.text[-_LAST:])} ({count})"


def _measured(report: Report, lang: str) -> Iterator[str]:
    yield from _measured_scan(report, lang)
    if report.missing:
        names = [message(f"scanner.symbol_{symbol.key}", lang) for symbol in report.missing]
        yield message("scanner.missing", lang, names=" · ".join(names))
    if report.unknown:
        yield message("scanner.unknown", lang, count=report.unknown)


def _measured_scan(report: Report, lang: str) -> Iterator[str]:
    nothing = message("scanner.nothing", lang)
    if report.pace is not None and report.worst_gap is not None:
        pace, worst = f"{report.pace * 1000:.1f}", f"{report.worst_gap * 1000:.0f}"
        yield message("scanner.speed", lang, ms=pace, worst=worst)
    if report.matches:
        prefix, suffix = shown(report.prefix) or nothing, shown(report.suffix) or nothing
        yield message("scanner.ends", lang, prefix=prefix, suffix=suffix)
    if report.layout is not None:
        name = message(f"scanner.layout_{report.layout.value}_name", lang)
        yield message("scanner.layout", lang, layout=name)
    if report.zone is not None:
        zone = report.zone
        yield message("scanner.zone_form", lang, layout=zone.layout.value, lines=zone.lines)
