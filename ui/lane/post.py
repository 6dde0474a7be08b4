"""A manned lane: everything that works once the lane is open, begun and ended in order."""

from __future__ import annotations

import importlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from checkpoint_app.config import Settings
from checkpoint_app.errors import CheckpointError, ConfigError
from ui.keys import KeyWatch
from ui.lane.bar_watch import BarWatch
from ui.lane.desk import LaneDesk
from ui.lane.views import Action, Mark
from ui.ports import LaneOffice
from ui.room import Room
from ui.shell.senses import WINDOW_ACTIONS, Senses
from ui.sound.player import Player, SilentPlayer, SpeakerPlayer
from ui.wording.remarks import complaint
from ui.workers.camera import Camera
from ui.workers.serial import SerialWatch

if TYPE_CHECKING:  # loaded with the first look at the day
    from ui.day.desk import DayDesk

# The first pilgrim goes before the first round: what the rounds need is loaded after that.
_SYNC_AFTER_MS = 1_500
_EVDEV = "evdev:"
_SYNC_AGAIN_MS = 30_000  # after rounds that could not begin


class LanePost(QObject):
    """The lane's desk, its bar, the page of its day, its keys, camera and sounds.

    ``language_asked`` passes on the one key that is the whole window's; ``asked`` the `Action` of
    one that is of the desks around this post.
    """

    language_asked = Signal()
    asked = Signal(object)

    def __init__(
        self, office: LaneOffice, room: Room, settings: Settings, app: QApplication, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._office, self._room, self._app = office, room, app
        window, crew, tongue = room.window, room.crew, room.tongue
        self._settings = settings
        self.player: Player = _player(settings)
        self.keys = KeyWatch(app)
        self.senses = Senses(self.keys, self)
        self.desk = LaneDesk(office, window, crew, tongue, self.player, self)
        self.bar = BarWatch(office, window, crew, tongue, self)
        self.camera = Camera(settings.source, self) if settings.source else None
        self.scanner = _scanner(settings.scanner, self) if settings.scanner else None
        self.day: DayDesk | None = None
        self.is_day_here = True  # else somebody around decides who sees which counts
        self._connect()

    def start(self, *, manned: bool = True) -> None:
        """Begin: show what stands (unless nobody is at the lane yet), listen, look, sync."""
        if manned:
            self.desk.start()
        self.bar.start()
        self._start_camera()
        self._start_scanner()
        QTimer.singleShot(_SYNC_AFTER_MS, self, self._start_sync)

    def use(self, settings: Settings) -> None:
        """Work with other settings: another camera or scanner at once, sounds or none."""
        before, self._settings = self._settings, settings
        if settings.sound != before.sound:
            self.player.close()
            self.player = _player(settings)
            self.desk.use_player(self.player)
        if settings.source != before.source:
            if self.camera is not None:
                self.camera.stop()
            self.camera = Camera(settings.source, self) if settings.source else None
            self._join_camera()
            self._start_camera()
        if settings.scanner != before.scanner:
            if self.scanner is not None:
                self.scanner.stop()
            self.scanner = _scanner(settings.scanner, self) if settings.scanner else None
            self._join_scanner()
            self._start_scanner()

    def hold_scanner(self, held: bool) -> None:
        """Let go of the serial scanner, as while it is tried; or take it again."""
        if self.scanner is not None:
            self.scanner.stop()
            self.scanner = None
        if not held and self._settings.scanner:
            self.scanner = _scanner(self._settings.scanner, self)
            self._join_scanner()
            self._start_scanner()

    def stop(self) -> None:
        """End, in the order that loses nothing: senses first, then the open turn."""
        self.keys.close()
        if self.camera is not None:
            self.camera.stop()
        if self.scanner is not None:
            self.scanner.stop()
        if self.day is not None:
            self.day.close()
        self.bar.stop()
        self.desk.stop()
        self.player.close()

    @Slot()
    def show_again(self) -> None:
        """Say everything anew, in the language of now."""
        self.desk.show_again()
        self.bar.show_again()
        if self.day is not None:
            self.day.show_again()

    def _connect(self) -> None:
        window = self._room.window
        self.desk.listen(self.senses)
        self.desk.turned.connect(self.bar.turned)
        self.desk.answered.connect(self._show_answer)
        self.senses.window_acted.connect(self._act)
        self.senses.seen.connect(self.desk.seen)
        self.senses.swept.connect(self.desk.swept)
        window.acted.connect(self._act)
        self._join_camera()
        self._join_scanner()

    def _join_camera(self) -> None:
        if self.camera is not None:
            self.camera.read.connect(self.senses.look)
            self.camera.pictured.connect(self._room.window.show_picture)
            self.camera.state.connect(self.bar.sourced)
            self.camera.state.connect(self._room.window.show_source)

    def _join_scanner(self) -> None:
        if self.scanner is not None:
            self.scanner.read.connect(self.senses.sweep)
            self.scanner.state.connect(self.bar.scanner_stands)

    def _start_camera(self) -> None:
        if self.camera is not None:
            self._room.window.expect_source()
            self.camera.start()
        else:
            self._room.window.lack_source()
            self.bar.lack_source()

    def _start_scanner(self) -> None:
        if self.scanner is not None:
            self.bar.expect_scanner()
            self.scanner.start()
        else:
            self.bar.lack_scanner()

    @Slot(object)
    def _act(self, action: Action) -> None:
        if action is Action.LANGUAGE:
            self.language_asked.emit()
        elif action is Action.DAY and self.is_day_here:
            self.toggle_day()
        elif action in WINDOW_ACTIONS:
            self.asked.emit(action)

    @Slot()
    def toggle_day(self) -> None:
        """From the lane to its day, and back."""
        window = self._room.window
        if window.page == "day":
            self._leave_day()
            return
        if self.day is None:
            self.day = self._made_day()
        self.day.open()
        window.show_page("day")

    @Slot()
    def _show_answer(self) -> None:
        """An answer is seen, whatever was looked at."""
        if self._room.window.page == "day":
            self._leave_day()

    @Slot()
    def _leave_day(self) -> None:
        if self.day is not None:
            self.day.close()
        self._room.window.show_page("lane")

    def _made_day(self) -> DayDesk:
        from ui.day.day_page import DayPage
        from ui.day.desk import DayDesk

        room = self._room
        page = DayPage(room.theme, room.tongue)
        room.window.set_day_page(page)
        page.closed.connect(self._leave_day)
        day = DayDesk(
            self._office,
            page,
            room.crew,
            room.tongue,
            say=room.window.say,
            ask_path=self._ask_path,
            parent=self,
        )
        self.desk.moved.connect(day.moved)
        return day

    def _ask_path(self, suggested: str) -> Path | None:
        from ui.day.export_path import choose_export_path

        return choose_export_path(self._room.window, self._room.tongue, suggested)

    @Slot()
    def _start_sync(self) -> None:
        crew = self._room.crew
        crew.line.ask(
            partial(self._office.start_sync, self.bar.tell), self._nothing, self._not_syncing
        )
        crew.desk.ask(_load_later_pages, self._nothing, self._not_loaded)

    def _nothing(self, _nothing: object) -> None:
        """The rounds tell of themselves; a page is seen when it is asked for."""

    def _not_loaded(self, error: CheckpointError) -> None:
        """It will be loaded when it is asked for, or say why not."""

    def _not_syncing(self, error: CheckpointError) -> None:
        """Said, and tried again: a lane must not be without rounds for a whole shift."""
        self._room.window.say(complaint(error, self._room.tongue), Mark.BAD)
        QTimer.singleShot(_SYNC_AGAIN_MS, self, self._start_sync)


def _load_later_pages() -> None:
    """What the first look at the day needs, so that it does not hold the window."""
    for name in ("ui.day.day_page", "ui.day.desk", "ui.day.export_path"):
        importlib.import_module(name)


def _player(settings: Settings) -> Player:
    return SpeakerPlayer() if settings.sound == "on" else SilentPlayer()


def _scanner(setting: str, parent: QObject) -> SerialWatch:
    """The scanners of a setting: on serial ports, or keyboards taken for themselves (Linux). A
    setting that names none is told of as a scanner that is absent."""
    from checkpoint_app.capture.evdev import EvdevPorts, serial_setting

    if not setting.startswith(_EVDEV):
        return SerialWatch(setting, parent)
    try:
        return SerialWatch(serial_setting(setting), parent, ports=EvdevPorts())
    except ConfigError:
        return SerialWatch(setting, parent)
