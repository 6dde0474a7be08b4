"""Pictures of the window for `--out`: each verdict in both languages and both themes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QApplication

from checkpoint_app.demo.scenes import Scene
from checkpoint_app.demo.window_side import Answered, Driver
from ui.app import LaneApp
from ui.lane.present_verdict import tone_of
from ui.lane.views import Tone

LANGUAGES, THEMES = ("ar", "en"), ("light", "dark")
# The scene whose window is the demonstration's own picture.
_COVER = "clear, second pilgrim"


@dataclass(slots=True)
class Screens:
    """Takes what has not been taken yet. ``folder`` is that of `--out`."""

    folder: Path
    driver: Driver | None = None
    _taken: set[Tone] = field(default_factory=set)

    def see(self, scene: Scene, answered: Answered) -> None:
        """A scene has been answered and stands in the window."""
        tone = tone_of(answered.turn)
        if scene.name == _COVER:
            for language in LANGUAGES:
                self._grab(self.folder / f"lane-{language}.png", language, "light")
        if tone not in self._taken:
            self._taken.add(tone)
            self.all_looks(tone.value)

    def all_looks(self, name: str) -> None:
        """Both languages, both themes."""
        for language, theme in itertools.product(LANGUAGES, THEMES):
            path = self.folder / "screens" / f"{name}-{language}-{theme}.png"
            self._grab(path, language, theme)

    def _grab(self, path: Path, language: str, theme: str) -> None:
        assert self.driver is not None, "the window is open"
        path.parent.mkdir(parents=True, exist_ok=True)
        self.driver.look(lambda app: _picture(app, path, language, theme))


def _picture(app: LaneApp, path: Path, language: str, theme: str) -> None:
    before = app.looks
    app.look(language, theme)
    QApplication.processEvents()  # layouts turn round when they are next asked
    app.window.grab().save(str(path))
    app.look(*before)
