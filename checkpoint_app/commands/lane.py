"""`checkpoint lane`: the window."""

from __future__ import annotations

import platform
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from checkpoint_app.capture.camera_names import stable_setting
from checkpoint_app.clock import Clock
from checkpoint_app.commands.setting import Setting
from checkpoint_app.config import Settings, save_settings
from checkpoint_app.errors import ConfigError
from checkpoint_app.paths import LanePaths
from checkpoint_app.store.files import alone
from ui.start import Enrolled, LaneStart

if TYPE_CHECKING:
    from checkpoint_app.office import Office
    from checkpoint_app.services.drill import Drill
    from ui.first_run.steps import EnrolWish

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
    return LaneStart(
        settings=settings,
        stored=setting.settings,
        enrolled=paths.device.exists(),
        open=behind.open,
        enrol=behind.enrol,
        save=behind.save,
        log=paths.log,
        root=beside if beside.is_file() else None,
        allow_demo=chosen.demo_root,
        open_drill=behind.open_drill,
        end_drill=behind.end_drill,
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
        return Enrolled(device.port_id, device.lane, device.fingerprint)

    def save(self, settings: Settings) -> None:
        """Keep what was chosen. Raises ConfigError."""
        try:
            self._paths.make()
        except OSError as error:
            raise ConfigError("no folder", key="cli.settings_unwritable") from error
        save_settings(self._paths, replace(settings, source=_lasting(settings.source)))


def _lasting(source: str) -> str:
    """A source that means the same from whatever folder the program is started, and whatever
    number a camera has then."""
    if source.startswith(_CAMERA):
        return stable_setting(source)
    return str(Path(source).absolute()) if source else source
