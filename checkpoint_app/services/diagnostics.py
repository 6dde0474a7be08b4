"""The diagnostics file: how a lane is, for whoever mends it from afar; nothing personal in it.

Only what is listed here goes in: versions, ages, counts, sizes, the results of checks, settings
that name no one, and the log, once more masked. A name, a permit's, passport's or national ID's
number has no place among these; as a net under that, each text is masked before it is written.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checkpoint_app.log import masked

# Of the log so much is shown and sent, the newest: bytes.
LOG_TAIL = 512 * 1024
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
# As `checkpoint_app.log` writes: time, level, logger, text.
_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d{3} ([A-Z]+) ([\w.]+): (.*)")
# Our log speaks English. Whatever else stands there is somebody's, or a name of the system's.
_FOREIGN = re.compile(r"[^\x20-\x7e]+")
_HOME = re.compile(r"(/home/|/Users/|[A-Za-z]:\\Users\\)[^/\\\s'\"]+")
# A passport's number, and rows of its zone.
_DOCUMENT = re.compile(r"\b[A-Z]{1,2}\d{6,9}\b|[A-Z0-9]*<<?[A-Z0-9<]*")
_PERSONAL_SETTINGS = frozenset({"officer"})
# Of these only the kind is told: a path may name whose computer it is.
_PLACES = frozenset({"source", "scanner"})


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry of the log: ``at`` as written there, its level, who wrote it, and what."""

    at: str
    level: str
    logger: str
    text: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What goes into the file: tables by name, each of plain values, and the log's tail."""

    tables: Mapping[str, object]
    log: str


def log_lines(text: str) -> tuple[LogLine, ...]:
    """The entries of a log, oldest first. What does not begin an entry goes on with the one before
    it; what stands before the first is dropped, as it is of one that was cut."""
    found: list[LogLine] = []
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is not None:
            found.append(LogLine(*match.groups()))
        elif found:
            last = found[-1]
            found[-1] = LogLine(last.at, last.level, last.logger, f"{last.text}\n{line}")
    return tuple(found)


def chosen_lines(lines: Iterable[LogLine], level: str, text: str, most: int) -> tuple[LogLine, ...]:
    """Those of this level and worse that hold a text, the newest ``most``, oldest first."""
    least = LEVELS.index(level) if level in LEVELS else 0
    wanted = text.casefold()
    kept = [
        line
        for line in lines
        if (LEVELS.index(line.level) if line.level in LEVELS else len(LEVELS)) >= least
        and wanted in f"{line.logger} {line.text}".casefold()
    ]
    return tuple(kept[-most:])


def safe_text(text: str) -> str:
    """A text without runs of digits, documents' numbers, foreign letters and people's folders."""
    text = _HOME.sub(lambda found: f"{found[1]}…", text)
    text = _FOREIGN.sub("…", text)
    return masked(_DOCUMENT.sub("#", text))


def safe_settings(settings: Mapping[str, object]) -> dict[str, object]:
    """Settings without whoever works at the lane, and without paths."""
    return {
        name: _kind(value) if name in _PLACES else value
        for name, value in settings.items()
        if name not in _PERSONAL_SETTINGS
    }


def diagnostics_zip(diagnosis: Diagnosis) -> bytes:
    """The file: a JSON document for each table, and the log."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in diagnosis.tables.items():
            archive.writestr(f"{name}.json", json.dumps(_safe(table), indent=1, sort_keys=True))
        archive.writestr("log.txt", "\n".join(_safe_log(diagnosis.log)))
    return kept.getvalue()


def _safe(value: object) -> object:
    match value:
        case bool() | int() | float() | None:
            return value
        case Mapping():
            return {safe_text(str(name)): _safe(each) for name, each in value.items()}
        case list() | tuple():
            return [_safe(each) for each in value]
        case _:
            return safe_text(str(value))


def _safe_log(text: str) -> Iterable[str]:
    for line in log_lines(text):
        yield f"{line.at} {line.level} {line.logger}: {safe_text(line.text)}"


def _kind(value: object) -> str:
    return str(value).partition(":")[0] if ":" in str(value) else ("a file" if value else "")
