"""What a scanned, swiped or typed text is. Nothing is proven here, and nothing is raised."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checkpoint_app.credential import notice_text, token_text
from checkpoint_app.credential.keyboard import from_arabic_keys, is_wrong_layout
from checkpoint_app.credential.rejection import CredentialError
from checkpoint_app.credential.sheet_codes import is_of_sheet
from checkpoint_app.domain.digits import ascii_digits, is_ascii_digits, without_invisible
from checkpoint_app.domain.facts import PresentedDocument, ReadingKind
from checkpoint_app.domain.permit import (
    PERMIT_NUMBER_LENGTH,
    is_permit_number,
    parse_permit_number,
)
from checkpoint_app.domain.travel_document import parse_mrz

TEXT_LIMIT = 4096  # characters, or bytes when bytes are given; a token takes some 450
_NATIONAL_ID_LENGTH = 14
# Digits alone, and as many as this: only a token or a notice looks so.
_TOKEN_LIKE = 40
# The AIM symbology identifier that scanners may put first (ISO/IEC 15424).
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_PASSPORT_NUMBER = re.compile(r"[A-Z][0-9]{7,8}")
# What else pilgrims hold out, and the text key that says so.
_OTHERS = (
    # IATA Resolution 792: format, legs, name (20), e-ticket, record locator (7), two airports.
    (re.compile(r"M[1-9].{20}[E ].{7}[A-Z]{6}", re.ASCII), "scan.boarding_pass"),
    (re.compile(r"HC1:"), "scan.vaccination"),
    (re.compile(r"(?:[a-z][a-z0-9+.-]{1,15}://|www\.)", re.IGNORECASE), "scan.url"),
)


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What a text was taken for.

    ``number`` comes with TOKEN and NUMBER, ``token`` (bytes, unchecked) with TOKEN, ``document``
    with PASSPORT, ``notice`` (an envelope, unchecked) with NOTICE. ``newer_format`` marks a NUMBER
    out of a token that this program cannot read. ``hint`` is the text key of a sentence for the
    officer, or empty.
    """

    kind: ReadingKind
    number: int | None = None
    token: bytes | None = None
    document: PresentedDocument | None = None
    newer_format: bool = False
    hint: str = ""
    notice: bytes | None = None


def interpret(reading: str | bytes) -> Interpretation:
    """Tell what a reading is: a token, a permit number, a passport, a notice of the registry,
    something else, or damaged.

    Bytes are taken as UTF-8. Invisible and bidirectional characters, control characters around the
    text and a symbology identifier are dropped; Arabic-Indic digits count as digits.
    """
    if len(reading) > TEXT_LIMIT:
        return _nothing("scan.too_long")
    text = _plain(reading if isinstance(reading, str) else reading.decode("utf-8", "replace"))
    if not text:
        return Interpretation(ReadingKind.UNREADABLE, hint="scan.empty")
    compact = text.replace(" ", "").replace("-", "")
    if is_ascii_digits(compact):
        return _from_digits(compact)
    return _document(text) or _something_else(text)


def shown_document(
    seen: Interpretation, symbology: str, *, by_hand: bool = False
) -> PresentedDocument | None:
    """The passport that lies before the officer, by a reading; None when it is still to be shown.

    What a barcode holds anybody can print. So a reading of which a ``symbology`` is known shows no
    passport; nor does a bare number out of a scanner, which may have read a barcode without saying
    so. A machine-readable zone out of a scanner is one swiped: it has lines and check digits of its
    own. One misread is shown too, and matches nothing. ``by_hand``: the officer typed it.
    """
    document = seen.document
    if document is None or symbology or not (by_hand or document.is_zone):
        return None
    return document


def _plain(text: str) -> str:
    if not text.isascii():
        text = ascii_digits(without_invisible(text))
    text = text.strip("\x00\x02\x03\x04\x1d\x1e\ufffd \t\r\n")
    return text[3:] if _SYMBOLOGY.match(text) else text


def _from_digits(digits: str) -> Interpretation:
    if is_of_sheet(digits):
        return _nothing("scan.test_sheet")
    if len(digits) >= _TOKEN_LIKE and digits[0] == notice_text.LEAD:
        return _from_notice_digits(digits)
    if len(digits) >= _TOKEN_LIKE:
        return _from_token_digits(digits)
    number = parse_permit_number(digits)
    if number is not None:
        return Interpretation(ReadingKind.NUMBER, number)
    if len(digits) in (PERMIT_NUMBER_LENGTH - 1, PERMIT_NUMBER_LENGTH):
        return Interpretation(ReadingKind.UNREADABLE, hint="scan.mistyped_number")
    return _nothing("scan.national_id" if len(digits) == _NATIONAL_ID_LENGTH else "scan.other")


def _from_token_digits(digits: str) -> Interpretation:
    try:
        read = token_text.from_digits(digits)
    except CredentialError:
        return Interpretation(ReadingKind.UNREADABLE, hint="scan.damaged")
    if read.format == token_text.FORMAT:
        return Interpretation(ReadingKind.TOKEN, read.number, read.token)
    if not is_permit_number(read.number):
        return Interpretation(ReadingKind.UNREADABLE, hint="scan.damaged")
    return Interpretation(
        ReadingKind.NUMBER, read.number, newer_format=True, hint="scan.newer_format"
    )


def _from_notice_digits(digits: str) -> Interpretation:
    try:
        read = notice_text.from_digits(digits)
    except CredentialError:
        return Interpretation(ReadingKind.UNREADABLE, hint="scan.damaged")
    if read.format != notice_text.FORMAT:
        return _nothing("scan.newer_notice")
    return Interpretation(ReadingKind.NOTICE, notice=read.envelope)


def _document(text: str) -> Interpretation | None:
    """A swiped machine-readable zone, or a typed passport number."""
    document = parse_mrz(text)
    if document is not None:
        return Interpretation(ReadingKind.PASSPORT, document=document.presented())
    number = text.upper()
    if _PASSPORT_NUMBER.fullmatch(number):
        presented = PresentedDocument(number[-4:], number)
        return Interpretation(ReadingKind.PASSPORT, document=presented)
    return None


def _something_else(text: str) -> Interpretation:
    if is_of_sheet(text):
        return _nothing("scan.test_sheet")
    for pattern, hint in _OTHERS:
        if pattern.match(text):
            return _nothing(hint)
    if not is_wrong_layout(text):
        return _nothing("scan.other")
    # A passport reader's keys can be put back with certainty: check digits prove them.
    document = parse_mrz(from_arabic_keys(text))
    if document is not None and not document.failed_checks:
        presented = document.presented()
        return Interpretation(ReadingKind.PASSPORT, document=presented, hint="scan.layout")
    return Interpretation(ReadingKind.SCANNER_LAYOUT, hint="scan.layout")


def _nothing(hint: str) -> Interpretation:
    return Interpretation(ReadingKind.NOT_A_PERMIT, hint=hint)
