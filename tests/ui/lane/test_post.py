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
from tests.simulators.passport import zone_of
from tests.simulators.serial_cable import PluggedScanner
from tests.ui.manned import PLAIN, Manned, make_season, opened
from ui.lane import post
from ui.lane.bar import Bar
from ui.lane.person_panel import PersonPanel
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


@pytest.mark.requirement("C1")
@pytest.mark.parametrize(
    ("language", "bad", "sentence"),
    [
        ("en", b"X" * 200_000, "sends signs that are no code"),
        ("ar", b"X" * 200_000, "يرسل رموزًا ليست باركود"),
        ("en", b"1000000079197\r\n" * 15_000, "sends the same code again and again"),
        ("ar", b"1000000079197\r\n" * 15_000, "يرسل الرمز نفسه مرارًا"),
    ],
)
def test_what_a_bad_scanner_does_is_said_and_the_next_scan_is_answered(
    manned: Manned, cable: PluggedScanner, language: str, bad: bytes, sentence: str
) -> None:
    manned.wait(lambda: says(manned, "The serial scanner reads"))
    if language == "ar":
        manned.press(Qt.Key.Key_F11)
    states: list[ScannersState] = []
    assert manned.post.scanner is not None
    manned.post.scanner.state.connect(states.append)
    cable.send(bad, piece=4096)
    manned.wait(lambda: sentence in manned.remark)
    manned.wait(lambda: states and states[-1].error is None)
    manned.settled()
    cable.send(manned.tokens[1].encode() + b"\r\n")
    manned.wait(lambda: manned.view.person is not None)
    assert manned.turn.answer is not None and manned.turn.answer.claims is not None


@pytest.mark.requirement("C1")
def test_names_that_differ_are_said_beside_the_person(
    manned: Manned, cable: PluggedScanner
) -> None:
    manned.wait(lambda: says(manned, "The serial scanner reads"))
    with manned.qtbot.waitSignal(manned.desk.answered, timeout=10_000):
        cable.send(manned.tokens[2].encode() + b"\r\n")
    answer = manned.turn.answer
    assert answer is not None and answer.record is not None
    before = answer.verdict.kind
    other = zone_of(answer.record, "ERIKSSON<<ANNA<MARIA").replace("\n", "\r")
    with manned.qtbot.waitSignal(manned.desk.answered, timeout=10_000):
        cable.send(other.encode() + b"\r")
    person = manned.view.person
    assert person is not None
    assert person.hints == (
        "Names differ, compare. In the passport: \u2066ERIKSSON ANNA MARIA\u2069",
    )
    assert "Names differ" in manned.part(PersonPanel).accessibleName()
    assert manned.turn.answer is not None and manned.turn.answer.verdict.kind is before


def test_a_keyboard_taken_for_itself_must_be_named(qtbot: QtBot) -> None:
    parent, told = QObject(), list[ScannersState]()
    for setting in ("evdev:auto", "evdev:"):
        watch = post._scanner(setting, parent)
        watch.state.connect(told.append)
        watch.start()
        qtbot.waitUntil(lambda: bool(told))
        watch.stop()
        assert told.pop().presence is Presence.ABSENT
