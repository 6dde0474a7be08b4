"""What a scanner sends when it reads the scanner sheet, and whether its settings are good.

For the IT desk, before a scanner goes to a lane. Takes raw keystrokes or raw serial bytes with
their times, before anything is put right; knows no windows. Of a swiped passport nothing is kept
but its form.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from itertools import pairwise
from statistics import median

from checkpoint_app.capture.scanner_match import ENDS, Layout, Match, match_sheet, meanings
from checkpoint_app.capture.sheet_contents import SYMBOLS, SheetSymbol
from checkpoint_app.capture.strokes import Stroke, StrokeKind
from checkpoint_app.capture.wedge import LONGEST, PACE, SILENCE
from checkpoint_app.domain.travel_document import MrzField, MrzLayout, parse_mrz

# Seconds. What comes after such a silence is another scan.
PAUSE = 0.4
# The same code again within this time was sent twice by the scanner, not scanned twice.
AGAIN = 2.5
# A character at this pace or faster makes a permit's QR wait less than five seconds.
GOOD_PACE = 0.010
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")


class Link(Enum):
    """How a scanner is connected."""

    KEYS = "keys"
    SERIAL = "serial"


class Grade(IntEnum):
    """How good a scanner's settings are."""

    GOOD = 0
    USABLE = 1
    MUST_BE_SET = 2


@dataclass(frozen=True, slots=True)
class Sent:
    """One scan as it came: ``times`` has the second of each character, or one for all where no
    more is known."""

    text: str
    times: tuple[float, ...]
    link: Link = Link.KEYS


@dataclass(frozen=True, slots=True)
class Advice:
    """What to set, and how bad it is while that is not done. ``key`` is of the catalogue."""

    key: str
    grade: Grade
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ZoneForm:
    """How a passport's zone came: in how many ``lines``, and which check digits were wrong."""

    layout: MrzLayout
    lines: int
    failed_checks: frozenset[MrzField]


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. ``pace`` is the median of seconds a character, ``worst_gap`` the longest
    within a code; None without keystrokes to measure. ``grade`` is None until the needed symbols
    were scanned, unless something must be set in any case."""

    link: Link
    matches: tuple[Match, ...]
    unknown: int
    zone: ZoneForm | None
    pace: float | None
    worst_gap: float | None
    repeats: int
    advice: tuple[Advice, ...]
    grade: Grade | None
    seen: frozenset[str] = frozenset()

    @property
    def missing(self) -> tuple[SheetSymbol, ...]:
        """The symbols that were not scanned yet, or that the scanner does not read."""
        return tuple(symbol for symbol in SYMBOLS if symbol.key not in self.seen)

    @property
    def layout(self) -> Layout | None:
        """The layout that says most: any but US, if one was met."""
        layouts = Counter(match.layout for match in self.matches)
        strange = [layout for layout, _ in layouts.most_common() if layout is not Layout.US]
        return strange[0] if strange else next(iter(layouts), None)

    @property
    def prefix(self) -> str:
        """What the scanner puts first, most often."""
        return _most_common(match.prefix for match in self.matches)

    @property
    def suffix(self) -> str:
        """What it puts last."""
        return _most_common(match.suffix for match in self.matches)

    @property
    def garbled(self) -> frozenset[tuple[str, str]]:
        """Characters that came as others."""
        return frozenset[tuple[str, str]]().union(*(match.garbled for match in self.matches))


def sent_by_keys(strokes: Iterable[Stroke]) -> list[Sent]:
    """Scans from keystrokes as the layout gave them; releases and modifiers do not count."""
    signs = [
        (stroke.at, stroke.text or ("\r" if stroke.kind is StrokeKind.TERMINATOR else "\ufffd"))
        for stroke in strokes
        if not stroke.is_release and stroke.kind is not StrokeKind.MODIFIER
    ]
    return list(_apart(signs, Link.KEYS))


def sent_by_serial(chunks: Iterable[tuple[float, bytes]]) -> list[Sent]:
    """Scans from bytes as they were read, with the second of each read."""
    return list(_apart(((at, chunk.decode("latin-1")) for at, chunk in chunks), Link.SERIAL))


class Parting:
    """Signs as they come, parted into scans at silences. Of one longer than any code the rest is
    dropped. Times in seconds of one clock."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._text: list[str] = []
        self._times: list[float] = []

    @property
    def is_too_long(self) -> bool:
        """Whether what is arriving is longer than any code."""
        return len(self._text) > LONGEST

    def feed(self, at: float, signs: str) -> list[Sent]:
        """Signs have come; the scan before, when a silence has ended it."""
        ended = self.tick(at)
        taken = signs[: LONGEST + 1 - len(self._text)]
        self._text += taken
        self._times += [at] * len(taken)
        if self._times:
            self._times[-1] = at
        return ended

    def tick(self, at: float) -> list[Sent]:
        """Nothing came until now."""
        return self.end() if self._times and not 0 <= at - self._times[-1] <= PAUSE else []

    def end(self) -> list[Sent]:
        """Nothing more will come."""
        if not self._text:
            return []
        sent = Sent("".join(self._text), tuple(self._times), self._link)
        self._text, self._times = [], []
        return [sent]


