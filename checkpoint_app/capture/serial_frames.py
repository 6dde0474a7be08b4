"""What a burst of bytes from a serial scanner holds: one code, several, or a passport's zone.

Scanners send ``[prefix][AIM identifier]code[suffix]``, passport readers the lines of the zone, each
with a carriage return, often between STX and ETX. A burst is what came without a pause, so a line
end inside it may be data (a code can hold any byte), part a zone's lines, or part codes that came
in one go. Only lines that say by themselves what they are count apart: permits and zones. All else
stays as it came, line ends included.

A code loses line ends, tabs and NULs at its own ends: they cannot be told from a suffix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from checkpoint_app.capture.reading import UNKNOWN, Reading, identified
from checkpoint_app.credential.scanned import interpret
from checkpoint_app.domain.facts import ReadingKind

LONGEST = 4096  # bytes of a code; `scanned.interpret` takes no more
# Shorter is what a plug makes that is pushed in, no code.
_SHORTEST = 3

_ENDS = re.compile(rb"[\r\n\t\x03\x04]")
_AROUND = b"\r\n\t\x00\x02\x03\x04"
# ISO/IEC 15424: what scanners say of the symbol when they are set to.
_IDENTIFIER = re.compile(rb"\][A-Za-z][0-9A-Za-z]")
# Readers of passports put a message between STX and ETX, a header before and a check byte after.
_MESSAGE = re.compile(rb"\x02([^\x02\x03]*)\x03")
_OUTSIDE = 8  # bytes of header and check that a message may have around it
# The first line of a machine-readable zone: kind, country, and more letters than an address has.
_FIRST = re.compile(rb"[PIACV][A-Z<][A-Z<]{3}[A-Z0-9<]{5,39}")
_LATER = (re.compile(rb"[A-Z0-9<]{28,44}"), re.compile(rb"[A-Z][A-Z<]{2,29}"))
_CARD_LINE = 30  # three such lines make the zone of a card, two of any other length a zone
_RUN_TOGETHER = frozenset({72, 88, 90})
_ZONE = re.compile(rb"[PIACV][A-Z<][A-Z<]{3}[A-Z0-9<]{67,85}")


def readings_of(burst: bytes, source: str = "", at: float = 0.0) -> tuple[Reading, ...]:
    """The readings of a burst, in their order. What is in it twice, one after the other, is once:
    a scanner that is stuck."""
    codes = [code for message in _messages(burst) for code in _codes(message)]
    told = [_reading(code, source, at) for code in codes]
    sound = [reading for reading in told if len(reading.data) >= _SHORTEST]
    return tuple(
        reading
        for before, reading in pairwise([None, *sound])
        if reading is not None and reading != before
    )


def permits_of(burst: bytes, source: str = "", at: float = 0.0) -> tuple[Reading, ...]:
    """The permits and passports of a burst that is too long, each once."""
    known = (one for one in readings_of(burst, source, at) if len(one.data) <= LONGEST)
    return tuple(dict.fromkeys(one for one in known if is_known(one.data)))


def too_long(burst: bytes, source: str = "", at: float = 0.0) -> Reading:
    """What to answer for a burst that is longer than `LONGEST`: `interpret` says so of it."""
    cut = burst[: LONGEST + 1]
    return Reading(cut.decode("latin-1"), cut, UNKNOWN, source, at=at)


def is_known(code: bytes) -> bool:
    """Whether a code is a permit's or a passport's."""
    kind = interpret(code).kind
    return kind in (ReadingKind.TOKEN, ReadingKind.NUMBER, ReadingKind.PASSPORT)


def is_whole(burst: bytes) -> bool:
    """Whether nothing need follow a burst: its end is there, or what it is has its length."""
    if burst[-1:] in (b"\r", b"\n", b"\t", b"\x03", b"\x04"):
        return True
    message = _MESSAGE.search(burst)
    if message is not None and len(burst) - message.end() <= 2:
        return True
    code = _without_identifier(_stripped(burst))
    if code.isdigit():
        return interpret(code).kind is ReadingKind.TOKEN
    return _is_whole_zone(_lines(code))


def wants_line(burst: bytes) -> bool:
    """Whether a passport's zone has begun in a burst and its next line is still to come."""
    lines = _lines(burst)
    first = next((place for place, line in enumerate(lines) if _FIRST.fullmatch(line)), None)
    return first is not None and len(lines) - first < _lines_of(lines[first])


