"""What several presenters call the same thing by: verdicts, movements, ports, lanes, moments.

A verdict is one word that reads from two metres before its letters do: CLEAR, REFER, REFUSE in
English; in Arabic the nouns of the help pages, سماح، إحالة، رفض. These differ in first letter,
length and outline, where three verbs would begin alike (يُسمح، يُحال، يُرفض). Movements are nouns
too: they fit a man and a woman.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.permit import spaced_permit_number
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.reference import ports
from ui.lane.views import Tone
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.domain.port import Port

TONES: Mapping[VerdictKind | None, Tone] = {
    VerdictKind.CLEAR: Tone.CLEAR,
    VerdictKind.REFER: Tone.REFER,
    VerdictKind.REFUSE: Tone.REFUSE,
    None: Tone.UNREAD,
}
WORDS: Mapping[VerdictKind | None, Phrase] = {
    VerdictKind.CLEAR: Phrase("Verdict", "CLEAR"),
    VerdictKind.REFER: Phrase("Verdict", "REFER"),
    VerdictKind.REFUSE: Phrase("Verdict", "REFUSE"),
    None: Phrase("Verdict", "NOT READ"),
}
RETURN_WORD = Phrase("Verdict", "RETURN")
MOVEMENTS: Mapping[MovementKind, Phrase] = {
    MovementKind.DEPARTED: Phrase("Movement", "Departed"),
    MovementKind.RETURNED: Phrase("Movement", "Returned"),
    MovementKind.REFERRED: Phrase("Movement", "Referred"),
    MovementKind.DEFERRED: Phrase("Movement", "Deferred"),
    MovementKind.REFUSED: Phrase("Movement", "Refused"),
    MovementKind.ANNULLED: Phrase("Movement", "Taken back"),
}


def verdict_word(kind: VerdictKind | None, direction: Direction, tongue: Tongue) -> str:
    """The word of a verdict. On the way back nobody is judged."""
    if direction is Direction.RETURNING and kind is not None:
        return RETURN_WORD.said(tongue)
    return WORDS[kind].said(tongue)


def port_name(port: Port, tongue: Tongue) -> str:
    """The port in this language."""
    return port.name_ar if tongue.language == "ar" else port.name_en


def port_of_bit(bit: int, tongue: Tongue) -> str:
    """The port of this bit; by its number when this program's list lacks it."""
    try:
        return port_name(ports().by_bit(bit), tongue)
    except KeyError:
        number = tongue.digits(str(bit))
        return fill(tongue.translate("Port", "Port no. {number}"), number=number)


def label(text: str, tongue: Tongue) -> str:
    """A short name that people gave (of a lane, a flight): a number in this language's digits,
    Latin letters isolated, everything else as it is."""
    if text.isascii():
        return tongue.digits(text) if text.isdigit() else tongue.code(text)
    return text


def lane_name(lane: str, tongue: Tongue) -> str:
    """``Lane 2``."""
    return fill(tongue.translate("Lane", "Lane {lane}"), lane=label(lane, tongue))


def permit_code(number: int | None, tongue: Tongue) -> str:
    """The permit number in its groups; empty for none."""
    return "" if number is None else tongue.code(spaced_permit_number(number))


def moment(at: datetime, now: datetime, tongue: Tongue) -> str:
    """The time of an event; its day too when that is not today in Cairo."""
    day = cairo_day(at)
    if day == cairo_day(now):
        return tongue.time(at)
    return fill(
        tongue.translate("Moment", "{day}, {time}"), day=tongue.date(day), time=tongue.time(at)
    )
