"""Two lanes of one port over real stores, whose journals reach each other, and their second
lines."""

from __future__ import annotations

from pathlib import Path

from checkpoint_app import reference
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.offices.second_line import SecondLineOffice
from checkpoint_app.reference import ports
from checkpoint_app.services.cases import CaseDesk, DeskSettings
from checkpoint_app.services.guard import Guard, Unstaffed
from checkpoint_app.services.lane import LaneService
from checkpoint_app.services.programme_people import Contact
from tests.integration.services.test_cases import Station
from tests.integration.services.world import Lane, pilgrim, token_of
from tests.unit.credential.samples import SCOPE
from ui.ports import LanePlace

CONTACT = Contact("شركة النور", "Al Nour", "0223456789", "01001234567")
PEOPLE = tuple(pilgrim(serial) for serial in range(10, 14))


class OneBook:
    """The same people to telephone for everybody."""

    def contact(self, company: int, programme: int) -> Contact:
        return CONTACT


class Post(Station):
    """A lane with its second line. The company of `PEOPLE` is suspended until `reinstate`."""

    def __init__(self, folder: Path, device: str) -> None:
        super().__init__(folder, device)
        self.guard: Guard = Unstaffed(lambda: f"desk {device}")
        self.at.registry.add(*PEOPLE)
        self.at.registry.companies[PEOPLE[0].company] = EntityState.SUSPENDED
        self.at.publish()

    @property
    def world(self) -> Lane:
        return self.at

    def reinstate(self) -> None:
        """The registry lifts the suspension, and the lane has synced."""
        self.at.registry.companies.clear()
        self.at.publish()

    def office(self) -> SecondLineOffice:
        lane: LaneService = self.lane()
        settings = DeskSettings(SCOPE, self.device[-1], f"desk {self.device}", self.device)
        desk = CaseDesk(
            self.at.journal,
            lane.reference_time,
            settings,
            reference.findings(),
            lambda: self.settling(),
            guard=self.guard,
        )
        return SecondLineOffice(
            place=LanePlace(ports().by_bit(SCOPE), self.device[-1], self.device, demo=False),
            lane=lane,
            desk=desk,
            journal=self.at.journal,
            guard=self.guard,
            book=OneBook(),
        )

    def refer(self, record) -> None:
        """The officer's scan sends somebody to the second line."""
        assert self.scan(record).movement.kind is MovementKind.REFERRED

    def defer(self, record) -> None:
        """The officer's scan, and then the key that makes them wait."""
        answer = self.lane(Direction.DEPARTING).scan(token_of(record))
        self.lane().outcome(answer.scan_id, MovementKind.DEFERRED)
