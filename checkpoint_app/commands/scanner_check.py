"""`checkpoint scanner-check`: what a scanner sends of the test sheet, and its grade."""

from __future__ import annotations

from argparse import Namespace
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from checkpoint_app.capture.scanner_check import Grade, Link, Report, Sent, check_scanner
from checkpoint_app.capture.scanner_ear import Ear, finder, terminal_finder
from checkpoint_app.capture.scanner_lines import MOST_BYTES, codes_of, lines_of
from checkpoint_app.capture.scanner_match import match_sheet
from checkpoint_app.capture.scanner_words import abridged, report_lines, scan_lines
from checkpoint_app.capture.sheet_contents import SYMBOLS
from checkpoint_app.clock import Clock
from checkpoint_app.commands.console import Console
from checkpoint_app.commands.inputs import LINE_LIMIT
from checkpoint_app.commands.setting import Setting
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import message

# By the grade; None when it was ended before the needed symbols were scanned.
EXIT_CODES = {Grade.GOOD: 0, Grade.USABLE: 10, Grade.MUST_BE_SET: 20, None: 30}
# Seconds. After the last symbol: what a scanner sends twice comes within this.
_LINGER = 1.0
# Between codes out of a file: of their repetition nothing can be said.
_APART = 10.0
_MOST = 256  # scans that are kept for the verdict, the newest


class Check:
    """The scans so far, told as they come."""

    def __init__(self, console: Console, clock: Clock, *, json: bool, wants_all: bool) -> None:
        self._console, self._clock, self._json = console, clock, json
        self._wanted = {symbol.key for symbol in SYMBOLS if symbol.needed or wants_all}
        self._scans: deque[Sent] = deque(maxlen=_MOST)
        self._complete_since: float | None = None

    @property
    def is_over(self) -> bool:
        """Whether every symbol was scanned that is asked for, a while ago."""
        since = self._complete_since
        return since is not None and self._clock.monotonic() - since > _LINGER

    @property
    def is_complete(self) -> bool:
        """Whether every symbol was scanned that is asked for."""
        return self._complete_since is not None

    def take(self, sent: Sent) -> None:
        """Tell of one scan."""
        if not sent.text.strip():
            return
        match = match_sheet(sent.text)
        self._scans.append(sent)
        self._wanted.discard("" if match is None else match.symbol.key)
        if not self._wanted:
            self._complete_since = self._clock.monotonic()
        if self._json:
            self._console.object(_scan_object(sent))
            return
        for place, line in enumerate(scan_lines(sent, self._console.lang)):
            self._console.line(f"  {line}" if place else line)

    def end(self) -> int:
        """Tell the verdict; its exit code."""
        report = check_scanner(list(self._scans))
        if self._json:
            self._console.object(_report_object(report))
        else:
            self._console.line("")
            for line in report_lines(report, self._console.lang):
                self._console.line(line)
        return EXIT_CODES[report.grade]


def scanner_check(chosen: Namespace, setting: Setting) -> int:
    """Listen until the symbols that are asked for were scanned, or Ctrl-C. Raises ConfigError for a
    setting that names no scanner, and for a file that cannot be read."""
    check = Check(setting.console, setting.clock, json=chosen.json, wants_all=chosen.all)
    if chosen.file is not None:
        for sent in _kept(chosen.file):
            check.take(sent)
        return check.end()
    ear = _ear(chosen.scanner, setting)
    try:
        if ear is None:
            _take_lines(check, setting)
        else:
            _listen(ear, check)
    except KeyboardInterrupt:
        if ear is not None:
            for sent in ear.rest():
                check.take(sent)
    return check.end()


def _ear(scanner: str | None, setting: Setting) -> Ear | None:
    """The scanner to listen to; None for a standard input that gives lines only."""
    console = setting.console

    def opened(name: str) -> None:
        key = "scanner.check_typing" if scanner is None else "scanner.check_listening"
        console.warn(message(key, console.lang, name=name))

    if scanner is not None:
        find, link = finder(scanner)
        return Ear(find, link, setting.clock, opened, console.fail)
    typed = terminal_finder(setting.stdin)
    if typed is None:
        return None
    return Ear(typed, Link.KEYS, setting.clock, opened, console.fail, stays=False)


def _listen(ear: Ear, check: Check) -> None:
    for sent in ear.scans():
        if sent is not None:
            check.take(sent)
        elif check.is_over:
            break
    for sent in ear.rest():
        check.take(sent)


def _take_lines(check: Check, setting: Setting) -> None:
    """Of lines nothing is known of speed, and Enter may be any."""
    setting.console.warn(message("scanner.check_lines", setting.console.lang))
    lines = iter(lambda: setting.stdin.readline(LINE_LIMIT), "")
    for text in codes_of(lines):
        check.take(Sent(text, (setting.clock.monotonic(),), Link.KEYS))
        if check.is_complete:
            break


def _kept(path: Path) -> Iterator[Sent]:
    try:
        with path.open("rb") as file:
            kept = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ConfigError("no capture", key="cli.no_such_file", name=path.name) from error
    for place, text in enumerate(codes_of(lines_of(kept))):
        yield Sent(text, (place * _APART,), Link.SERIAL)


def _scan_object(sent: Sent) -> dict[str, object]:
    report = check_scanner([sent])
    symbol = report.matches[0].symbol.key if report.matches else None
    return {"sent": abridged(sent), "symbol": symbol, **_measured(report)}


def _report_object(report: Report) -> dict[str, object]:
    return {
        "grade": None if report.grade is None else report.grade.name.lower(),
        "advice": [advice.key for advice in report.advice],
        "missing": [symbol.key for symbol in report.missing],
        "unknown": report.unknown,
        **_measured(report),
    }


def _measured(report: Report) -> dict[str, object]:
    return {
        "layout": None if report.layout is None else report.layout.value,
        "prefix": report.prefix,
        "suffix": report.suffix,
        "pace_ms": _in_ms(report.pace),
        "worst_gap_ms": _in_ms(report.worst_gap),
        "passport": None if report.zone is None else report.zone.layout.value,
    }


def _in_ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 3)
