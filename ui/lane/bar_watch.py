"""Keeps the bar true: age of the data, line, pending uploads, clock, source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from checkpoint_app.domain.movement import Direction
from checkpoint_app.errors import CheckpointError
from ui.lane.crew import Crew
from ui.lane.present_bar import present_bar
from ui.lane.states import NetworkState, SourceState
from ui.lane.views import Mark
from ui.lane.window import LaneWindow
from ui.ports import LaneOffice, SyncNews
from ui.wording.qt_tongue import QtTongue
from ui.wording.remarks import complaint
from ui.workers.upkeep import Upkeep

if TYPE_CHECKING:
    from checkpoint_app.services.health import Health
    from checkpoint_app.services.turn import Turn
    from ui.workers.camera import CameraState
    from ui.workers.serial import ScannersState

_SOURCES = {
    "OPENED": SourceState.LIVE,
    "ABSENT": SourceState.LOST,
    "ENDED": SourceState.ENDED,
}
_HEALTH_MS = 5_000  # an officer sees a cut line or an ageing grade within this


class BarWatch(QObject):
    """Shows the bar anew whenever anything in it may have changed. ``synced``: a round used the
    line, and went well."""

    synced = Signal()
    _told = Signal(object)

    def __init__(
        self,
        office: LaneOffice,
        window: LaneWindow,
        crew: Crew,
        tongue: QtTongue,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._office, self._window, self._tongue = office, window, tongue
        self._network = NetworkState.UNKNOWN
        self._source = self._scanner = SourceState.NONE
        self._health: Health | None = None
        self._officer, self._direction = "", Direction.DEPARTING
        self._who: str | None = None  # who has signed in, where people do
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._upkeep = Upkeep(
            crew.desk,
            office.health,
            self._measured,
            self._unmeasured,
            every_ms=_HEALTH_MS,
            parent=self,
        )

    @property
    def network(self) -> NetworkState:
        """The line as it was last found."""
        return self._network

    @property
    def health(self) -> Health | None:
        """The lane's state as it was last measured."""
        return self._health

    def start(self) -> None:
        """Show it, and keep it true from now on."""
        self._upkeep.start()
        self.show_again()

    def stop(self) -> None:
        """Leave it as it is."""
        self._upkeep.stop()

    def tell(self, news: SyncNews) -> None:
        """What a round found. Called in the thread of the round."""
        self._told.emit(news)

    @Slot(object)
    def turned(self, turn: Turn) -> None:
        """Another turn: the way or the officer may have changed, and the outbox."""
        changed = (self._officer, self._direction) != (turn.officer, turn.direction)
        self._officer, self._direction = turn.officer, turn.direction
        if changed:
            self.show_again()
        self._upkeep.wish()

    def be_staffed(self, who: str, *, staffed: bool) -> None:
        """Whether people sign in here, and who has: then that is the officer's name."""
        self._who = who if staffed else None
        self._window.be_staffed(staffed=staffed)
        self.show_again()

    @Slot(object)
    def sourced(self, state: CameraState) -> None:
        """The camera, film or folder stands otherwise."""
        self._source = _SOURCES[state.presence.name]
        self.show_again()

    def lack_source(self) -> None:
        """There is no camera, film or folder."""
        self._source = SourceState.NONE
        self.show_again()

    def lack_scanner(self) -> None:
        """There is no serial scanner."""
        self._scanner = SourceState.NONE
        self.show_again()

    def expect_scanner(self) -> None:
        """A serial scanner is about to be looked for."""
        self._scanner = SourceState.OPENING
        self.show_again()

    @Slot(object)
    def scanner_stands(self, state: ScannersState) -> None:
        """The serial scanner stands otherwise; one that only sends noise is as good as none. Why is
        said once, in passing."""
        lost = state.error is not None
        if state.error is not None:
            self._window.say(complaint(state.error, self._tongue), Mark.BAD)
        self._scanner = SourceState.LOST if lost else _SOURCES[state.presence.name]
        self.show_again()

    @Slot()
    def show_again(self) -> None:
        """Draw it in the language of now."""
        self._window.show_bar(
            present_bar(
                self._office.place,
                self._officer if self._who is None else self._who,
                self._direction,
                self._health,
                self._network,
                self._source,
                self._office.now(),
                self._tongue,
                self._scanner,
            )
        )

    @Slot(object)
    def _hear(self, news: SyncNews) -> None:
        self._network = NetworkState.ONLINE if news.online else NetworkState.OFFLINE
        self.show_again()
        self._upkeep.wish()
        if news.online and not news.error:
            self.synced.emit()

    def _measured(self, health: Health) -> None:
        self._health = health
        self.show_again()

    def _unmeasured(self, error: CheckpointError) -> None:
        self._health = None
        self.show_again()
