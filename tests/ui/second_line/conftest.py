"""The desk in a window's room, over a fake office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.second_line.fake_office import FakeOffice
from ui.lane.crew import Crew
from ui.lane.window import LaneWindow
from ui.room import Room
from ui.second_line.desk import SecondLineDesk
from ui.second_line.page import SecondLinePage
from ui.second_line.port import SecondLineOffice
from ui.theme.current import ThemeHolder
from ui.theme.sheet import dress
from ui.theme.theme import Theme, unit_for
from ui.theme.tokens import tokens
from ui.wording.qt_tongue import QtTongue
from ui.workers.errands import Errands


@dataclass
class Seat:
    """A desk, and somebody at its keyboard."""

    desk: SecondLineDesk
    room: Room
    qtbot: QtBot

    @property
    def page(self) -> SecondLinePage:
        return self.desk.page

    @property
    def said(self) -> str:
        return self.room.window._toast.text

    def press(self, key: Qt.Key, on: QWidget | None = None) -> None:
        target = on or QApplication.focusWidget() or self.page
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))
        self.settle()

    def wait(self, held: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(held()), timeout=10_000)

    def settle(self) -> None:
        crew = self.room.crew
        self.wait(lambda: not crew.desk.busy and not crew.line.busy)


MakeSeat = Callable[..., Seat]


@pytest.fixture
def tongue(qapp: QApplication) -> Iterator[QtTongue]:
    spoken = QtTongue("en")
    yield spoken
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    spoken.deleteLater()


@pytest.fixture
def seat(
    qtbot: QtBot, qapp: QApplication, holder: ThemeHolder, tongue: QtTongue
) -> Iterator[MakeSeat]:
    """A desk in a window of this size, open."""
    crews: list[Crew] = []

    def made(
        office: SecondLineOffice | None = None,
        size: tuple[int, int] = (1280, 720),
        language: str = "en",
        *,
        dark: bool = False,
    ) -> Seat:
        tongue.switch(language)
        holder.use(Theme(tokens(), dark, unit_for(*size)))
        dress(qapp, holder.theme)
        window = LaneWindow(holder, tongue)
        qtbot.addWidget(window)
        failures: list[BaseException] = []
        crew = Crew(*(Errands(name, failures.append, window) for name in ("h", "d", "l")))
        crews.append(crew)
        room = Room(window, holder, tongue, crew)
        desk = SecondLineDesk(office or FakeOffice(), room, window)
        qtbot.addWidget(desk.page)
        desk.page.resize(size[0], size[1] - holder.theme.px("lane.bar"))
        desk.page.show()
        desk.open()
        found = Seat(desk, room, qtbot)
        found.settle()
        assert failures == []
        return found

    yield made
    for crew in crews:
        crew.dismiss(lambda: None)
