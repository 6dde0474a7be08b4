"""Orders in force are carried out, and named over every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from checkpoint_app.errors import CheckpointError
from ui.orders.present_strip import present_strip
from ui.orders.strip import OrdersStrip
from ui.ports import LaneOffice
from ui.room import Room
from ui.workers.upkeep import Upkeep

if TYPE_CHECKING:
    from checkpoint_app.domain.orders import Order

_LOOK_MS = 5_000


class OrdersWatch(QObject):
    """Puts the strip over the window's pages, and keeps it true while the lane is open."""

    def __init__(self, office: LaneOffice, room: Room, parent: QObject) -> None:
        super().__init__(parent)
        self._office, self._room = office, room
        self._orders: tuple[Order, ...] = ()
        self.strip = OrdersStrip(room.theme)
        room.window.put_over(self.strip)
        self._upkeep = Upkeep(
            room.crew.desk, self._look, self._looked, self._unseen, every_ms=_LOOK_MS, parent=self
        )

    def start(self) -> None:
        """Look now, and from now on."""
        self._upkeep.start()

    def stop(self) -> None:
        """Look no more; the strip is gone."""
        self._upkeep.stop()
        self.strip.hide()
        self.strip.deleteLater()

    @Slot()
    def wish(self) -> None:
        """An order was given or ended: look again."""
        self._upkeep.wish()

    @Slot()
    def show_again(self) -> None:
        """Say it in the language of now."""
        self.strip.show_strip(present_strip(self._orders, self._office.now(), self._room.tongue))

    def _look(self) -> tuple[Order, ...]:
        """Carrying out comes first: whoever was annulled is cleared again by the next scan."""
        desks = self._office.desks
        desks.carry_out_orders()
        return desks.orders.in_force()

    def _looked(self, orders: tuple[Order, ...]) -> None:
        self._orders = orders
        self.show_again()

    def _unseen(self, _error: CheckpointError) -> None:
        """What was said stays; the bar tells of a store that does not answer."""
