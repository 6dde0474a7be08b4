"""`checkpoint lane`: the window."""

from __future__ import annotations

import platform
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from checkpoint_app.capture.camera_names import stable_setting
from checkpoint_app.clock import Clock
from checkpoint_app.commands.setting import Setting
from checkpoint_app.config import Settings, save_settings
from checkpoint_app.errors import CheckpointError, ConfigError
from checkpoint_app.paths import LanePaths
from checkpoint_app.store.files import alone
from ui.start import ByStick, Enrolled, LaneStart, Plugged, StickAsked

if TYPE_CHECKING:
    from checkpoint_app.office import Office
    from checkpoint_app.services.drill import Drill
    from sync.bundle.progress import Progress
    from sync.client.device import Device
    from ui.first_run.steps import EnrolWish, StickWish

_CAMERA = "camera:"  # as `checkpoint_app.capture.source` has it


def lane(chosen: Namespace, setting: Setting) -> int:
    """Open the window and stay until it is closed. Raises ConfigError ``cli.lane_is_open`` where
    this lane has one already: two would count each pilgrim left without a key twice."""
    with only_window(setting.paths):
        from ui.launch import run  # Qt is for those who ask for a window

        return run(start_of(chosen, setting))


@contextmanager
def only_window(paths: LanePaths) -> Iterator[None]:
    """Be the one window of a lane while the block runs. Raises ConfigError."""
    with ExitStack() as held:
        try:
            paths.make()
            is_only = held.enter_context(alone(paths.window))
        except OSError as error:
            reason = f"no lock: {error.strerror}"
            raise ConfigError(reason, key="cli.folder_unwritable") from error
        if not is_only:
            raise ConfigError("another window is open", key="cli.lane_is_open")
        yield


def start_of(chosen: Namespace, setting: Setting) -> LaneStart:
    """What the window is started with. Nothing is opened yet."""
    paths = setting.paths
    settings = replace(setting.settings, language=setting.console.lang)
    given = {name: getattr(chosen, name) for name in ("source", "scanner", "direction")}
    settings = replace(settings, **{name: value for name, value in given.items() if value})
    beside = paths.shipped_root
    behind = Behind(paths, setting.clock)
    by_stick = StickEnrolment(paths, setting.clock)
    return LaneStart(
        settings=settings,
        stored=setting.settings,
        enrolled=paths.device.exists() and not by_stick.lacks_first_data(),
        open=behind.open,
        enrol=behind.enrol,
        save=behind.save,
        log=paths.log,
        root=beside if beside.is_file() else None,
        allow_demo=chosen.demo_root,
        open_drill=behind.open_drill,
        end_drill=behind.end_drill,
        by_stick=ByStick(
            paths.asked.exists(), by_stick.under_way, by_stick.ask, by_stick.take_answer
        ),
        plugged=behind.plugged,
        save_sheet=behind.save_sheet,
    )


class Behind:
    """What the window has done beside itself. What it needs is loaded when it is asked for: the
    window is painted by then."""

    def __init__(self, paths: LanePaths, clock: Clock) -> None:
        self._paths, self._clock = paths, clock

    def open(self, settings: Settings) -> Office:
        """Open the lane. Raises as `checkpoint_app.main.open_stores`."""
        return self._opened(self._paths, settings, (settings.hub,) if settings.hub else ())

    def open_drill(self, drill: Drill, settings: Settings) -> Office:
        """Open a drill's lane, which has no line and no hub. Raises as `open`."""
        return self._opened(LanePaths(drill.folder), settings, ())

    def end_drill(self, drill: Drill) -> None:
        """Remove a drill whose lane was closed. Raises StorageError."""
        from checkpoint_app.drilling import end_drill

        end_drill(drill)

    def _opened(self, paths: LanePaths, settings: Settings, hubs: tuple[str, ...]) -> Office:
        from checkpoint_app.domain.movement import Direction
        from checkpoint_app.main import open_office

        direction = Direction[settings.direction.upper()]
        return open_office(
            paths,
            self._clock,
            direction=direction,
            officer=settings.officer,
            hubs=hubs,
        )

    def enrol(self, wish: EnrolWish) -> Enrolled:
        """Make this folder a lane. Raises as `checkpoint_app.main.enrol_lane`, and ConfigError for
        a root.json that cannot be read."""
        from checkpoint_app.commands.registry_ties import root_file
        from checkpoint_app.main import enrol_lane

        device = enrol_lane(
            self._paths,
            registry=wish.registry,
            code=wish.code,
            name=platform.node() or "lane",
            root=root_file(wish.root),
            demo=wish.demo,
            port_id=wish.port_id,
            lane=wish.lane,
        )
        forget_request(self._paths)
        return Enrolled(device.port_id, device.lane, device.fingerprint)

    def plugged(self) -> Plugged:
        """What is plugged in now."""
        from checkpoint_app.plugged import plugged_in

        return plugged_in()

    def save_sheet(self, path: Path) -> None:
        """Write the scanners' test sheet. Raises ConfigError."""
        from checkpoint_app.scanner_page import make_scanner_sheet

        try:
            path.write_bytes(make_scanner_sheet(self._clock.now()))
        except OSError as error:
            raise ConfigError(str(error), key="window.sheet_unwritable") from error

    def save(self, settings: Settings) -> None:
        """Keep what was chosen. Raises ConfigError."""
        try:
            self._paths.make()
        except OSError as error:
            raise ConfigError("no folder", key="cli.settings_unwritable") from error
        save_settings(self._paths, replace(settings, source=_lasting(settings.source)))


