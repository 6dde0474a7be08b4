"""Plays the demonstration: make a season, print, photograph, scan at the lane's window, cut the
line, count."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from checkpoint_app.clock import Clock
from checkpoint_app.demo import cast as casting
from checkpoint_app.demo import lane_side
from checkpoint_app.demo.acting import Officer, Prop, with_movements
from checkpoint_app.demo.cast import PORT, Cast
from checkpoint_app.demo.photographs import BOARDING_CARD, Album, symbol_page
from checkpoint_app.demo.registry_side import Printer, Server, counts, damaged, serving
from checkpoint_app.demo.report import CountCheck, Shot
from checkpoint_app.demo.scenes import (
    ALL_SCENES,
    WITH_NETWORK,
    WITHOUT_NETWORK,
    Role,
    Scene,
    Shown,
    expected_counts,
)
from checkpoint_app.demo.window_side import Answered, Driver
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.errors import CheckpointError, TransportError
from checkpoint_app.main import enrol_lane, open_stores
from checkpoint_app.paths import LanePaths
from checkpoint_app.reference import ports
from sync.registry.api.attempts import WrongAttempts
from sync.registry.api.enrolment import Enrolment
from sync.registry.db.open import open_database
from sync.registry.init import initialise
from sync.registry.paths import RegistryPaths
from sync.registry.publish.publisher import Publisher
from sync.registry.sample.season import sample
from sync.registry.signer.client import SignerClient

LANE = "1"
Teller = Callable[..., None]
OpenWindow = Callable[[LanePaths, Path], Driver]
See = Callable[[Scene, Answered], None]


def unseen(_scene: Scene, _answered: Answered) -> None:
    """Nobody takes pictures."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The folders of one demonstration."""

    registry: RegistryPaths
    lane: LanePaths
    album: Album
    camera: Path

    @classmethod
    def under(cls, folder: Path) -> Stage:
        """The usual places below a folder."""
        album = Album(folder / "sheets", folder / "photographs")
        lane = LanePaths(folder / "lane")
        return cls(RegistryPaths(folder / "registry"), lane, album, folder / "camera")


@dataclass(frozen=True, slots=True)
class Result:
    """All scans, and the counts as demanded and as found at the registry."""

    shots: tuple[Shot, ...]
    counts: CountCheck

    @property
    def as_expected(self) -> bool:
        """Whether everything is as the making of the season demands."""
        return self.counts.as_expected and all(shot.as_expected for shot in self.shots)


def play(
    stage: Stage,
    clock: Clock,
    open_window: OpenWindow,
    *,
    permits: int,
    seed: int,
    tell: Teller,
    see: See = unseen,
) -> Result:
    """Play it all. ``tell`` is told a text key and its params at each step, and each `Shot`;
    ``see`` is called while the answer to a scene stands in the window.

    Raises CheckpointError for what must not fail here (a port is taken, the disk is full).
    """
    today = cairo_day(clock.now())
    tell("demo.season", permits=permits)
    initialise(stage.registry, clock, demo=True)
    engine = open_database(stage.registry.database)
    try:
        sample(engine, permits=permits, seed=seed, today=today)
        with SignerClient(stage.registry.data) as signer:
            publisher = Publisher(stage.registry, engine, signer, clock)
            printer = Printer(engine, signer)
            acting = _Play(stage, clock, engine, publisher, printer, open_window, tell, see)
            return acting.run(today)
    finally:
        engine.dispose()


