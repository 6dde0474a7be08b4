from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.fitting import place_of
from tests.ui.lane import samples
from ui.lane.last_scans import LastScans, arrange_row, undo_place
from ui.lane.painting import Sheet
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.theme.tokens import tokens
from ui.wording.qt_tongue import QtTongue


@pytest.fixture
def scans(qtbot: QtBot, tongue: QtTongue) -> LastScans:
    made = LastScans(ThemeHolder(Theme(tokens())), tongue)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    return made


def test_newest_first_and_each_in_one_sentence(scans: LastScans, tongue: QtTongue) -> None:
    rows = samples.scans(tongue)
    scans.show_rows(rows)
    model = scans.list.rows
    assert model.rowCount() == len(rows)
    for number, row in enumerate(rows):
        said = str(model.index(number).data())
        assert said.startswith(row.when)
        assert row.word in said and row.who in said and row.outcome in said


def test_only_whole_rows_are_seen(scans: LastScans, tongue: QtTongue) -> None:
    scans.show_rows(samples.scans(tongue))
    QApplication.processEvents()
    assert scans.list.height() % scans.theme.px("lane.scan_row") == 0
    assert scans.list.geometry().bottom() < scans.height()


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("code", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete])
def test_a_scan_is_taken_back_by_keyboard(
    scans: LastScans, tongue: QtTongue, qtbot: QtBot, code: Qt.Key
) -> None:
    rows = samples.scans(tongue)
    scans.show_rows(rows)
    scans.list.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.sendEvent(scans.list, samples.key(Qt.Key.Key_Down))
    with qtbot.waitSignal(scans.undo_asked) as asked:
        QApplication.sendEvent(scans.list, samples.key(code))
    assert asked.args == [rows[1].scan_id]
    with qtbot.assertNotEmitted(scans.undo_asked):
        QApplication.sendEvent(scans.list, samples.key(code, repeated=True))


def test_a_scan_is_taken_back_by_the_sign_in_its_row(
    scans: LastScans, tongue: QtTongue, qtbot: QtBot
) -> None:
    rows = samples.scans(tongue)
    scans.show_rows(rows)
    QApplication.processEvents()
    shown = scans.list
    rect = shown.visualRect(shown.rows.index(2))
    sheet = Sheet(scans.theme, rect.width(), rect.height(), shown.isRightToLeft())
    sign = undo_place(sheet).center().toPoint() + rect.topLeft()
    with qtbot.waitSignal(scans.undo_asked) as asked:
        qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=sign)
    assert asked.args == [rows[2].scan_id]
    with qtbot.assertNotEmitted(scans.undo_asked):
        middle = rect.center() + QPoint(0, 0)
        qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=middle)


def test_without_any_scan_it_says_so(scans: LastScans, tongue: QtTongue) -> None:
    scans.show_rows(())
    assert not scans.list.isVisible()
    assert len(scans.sheet.texts) == 2
    scans.show_rows(samples.scans(tongue))
    assert scans.list.isVisible()
    assert len(scans.sheet.texts) == 1


@pytest.mark.parametrize("marked", [False, True])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_row_holds_the_longest_name(tongue: QtTongue, mirrored: bool, marked: bool) -> None:
    theme = Theme(tokens())
    for row in samples.scans(tongue, 5):
        sheet = Sheet(theme, 372, theme.px("lane.scan_row"), mirrored)
        arrange_row(sheet, row, marked=marked, focused=False)
        places = [place_of(text) for text in sheet.texts]
        bounds = QRectF(0, 0, sheet.width, sheet.height)
        assert all(bounds.contains(place) for place in places)
        name, when = places[0], places[1]
        assert not name.intersects(when)
        assert not marked or not any(place.intersects(undo_place(sheet)) for place in places)