class StickEnrolment:
    """Enrolment without a line, step by step; each step is kept on disk."""

    def __init__(self, paths: LanePaths, clock: Clock) -> None:
        self._paths, self._clock = paths, clock

    def lacks_first_data(self) -> bool:
        """Whether the answer was taken in and its data was not: somebody stopped between."""
        from checkpoint_app.store.anchor import AnchorFile

        if not (self._paths.asked.exists() and self._paths.device.exists()):
            return False
        newest = AnchorFile(self._paths.anchor).newest()
        if newest is None:  # no anchor yet, or one that cannot be read beside data
            return not self._paths.records.exists()
        return newest.generation == 0

    def under_way(self) -> StickAsked:
        """What this lane asked for. Raises ConfigError, StorageError."""
        from checkpoint_app.enrolling import device_keys
        from checkpoint_app.store.keys import open_key_store
        from sync.client.stick_enrol import load_asked

        asked = load_asked(self._paths.asked)
        if asked is None:
            raise ConfigError("no enrolment was asked for", key="sync.not_admitted")
        keys = device_keys(open_key_store(self._paths.keys))
        enrolled = self._paths.device.exists()
        return StickAsked(asked.port_id, asked.lane, keys.fingerprint, enrolled, asked.demo)

    def ask(self, wish: StickWish) -> StickAsked:
        """Write the request onto the stick. Raises as `checkpoint_app.enrolling.ask_to_enrol`, and
        ConfigError for a root.json that cannot be read, and for a folder that is not there: a slip
        of the hand must not leave the request in a new one."""
        from checkpoint_app.commands.registry_ties import root_file
        from checkpoint_app.enrolling import ask_to_enrol
        from sync.client.stick_enrol import Asked

        if not wish.folder.is_dir():
            raise ConfigError("no such folder", key="stick.no-folder")
        asked = Asked(wish.port_id, wish.lane, platform.node() or "lane", wish.demo)
        made = ask_to_enrol(self._paths, wish.folder, asked, root_file(wish.root))
        return StickAsked(wish.port_id, wish.lane, made.said.fingerprint, demo=wish.demo)

    def take_answer(
        self, folder: Path, stopping: Callable[[], bool], on_progress: Callable[[Progress], None]
    ) -> Enrolled:
        """Complete the enrolment, then take in the first data. Raises as
        `checkpoint_app.enrolling.enrol_from`, in words about sticks, and as `Inward.take`."""
        from checkpoint_app.main import open_inward, open_stores

        device = self._device(folder)
        with open_stores(self._paths, self._clock) as stores:
            inward = open_inward(stores, self._clock)
            inward.take(folder, stopping=stopping, on_progress=on_progress)
        forget_request(self._paths)
        return Enrolled(device.port_id, device.lane, device.fingerprint)

    def _device(self, folder: Path) -> Device:
        from checkpoint_app.enrolling import enrol_from
        from sync.bundle.refusals import in_words
        from sync.client.device import load_device

        device = load_device(self._paths.device)
        if device is not None:
            return device
        try:
            return enrol_from(self._paths, folder, self._clock)
        except CheckpointError as error:
            raise in_words(error) from error


def forget_request(paths: LanePaths) -> None:
    """What was asked for by stick is answered. A file that stays does no harm: it is not looked at
    once there is data."""
    with suppress(OSError):
        paths.asked.unlink(missing_ok=True)


def _lasting(source: str) -> str:
    """A source that means the same from whatever folder the program is started, and whatever
    number a camera has then."""
    if source.startswith(_CAMERA):
        return stable_setting(source)
    return str(Path(source).absolute()) if source else source