class _Play:
    def __init__(
        self,
        stage: Stage,
        clock: Clock,
        engine: Engine,
        publisher: Publisher,
        printer: Printer,
        open_window: OpenWindow,
        tell: Teller,
        see: See,
    ) -> None:
        self._stage, self._clock, self._engine = stage, clock, engine
        self._publisher, self._printer, self._tell = publisher, printer, tell
        self._open_window, self._see = open_window, see
        self._photos: dict[tuple[Role, int, Shown], Path] = {}

    def run(self, today: date) -> Result:
        cast = casting.choose(self._engine, today)
        self._tell("demo.printing")
        self._stage.album.make()
        self._photograph(cast, (scene for scene in ALL_SCENES if scene.role is not _LATE))
        self._tell("demo.publishing")
        self._publisher.publish()
        with serving(self._stage.registry.data) as server:
            self._tell("demo.serving", address=server.address)
            self._enrol(server)
            self._sync()
            self._strike(cast)
            driver = self._open_window(self._stage.lane, self._stage.camera)
            try:
                officer = Officer(driver, self._see)
                shots = self._perform(WITH_NETWORK, cast, officer)
                self._sync()
                shots += self._cut(server, cast, officer)
            finally:
                driver.close()
            shots = self._with_movements(shots)
            self._sync()
            counted = counts(server.address, self._stage.registry, today, PORT)
        expected = expected_counts(ALL_SCENES)
        return Result(tuple(shots), CountCheck(expected, {k: counted[k] for k in expected}))

    def _photograph(self, cast: Cast, scenes: Iterable[Scene]) -> None:
        for scene in scenes:
            key = (scene.role, scene.person, scene.shown)
            if key not in self._photos:
                page = self._page(cast, scene)
                self._photos[key] = self._stage.album.take(_name(scene), page, len(self._photos))

    def _page(self, cast: Cast, scene: Scene) -> bytes:
        if scene.shown is Shown.BOARDING_PASS:
            return symbol_page(BOARDING_CARD)
        number = cast.numbers[scene.role, scene.person]
        if scene.shown is Shown.DAMAGED_CODE:
            return symbol_page(damaged(self._printer.sheet(number).token_text))
        forged = scene.shown is Shown.FORGED_SHEET
        make = self._printer.forged_sheet if forged else self._printer.sheet
        return self._stage.album.print_sheet(_name(scene), make(number))

    def _enrol(self, server: Server) -> None:
        wrong = WrongAttempts(self._clock)
        enrolment = Enrolment(self._engine, self._clock, secrets.randbelow, wrong)
        code = enrolment.issue_code(ports().by_id(PORT).bit, LANE)
        root = self._stage.registry.root_metadata.read_bytes()
        device = enrol_lane(
            self._stage.lane,
            registry=server.address,
            code=code,
            name="demo",
            root=root,
            demo=True,
        )
        self._tell("demo.enrolled", lane=device.lane, fingerprint=device.fingerprint)

    def _sync(self) -> None:
        report = lane_side.sync_once(self._stage.lane, self._clock)
        for error in (report.down_error, report.up_error):
            if error is not None:
                raise error
        taken = report.down.port if report.down else None
        self._tell("demo.synced", records=taken.records if taken else 0)

    def _strike(self, cast: Cast) -> None:
        """The ministry acts, the lane hears of it; then one more permit is issued."""
        casting.strike(self._engine, cast, self._clock.now())
        self._publisher.publish()
        self._sync()
        casting.issue_late(self._engine, cast, self._clock.now())
        self._photograph(cast, (scene for scene in ALL_SCENES if scene.role is _LATE))
        lane_side.edit_cache(self._stage.lane, cast.numbers[Role.EDITED_AT_LANE, 0])
        self._tell("demo.struck")

    def _cut(self, server: Server, cast: Cast, officer: Officer) -> list[Shot]:
        self._tell("demo.cut")
        server.stop()
        shots = self._perform(WITHOUT_NETWORK, cast, officer)
        report = lane_side.sync_once(self._stage.lane, self._clock)
        if not isinstance(report.up_error, TransportError):
            raise CheckpointError("a cut line went unnoticed", key="demo.cut_unnoticed")
        waiting = lane_side.pending(self._stage.lane, self._clock)
        self._tell("demo.waiting", pending=waiting)
        server.start()
        self._tell("demo.restored")
        return shots

    def _perform(self, scenes: Iterable[Scene], cast: Cast, officer: Officer) -> list[Shot]:
        shots = []
        for scene in scenes:
            shot = officer.play(scene, self._prop(scene, cast))
            self._tell("demo.shot", shot=shot)
            shots.append(shot)
        return shots

    def _prop(self, scene: Scene, cast: Cast) -> Prop:
        number = cast.numbers[scene.role, scene.person]
        photo = self._photos[scene.role, scene.person, scene.shown]
        return Prop(photo, number, casting.passport_lines(self._engine, number))

    def _with_movements(self, shots: Iterable[Shot]) -> list[Shot]:
        with open_stores(self._stage.lane, self._clock) as stores:
            return with_movements(shots, stores.journal)


_LATE = Role.ISSUED_LATE


def _name(scene: Scene) -> str:
    return f"{scene.role.name.lower()}-{scene.person}-{scene.shown.name.lower()}"
