"""What is recorded of a pilgrim, or will be, in one sentence each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.verdict import VerdictKind
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.services.turn import Turn, Undoable

_RECORDED: Mapping[MovementKind, Phrase] = {
    MovementKind.DEPARTED: Phrase("Outcome", "Departure recorded at {time}"),
    MovementKind.RETURNED: Phrase("Outcome", "Return recorded at {time}"),
    MovementKind.REFERRED: Phrase("Outcome", "Referral recorded at {time}"),
    MovementKind.DEFERRED: Phrase("Outcome", "Deferral recorded at {time}"),
    MovementKind.REFUSED: Phrase("Outcome", "Refusal recorded at {time}"),
    MovementKind.ANNULLED: Phrase("Outcome", "Taken back at {time}"),
}
_UNKEYED: Mapping[MovementKind, Phrase] = {
    MovementKind.DEPARTED: Phrase("Outcome", "Without a key, the next scan records the departure"),
    MovementKind.RETURNED: Phrase("Outcome", "Without a key, the next scan records the return"),
    MovementKind.REFERRED: Phrase("Outcome", "Without a key, the next scan records the referral"),
    MovementKind.DEFERRED: Phrase("Outcome", "Without a key, the next scan records the deferral"),
    MovementKind.REFUSED: Phrase("Outcome", "Without a key, the next scan records the refusal"),
}
_BEFORE: Mapping[MovementKind, Phrase] = {
    MovementKind.DEPARTED: Phrase("Outcome", "Before: {who} departed, recorded automatically"),
    MovementKind.RETURNED: Phrase("Outcome", "Before: {who} returned, recorded automatically"),
    MovementKind.REFERRED: Phrase("Outcome", "Before: {who} referred, recorded automatically"),
    MovementKind.DEFERRED: Phrase("Outcome", "Before: {who} deferred, recorded automatically"),
    MovementKind.REFUSED: Phrase("Outcome", "Before: {who} refused, recorded automatically"),
}


def present_outcome(turn: Turn, tongue: Tongue) -> str:
    """What stands recorded for the pilgrim on screen, or that nothing is added to what an earlier
    scan has recorded and the verdict tells; else what the next reading will record; else
    that a key is awaited, or none needed. Empty where nobody was judged."""
    movement = turn.movement
    if movement is not None and turn.shown.name == "AGAIN" and is_of_earlier_scan(turn):
        return tongue.translate("Outcome", "Nothing new is recorded")
    if movement is not None:
        text = fill(_RECORDED[movement.kind].said(tongue), time=tongue.time(movement.at))
        if not movement.automatic or movement.kind is MovementKind.RETURNED:
            return text
        return fill(tongue.translate("Outcome", "{recorded}, automatically"), recorded=text)
    if turn.unkeyed is not None:
        return _UNKEYED[turn.unkeyed].said(tongue)
    if turn.lead is not None:
        return tongue.translate("Outcome", "Nothing recorded yet: press a key")
    if turn.answer is not None and turn.answer.verdict.kind is VerdictKind.CLEAR:
        return tongue.translate("Outcome", "Nothing needs to be recorded")
    return ""


def is_of_earlier_scan(turn: Turn) -> bool:
    """Whether what stands recorded was recorded before this answer was given."""
    return turn.movement is not None and turn.movement.at < turn.at


def present_before(before: Undoable | None, tongue: Tongue) -> str:
    """The pilgrim before, whose outcome no key gave."""
    if before is None:
        return ""
    who = tongue.code(before.who) or tongue.translate("Outcome", "the pilgrim")
    return fill(_BEFORE[before.movement.kind].said(tongue), who=who)
