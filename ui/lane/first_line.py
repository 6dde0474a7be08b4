"""The first line beyond the turn: look-ups for a reason, and the group of the programme."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from checkpoint_app.domain.movement import Direction
from checkpoint_app.services.lookups import Reason
from ui.lane.port import FirstLineOffice
from ui.lane.present_actions import programme_of
from ui.lane.views import Mark
from ui.wording.remarks import complaint
from ui.workers.upkeep import Upkeep

if TYPE_CHECKING:
    from checkpoint_app.errors import CheckpointError
    from checkpoint_app.services.group_view import Group
    from checkpoint_app.services.turn import Turn
    from ui.group.group_card import GroupCard
    from ui.lane.desk import LaneDesk
    from ui.lane.lane_page import LanePage
    from ui.ports import LaneOffice
    from ui.room import Room

_GROUP_MS = 5_000  # neighbours' lanes go on while it is looked at


class FirstLineDesk(QObject):
    """Made beside a `LaneDesk`, over the same page. From then on a number typed there is asked a
    reason for, and F7 shows the group of whoever is on screen."""

    def __init__(
        self,
        office: FirstLineOffice,
        lane: LaneOffice,
        room: Room,
        page: LanePage,
        desk: LaneDesk,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._office, self._lane, self._room = office, lane, room
        self._page, self._desk = page, desk
        self._card: GroupCard | None = None
        self._asked: tuple[int, int | None] | None = None
        self._group: Group | None = None
        self._direction = Direction.DEPARTING
        self._upkeep = Upkeep(
            room.crew.desk, self._look, self._looked, self._refused, every_ms=_GROUP_MS, parent=self
        )
        page.ask_reasons(tuple(reason.value for reason in Reason))
        page.looked_up.connect(self._look_up)
        page.card_closed.connect(self._closed)
        desk.group_asked.connect(self.toggle)
        desk.turned.connect(self._turned)

    @property
    def group(self) -> Group | None:
        """The group in sight."""
        return self._group if self._is_open() else None

    def close(self) -> None:
        """Ask for nothing any more."""
        self._upkeep.stop()

    @Slot()
    def show_again(self) -> None:
        """Draw what was told, in the language of now."""
        if self._card is not None:
            self._card.retranslate()
        if self._is_open():
            self._draw()

    @Slot(object)
    def toggle(self, turn: Turn) -> None:
        """Show the group of whoever is on screen; if it is in sight, go back to the verdict."""
        if self._is_open():
            self._page.close_card()
            return
        programme = programme_of(turn)
        if programme is not None and turn.answer is not None:
            self._direction = turn.direction
            self._asked, self._group = (programme, turn.answer.permit), None
            self._upkeep.start()

    @Slot(str, str)
    def _look_up(self, text: str, reason: str) -> None:
        self._desk.look_up(partial(self._office.look_up, text, reason))

    def _look(self) -> tuple[tuple[int, int | None], Group] | None:
        asked = self._asked
        return None if asked is None else (asked, self._office.group(*asked))

    def _looked(self, told: tuple[tuple[int, int | None], Group] | None) -> None:
        """Unless it was closed, or somebody else has come meanwhile."""
        if told is None or told[0] != self._asked:
            return
        first = self._group is None
        self._group = told[1]
        self._draw()
        if first and self._card is not None:
            self._page.show_card(self._card)

    def _draw(self) -> None:
        from ui.group.group_card import GroupCard
        from ui.group.present_group import present_group

        lane = self._lane
        if self._group is None:
            return
        if self._card is None:
            self._card = GroupCard(self._room.theme, self._room.tongue)
        view = present_group(
            self._group, lane.place, self._direction, lane.now(), self._room.tongue
        )
        self._card.show_group(view)

    def _refused(self, error: CheckpointError) -> None:
        self._room.window.say(complaint(error, self._room.tongue), Mark.BAD)
        if not self._is_open():
            self._forget()

    def _is_open(self) -> bool:
        return self._card is not None and self._page.card is self._card

    @Slot(object)
    def _turned(self, _turn: object) -> None:
        """Something was answered or recorded: that is what the officer is to see."""
        if self._is_open():
            self._page.close_card()
        self._forget()

    @Slot()
    def _closed(self) -> None:
        if not self._is_open():
            self._forget()

    def _forget(self) -> None:
        self._asked = self._group = None
        self._upkeep.stop()