def _messages(burst: bytes) -> list[bytes]:
    """What stands between STX and ETX where nearly all does; else the burst as it is."""
    found = [match[1] for match in _MESSAGE.finditer(burst)]
    outside = len(burst) - sum(len(message) + 2 for message in found)
    return found if found and outside <= _OUTSIDE * len(found) else [burst]


def _codes(message: bytes) -> Iterator[bytes]:
    """The message as it is, without what lines say by themselves: that comes apart."""
    spans = _spans(message)
    while spans:
        count = _count_known(message, spans)
        if count:
            yield _known(message, spans[:count])
            spans = spans[count:]
            continue
        rest = 1
        while rest < len(spans) and not _count_known(message, spans[rest : rest + 3]):
            rest += 1
        yield _unknown(message, spans[:rest])
        spans = spans[rest:]


_Span = tuple[int, int]


def _spans(message: bytes) -> list[_Span]:
    """Where the lines stand that are not empty."""
    ends = [match.start() for match in _ENDS.finditer(message)]
    cuts = pairwise([-1, *ends, len(message)])
    spans = [(start + 1, end) for start, end in cuts]
    return [(start, end) for start, end in spans if _stripped(message[start:end])]


def _count_known(message: bytes, spans: list[_Span]) -> int:
    """How many of the lines, from the first on, make a permit or a zone; 0 for none."""
    lines = [_zone_line(message[start:end]) for start, end in spans[:3]]
    if _FIRST.fullmatch(lines[0]):
        count = 1
        for line, form in zip(lines[1 : _lines_of(lines[0])], _LATER, strict=False):
            if not form.fullmatch(line):
                break
            count += 1
        if count > 1:
            return count
    return int(is_known(_stripped(message[slice(*spans[0])])))


def _known(message: bytes, spans: list[_Span]) -> bytes:
    if len(spans) == 1:
        return message[slice(*spans[0])]
    identifier = _IDENTIFIER.match(_stripped(message[slice(*spans[0])]))
    lines = (_zone_line(message[start:end]) for start, end in spans)
    return (identifier[0] if identifier else b"") + b"\n".join(lines)


def _unknown(message: bytes, spans: list[_Span]) -> bytes:
    """All of it, as it came. Lines that are all the same are one: a scanner that is stuck."""
    lines = {message[start:end] for start, end in spans}
    stuck = len(lines) == 1 and min(map(len, lines)) >= _SHORTEST
    return lines.pop() if stuck else message[spans[0][0] : spans[-1][1]]


def _lines(burst: bytes) -> list[bytes]:
    """The lines as a zone has them."""
    return [_zone_line(burst[start:end]) for start, end in _spans(burst)]


def _zone_line(line: bytes) -> bytes:
    """A line as it would stand in a zone: without identifier, flag of the reader or its padding."""
    plain = _without_identifier(_stripped(line)).rstrip(b"_ ").upper()
    flagged = plain[1:]
    if not _FIRST.fullmatch(plain) and len(flagged) in (30, 36, 44) and _FIRST.fullmatch(flagged):
        return flagged
    return plain


def _lines_of(first: bytes) -> int:
    """How many lines the zone has that begins with this one; 1 for one that has them all."""
    return 3 if len(first) <= _CARD_LINE and first[:1] not in (b"P", b"V") else 2


def _is_whole_zone(lines: list[bytes]) -> bool:
    if len(lines) == 1:
        alone = lines[0]
        return len(alone) in _RUN_TOGETHER and bool(_ZONE.fullmatch(alone))
    first = next((place for place, line in enumerate(lines) if _FIRST.fullmatch(line)), None)
    if first is None:
        return False
    zone = lines[first:]
    width = len(zone[-1])
    widths = (44,) if zone[0][:1] == b"P" else (30, 36, 44)
    return len(zone) == _lines_of(zone[0]) and width in widths and width >= len(zone[0])


def _stripped(text: bytes) -> bytes:
    return text.strip(_AROUND)


def _without_identifier(text: bytes) -> bytes:
    return text[3:] if _IDENTIFIER.match(text) else text


def _reading(code: bytes, source: str, at: float) -> Reading:
    data = _stripped(code)
    identifier = _IDENTIFIER.match(data)
    symbology = identified(identifier[0].decode("ascii")) if identifier else UNKNOWN
    data = data[3:] if identifier else data
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return Reading(text, data, symbology, source, at=at)
