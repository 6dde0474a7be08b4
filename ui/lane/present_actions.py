"""The officer's keys: which there are now, what they are called, and what they record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoint_app.domain.movement import Direction, MovementKind
from ui.lane.views import Action, ActionView
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue

if TYPE_CHECKING:
    from checkpoint_app.services.turn import Turn

CAPS: Mapping[Action, tuple[str, ...]] = {
    Action.DEPART: ("F2", "+"),
    Action.REFER: ("F3", "−"),
    Action.DEFER: ("F4",),
    Action.REFRESH: ("F5",),
    Action.NO_BARCODE: ("F6", "/"),
    Action.GROUP: ("F7",),
    Action.UNDO: ("F8", "*"),
    Action.DAY: ("F9",),
    Action.LANGUAGE: ("F11",),
}
"""What is printed on the keys; the same on every layout."""
_LABELS: Mapping[Action, Phrase] = {
    Action.DEPART: Phrase("Keys", "Depart"),
    Action.REFER: Phrase("Keys", "Second line"),
    Action.DEFER: Phrase("Keys", "Defer"),
    Action.REFRESH: Phrase("Keys", "Refresh"),
    Action.NO_BARCODE: Phrase("Keys", "No barcode"),
    Action.GROUP: Phrase("Keys", "The group"),
    Action.UNDO: Phrase("Keys", "Undo"),
    Action.DAY: Phrase("Keys", "The day"),
    Action.LANGUAGE: Phrase("Keys", "العربية"),  # the language that it switches to
}
_REFUSAL = Phrase("Keys", "Refuse, second line")
_RETURN = Phrase("Keys", "Return")
_OUTCOMES = (Action.DEPART, Action.REFER, Action.DEFER)
_KINDS = {
    Action.DEPART: MovementKind.DEPARTED,
    Action.REFER: MovementKind.REFERRED,
    Action.DEFER: MovementKind.DEFERRED,
}


def movement_of(action: Action, turn: Turn) -> MovementKind | None:
    """What an officer's key records in this turn; None when it records nothing now."""
    kind = _KINDS.get(action)
    if turn.direction is Direction.RETURNING:
        kind = MovementKind.RETURNED if action is Action.DEPART else None
    elif kind is MovementKind.REFERRED and turn.lead is MovementKind.REFUSED:
        kind = MovementKind.REFUSED
    return kind if kind in turn.keys else None


def programme_of(turn: Turn) -> int | None:
    """The programme of whoever is on screen, as far as a signature proves it."""
    answer = turn.answer
    known = None if answer is None else answer.record or answer.claims
    return None if known is None else known.programme


def present_actions(turn: Turn, now: datetime, tongue: Tongue) -> tuple[ActionView, ...]:
    """Every key, always in the same order. On the way back there is no referral and no deferral."""
    return tuple(
        ActionView(
            action,
            _label(action, turn).said(tongue),
            CAPS[action],
            _is_enabled(action, turn, now),
            lead=_is_lead(action, turn),
            icon=_icon(action, turn.direction),
        )
        for action in _shown(turn.direction)
    )


def present_idle_actions(direction: Direction, tongue: Tongue) -> tuple[ActionView, ...]:
    """The keys before there is a turn, or while the lane cannot work."""
    always = (Action.DAY, Action.LANGUAGE)
    return tuple(
        ActionView(
            action,
            _idle_label(action, direction).said(tongue),
            CAPS[action],
            action in always,
            icon=_icon(action, direction),
        )
        for action in _shown(direction)
    )


def _shown(direction: Direction) -> Iterator[Action]:
    for action in CAPS:
        if direction is Direction.DEPARTING or action not in (Action.REFER, Action.DEFER):
            yield action


def _label(action: Action, turn: Turn) -> Phrase:
    if action is Action.REFER and turn.lead is MovementKind.REFUSED:
        return _REFUSAL
    return _idle_label(action, turn.direction)


def _idle_label(action: Action, direction: Direction) -> Phrase:
    records_return = action is Action.DEPART and direction is Direction.RETURNING
    return _RETURN if records_return else _LABELS[action]


def _icon(action: Action, direction: Direction) -> str:
    """The arrow of a return points the other way."""
    records_return = action is Action.DEPART and direction is Direction.RETURNING
    return "return" if records_return else ""


def _is_lead(action: Action, turn: Turn) -> bool:
    """The key that the verdict suggests, until something is recorded."""
    if turn.movement is not None or turn.lead is None:
        return False
    return movement_of(action, turn) is turn.lead


def _is_enabled(action: Action, turn: Turn, now: datetime) -> bool:
    if action in _OUTCOMES:
        return movement_of(action, turn) is not None
    if action is Action.UNDO:
        return turn.undoable is not None and now < turn.undoable.until
    if action is Action.REFRESH:
        return turn.answer is not None and turn.answer.permit is not None
    if action is Action.GROUP:
        return programme_of(turn) is not None
    return True
