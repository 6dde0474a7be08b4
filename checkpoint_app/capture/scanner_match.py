"""Which symbol of the scanner sheet a text is, and what became of it on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from checkpoint_app.capture.sheet_contents import SYMBOLS, SheetSymbol
from checkpoint_app.credential.keyboard import from_arabic_keys
from checkpoint_app.credential.sheet_codes import GROUP_SEPARATOR, LINE_END
from checkpoint_app.domain.digits import ascii_digits

# Keys and control characters that end a code.
ENDS = frozenset("\r\n\t\x03\x04")
# A text at least so like a symbol's content is that symbol, garbled.
_LIKENESS = 0.6
# What the keys of a US keyboard type on a French one, as far as digits and letters go.
_FRENCH = str.maketrans("&é\"'(-è_çàqwazQWAZ", "1234567890azqwAZQW")


class Layout(Enum):
    """The keyboard layout through which a scanner's keys went."""

    US = "us"
    ARABIC = "arabic"
    FRENCH = "french"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Match:
    """One scan of a symbol. ``garbled`` pairs what stands there with what came; ``torn`` when
    characters are missing, too many, or out of order."""

    symbol: SheetSymbol
    prefix: str = ""
    suffix: str = ""
    layout: Layout = Layout.US
    caps: bool = False
    arabic_digits: bool = False
    zero_lost: bool = False
    separator: bool = True
    line_end: bool = True
    garbled: frozenset[tuple[str, str]] = frozenset()
    torn: bool = False
    times: int = 1

    @property
    def must_arrive(self) -> bool:
        """Whether a lane depends on it: digits always; letters unless it is the Arabic layout's
        doing, whose keys type two letters at once and out of order."""
        return self.symbol.needed or self.layout is not Layout.ARABIC


def match_sheet(text: str) -> Match | None:
    """The symbol that a text stands for: as it is, as a layout changes it, or garbled. None for
    what is not of the sheet."""
    for layout, caps, view in meanings(text):
        for symbol in SYMBOLS:
            for content, change in _variants(symbol):
                if content in view:
                    return Match(
                        symbol,
                        prefix=view.partition(content)[0],
                        suffix=view.rpartition(content)[2],
                        layout=layout,
                        caps=caps,
                        arabic_digits=ascii_digits(text) != text,
                        zero_lost=change == "zero",
                        separator=change != "separator",
                        line_end=change != "line end",
                        times=view.count(content),
                    )
    return _nearest(text) or _by_length(text)


def meanings(text: str) -> Iterator[tuple[Layout, bool, str]]:
    """What a scanner may have meant: by layout, without and with Caps Lock."""
    plain = ascii_digits(text)
    for layout, view in (
        (Layout.US, plain),
        (Layout.ARABIC, from_arabic_keys(plain)),
        (Layout.FRENCH, plain.translate(_FRENCH)),
    ):
        yield layout, False, view
        yield layout, True, view.swapcase()


def _variants(symbol: SheetSymbol) -> Iterator[tuple[str, str]]:
    """A symbol's content, and what scanners are known to make of it, with what they changed."""
    content = symbol.content
    yield content, ""
    if GROUP_SEPARATOR in content:
        for other in ("", " ", "\ufffd", "<GS>", "|"):
            yield content.replace(GROUP_SEPARATOR, other), "separator"
    if LINE_END in content:
        for other in ("\r\n", "\n", "\t", " ", ""):
            yield content.replace(LINE_END, other), "line end"
    if content.isdigit():
        yield content.lstrip("0"), "zero"


def _nearest(text: str) -> Match | None:
    """The symbol that a garbled text is most like."""
    plain = ascii_digits(text.strip("".join(ENDS)))
    best, likeness, layout, body = None, _LIKENESS, Layout.OTHER, plain
    for meant, view in ((Layout.OTHER, plain), (Layout.ARABIC, from_arabic_keys(plain))):
        for symbol in SYMBOLS:
            matcher = SequenceMatcher(None, symbol.content, view, autojunk=False)
            bounds = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
            if all(bound() > likeness for bound in bounds):
                best, likeness, layout, body = symbol, matcher.ratio(), meant, view
    if best is None:
        return None
    suffix = _end_of(text)
    if len(body) != len(best.content):
        return Match(best, suffix=suffix, layout=layout, torn=True)
    pairs = frozenset(pair for pair in zip(best.content, body, strict=True) if pair[0] != pair[1])
    return Match(best, suffix=suffix, layout=layout, garbled=pairs)


def _by_length(text: str) -> Match | None:
    """A layout may change every character, and leaves their number: 13 or 469 of them are telling,
    if each digit always became the same character."""
    body = text.strip("".join(ENDS))
    for symbol in SYMBOLS:
        pairs = frozenset(zip(symbol.content, body, strict=False))
        one_to_one = len({right for right, _ in pairs}) == len(pairs)
        if symbol.needed and len(body) == len(symbol.content) and one_to_one:
            return Match(symbol, suffix=_end_of(text), layout=Layout.OTHER, garbled=pairs)
    return None


def _end_of(text: str) -> str:
    return text[len(text.rstrip("".join(ENDS))) :]
