"""Joins the page of settings and the lane behind it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from checkpoint_app.config import Settings
from checkpoint_app.errors import CheckpointError
from ui.lane.views import Mark
from ui.room import Room
from ui.settings.page import SettingsPage
from ui.settings.port import Devices, SettingsOffice
from ui.wording.remarks import complaint, remark

_Seen = tuple[Devices, bool]


class SettingsDesk(QObject):
    """``changed`` is emitted with settings that were saved: whoever made the window follows them.
    ``closed`` when somebody leaves."""

    changed = Signal(object)
    closed = Signal()

    def __init__(
        self, office: SettingsOffice, room: Room, settings: Settings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._office, self._room, self._settings = office, room, settings
        self.page = SettingsPage(room.theme, room.tongue)
        self.page.saved.connect(self._save)
        self.page.closed.connect(self.closed)

    def use(self, settings: Settings) -> None:
        """What stands now."""
        self._settings = settings

    def open(self) -> None:
        """The page comes into sight: what is plugged in is looked for beside the window."""
        self._room.crew.desk.ask(self._look, self._show, self._refused)

    def close(self) -> None:
        """Out of sight; changes that were not saved are forgotten."""

    def show_again(self) -> None:
        """Say everything anew, in the language of now."""
        self.page.retranslate()

    def _look(self) -> _Seen:
        return self._office.devices(), self._office.may_change_lane()

    def _show(self, seen: _Seen) -> None:
        devices, may = seen
        self.page.show_settings(self._settings, devices, may_change_lane=may)

    @Slot(object)
    def _save(self, settings: Settings) -> None:
        work = partial(self._office.save, settings)
        self._room.crew.desk.ask(work, partial(self._saved, settings), self._refused)

    def _saved(self, settings: Settings, _nothing: object) -> None:
        self._settings = settings
        self.changed.emit(settings)
        self._room.window.say(remark("settings.saved", self._room.tongue), Mark.GOOD)
        self.open()

    def _refused(self, error: CheckpointError) -> None:
        self._room.window.say(complaint(error, self._room.tongue), Mark.BAD)
