"""What lanes of one port must agree on, told anew from their movements alone."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from checkpoint_app.domain.cases import CaseOutcome, Decided
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.facts import SecondLineOutcome
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Movement, MovementKind
from checkpoint_app.linking import open_case_desk
from checkpoint_app.services.cases import CaseDesk, CaseView
from tests.chaos.disconnected.centre import START, TickingClock
from tests.chaos.disconnected.lanes import Lane

_DEPARTED = {
    FindingCode.ALREADY_DEPARTED_HERE.value,
    FindingCode.ALREADY_DEPARTED_ELSEWHERE.value,
}
Conflicts = dict[int, frozenset[UUID]]


class LanesOfPorts(list[Lane]):
    """The lanes by number. Whoever asks for the ``dead`` one finds the other one of its port."""

    dead: int | None = None

    def __getitem__(self, place):  # type: ignore[no-untyped-def]  # as a list's
        return super().__getitem__(1 - place if place == self.dead else place)

    def is_dead(self, lane: Lane) -> bool:
        return self.dead is not None and lane is list.__getitem__(self, self.dead)


def desk_of(lane: Lane, clock: TickingClock) -> CaseDesk:
    return open_case_desk(lane.stores, clock, officer=f"desk of {lane.device_id}")


def cases_of(lane: Lane, clock: TickingClock) -> dict[UUID, CaseView]:
    """All cases of the season, as the lane's desk sees them."""
    desk, day, last = desk_of(lane, clock), cairo_day(START), cairo_day(clock.now())
    found: dict[UUID, CaseView] = {}
    while day <= last:
        found.update({view.case_id: view for view in desk.cases_of(day)})
        day += timedelta(days=1)
    return found


def told_conflicts(cases: dict[UUID, CaseView]) -> Conflicts:
    conflicts = [view.conflict for view in cases.values() if view.conflict is not None]
    return {
        each.permit: frozenset(departed.movement.movement_id for departed in each.departures)
        for each in conflicts
    }


def told_outcomes(cases: dict[UUID, CaseView]) -> dict[UUID, tuple[CaseOutcome, UUID]]:
    """Each case that has an outcome, with the entry that counts."""
    found = {}
    for case_id, view in cases.items():
        decided = view.case.decided
        if decided is not None and isinstance(decided.content, Decided):
            found[case_id] = (decided.content.outcome, decided.event_id)
    return found


def known(lane: Lane, permit: int) -> dict[tuple[str, UUID], Movement]:
    """What stands of a permit at a lane, by device."""
    moved = [
        (each.device or lane.device_id, each.movement)
        for each in lane.stores.journal.port_movements(permit)
    ]
    gone = {(device, movement.annuls) for device, movement in moved}
    return {
        (device, movement.movement_id): movement
        for device, movement in moved
        if movement.kind is not MovementKind.ANNULLED and (device, movement.movement_id) not in gone
    }


def recounted(lane: Lane, permits: list[int]) -> Conflicts:
    """Permits with departures at two devices that knew of none. Nobody returns in this model."""
    found = {}
    for permit in permits:
        unknowing = [
            (device, movement.movement_id)
            for (device, _), movement in known(lane, permit).items()
            if movement.kind is MovementKind.DEPARTED and _DEPARTED.isdisjoint(movement.findings)
        ]
        if len({device for device, _ in unknowing}) > 1:
            found[permit] = frozenset(each for _, each in unknowing)
    return found


def is_let_off(lane: Lane, permit: int) -> bool:
    """Whether nothing says at the lane that the pilgrim has left, or a second line answered it."""
    standing = known(lane, permit).values()
    left = [each.at for each in standing if each.kind is MovementKind.DEPARTED]
    outcomes = lane.stores.journal.history(permit).outcomes
    return not left or any(_answers(each, max(left)) for each in outcomes)


def _answers(outcome: SecondLineOutcome, left: object) -> bool:
    here = FindingCode.ALREADY_DEPARTED_HERE in outcome.covers
    return here and outcome.taken is not None and outcome.taken > left  # type: ignore[operator]
