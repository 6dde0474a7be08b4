"""The page of settings: chosen by hand, its effect shown, saved, followed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from checkpoint_app.config import Settings
from tests.unit.ui.plain_tongue import PlainTongue
from ui.settings.page import SettingsPage
from ui.settings.port import Device, Devices
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.field import Choice
from ui.widgets.push_button import PushButton

DEVICES = Devices((Device("camera:0", "HD Webcam"),), ())


@pytest.fixture
def page(qtbot: QtBot, holder: ThemeHolder) -> SettingsPage:
    page = SettingsPage(holder, PlainTongue())
    qtbot.addWidget(page)
    page.resize(1280, 664)
    page.show_settings(Settings(language="en"), DEVICES, may_change_lane=True)
    with qtbot.waitExposed(page):
        page.show()
    return page


def _choice(page: SettingsPage, label: str) -> Choice:
    return next(each for each in page.findChildren(Choice) if each.box.accessibleName() == label)


def _pick(page: SettingsPage, label: str, text: str) -> None:
    box = _choice(page, label).box
    at = box.findText(text)
    box.setCurrentIndex(at)
    box.activated.emit(at)


def _said(page: QWidget) -> str:
    labels = page.findChildren(FitLabel)
    return "\n".join(each.text() for each in labels if each.isVisible())


def _button(page: SettingsPage, text: str) -> PushButton:
    return next(each for each in page.findChildren(PushButton) if each.text() == text)


def test_the_effect_is_shown_before_it_is_saved(qtbot: QtBot, page: SettingsPage) -> None:
    assert not _button(page, "Save").isEnabled()
    _pick(page, "Camera", "HD Webcam")
    _pick(page, "Sounds", "Off")
    assert "The lane looks through HD Webcam at once" in _said(page)
    assert "Verdicts are silent" in _said(page)
    with qtbot.waitSignal(page.saved) as saved:
        qtbot.mouseClick(_button(page, "Save"), Qt.MouseButton.LeftButton)
    wanted = replace(Settings(language="en"), source="camera:0", sound="off")
    assert saved.args == [wanted]


def test_back_to_what_stood_is_no_change(page: SettingsPage) -> None:
    _pick(page, "Colours", "Dark")
    _pick(page, "Colours", "Light")
    assert not _button(page, "Save").isEnabled()
    assert "Nothing yet" in _said(page)


def test_who_may_not_change_the_lane_changes_their_own_alone(
    qtbot: QtBot, page: SettingsPage
) -> None:
    page.show_settings(Settings(language="en"), DEVICES, may_change_lane=False)
    assert not _choice(page, "Camera").isEnabled()
    assert "A supervisor or IT changes these." in _said(page)
    _pick(page, "Colours", "Dark")
    assert _button(page, "Save").isEnabled()


def test_escape_leaves(qtbot: QtBot, page: SettingsPage) -> None:
    with qtbot.waitSignal(page.closed):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
