"""What the officer of the demonstration does in each scene, at the lane's window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt

from checkpoint_app.demo.report import Shot
from checkpoint_app.demo.scenes import Before, Scene, Shown
from checkpoint_app.demo.window_side import Answered, Driver
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.services import outcomes
from checkpoint_app.services.stores import Journal

_KEYS = {
    MovementKind.DEPARTED: Qt.Key.Key_F2,
    MovementKind.REFERRED: Qt.Key.Key_F3,
    MovementKind.REFUSED: Qt.Key.Key_F3,
}


@dataclass(frozen=True, slots=True)
class Prop:
    """What a scene needs in the hand: the photograph, the permit number, the passport's zone."""

    photo: Path
    number: int
    zone: str


class Officer:
    """Plays scenes one after the other. Every second clear pilgrim is let pass without a key: the
    next reading records that departure by itself."""

    def __init__(self, driver: Driver, seen: Callable[[Scene, Answered], None]) -> None:
        self._driver, self._seen = driver, seen
        self._direction = Direction.DEPARTING
        self._cleared = 0

    def play(self, scene: Scene, prop: Prop) -> Shot:
        """Play one. The movement is looked up later: it may be recorded by the next reading."""
        if scene.direction is not self._direction:
            self._driver.face(scene.direction)
            self._direction = scene.direction
        answered = self._shown(scene, prop)
        self._seen(scene, answered)
        if scene.direction is Direction.DEPARTING and scene.movement is not None:
            self._key(scene.movement)
        return Shot(scene, answered.turn.answer, answered.ms)

    def _shown(self, scene: Scene, prop: Prop) -> Answered:
        if scene.before is Before.REFRESH:
            return self._driver.press(Qt.Key.Key_F5)
        if scene.shown is not Shown.LINEAR:
            return self._driver.show(prop.photo)
        answered = self._driver.swipe(str(prop.number))
        if scene.before is Before.PASSPORT:
            answered = self._driver.swipe(prop.zone)
        return answered

    def _key(self, movement: MovementKind) -> None:
        if movement is MovementKind.DEPARTED:
            self._cleared += 1
            if self._cleared % 2 == 0:
                return
        self._driver.press(_KEYS[movement])


def with_movements(shots: Iterable[Shot], journal: Journal) -> list[Shot]:
    """The shots with what the journal holds for each in the end."""
    return [_with_movement(shot, journal) for shot in shots]


def _with_movement(shot: Shot, journal: Journal) -> Shot:
    answer = shot.answer
    if answer is None or answer.scan_id is None:
        return shot
    standing = outcomes.standing(journal.movements_of_scan(answer.scan_id))
    return replace(shot, answer=replace(answer, movement=standing[-1] if standing else None))
