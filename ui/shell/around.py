"""Everything around a manned lane: the shell with its desks, orders, help and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from checkpoint_app.config import Settings
from ui.lane.first_line import FirstLineDesk
from ui.lane.post import LanePost
from ui.ports import Desks, LaneOffice
from ui.room import Room
from ui.shell.kinds import KINDS
from ui.shell.orders_watch import OrdersWatch
from ui.shell.shell import DeskInSight, DeskKind, Shell
from ui.shell.views import Place

if TYPE_CHECKING:
    from checkpoint_app.services.drill import Drill
    from ui.it_desk.drill_frame import DrillFrame


class Around(QObject):
    """Made once the lane is open, over its post. ``settled`` carries settings that were saved;
    ``drill_ready`` a `Drill` to be opened in this lane's place, ``drill_ended`` asks for the lane
    that the drill stands in for."""

    settled = Signal(object)
    drill_ready = Signal(object)
    drill_ended = Signal()

    def __init__(
        self,
        office: LaneOffice,
        room: Room,
        post: LanePost,
        settings: Settings,
        app: QApplication,
        parent: QObject,
        drill: Drill | None = None,
    ) -> None:
        """``drill`` is the one that is on, where this is a drill's lane."""
        super().__init__(parent)
        self._office, self._room, self._settings = office, room, settings
        self._post, self._drill = post, drill
        self._frame: DrillFrame | None = None
        self.shell = Shell(office, room, post, {**KINDS, **self._kinds()}, settings, app, self)
        self.orders = OrdersWatch(office, room, self)
        self.first_line = FirstLineDesk(
            office.desks.first_line, office, room, room.window.lane_page, post.desk, self
        )
        self.help: QWidget | None = None
        self.shell.help_asked.connect(self._help)

    def start(self, *, staffed: bool) -> None:
        """Begin. ``staffed``: somebody must sign in here."""
        self.shell.start(staffed=staffed)
        self.orders.start()
        if self._drill is not None:
            self._show_frame()

    def stop(self) -> None:
        """The window closes."""
        self.shell.stop()
        self.orders.stop()
        if self._frame is not None:
            self._frame.end()
            self._frame.deleteLater()
        self.first_line.close()
        if self.help is not None:
            self.help.close()

    @Slot()
    def show_again(self) -> None:
        """Say everything anew, in the language of now."""
        self.shell.show_again()
        self.orders.show_again()
        self.first_line.show_again()
        if self._frame is not None:
            self._frame.retranslate()
        retranslate = getattr(self.help, "retranslate", None)
        if retranslate is not None:
            retranslate()

    def _show_frame(self) -> None:
        from ui.it_desk.drill_frame import DrillFrame

        room = self._room
        self._frame = DrillFrame(room.theme, room.tongue, room.window)
        self._frame.begin()

    def _kinds(self) -> dict[Place, DeskKind]:
        """Desks that need more than their office."""
        return {
            Place.IT_DESK: DeskKind(
                ("ui.it_desk.desk",), _it_office, self._made_it, _page, listens=True
            ),
            Place.SETTINGS: DeskKind(
                ("ui.settings.desk",), _settings_office, self._made_settings, _page
            ),
        }

    def _made_settings(self, office: Any, room: Room, parent: QObject) -> DeskInSight:
        from ui.settings.desk import SettingsDesk

        desk = SettingsDesk(office, room, self._settings, parent)
        desk.changed.connect(self._changed)
        return desk

    def _made_it(self, office: Any, room: Room, parent: QObject) -> DeskInSight:
        from ui.it_desk.desk import ItDesk, Senses

        post = self._post
        senses = Senses(post.camera, self._settings.scanner, post.hold_scanner)
        desk = ItDesk(office, room, parent, senses=senses, drill=self._drill)
        desk.drill_ready.connect(self.drill_ready)
        desk.drill_ended.connect(self.drill_ended)
        return desk

    @Slot(object)
    def _changed(self, settings: Settings) -> None:
        self._settings = settings
        self.shell.use(settings)
        self.settled.emit(settings)

    @Slot(str)
    def _help(self, context: str) -> None:
        from checkpoint_app.help_pages import HelpPages
        from ui.help.window import HelpWindow

        if not isinstance(self.help, HelpWindow):
            room = self._room
            self.help = HelpWindow(room.theme, room.tongue, HelpPages(), room.window)
        self.help.open_for(context)


def _it_office(desks: Desks) -> Any:
    return desks.it_desk


def _settings_office(desks: Desks) -> Any:
    return desks.settings


def _page(desk: Any) -> QWidget:
    page = desk.page
    assert isinstance(page, QWidget)
    return page
