"""Every window, page and state, in both languages, light and dark, small and large.

The pictures are in ``build/screens/<name>-<language>-<theme>-<width>.png``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.fitting import faults
from tests.ui.screens.checks import unreached, unspoken, untranslated
from tests.ui.screens.gallery import SHOTS
from tests.ui.screens.shots import LOOKS, Look, Scene, Shot
from ui.wording.qt_tongue import LANGUAGES

FOLDER = Path(__file__).parents[3] / "build" / "screens"
_NUMBERS = {name: number for number, name in enumerate(SHOTS)}


def look_of(shot: Shot, scene: Scene) -> Look:
    """One of the looks every time, another for each window and language; all of them are long."""
    return LOOKS[(_NUMBERS[shot.name] + 3 * scene.arabic) % len(LOOKS)]


@pytest.fixture(scope="module", autouse=True)
def folder() -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    return FOLDER


@pytest.fixture
def scene(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Scene]:
    made = Scene(qapp, request.param)
    yield made
    made.close()


def drawn(shot: Shot, scene: Scene, look: Look) -> list[str]:
    """The picture on disk, and what does not fit in it."""
    scene.look(look)
    name = f"{shot.name}-{scene.language}-{look.name}"
    assert scene.shown.size().toTuple() == look.size, name
    assert scene.shown.grab().save(str(FOLDER / f"{name}.png"))
    return [
        f"{name}: {fault}"
        for fault in faults(scene.shown)
        if not any(text in fault for text in shot.may_give_way)
    ]


@pytest.mark.requirement("A16")
@pytest.mark.parametrize("scene", LANGUAGES, indirect=True)
@pytest.mark.parametrize("shot", SHOTS.values(), ids=SHOTS)
def test_a_window_fits_speaks_and_is_worked_by_keyboard(shot: Shot, scene: Scene) -> None:
    shot.build(scene)
    scene.settle()
    wrong = drawn(shot, scene, look_of(shot, scene))
    wrong += [*untranslated(shot, scene), *unspoken(scene)]
    wrong += unreached(scene) if shot.by_tab else []
    assert not wrong, "\n".join(wrong)


@pytest.mark.full
@pytest.mark.requirement("A16")
@pytest.mark.parametrize("scene", LANGUAGES, indirect=True)
@pytest.mark.parametrize("shot", SHOTS.values(), ids=SHOTS)
def test_it_fits_in_every_light_and_size(shot: Shot, scene: Scene) -> None:
    shot.build(scene)
    scene.settle()
    wrong = [fault for look in LOOKS for fault in drawn(shot, scene, look)]
    assert not wrong, "\n".join(wrong)
