"""The page of the day as it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fitting import faults
from tests.unit.ui.day.samples import AIRPORT, BUSY, DAY, EMPTY, LONG_NAME, NOW, SCANS, SEAPORT
from ui.day.day_page import DayPage
from ui.day.present_day import present_day
from ui.day.tiles import Banner, Nothing, Tile
from ui.theme.current import ThemeHolder
from ui.theme.sheet import dress
from ui.theme.theme import Theme, unit_for
from ui.theme.tokens import tokens
from ui.wording.qt_tongue import QtTongue

SIZES = [(960, 540), (1280, 720), (1366, 768), (1920, 1080)]
LANGUAGES = ("ar", "en")
MakePage = Callable[..., DayPage]


@pytest.fixture
def tongue(qapp: QApplication):
    spoken = QtTongue("en")
    yield spoken
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    spoken.deleteLater()


@pytest.fixture
def make(qtbot: QtBot, qapp: QApplication, holder: ThemeHolder, tongue: QtTongue) -> MakePage:
    """A page in this language, shown, as large as a window of this size leaves under its bar."""

    def made(size=(1280, 720), language="en", dark=False) -> DayPage:
        tongue.switch(language)
        holder.use(Theme(tokens(), dark, unit_for(*size)))
        dress(qapp, holder.theme)
        page = DayPage(holder, tongue)
        qtbot.addWidget(page)
        page.resize(*under_the_bar(size, holder))
        page.show()
        return page

    return made


def under_the_bar(size: tuple[int, int], holder: ThemeHolder) -> tuple[int, int]:
    return size[0], size[1] - holder.theme.px("lane.bar")


def show(page: DayPage, tongue: QtTongue, counts=BUSY, scans=SCANS, place=AIRPORT, now=NOW) -> None:
    page.show_view(present_day(counts, scans, place, now, tongue))
    QApplication.processEvents()


def press(widget: QWidget, key: Qt.Key) -> None:
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))


def button(page: DayPage, name: str) -> QAbstractButton:
    return next(b for b in page.findChildren(QAbstractButton) if b.accessibleName() == name)


@pytest.mark.requirement("A16")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_clipped(
    make: MakePage, tongue: QtTongue, holder: ThemeHolder, size, language: str
):
    page = make(size, language)
    for counts, place in ((BUSY, AIRPORT), (BUSY, SEAPORT), (EMPTY, AIRPORT)):
        show(page, tongue, counts, place=place)
        assert page.size().toTuple() == under_the_bar(size, holder)
        assert [each for each in faults(page) if LONG_NAME[:12] not in each] == []
    show(page, tongue, now=NOW + timedelta(days=1))
    assert faults(page) == []


@pytest.mark.requirement("C4")
def test_provisional_counts_cannot_be_overlooked(make: MakePage, tongue: QtTongue):
    page = make()
    show(page, tongue)
    banner = page.findChild(Banner)
    assert banner.isVisibleTo(page)
    assert banner.accessibleName() == "Provisional: other lanes have not reported"
    assert banner.width() > page.width() / 3
    show(page, tongue, replace(BUSY, provisional=False))
    assert not banner.isVisibleTo(page)


@pytest.mark.requirement("C4")
def test_totals_are_said(make: MakePage, tongue: QtTongue):
    page = make()
    show(page, tongue)
    assert [tile.accessibleName() for tile in page.findChildren(Tile)][:2] == [
        "Departed: 2,750",
        "Returned: 812",
    ]


def test_a_day_without_anybody_has_no_charts(make: MakePage, tongue: QtTongue):
    page = make()
    show(page, tongue, EMPTY)
    nothing = page.findChild(Nothing)
    assert nothing.isVisibleTo(page)
    assert "Nobody has passed here today yet" in [text.written.text for text in nothing.sheet.texts]
    show(page, tongue)
    assert not nothing.isVisibleTo(page)


def test_days_are_turned_but_not_beyond_today(make: MakePage, tongue: QtTongue, qtbot: QtBot):
    page = make()
    show(page, tongue)
    assert not button(page, "The day after").isEnabled()
    with qtbot.waitSignal(page.day_changed) as earlier:
        button(page, "The day before").click()
    assert earlier.args == [DAY - timedelta(days=1)]
    show(page, tongue, now=NOW + timedelta(days=1))
    with qtbot.waitSignal(page.day_changed) as later:
        button(page, "The day after").click()
    assert later.args == [DAY + timedelta(days=1)]


def test_export_and_the_way_back(make: MakePage, tongue: QtTongue, qtbot: QtBot):
    page = make()
    show(page, tongue)
    with qtbot.waitSignal(page.export_asked):
        press(button(page, "Export"), Qt.Key.Key_Return)
    with qtbot.waitSignal(page.closed):
        press(button(page, "Back to the lane"), Qt.Key.Key_Space)
    with qtbot.waitSignal(page.closed):
        press(button(page, "Export"), Qt.Key.Key_Escape)


@pytest.mark.requirement("A16")
def test_every_control_has_a_name_and_is_reached_by_keyboard(make: MakePage, tongue: QtTongue):
    page = make()
    show(page, tongue, now=NOW + timedelta(days=1))
    reached = set()
    for _ in range(12):
        page.focusNextChild()
        reached.add(page.focusWidget())
    wanted = {
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisibleTo(page) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    assert {b for b in page.findChildren(QAbstractButton) if b.isVisibleTo(page)} <= wanted
    assert wanted <= reached
    assert all(widget.accessibleName() for widget in wanted)


@pytest.mark.requirement("A16")
def test_the_language_changes_while_the_page_is_open(make: MakePage, tongue: QtTongue):
    page = make()
    show(page, tongue)
    wide, before = page.findChild(Tile), page.findChild(Tile).x()
    tongue.switch("ar")
    show(page, tongue)
    assert wide.x() > before
    assert button(page, "العودة إلى المسار") is not None
    assert faults_but_names(page) == []


def faults_but_names(page: DayPage) -> list[str]:
    return [each for each in faults(page) if LONG_NAME[:12] not in each]


def test_the_page_grows_with_its_window(make: MakePage, tongue: QtTongue, holder: ThemeHolder):
    page = make((1280, 720))
    show(page, tongue)
    low = page.findChild(Tile).height()
    page.resize(1920, 1080)
    holder.use(Theme(tokens(), False, unit_for(1920, 1080)))
    QApplication.processEvents()
    assert page.findChild(Tile).height() == pytest.approx(low * 1.5, abs=3)
