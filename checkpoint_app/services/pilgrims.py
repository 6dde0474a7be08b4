"""The pilgrim at the lane, out of an answer just given or out of the journal."""

from __future__ import annotations

import logging
from dataclasses import replace

from checkpoint_app.domain.facts import PresentedDocument, ReadingKind
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import StorageError
from checkpoint_app.services import turn_rules
from checkpoint_app.services.identifiers import time_of
from checkpoint_app.services.lane import Answer, LaneService
from checkpoint_app.services.stores import Journal, RecordedMovement, ScanEntry
from checkpoint_app.services.turn_rules import Pilgrim

_LOG = logging.getLogger(__name__)


def answered(
    lane: LaneService,
    pilgrim: Pilgrim,
    document: PresentedDocument | None,
    *,
    record: bool = True,
) -> Answer:
    """A pilgrim's permit judged anew, with this passport. Raises StorageError."""
    assert pilgrim.claim is not None, "only what can be judged anew is"
    text, symbology = pilgrim.claim
    return lane.scan(text, document=document, symbology=symbology, record=record, outcome=None)


def judged(lane: LaneService, journal: Journal, answer: Answer) -> Pilgrim:
    """Whom an answer just given is about, seen against the permit's earlier movements."""
    assert answer.scan_id is not None and answer.interpretation is not None, "just recorded"
    at, reading = time_of(answer.scan_id), answer.interpretation.kind
    direction = lane.settings.direction
    found = Pilgrim(answer, direction, reading, at, at, movement=answer.movement)
    return _against_past(lane, found, _past_of(journal, answer.permit))


def resumed(lane: LaneService, journal: Journal, entry: ScanEntry) -> Pilgrim:
    """Whom a scan of the journal was about. Raises StorageError."""
    answer = lane.answer_of(entry.scan_id)
    reading, movement = ReadingKind[entry.reading], answer.movement
    found = Pilgrim(answer, entry.direction, reading, entry.at, entry.at, movement=movement)
    if movement is not None:
        found = replace(found, passport=movement.passport)
    found = _against_past(lane, found, _past_of(journal, entry.permit))
    undone = movement is None and journal.movements_of_scan(entry.scan_id)
    return replace(found, automatic=None) if undone else found


def _against_past(lane: LaneService, found: Pilgrim, past: tuple[RecordedMovement, ...]) -> Pilgrim:
    verdict, own_lane = found.answer.verdict, lane.settings.lane
    if found.direction is Direction.DEPARTING:
        weighing = lane.weighing(verdict)
        earlier = turn_rules.departed_before(weighing, past, own_lane, found.at)
    else:
        earlier = None if found.movement else turn_rules.returned_before(past, found.at)
    if earlier is not None:
        here = earlier.movement.lane == own_lane
        again = here and found.at - earlier.movement.at <= turn_rules.AGAIN_WITHIN
        first_seen = time_of(earlier.scan_id) if again else found.at
        return replace(found, earlier=earlier.movement, again=again, first_seen=first_seen)
    if verdict.kind is not VerdictKind.REFUSE and turn_rules.was_taken_back(past, found.at):
        return found
    automatic = turn_rules.unkeyed_outcome(found.direction, verdict.kind, found.reading)
    return replace(found, automatic=automatic)


def _past_of(journal: Journal, permit: int | None) -> tuple[RecordedMovement, ...]:
    """The permit's movements here. The scan is on disk already: that these cannot be read must not
    undo that."""
    try:
        return () if permit is None else journal.movements_of_permit(permit)
    except StorageError as error:
        _LOG.error("earlier movements cannot be read: %s", error)
        return ()
