"""A serial scanner at the manned lane: its readings are answered, its cable is seen in the bar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checkpoint_app.capture.presence import Presence
from tests.bench._lane import Season
from tests.simulators.serial_cable import PluggedScanner
from tests.ui.manned import PLAIN, Manned, make_season, opened
from ui.lane import post
from ui.lane.bar import Bar
from ui.widgets.chip import Chip
from ui.workers.serial import ScannersState


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Season:
    return make_season(tmp_path_factory.mktemp("season"))


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[PluggedScanner]:
    made = PluggedScanner(tmp_path / "scanner")
    yield made
    made.unplug()


@pytest.fixture
def manned(
    qtbot: QtBot, qapp: QApplication, season: Season, tmp_path: Path, cable: PluggedScanner
) -> Iterator[Manned]:
    settings = replace(PLAIN, scanner=f"serial:{tmp_path / 'scanner'}")
    lane = opened(qtbot, qapp, season, tmp_path, settings=settings)
    yield lane
    lane.close()
    qapp.setStyleSheet("")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def chips(manned: Manned) -> set[str]:
    bar = manned.part(Bar)
    return {chip.accessibleName().split("\n")[0] for chip in bar.findChildren(Chip)}


def says(manned: Manned, text: str) -> bool:
    return any(text in chip for chip in chips(manned))


@pytest.mark.requirement("C1")
def test_a_serial_scanner_is_answered_and_its_cable_is_seen(
    manned: Manned, cable: PluggedScanner
) -> None:
    manned.wait(lambda: says(manned, "The serial scanner reads"))
    with manned.qtbot.waitSignal(manned.desk.answered, timeout=10_000):
        cable.send(manned.tokens[0].encode() + b"\r\n")
    first = manned.turn
    assert first.answer is not None
    assert first.answer.permit is not None
    cable.send(manned.tokens[0].encode() + b"\r\n")
    manned.qtbot.wait(400)
    assert manned.turn == first, "the same code once more in a moment is the same reading"
    cable.unplug()
    manned.wait(lambda: says(manned, "The serial scanner does not answer"))


def test_a_keyboard_taken_for_itself_must_be_named(qtbot: QtBot) -> None:
    parent, told = QObject(), list[ScannersState]()
    for setting in ("evdev:auto", "evdev:"):
        watch = post._scanner(setting, parent)
        watch.state.connect(told.append)
        watch.start()
        qtbot.waitUntil(lambda: bool(told))
        watch.stop()
        assert told.pop().presence is Presence.ABSENT
