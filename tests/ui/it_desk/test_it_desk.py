"""The IT desk's pages over a real lane: what is shown, what is asked, what is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from checkpoint_app.capture.sheet_contents import SYMBOLS
from checkpoint_app.clock import SystemClock
from checkpoint_app.drilling import build_drill, end_drill
from checkpoint_app.it_ties import open_it_office
from checkpoint_app.main import open_stores
from checkpoint_app.paths import LanePaths
from checkpoint_app.reference import ports
from checkpoint_app.services.drill import Drill
from checkpoint_app.services.guard import OnDuty, Unstaffed
from tests.unit.ui.plain_tongue import PlainTongue
from ui.it_desk.desk import ItDesk, Senses
from ui.it_desk.drill_frame import DrillFrame
from ui.lane.views import Mark
from ui.theme.current import ThemeHolder
from ui.widgets.banner import Banner
from ui.widgets.modules import barcode_image
from ui.widgets.table import Table
from ui.workers.errands import Errands

CLOCK = SystemClock()
_WAIT_MS = 20_000


class Window(QWidget):
    """Keeps what is said in passing."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, Mark]] = []

    def say(self, text: str, mark: Mark) -> None:
        self.said.append((text, mark))


@dataclass
class Opened:
    """A desk in sight."""

    desk: ItDesk
    window: Window
    held: list[bool] = field(default_factory=list)


@pytest.fixture(scope="module")
def drill() -> Iterator[Drill]:
    made = build_drill(ports().by_id("SGA-SEA"), CLOCK, lambda: False)
    yield made
    end_drill(made)


@pytest.fixture(params=["unstaffed", "signed out"])
def opened(
    request: pytest.FixtureRequest, qtbot: QtBot, holder: ThemeHolder, drill: Drill
) -> Iterator[Opened]:
    window = Window()
    qtbot.addWidget(window)
    crashed: list[BaseException] = []
    crew = SimpleNamespace(
        **{name: Errands(name, crashed.append, window) for name in ("hand", "desk", "line")}
    )
    room = SimpleNamespace(window=window, theme=holder, tongue=PlainTongue(), crew=crew)
    guard = Unstaffed(lambda: "it-1") if request.param == "unstaffed" else OnDuty()
    with open_stores(LanePaths(drill.folder), CLOCK) as stores:
        office = open_it_office(stores, CLOCK, guard)
        held: list[bool] = []
        desk = ItDesk(office, room, window, senses=Senses(hold=held.append), drill=drill)  # type: ignore[arg-type]  # what it asks of a room
        window.resize(1280, 720)
        desk.page.setGeometry(window.rect())
        desk.page.show()
        window.show()
        desk.open()
        qtbot.waitUntil(lambda: not crew.desk.busy, timeout=_WAIT_MS)
        yield Opened(desk, window, held)
        desk.close()
        crew.line.close()
        crew.desk.close()
        crew.hand.close()
    assert not crashed


def may(opened: Opened) -> bool:
    return opened.desk.page.data.sync.isEnabled()


def test_each_page_says_itself(opened: Opened, qtbot: QtBot) -> None:
    page = opened.desk.page
    for name, table in (
        ("data", page.data.table),
        ("device", page.device.keys),
        ("stick", page.stick.table),
        ("machine", page.machine.table),
    ):
        page.tabs.turn_to(name)
        qtbot.waitUntil(partial(is_shown, table), timeout=_WAIT_MS)
    assert len(page.data.table.order) == 8


def test_what_nobody_may_do_is_not_offered(opened: Opened, drill: Drill) -> None:
    stick = opened.desk.page.stick
    stick.folder.set_text(str(drill.folder.parent / "stick"))
    stick.may_carry(may(opened))
    assert stick.look.isEnabled() is may(opened)
    assert stick.export.isEnabled() is may(opened)


def test_a_stick_is_seen_before_it_is_taken(opened: Opened, qtbot: QtBot, drill: Drill) -> None:
    if not may(opened):
        return
    page = opened.desk.page
    page.tabs.turn_to("stick")
    page.stick.folder.set_text(str(drill.folder.parent / "stick"))
    assert not page.stick.take.isVisible()
    page.stick.look.setEnabled(True)
    page.stick.look.click()
    qtbot.waitUntil(page.stick.take.isVisible, timeout=_WAIT_MS)
    page.stick.take.click()
    qtbot.waitUntil(lambda: "here already" in said(page.stick), timeout=_WAIT_MS)
    assert not page.stick.take.isVisible()


def test_a_scanner_is_heard_and_judged_and_the_lane_is_not_told(
    opened: Opened, qtbot: QtBot
) -> None:
    page = opened.desk.page
    page.tabs.turn_to("senses")
    assert opened.held == [True]
    page.senses.test.click()
    wedge(page.senses, SYMBOLS[1].content + "\r", 8)
    qtbot.waitUntil(lambda: bool(page.senses.table.order), timeout=_WAIT_MS)
    page.senses.test.click()
    page.tabs.turn_to("data")
    assert opened.held == [True, False]


def test_a_drill_shows_its_samples(opened: Opened, drill: Drill) -> None:
    page = opened.desk.page
    page.tabs.turn_to("drill")
    assert len(page.drill.table.order) == len(drill.permits)
    assert page.drill.symbol.accessibleName()
    assert barcode_image(drill.permits[0].text, "QRCode").width() > 20


def test_the_frame_of_a_drill_lets_everything_through(holder: ThemeHolder, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 300)
    window.show()
    frame = DrillFrame(holder, PlainTongue(), window)
    frame.begin()
    assert frame.accessibleName().startswith("DRILL")
    assert frame.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    window.resize(500, 320)
    assert frame.geometry() == window.rect()
    assert not frame.grab().isNull()
    frame.end()
    assert not frame.isVisible()


def test_escape_goes_back(opened: Opened, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.desk.closed):
        QTest.keyClick(opened.desk.page, Qt.Key.Key_Escape)


def is_shown(table: Table) -> bool:
    return bool(table.view.title)


def said(page: QWidget) -> str:
    return " ".join(each.text for each in page.findChildren(Banner))


def wedge(target: QWidget, text: str, gap: int) -> None:
    """A scanner that types, each key so many milliseconds after the one before."""
    for number, sign in enumerate(text):
        key = Qt.Key.Key_Return if sign == "\r" else Qt.Key.Key_0
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign)
            event.setTimestamp(round(CLOCK.monotonic() * 1000) + number * gap)
            QApplication.sendEvent(target, event)
