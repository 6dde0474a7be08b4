"""The middle of the window: what the lane answers, as an officer reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import CheckpointError
from checkpoint_app.reference import error_message, message
from ui.lane.present_actions import present_actions, present_idle_actions
from ui.lane.present_findings import next_step_of, present_findings, sentence_of
from ui.lane.present_outcome import present_before, present_outcome
from ui.lane.present_person import present_earlier, present_person
from ui.lane.views import Tone, VerdictView
from ui.lane.words import TONES, moment, permit_code, verdict_word
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.services.lane import Answer
    from checkpoint_app.services.turn import Turn
    from ui.ports import LanePlace

_UNREAD_WORDS: Mapping[FindingCode, Phrase] = {
    FindingCode.NOT_A_PERMIT: Phrase("Verdict", "NOT A PERMIT"),
    FindingCode.SCANNER_LAYOUT: Phrase("Verdict", "SCANNER FAULT"),
}
# Of a permit that has just left from here these say nothing new.
_SAID_CALMLY = frozenset({FindingCode.ALREADY_DEPARTED_HERE, FindingCode.DOCUMENT_NEEDED})


def tone_of(turn: Turn) -> Tone:
    """How the turn is meant, for colour, shape and sound."""
    if turn.answer is None:
        return Tone.WAITING
    if _is_again(turn):
        return Tone.AGAIN
    return TONES[turn.answer.verdict.kind]


def present_turn(turn: Turn, place: LanePlace, tongue: Tongue, now: datetime) -> VerdictView:
    """What stands at the lane. ``now`` is the lane's reference time, aware."""
    answer = turn.answer
    if answer is None:
        return replace(
            present_waiting(turn.direction, tongue),
            before=present_before(turn.before, tongue),
            actions=present_actions(turn, now, tongue),
        )
    return VerdictView(
        tone=tone_of(turn),
        word=_word(turn, answer, tongue),
        lead=_lead(turn, answer, tongue, now),
        outcome=present_outcome(turn, tongue),
        before=present_before(turn.before, tongue),
        permit=permit_code(answer.permit, tongue),
        person=present_person(answer, place, tongue),
        findings=present_findings(_told_again(turn, answer), place, turn.direction, now, tongue),
        earlier=present_earlier(answer, place, now, tongue),
        actions=present_actions(turn, now, tongue),
    )


def present_opening(tongue: Tongue, direction: Direction = Direction.DEPARTING) -> VerdictView:
    """Before the lane's stores are open."""
    return VerdictView(
        Tone.WAITING,
        tongue.translate("Verdict", "OPENING"),
        tongue.translate("Verdict", "The lane is being opened"),
        actions=present_idle_actions(direction, tongue),
    )


def present_waiting(direction: Direction, tongue: Tongue) -> VerdictView:
    """No pilgrim yet, and no turn to tell of."""
    return VerdictView(
        Tone.WAITING,
        tongue.translate("Verdict", "NEXT"),
        tongue.translate("Verdict", "Scan the permit"),
        actions=present_idle_actions(direction, tongue),
    )


def present_early(answer: Answer | None, place: LanePlace, tongue: Tongue) -> VerdictView:
    """A code still arriving. ``answer`` is the cached record of its permit, once its number is
    known: who, and no verdict."""
    return VerdictView(
        Tone.READING,
        tongue.translate("Verdict", "READING"),
        tongue.translate("Verdict", "Hold the code still"),
        permit="" if answer is None else permit_code(answer.permit, tongue),
        person=None if answer is None else present_person(answer, place, tongue),
        actions=present_idle_actions(Direction.DEPARTING, tongue),
    )


def present_trouble(error: CheckpointError, tongue: Tongue) -> VerdictView:
    """The lane itself could not answer: nothing was judged."""
    return VerdictView(
        Tone.TROUBLE,
        tongue.translate("Verdict", "NO ANSWER"),
        tongue.digits(error_message(error, tongue.language)),
        tongue.translate("Outcome", "Nothing was recorded"),
        actions=present_idle_actions(Direction.DEPARTING, tongue),
    )


def _is_again(turn: Turn) -> bool:
    return turn.shown.name == "AGAIN"  # by name: the turn's module is not loaded at first paint


def _word(turn: Turn, answer: Answer, tongue: Tongue) -> str:
    if _is_again(turn):
        return tongue.translate("Verdict", "SEEN BEFORE")
    codes = answer.verdict.codes
    unread = _UNREAD_WORDS.get(codes[0]) if codes and answer.verdict.kind is None else None
    if unread is not None:
        return unread.said(tongue)
    return verdict_word(answer.verdict.kind, turn.direction, tongue)


def _lead(turn: Turn, answer: Answer, tongue: Tongue, now: datetime) -> str:
    """The one sentence to read: what to do, or why not."""
    if _is_again(turn):
        return _earlier_answer(turn, answer, tongue, now)
    if answer.verdict.kind is None:
        return _what_it_was(answer, tongue)
    if turn.needs_tail:
        return next_step_of(FindingCode.DOCUMENT_NEEDED, tongue)
    if turn.direction is Direction.RETURNING:
        return tongue.translate("Verdict", "Let the pilgrim pass")
    if answer.verdict.kind is VerdictKind.CLEAR:
        return _why_clear(answer, tongue)
    return sentence_of(answer.verdict.codes[0], tongue)


def _earlier_answer(turn: Turn, answer: Answer, tongue: Tongue, now: datetime) -> str:
    """When it was seen before; also how it was answered, unless an outcome says more."""
    time = moment(turn.first_seen or turn.at, now, tongue)
    if turn.movement is not None:
        return fill(tongue.translate("Verdict", "Scanned here at {time}"), time=time)
    word = verdict_word(answer.verdict.kind, turn.direction, tongue)
    text = tongue.translate("Verdict", "Answered here at {time}: {word}")
    return fill(text, time=time, word=word)


def _told_again(turn: Turn, answer: Answer) -> Answer:
    """The answer without what only says that this permit has just left from here."""
    left = turn.movement is not None and turn.movement.kind is MovementKind.DEPARTED
    if not (_is_again(turn) and left):
        return answer
    findings = tuple(each for each in answer.verdict.findings if each.code not in _SAID_CALMLY)
    return replace(answer, verdict=replace(answer.verdict, findings=findings))


def _what_it_was(answer: Answer, tongue: Tongue) -> str:
    """What was held out instead of a permit, or how to go on."""
    read = answer.interpretation
    if read is not None and read.hint:
        return tongue.digits(message(read.hint, tongue.language))
    return next_step_of(answer.verdict.codes[0], tongue)


def _why_clear(answer: Answer, tongue: Tongue) -> str:
    for code in (FindingCode.SECOND_LINE_CLEARED, FindingCode.EXEMPT_VISA):
        if code in answer.verdict.codes:
            return sentence_of(code, tongue)
    return tongue.translate("Verdict", "Let the pilgrim pass")