def _apart(signs: Iterable[tuple[float, str]], link: Link) -> Iterator[Sent]:
    parting = Parting(link)
    for at, some in signs:
        yield from parting.feed(at, some)
    yield from parting.end()


def check_scanner(scans: Sequence[Sent]) -> Report:
    """Judge a scanner by its scans of the sheet, in any order and number."""
    found = [(sent, match_sheet(sent.text)) for sent in scans]
    matches = tuple(match for _, match in found if match is not None)
    rest = [sent for sent, match in found if match is None and sent.text.strip()]
    zones = [zone for sent in rest if (zone := _zone(sent.text)) is not None]
    link = scans[-1].link if scans else Link.KEYS
    pace, worst = _speed([sent for sent, match in found if match is not None])
    repeats = sum(match.times - 1 for match in matches) + _sent_again(found)
    draft = Report(
        link=link,
        matches=matches,
        unknown=len(rest) - len(zones),
        zone=zones[-1] if zones else None,
        pace=pace,
        worst_gap=worst,
        repeats=repeats,
        advice=(),
        grade=None,
        seen=frozenset(match.symbol.key for match in matches),
    )
    return _graded(draft)


def _zone(text: str) -> ZoneForm | None:
    for _, _, view in meanings(text):
        document = parse_mrz(view)
        if document is not None:
            lines = [line for line in re.split(r"[\r\n\t]+", view) if line.strip(" \x02\x03")]
            return ZoneForm(document.layout, len(lines), document.failed_checks)
    return None


# Speed and repetition.


def _speed(scans: Sequence[Sent]) -> tuple[float | None, float | None]:
    """Median and longest gap in seconds. Serial bytes come in lumps: there the mean of a code."""
    gaps = [after - before for sent in scans for before, after in pairwise(sent.times)]
    if not gaps:
        return None, None
    if scans[-1].link is Link.SERIAL:
        return sum(gaps) / len(gaps), max(gaps)
    return median(gaps), max(gaps)


def _sent_again(found: Sequence[tuple[Sent, Match | None]]) -> int:
    return sum(
        a is not None and b is not None and a.symbol is b.symbol
        and after.times[0] - before.times[-1] < AGAIN
        for (before, a), (after, b) in pairwise(found)
    )  # fmt: skip


def _most_common(texts: Iterable[str]) -> str:
    counted = Counter(texts).most_common(1)
    return counted[0][0] if counted else ""


# What to set.


def _graded(report: Report) -> Report:
    advice = tuple(_advice(report))
    worst = max((one.grade for one in advice), default=Grade.GOOD)
    needed = all(symbol.key in report.seen for symbol in SYMBOLS if symbol.needed)
    grade = worst if needed or worst is Grade.MUST_BE_SET else None
    return replace(report, advice=advice, grade=grade)


