"""A shift at the lane's window, played from beside it: `python -m tests.e2e.lane_shift FOLDER
PASSENGERS [PLATFORM]` prints one JSON object of what was expected and what was counted where.

The registry is a process of its own; the window is the program's own, its camera a folder that
pictures are dropped into, its scanner real key events.
"""

from __future__ import annotations

import json
import secrets
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import Engine

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.demo import lane_side
from checkpoint_app.demo.conductor import Conductor, Playing
from checkpoint_app.demo.photographs import symbol_page
from checkpoint_app.demo.registry_side import Server, counts, serving
from checkpoint_app.demo.window_side import Answered, Driver
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.movement import Direction
from checkpoint_app.main import enrol_lane, open_stores
from checkpoint_app.paths import LanePaths
from checkpoint_app.reference import ports
from checkpoint_app.services.day_counts import DayCounts, counts_of
from checkpoint_app.services.turn import Shown
from sync.registry.api.attempts import WrongAttempts
from sync.registry.api.enrolment import Enrolment
from sync.registry.db.open import open_database
from sync.registry.init import initialise
from sync.registry.paths import RegistryPaths
from sync.registry.publish.publisher import Publisher
from sync.registry.sample.season import sample
from sync.registry.signer.client import SignerClient
from sync.registry.signer.keys import read_signing_key
from tests.simulators.crowd import PORT, Key, Passenger, Way, crowd, expected_movements
from ui.app import LaneApp

SEED = 1448
_KEYS = {
    Key.NONE: (),
    Key.DEPART: (Qt.Key.Key_F2,),
    Key.REFER: (Qt.Key.Key_F3,),
    Key.DEPART_UNDONE: (Qt.Key.Key_F2, Qt.Key.Key_F8, Qt.Key.Key_F3),
}


@dataclass
class Shift:
    """One shift of so many passengers. ``wrong`` names each that was answered otherwise."""

    folder: Path
    passengers: int
    conductor: Conductor
    wrong: list[str] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)
    _direction: Direction = Direction.DEPARTING
    _pictures: int = 0

    def play(self) -> dict[str, object]:
        """Play it all; what was expected and counted."""
        clock = SystemClock()
        today = cairo_day(clock.now())
        registry, lane = RegistryPaths(self.folder / "registry"), LanePaths(self.folder / "lane")
        initialise(registry, clock, demo=True)
        engine = open_database(registry.database)
        sample(engine, permits=900, seed=SEED, today=today, port_weights={PORT: 1})
        key = read_signing_key(registry.issuer_keys, EnvelopeType.TOKEN)
        people, strike = crowd(engine, key, today, self.passengers, SEED)
        people = self._prepared(engine, people)
        with SignerClient(registry.data) as signer, serving(registry.data) as server:
            publisher = Publisher(registry, engine, signer, clock)
            publisher.publish([PORT])
            enrolment = Enrolment(engine, clock, secrets.randbelow, WrongAttempts(clock))
            enrol_lane(
                lane,
                registry=server.address,
                code=enrolment.issue_code(ports().by_id(PORT).bit, "1"),
                name="shift",
                root=registry.root_metadata.read_bytes(),
                demo=True,
            )
            strike()
            publisher.publish([PORT])
            lane_side.sync_once(lane, clock)
            window = self._at_the_window(lane, people, server)
            report = lane_side.sync_once(lane, clock)
            counted = counts(server.address, registry, today, PORT)
            with open_stores(lane, clock) as stores:
                day = counts_of(stores.journal, today)
        engine.dispose()
        return {
            "passengers": len(people),
            "expected": expected_movements(people),
            "window": window,
            "journal": {kind.name.lower(): count for kind, count in day.by_kind.items()},
            "registry": {name: counted[name] for name in expected_movements(people)},
            "verdicts_expected": dict(Counter(str(each.verdict) for each in people)),
            "verdicts_window": dict(self.verdicts),
            "verdicts_journal": self._of_last_texts(day.verdicts, people),
            "synced": report.ok,
            "pending": day.pending,
            "wrong": self.wrong,
        }

    def _prepared(self, _engine: Engine, people: list[Passenger]) -> list[Passenger]:
        """Who comes of this crowd, and with what; here, all as they are."""
        return people

    def _of_last_texts(self, verdicts: object, people: list[Passenger]) -> dict[str, int]:
        """The journal's verdicts, without those of a first text that a second one completed."""
        assert isinstance(verdicts, dict | Counter)
        found = Counter({str(kind): count for kind, count in verdicts.items()})
        found["refer"] -= sum(len(each.texts) - 1 for each in people)
        return dict(found)

    def _at_the_window(
        self, lane: LanePaths, people: list[Passenger], server: Server
    ) -> dict[str, int]:
        """The shift itself: a third with the line, a third without, a third with it again."""
        driver = Driver.opened(lane, self.folder / "camera", SystemClock(), "ar", self.conductor)
        third = len(people) // 3
        try:
            for place, each in enumerate(people):
                if place == third:
                    server.stop()
                elif place == 2 * third:
                    server.start()
                self._serve(driver, each)
            return self._day(driver)
        finally:
            driver.close()

    def _serve(self, driver: Driver, each: Passenger) -> None:
        direction = Direction.RETURNING if each.returning else Direction.DEPARTING
        if direction is not self._direction:
            driver.face(direction)
            self._direction = direction
        answered = self._answered(driver, each)
        answer = answered.turn.answer
        assert answer is not None, "a reading is answered"
        got = None if answer.verdict.kind is None else answer.verdict.kind.value
        self.verdicts[str(got)] += 1
        again = answered.turn.shown is Shown.AGAIN
        if (got, again) != (each.verdict, each.again):
            codes = " ".join(code.value for code in answer.verdict.codes)
            self.wrong.append(f"{each.kind}: {got} {codes} again={again}")
        for key in _KEYS[each.key]:
            driver.press(key)

    def _answered(self, driver: Driver, each: Passenger) -> Answered:
        if each.way is Way.FRAME:
            self._pictures += 1
            photo = self.folder / f"photo-{self._pictures}.png"
            photo.write_bytes(symbol_page(each.texts[0]))
            return driver.show(photo)
        answered = None
        for text in each.texts:
            answered = driver.swipe(text)
        assert answered is not None
        return answered

    def _day(self, driver: Driver) -> dict[str, int]:
        """The counts as the window's page of the day shows them."""
        driver.look(_open_day)
        counted = None
        while counted is None:
            time.sleep(0.05)
            counted = driver.look(_counts)
        return {kind.name.lower(): count for kind, count in counted.by_kind.items()}


def _open_day(app: LaneApp) -> None:
    assert app.post is not None
    app.post.toggle_day()


def _counts(app: LaneApp) -> DayCounts | None:
    assert app.post is not None
    return None if app.post.day is None else app.post.day.counts


def main(folder: Path, passengers: int, platform: str) -> int:
    QApplication.setApplicationName("lane shift")
    app = QApplication(["shift", "-platform", platform])
    conductor = Conductor()
    shift = Shift(folder, passengers, conductor)
    conductor.ended.connect(app.quit)
    playing: Playing[dict[str, object]] = Playing(shift.play, conductor.over)
    playing.start()
    app.exec()
    playing.join()
    print(json.dumps(playing.outcome()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
