"""Joins the pages of the IT desk and the lane behind them."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from checkpoint_app.capture.presence import Hint, Presence
from checkpoint_app.domain.facts import ReadingKind
from checkpoint_app.domain.roles import Deed
from checkpoint_app.errors import CheckpointError
from ui.it_desk.desk_page import ItPage
from ui.it_desk.listening import KeyEar, PortEar
from ui.it_desk.present_data import BannerView, present_data, present_progress, present_round
from ui.it_desk.present_device import present_device
from ui.it_desk.present_machine import present_log, present_machine
from ui.it_desk.present_senses import CameraRates, present_camera, present_scanner
from ui.it_desk.present_stick import (
    NOTHING,
    present_exported,
    present_outcome,
    present_preview,
    present_sticks,
)
from ui.lane.states import SourceState
from ui.lane.views import Mark
from ui.wording.remarks import complaint
from ui.workers.upkeep import Upkeep

if TYPE_CHECKING:
    from checkpoint_app.capture.scanner_check import Sent
    from checkpoint_app.services.data_sets import DataStanding
    from checkpoint_app.services.diagnostics import LogLine
    from checkpoint_app.services.drill import Drill
    from sync.bundle.departures import Exported
    from sync.bundle.inward import Outcome
    from sync.bundle.preview import Preview
    from sync.bundle.progress import Progress
    from ui.it_desk.port import (
        DeviceStanding,
        ItOffice,
        MachineStanding,
        RoundDone,
        StickStanding,
    )
    from ui.room import Room
    from ui.workers.camera import Camera, CameraRead, CameraState, Pictured

_Done = TypeVar("_Done")
_EVERY_MS, _RATE_MS = 3_000, 1_000
# Pictures and readings are counted over so many seconds; of scans the newest are kept.
_OVER, _MOST = 3, 256
_SOURCES = {
    Presence.OPENED: SourceState.LIVE,
    Presence.ABSENT: SourceState.LOST,
    Presence.ENDED: SourceState.ENDED,
}


def _reach_all(_held: bool) -> None:
    """Nobody holds anything back."""


@dataclass(frozen=True, slots=True)
class Senses:
    """What the lane sees and hears by. ``scanner`` is its setting, empty for one that types.
    ``hold`` (True, then False) keeps all that is read away from the lane, and lets go of a scanner
    on a port, while they are tried."""

    camera: Camera | None = None
    scanner: str = ""
    hold: Callable[[bool], None] = field(default=_reach_all)


class ItDesk(QObject):
    """The IT desk. ``closed``: back to the lane. ``drill_ready`` carries a `Drill` whose lane is to
    be opened in this one's place; ``drill_ended`` asks for this lane again."""

    closed = Signal()
    drill_ready = Signal(object)
    drill_ended = Signal()
    _progressed = Signal(object)

    def __init__(
        self,
        office: ItOffice,
        room: Room,
        parent: QObject,
        *,
        senses: Senses | None = None,
        drill: Drill | None = None,
    ) -> None:
        """``drill`` is the one that is on, where this lane is a drill's."""
        super().__init__(parent)
        self._office, self._room, self._tongue = office, room, room.tongue
        self._senses = senses or Senses()
        self.page = ItPage(room.theme, room.tongue, room.window)
        self.page.hide()
        self._seen: dict[str, object] = {}
        self._stop = threading.Event()
        self._stick: Preview | None = None
        self._scans: deque[Sent] = deque(maxlen=_MOST)
        self._ear: KeyEar | PortEar | None = None
        self._presence: Presence | None = None
        self._camera_error: CheckpointError | None = None
        self._counts: deque[tuple[int, int]] = deque(maxlen=_OVER)
        self._pictures = self._readings = self._total = 0
        self._kind: ReadingKind | None = None
        self._hint: Hint | None = None
        self._testing = False
        self._rates = QTimer(self)
        self._rates.setInterval(_RATE_MS)
        self._rates.timeout.connect(self._rate)
        self._upkeep: Upkeep[object] = Upkeep(
            room.crew.desk, self._look, self._looked, self._refused, every_ms=_EVERY_MS, parent=self
        )
        self._progressed.connect(self._progress, Qt.ConnectionType.QueuedConnection)
        self._join()
        self.page.drill.show_drill(drill)

    def open(self) -> None:
        """The page comes into sight."""
        self._allow()
        self._upkeep.start()
        self._turned(self.page.tabs.current)
        self._show_senses()

    def close(self) -> None:
        """It is out of sight: what it was doing goes on, its tests end."""
        self._upkeep.stop()
        self._end_senses()

    @Slot()
    def show_again(self) -> None:
        """Say everything in the language of now."""
        self.page.retranslate()
        for name, seen in self._seen.items():
            self._show(name, seen)
        if self._stick is not None:
            self.page.stick.show_stick(present_preview(self._stick, self._tongue))
        self._show_senses()

    # What is seen of itself.
    def _look(self) -> object:
        """In the desk's thread: what the page in sight shows."""
        name, wish = self.page.tabs.current, self.page.machine.wish
        looks: dict[str, Callable[[], object]] = {
            "data": self._office.data,
            "stick": self._office.sticks,
            "device": self._office.device,
            "machine": lambda: (self._office.machine(), self._office.log(wish)),
        }
        look = looks.get(name)
        return (name, None if look is None else look())

    def _looked(self, seen: object) -> None:
        name, told = seen if isinstance(seen, tuple) else ("", None)
        if told is not None:
            self._seen[name] = told
            self._show(name, told)
        self._allow()

    def _show(self, name: str, told: object) -> None:
        page, tongue = self.page, self._tongue
        shown: dict[str, Callable[[object], None]] = {
            "data": lambda seen: page.data.show_view(present_data(_data(seen), tongue)),
            "stick": lambda seen: page.stick.show_loop(present_sticks(_sticks(seen), tongue)),
            "device": lambda seen: page.device.show_view(present_device(_device(seen), tongue)),
            "machine": self._show_machine,
        }
        shown[name](told)

    def _show_machine(self, seen: object) -> None:
        machine, lines = _machine(seen)
        self.page.machine.show_view(present_machine(machine, self._tongue))
        self.page.machine.show_log(present_log(lines, self._tongue))

    def _allow(self) -> None:
        may = self._office.allows
        self.page.data.may_sync(may(Deed.SYNC_NOW))
        self.page.stick.may_carry(may(Deed.CARRY_STICK))
        self.page.machine.may_accept(may(Deed.CHANGE_SETTINGS))
        self.page.drill.may_drill(may(Deed.DRILL))

    @Slot(str)
    def _turned(self, name: str) -> None:
        """Another page is in sight."""
        self._upkeep.wish()
        if name == "senses":
            self._begin_senses()
        else:
            self._end_senses()

    # Data.
    @Slot()
    def _sync(self) -> None:
        self._stop.clear()
        self.page.data.begin_round()
        self._long(
            lambda: self._office.sync(self._stop.is_set, self._progressed.emit),
            self._synced,
            lambda banner: self.page.data.end_round(banner),
        )

    def _synced(self, done: RoundDone) -> None:
        self.page.data.end_round(present_round(done, self._tongue))
        self._upkeep.wish()

    # Sticks.
    @Slot(object)
    def _look_at(self, folder: Path) -> None:
        self._begin_stick(self._tongue.translate("It", "Looking at the stick"))
        self._stick = None
        self.page.stick.show_stick(NOTHING)
        self._long(
            lambda: self._office.look(folder, self._stop.is_set), self._previewed, self._torn
        )

    def _previewed(self, preview: Preview) -> None:
        self._stick = preview
        self.page.stick.end()
        self.page.stick.show_stick(present_preview(preview, self._tongue))

    @Slot(object)
    def _take(self, folder: Path) -> None:
        self._begin_stick(self._tongue.translate("It", "Taking the stick in"))
        take = partial(self._office.take, folder, self._stop.is_set, self._progressed.emit)
        self._long(take, self._taken, self._torn)

    def _taken(self, outcome: Outcome) -> None:
        self._stick_done(present_outcome(outcome, self._tongue))

    @Slot(object)
    def _export(self, folder: Path) -> None:
        self._begin_stick(self._tongue.translate("It", "Writing departures"))
        self._long(lambda: self._office.export(folder), self._exported, self._torn)

    def _exported(self, done: Exported) -> None:
        self._stick_done(present_exported(done, self._tongue))

    def _begin_stick(self, what: str) -> None:
        self._stop.clear()
        self.page.stick.begin(what)

    def _stick_done(self, banner: BannerView) -> None:
        self._stick = None
        self.page.stick.end()
        self.page.stick.show_stick(NOTHING)
        self.page.stick.say(banner)
        self._upkeep.wish()

    def _torn(self, banner: BannerView) -> None:
        self.page.stick.end()
        self.page.stick.say(banner)

    # The computer.
    @Slot()
    def _accept_clock(self) -> None:
        told = self._tongue.translate("It", "The clock is accepted, and that is in the audit")
        self._do(self._office.accept_clock, told)

    @Slot()
    def _diagnose(self) -> None:
        path = self._ask_path(
            self._tongue.translate("It", "Save the diagnostics"), "checkpoint.zip"
        )
        if path is not None:
            told = self._tongue.translate("It", "The diagnostics file was saved")
            self._do(partial(self._office.diagnose, path), told)

    @Slot()
    def _sheet(self) -> None:
        path = self._ask_path(self._tongue.translate("It", "Save the test sheet"), "scanner.pdf")
        if path is not None:
            told = self._tongue.translate("It", "The test sheet was saved. Print it at full size")
            self._do(partial(self._office.scanner_sheet, path), told)

    # Camera and scanner.
    def _begin_senses(self) -> None:
        if self._testing:
            return
        self._testing = True
        self._senses.hold(True)
        camera = self._senses.camera
        if camera is not None:
            self._presence = self._presence or Presence.OPENED
            camera.pictured.connect(self._pictured)
            camera.read.connect(self._read)
            camera.state.connect(self._stands)
        self._rates.start()
        self._show_senses()

    def _end_senses(self) -> None:
        if not self._testing:
            return
        self._testing = False
        self._end_test()
        self._rates.stop()
        camera = self._senses.camera
        if camera is not None:
            camera.pictured.disconnect(self._pictured)
            camera.read.disconnect(self._read)
            camera.state.disconnect(self._stands)
        self._senses.hold(False)

    @Slot()
    def _test(self) -> None:
        if self._ear is not None:
            self._end_test()
            self._show_senses()
            return
        self._scans.clear()
        application = QCoreApplication.instance()
        assert application is not None, "a window has one"
        if self._senses.scanner:
            port = PortEar(self._senses.scanner, self)
            port.lost.connect(self._scanner_lost)
            self._ear = port
        else:
            self._ear = KeyEar(application, self)
        self._ear.heard.connect(self._heard)
        self._ear.start()
        self._show_senses()

    def _end_test(self) -> None:
        ear, self._ear = self._ear, None
        if ear is not None:
            ear.stop()
            ear.deleteLater()

    @Slot(object)
    def _heard(self, sent: Sent) -> None:
        if sent.text.strip():
            self._scans.append(sent)
            self._show_senses()

    @Slot(object)
    def _scanner_lost(self, error: CheckpointError) -> None:
        self._room.window.say(complaint(error, self._tongue), Mark.BAD)

    @Slot(object)
    def _pictured(self, pictured: Pictured) -> None:
        self._pictures += 1
        self._hint = pictured.hint
        self._presence = Presence.OPENED
        self.page.senses.picture.show_source(SourceState.LIVE)
        self.page.senses.picture.show_picture(pictured)

    @Slot(object)
    def _read(self, read: CameraRead) -> None:
        from checkpoint_app.credential.scanned import interpret

        self._readings += 1
        self._total += 1
        self._kind = interpret(read.content).kind

    @Slot(object)
    def _stands(self, state: CameraState) -> None:
        self._presence, self._camera_error = state.presence, state.error
        self.page.senses.picture.show_source(_SOURCES[state.presence])
        self._show_senses()

    @Slot()
    def _rate(self) -> None:
        self._counts.append((self._pictures, self._readings))
        self._pictures = self._readings = 0
        self._show_senses()

    def _show_senses(self) -> None:
        senses, tongue = self.page.senses, self._tongue
        over = max(1, len(self._counts))
        rates = CameraRates(
            sum(each[0] for each in self._counts) / over,
            sum(each[1] for each in self._counts) / over,
            self._total,
            self._kind,
            self._hint,
        )
        presence = None if self._senses.camera is None else self._presence or Presence.OPENED
        senses.show_camera(*present_camera(presence, self._camera_error, rates, tongue))
        listening = self._ear is not None
        scanned = present_scanner(tuple(self._scans), tongue, listening=listening)
        senses.show_scanner(scanned, listening=listening)

    # Drills.
    @Slot()
    def _drill(self) -> None:
        self._stop.clear()
        self.page.drill.show_building(building=True)
        self._long(
            lambda: self._office.drill(self._stop.is_set), self._drill_built, self._drill_failed
        )

    def _drill_built(self, drill: Drill) -> None:
        self.page.drill.show_building(building=False)
        self.drill_ready.emit(drill)

    def _drill_failed(self, banner: BannerView) -> None:
        self.page.drill.show_building(building=False)
        self._room.window.say(banner.text, banner.mark)

    # Asking.
    def _long(
        self,
        work: Callable[[], _Done],
        then: Callable[[_Done], None],
        failed: Callable[[BannerView], None],
    ) -> None:
        """Beside the window, in the thread that waits for the line."""

        def refused(error: CheckpointError) -> None:
            failed(BannerView(complaint(error, self._tongue), Mark.BAD))

        self._room.crew.line.ask(work, then, refused)

    def _do(self, work: Callable[[], object], told: str) -> None:
        def done(_answer: object) -> None:
            self._room.window.say(told, Mark.GOOD)
            self._upkeep.wish()

        self._room.crew.desk.ask(work, done, self._refused)

    def _refused(self, error: CheckpointError) -> None:
        self._room.window.say(complaint(error, self._tongue), Mark.BAD)

    @Slot()
    def _cancel(self) -> None:
        self._stop.set()

    @Slot(object)
    def _progress(self, progress: Progress) -> None:
        share, rest = present_progress(progress, self._tongue)
        self.page.data.progress.show_progress(share, rest)
        self.page.stick.progress.show_progress(share, rest)

    def _ask_path(self, title: str, suggested: str) -> Path | None:
        dialog = QFileDialog(self.page, title)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(suggested).suffix.removeprefix("."))
        say = self._tongue.translate
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, say("It", "Save"))
        dialog.setLabelText(QFileDialog.DialogLabel.Reject, say("It", "Cancel"))
        dialog.selectFile(suggested)
        chosen = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        return Path(chosen[0]) if chosen else None

    def _join(self) -> None:
        page = self.page
        page.closed.connect(self.closed)
        page.tabs.turned.connect(self._turned)
        page.data.sync_asked.connect(self._sync)
        page.stick.looked.connect(self._look_at)
        page.stick.taken.connect(self._take)
        page.stick.exported.connect(self._export)
        page.machine.clock_accepted.connect(self._accept_clock)
        page.machine.log_wished.connect(self._upkeep.wish)
        page.machine.diagnosed.connect(self._diagnose)
        page.senses.test_asked.connect(self._test)
        page.senses.sheet_asked.connect(self._sheet)
        page.drill.begun.connect(self._drill)
        page.drill.ended.connect(self.drill_ended)
        for each in (page.data, page.stick, page.drill):
            each.cancelled.connect(self._cancel)


def _data(seen: object) -> DataStanding:
    return seen  # type: ignore[return-value]  # what `_look` saw under that name


def _sticks(seen: object) -> StickStanding:
    return seen  # type: ignore[return-value]  # what `_look` saw under that name


def _device(seen: object) -> DeviceStanding:
    return seen  # type: ignore[return-value]  # what `_look` saw under that name


def _machine(seen: object) -> tuple[MachineStanding, tuple[LogLine, ...]]:
    return seen  # type: ignore[return-value]  # what `_look` saw under that name
