"""What `verify` and `scan` are given: texts and pictures, by argument or line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from checkpoint_app.domain.facts import PresentedDocument, ReadingKind
from checkpoint_app.errors import ConfigError

# A line longer than any reading is cut: what follows cannot make a permit of it.
LINE_LIMIT = 64 * 1024
# No path is longer on the systems this runs on; a token's digits are not asked of the disk.
PATH_LIMIT = 1024
_TAIL_LENGTH = 4
_PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".pgm", ".ppm"}
# Of several barcodes in one picture the signed one says most.
_USEFULNESS = (ReadingKind.TOKEN, ReadingKind.NUMBER)


@dataclass(frozen=True, slots=True)
class Scanned:
    """One scan to answer. ``shown`` is the argument it came from, ``symbology`` is empty for text
    that no barcode carried."""

    shown: str
    reading: str | bytes
    symbology: str = ""


def arguments(given: Sequence[str], stdin: TextIO) -> Iterator[str]:
    """The arguments, ``-`` replaced by the lines of the standard input."""
    for argument in given:
        if argument == "-":
            yield from lines(stdin)
        else:
            yield argument


def lines(stream: TextIO) -> Iterator[str]:
    """Lines as they come, without their ends; empty ones are none, overlong ones are cut."""
    while line := stream.readline(LINE_LIMIT):
        cut = not line.endswith("\n") and len(line) == LINE_LIMIT
        if text := line.strip("\r\n"):
            yield text
        while cut and (rest := stream.readline(LINE_LIMIT)):
            cut = not rest.endswith("\n")


def scans_of(argument: str) -> list[Scanned]:
    """The scans that one argument stands for: its text, or the barcodes of a picture.

    Raises ImageError for a file that is no picture, ConfigError for a picture that is not there.
    """
    path = _existing_file(argument)
    if path is None:
        return [Scanned(argument, argument)]
    from checkpoint_app.capture.still import read_picture  # slow to load: OpenCV

    readings = [
        Scanned(argument, reading.data, reading.symbology.value) for reading in read_picture(path)
    ]
    return most_useful(readings) or [Scanned(argument, b"")]


def _existing_file(argument: str) -> Path | None:
    if len(argument) > PATH_LIMIT or "\0" in argument or "\n" in argument:
        return None
    path = Path(argument)
    try:
        if path.is_file():
            return path
    except OSError:
        return None
    if path.suffix.lower() in _PICTURES and "://" not in argument:
        raise ConfigError("no such picture", key="cli.no_such_file", name=path.name)
    return None


def most_useful(scans: Sequence[Scanned]) -> list[Scanned]:
    """One scan for each permit, the signed reading before the bare number. Readings that are no
    permit count only when there is nothing else, and then as one."""
    from checkpoint_app.credential.scanned import interpret

    found = [(scan, interpret(scan.reading)) for scan in scans]
    chosen: dict[int, Scanned] = {}
    for kind in _USEFULNESS:
        for scan, meaning in found:
            if meaning.kind is kind and meaning.number is not None:
                chosen.setdefault(meaning.number, scan)
    others = [
        scan
        for kind in (ReadingKind.NOTICE, ReadingKind.PASSPORT)
        for scan, meaning in found
        if meaning.kind is kind
    ]
    return list(chosen.values()) or (others or list(scans))[:1]


def presented_document(line: str | None) -> PresentedDocument | None:
    """The passport of ``--passport``: a machine-readable zone, or at least the number's last four
    characters. Raises ConfigError for anything else."""
    if line is None:
        return None
    from checkpoint_app.domain.digits import ascii_digits, without_invisible
    from checkpoint_app.domain.travel_document import parse_mrz

    zone = parse_mrz(line.replace("\\n", "\n"))
    if zone is not None:
        return zone.presented()
    plain = ascii_digits(without_invisible(line)).strip().upper()
    if _TAIL_LENGTH <= len(plain) <= 9 and plain.isascii() and plain.isalnum():
        whole = plain if len(plain) > _TAIL_LENGTH else None
        return PresentedDocument(number_tail=plain[-_TAIL_LENGTH:], number=whole)
    raise ConfigError("not a passport", key="cli.passport_wrong")
