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
from checkpoint_app.reference import message
from ui.lane.present_actions import present_actions, present_idle_actions
from ui.lane.present_findings import next_step_of, present_findings, sentence_of
from ui.lane.present_outcome import is_of_earlier_scan, present_before, present_outcome
from ui.lane.present_person import present_earlier, present_person
from ui.lane.views import Tone, VerdictView
from ui.lane.words import TONES, lane_name, moment, permit_code, verdict_word
from ui.wording.phrase import Phrase
from ui.wording.remarks import complaint, remark
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.services.lane import Answer
    from checkpoint_app.services.turn import Turn
    from ui.ports import LanePlace

_UNREAD_WORDS: Mapping[FindingCode, Phrase] = {
    FindingCode.NOT_A_PERMIT: Phrase("Verdict", "NOT A PERMIT"),
    FindingCode.SCANNER_LAYOUT: Phrase("Verdict", "SCANNER FAULT"),
}
_EARLIER: Mapping[MovementKind, Phrase] = {
    MovementKind.DEPARTED: Phrase("Verdict", "Departed at {time}, {lane}"),
    MovementKind.RETURNED: Phrase("Verdict", "Returned at {time}, {lane}"),
    MovementKind.REFERRED: Phrase("Verdict", "Referred at {time}, {lane}"),
    MovementKind.DEFERRED: Phrase("Verdict", "Deferred at {time}, {lane}"),
    MovementKind.REFUSED: Phrase("Verdict", "Refused at {time}, {lane}"),
    MovementKind.ANNULLED: Phrase("Verdict", "Taken back at {time}, {lane}"),
}


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
        lead=_lead(turn, answer, place, tongue, now),
        outcome=present_outcome(turn, tongue),
        before=present_before(turn.before, tongue),
        permit=permit_code(answer.permit, tongue),
        person=present_person(answer, place, tongue, turn.document),
        findings=present_findings(
            _told_again(turn, answer), place, turn.direction, now, tongue, again=_is_again(turn)
        ),
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


def present_early(
    answer: Answer | None,
    place: LanePlace,
    tongue: Tongue,
    direction: Direction = Direction.DEPARTING,
) -> VerdictView:
    """A code still arriving. ``answer`` is the cached record of its permit, once its number is
    known: who, and no verdict."""
    return VerdictView(
        Tone.READING,
        tongue.translate("Verdict", "READING"),
        tongue.translate("Verdict", "Hold the code still"),
        permit="" if answer is None else permit_code(answer.permit, tongue),
        person=None if answer is None else present_person(answer, place, tongue),
        actions=present_idle_actions(direction, tongue),
    )


def present_trouble(
    error: CheckpointError, tongue: Tongue, direction: Direction = Direction.DEPARTING
) -> VerdictView:
    """The lane itself could not answer: nothing was judged."""
    return VerdictView(
        Tone.TROUBLE,
        tongue.translate("Verdict", "NO ANSWER"),
        complaint(error, tongue),
        tongue.translate("Outcome", "Nothing was recorded"),
        actions=present_idle_actions(direction, tongue),
    )


def _is_again(turn: Turn) -> bool:
    return turn.shown.name == "AGAIN"  # by name: the turn's module is not loaded at first paint


def _word(turn: Turn, answer: Answer, tongue: Tongue) -> str:
    if _is_again(turn):
        return tongue.translate("Verdict", "SEEN BEFORE")
    if _is_notice(answer):
        return tongue.translate("Verdict", "NOTICE")
    codes = answer.verdict.codes
    unread = _UNREAD_WORDS.get(codes[0]) if codes and answer.verdict.kind is None else None
    if unread is not None:
        return unread.said(tongue)
    return verdict_word(answer.verdict.kind, turn.direction, tongue)


def _lead(turn: Turn, answer: Answer, place: LanePlace, tongue: Tongue, now: datetime) -> str:
    """The one sentence to read: what to do, or why not."""
    if _is_again(turn):
        return _earlier_answer(turn, answer, place, tongue, now)
    if answer.verdict.kind is None:
        return _what_it_was(answer, tongue)
    if turn.needs_tail:
        return next_step_of(FindingCode.DOCUMENT_NEEDED, tongue)
    if turn.direction is Direction.RETURNING:
        return tongue.translate("Verdict", "Let the pilgrim pass")
    if answer.verdict.kind is VerdictKind.CLEAR:
        return _why_clear(answer, tongue)
    return sentence_of(answer.verdict.codes[0], tongue)


def _earlier_answer(
    turn: Turn, answer: Answer, place: LanePlace, tongue: Tongue, now: datetime
) -> str:
    """What an earlier scan has recorded, and where; else when it was seen before, and how it was
    answered, unless an outcome says more."""
    movement = turn.movement
    if movement is not None and is_of_earlier_scan(turn):
        here = movement.lane == place.lane
        lane = (
            tongue.translate("Verdict", "this lane") if here else lane_name(movement.lane, tongue)
        )
        text = _EARLIER[movement.kind].said(tongue)
        return fill(text, time=moment(movement.at, now, tongue), lane=lane)
    time = moment(turn.first_seen or turn.at, now, tongue)
    if movement is not None:
        return fill(tongue.translate("Verdict", "Scanned here at {time}"), time=time)
    word = verdict_word(answer.verdict.kind, turn.direction, tongue)
    text = tongue.translate("Verdict", "Answered here at {time}: {word}")
    return fill(text, time=time, word=word)


def _told_again(turn: Turn, answer: Answer) -> Answer:
    """The answer; of a permit that has just left from here no passport is asked for again."""
    if not (_is_again(turn) and FindingCode.ALREADY_DEPARTED_HERE in answer.verdict.codes):
        return answer
    findings = tuple(
        each for each in answer.verdict.findings if each.code is not FindingCode.DOCUMENT_NEEDED
    )
    return replace(answer, verdict=replace(answer.verdict, findings=findings))


def _what_it_was(answer: Answer, tongue: Tongue) -> str:
    """What was held out instead of a permit, or how to go on."""
    read = answer.interpretation
    if answer.notice is not None:
        from checkpoint_app.notice_words import notice_words  # loaded when one is shown

        what = notice_words(answer.notice.changes, tongue.language)
        return message(answer.note, tongue.language, what=what)
    if _is_notice(answer):  # one of before a restart
        return remark(answer.note, tongue)
    if read is not None and read.hint:
        return remark(read.hint, tongue)
    return next_step_of(answer.verdict.codes[0], tongue)


def _is_notice(answer: Answer) -> bool:
    read = answer.interpretation
    return read is not None and read.kind.name == "NOTICE"


def _why_clear(answer: Answer, tongue: Tongue) -> str:
    for code in (FindingCode.SECOND_LINE_CLEARED, FindingCode.EXEMPT_VISA):
        if code in answer.verdict.codes:
            return sentence_of(code, tongue)
    return tongue.translate("Verdict", "Let the pilgrim pass")
