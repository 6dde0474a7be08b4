"""The whole window in both languages and lights, and when it cannot open or something breaks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from checkpoint_app.paths import LanePaths
from checkpoint_app.reference import message
from tests.bench._lane import Season
from tests.ui.fitting import on_window
from tests.ui.manned import (
    PLAIN,
    Manned,
    MovedClock,
    make_season,
    opened,
    own_lane,
    shown,
    start_of,
)
from ui.lane.bar import BarButton
from ui.lane.camera_view import CameraView
from ui.lane.no_barcode import NoBarcode
from ui.lane.officer_card import OfficerCard
from ui.lane.panel import PaintedPanel
from ui.lane.verdict_panel import VerdictPanel
from ui.lane.views import Tone

ARABIC = re.compile(r"[\u0621-\u064a]")
LATIN = re.compile(r"[A-Za-z]{2,}")
ISOLATED = re.compile("\u2066[^\u2066\u2069]*\u2069")
# Each language names itself; caps are what is printed on the keys.
SELF_NAMED = ("العربية", "English")
CAPS = ("Esc", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F11")


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Season:
    return make_season(tmp_path_factory.mktemp("season"))


@pytest.fixture
def manned(qtbot: QtBot, qapp: QApplication, season: Season, tmp_path: Path) -> Iterator[Manned]:
    lane = opened(qtbot, qapp, season, tmp_path)
    yield lane
    lane.close()
    qapp.setStyleSheet("")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def texts(window: QWidget) -> Iterator[str]:
    """All that is seen or heard of a window: texts, tips, names for screen readers, lists."""
    yield window.windowTitle()
    for widget in (window, *window.findChildren(QWidget)):
        if not widget.isVisibleTo(window):
            continue
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QAbstractItemView):
            model = widget.model()
            yield from (str(model.index(row, 0).data()) for row in range(model.rowCount()))
        elif isinstance(widget, PaintedPanel):
            yield from (text.written.text for text in widget.sheet.texts)


def foreign(manned: Manned) -> list[str]:
    """What is said in the other language, but for codes, names of people and of keys."""
    alien = LATIN if manned.app.tongue.language == "ar" else ARABIC
    answer = manned.turn.answer
    assert answer is not None
    assert answer.record is not None
    names = (answer.record.name_latin, answer.record.name_arabic, PLAIN.officer)
    found = []
    for text in texts(manned.app.window):
        bare = ISOLATED.sub("", text)
        for allowed in (*names, *SELF_NAMED, *CAPS):
            bare = bare.replace(allowed, "")
        if alien.search(bare):
            found.append(text)
    return found


def officer_button(manned: Manned) -> QWidget:
    return next(
        each for each in manned.app.window.findChildren(BarButton) if each.text() == PLAIN.officer
    )


def kept(manned: Manned) -> dict[str, object]:
    manned.settled()
    return tomllib.loads(manned.paths.settings.read_text("utf-8"))


@pytest.mark.requirement("A16")
def test_the_other_language_says_everything_anew_and_mirrors(manned: Manned) -> None:
    """On the lane, with its cards, and on the page of the day."""
    window = manned.app.window
    manned.scan(manned.tokens[0])
    for language in ("ar", "en"):
        manned.press(Qt.Key.Key_F9)
        manned.press(Qt.Key.Key_F11)
        assert (manned.app.tongue.language, window.page) == (language, "day")
        assert foreign(manned) == []
        manned.press(Qt.Key.Key_F9)
        assert foreign(manned) == []
        verdict = on_window(manned.part(VerdictPanel), window)
        camera = on_window(manned.part(CameraView), window)
        assert (verdict.left() > camera.left()) is (language == "ar")
        assert kept(manned).get("language", "ar") == language


@pytest.mark.requirement("A16")
def test_a_card_that_is_open_is_said_anew_too(manned: Manned) -> None:
    manned.scan(manned.tokens[0])
    for key in (Qt.Key.Key_F6, Qt.Key.Key_F11):
        manned.press(key)
    assert manned.part(NoBarcode).isVisible()
    assert foreign(manned) == []
    manned.press(Qt.Key.Key_Escape)
    QTest.mouseClick(officer_button(manned), Qt.MouseButton.LeftButton)
    assert manned.part(OfficerCard).isVisible()
    assert foreign(manned) == []


def test_the_other_light_is_seen_at_once_and_kept(manned: Manned) -> None:
    before = manned.app.theme.theme.colour("surface")
    manned.app.window.theme_asked.emit()
    assert manned.app.theme.theme.dark
    assert manned.app.theme.theme.colour("surface") != before
    assert kept(manned)["theme"] == "dark"
    manned.app.window.theme_asked.emit()
    assert manned.app.theme.theme.colour("surface") == before
    assert "theme" not in kept(manned)


class Faulty(QObject):
    """A slot with a bug."""

    @Slot()
    def fail(self) -> None:
        raise LookupError("nobody's business")


@pytest.mark.requirement("C1")
def test_a_bug_in_a_slot_is_said_and_the_lane_goes_on(
    manned: Manned, caplog: pytest.LogCaptureFixture
) -> None:
    faulty = Faulty()
    QTimer.singleShot(0, faulty, faulty.fail)
    manned.wait(lambda: manned.remark)
    assert manned.remark == message("error.unexpected", "en")
    assert "nobody's business" not in caplog.text
    assert manned.scan(manned.tokens[1]).answer is not None


def no_journal(paths: LanePaths) -> None:
    """A folder where the journal should be, and its mark that says there was one."""
    paths.journal.unlink()
    paths.journal.mkdir()


def garbled(paths: LanePaths) -> None:
    paths.device.write_bytes(b"\xff\x00{" * 40)


def unenrolled(paths: LanePaths) -> None:
    paths.device.write_text("{}", "utf-8")


def strange_port(paths: LanePaths) -> None:
    told = paths.device.read_text("utf-8")
    paths.device.write_text(told.replace("CAI-AIR", "NIL-AIR"), "utf-8")


def rootless(paths: LanePaths) -> None:
    paths.shipped_root.unlink()


def other_root(paths: LanePaths) -> None:
    root = paths.shipped_root.read_text("utf-8")
    paths.shipped_root.write_text(root + "\n", "utf-8")


@pytest.mark.requirement("C1")
@pytest.mark.parametrize(
    "spoil", [no_journal, garbled, unenrolled, strange_port, rootless, other_root]
)
def test_a_lane_that_cannot_open_says_why_in_both_languages_and_can_be_closed(
    qtbot: QtBot,
    qapp: QApplication,
    season: Season,
    tmp_path: Path,
    spoil: Callable[[LanePaths], None],
) -> None:
    paths, clock = own_lane(season, tmp_path), MovedClock()
    spoil(paths)
    manned = shown(qtbot, qapp, start_of(paths, PLAIN, clock), paths, clock)
    manned.wait(lambda: manned.view.tone is Tone.TROUBLE)
    sentences = [manned.view.lead]
    assert sentences[0] != message("error.unexpected", "en")
    manned.app.window.language_asked.emit()
    sentences.append(manned.view.lead)
    assert ARABIC.search(sentences[1])
    assert not ARABIC.search(sentences[0])
    manned.app.window.resize(1366, 768)
    qtbot.wait(50)
    assert manned.view.lead == sentences[1]
    manned.close()
    qapp.setStyleSheet("")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_what_was_said_for_this_time_is_not_kept(
    qtbot: QtBot, qapp: QApplication, season: Season, tmp_path: Path
) -> None:
    this_time = replace(PLAIN, direction="returning", theme="dark")
    lane = opened(
        qtbot,
        qapp,
        season,
        tmp_path,
        settings=this_time,
        behind=lambda start: replace(start, stored=PLAIN),
    )
    lane.app.switch_language()
    lane.wait(lambda: lane.paths.settings.exists() and not lane.app.crew.desk.busy)
    kept = tomllib.loads(lane.paths.settings.read_text("utf-8"))
    lane.close()
    assert {"direction", "theme"}.isdisjoint(kept)
    assert kept.get("language", "ar") == lane.app.tongue.language