def _advice(report: Report) -> Iterator[Advice]:
    """The worst first."""
    found = [*_about_text(report), *_about_ends(report), *_about_speed(report)]
    yield from sorted(found, key=lambda one: -one.grade)


def _about_text(report: Report) -> Iterator[Advice]:
    wrong_digits = any(right.isdigit() for right, _ in report.garbled)
    if any(match.torn and match.must_arrive for match in report.matches):
        yield Advice("scanner.torn", Grade.MUST_BE_SET)
    if report.layout is Layout.FRENCH or (report.layout is Layout.OTHER and wrong_digits):
        yield Advice("scanner.layout_digits", Grade.MUST_BE_SET)
    elif report.layout is Layout.OTHER and report.garbled:
        shown = " ".join(f"{right}→{came}" for right, came in sorted(report.garbled)[:12])
        yield Advice("scanner.layout_other", Grade.USABLE, (("pairs", shown),))
    elif report.layout is Layout.ARABIC:
        yield Advice("scanner.layout_arabic", Grade.USABLE)
    if any(match.arabic_digits for match in report.matches):
        yield Advice("scanner.arabic_digits", Grade.USABLE)
    if any(match.caps for match in report.matches):
        yield Advice("scanner.caps", Grade.USABLE)
    if any(match.zero_lost for match in report.matches):
        yield Advice("scanner.zero_lost", Grade.USABLE)
    if not all(match.separator for match in report.matches):
        yield Advice("scanner.separator", Grade.GOOD)
    if not all(match.line_end for match in report.matches):
        yield Advice("scanner.line_end", Grade.GOOD)
    if report.zone is not None and report.zone.failed_checks:
        yield Advice("scanner.zone", Grade.USABLE)


def _about_ends(report: Report) -> Iterator[Advice]:
    if not report.matches:
        return
    prefix = report.prefix.strip("\x02")
    if prefix and not _SYMBOLOGY.fullmatch(prefix):
        yield Advice("scanner.prefix", Grade.MUST_BE_SET, (("text", shown(report.prefix)),))
    if not report.suffix:
        yield Advice("scanner.suffix_missing", Grade.USABLE)
    elif not set(report.suffix) <= ENDS:
        yield Advice("scanner.suffix", Grade.MUST_BE_SET, (("text", shown(report.suffix)),))
    if report.repeats:
        yield Advice("scanner.repeats", Grade.USABLE)


def _about_speed(report: Report) -> Iterator[Advice]:
    pace, worst = report.pace, report.worst_gap
    if pace is None or worst is None:
        return
    spoken = (("ms", str(round(pace * 1000))),)
    if pace > PACE:
        yield Advice("scanner.too_slow", Grade.MUST_BE_SET, spoken)
    elif pace > GOOD_PACE:
        yield Advice("scanner.slow", Grade.USABLE, spoken)
    if worst > SILENCE:
        yield Advice("scanner.stutters", Grade.MUST_BE_SET, (("ms", str(round(worst * 1000))),))
    if report.link is Link.KEYS and pace <= PACE:
        yield Advice("scanner.serial", Grade.GOOD)


_NAMES = {"\r\n": "Enter (CR LF)", "\r": "Enter (CR)", "\n": "Enter (LF)", "\t": "Tab"}
_CONTROLS = {"\x02": "STX", "\x03": "ETX", "\x04": "EOT", "\x1d": "GS", "\r": "CR", "\n": "LF"}


def shown(text: str) -> str:
    """A prefix or suffix in signs that can be read."""
    return _NAMES.get(text) or shown_within(text)


def shown_within(text: str) -> str:
    """The same of signs within a code."""
    return "".join(
        sign if sign.isprintable() else f"[{_CONTROLS.get(sign, f'{ord(sign):02X}')}]"
        for sign in text
    )
