"""The charts: where they begin, how high they are, what they say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checkpoint_app.services.day_counts import HourCounts
from tests.ui.fitting import place_of
from tests.ui.widgets.paint import painted, where
from tests.unit.ui.day.samples import AIRPORT, BUSY, NOW
from tests.unit.ui.plain_tongue import PlainTongue
from ui.day.bars import HourChart
from ui.day.mix import AnswerMix
from ui.day.present_day import present_day
from ui.day.services_chart import ServicesChart
from ui.lane.roles import tell_roles
from ui.lane.views import Tone
from ui.theme.current import ThemeHolder

TWO_HOURS = replace(BUSY, hours=(HourCounts(3, 300, 0), HourCounts(20, 150, 75)))
TOP = 25  # px; the key stands above
VIEW = present_day(TWO_HOURS, (), AIRPORT, NOW, PlainTongue())


@pytest.fixture
def chart(qtbot: QtBot, holder: ThemeHolder, direction: Qt.LayoutDirection) -> HourChart:
    made = HourChart(holder)
    qtbot.addWidget(made)
    made.resize(820, 260)
    made.show_hours(VIEW.hours)
    return made


def text_at(chart: HourChart, text: str) -> QRectF:
    return next(place_of(each) for each in chart.sheet.texts if each.written.text == text)


def press(chart: HourChart, key: Qt.Key) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(chart, event)


def point(chart: HourChart, x: float) -> None:
    place, none = QPointF(x, 200), Qt.MouseButton.NoButton
    keys = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, keys)
    QApplication.sendEvent(chart, event)


@pytest.mark.requirement("C4")
def test_hours_run_from_where_reading_starts(chart: HourChart, direction: Qt.LayoutDirection):
    first, last = text_at(chart, "00").center().x(), text_at(chart, "23").center().x()
    mirrored = direction is Qt.LayoutDirection.RightToLeft
    assert (first > last) is mirrored
    assert abs(first - last) == pytest.approx((820 - 44) * 23 / 24, abs=2)


def test_bars_stand_over_their_hours_as_high_as_their_counts(chart: HourChart):
    image = painted(chart)
    accent = chart.theme.colour("accent")
    label = text_at(chart, "03")
    below = text_at(chart, "00").top()
    bar = where(image.copy(round(label.center().x()) - 14, TOP, 28, round(below) - TOP), accent)
    half = text_at(chart, "20")
    lower = where(image.copy(round(half.center().x()) - 14, TOP, 28, round(below) - TOP), accent)
    assert bar.height() == pytest.approx(2 * lower.height(), abs=3)


def test_returns_differ_in_form_too(chart: HourChart):
    """The same colour, but striped: fewer of its pixels."""
    place = text_at(chart, "20").center().x()
    image, accent = painted(chart), chart.theme.colour("accent").rgb()
    foot = round(text_at(chart, "00").top()) - 12
    sides = [
        image.pixelColor(round(place + off), foot - up).rgb() == accent
        for off in (-9, -6, 6, 9)
        for up in range(20)
    ]
    assert 0 < sum(sides) < len(sides)


def test_the_mouse_tells_an_hours_numbers(chart: HourChart):
    point(chart, text_at(chart, "20").center().x())
    assert chart.pointed == VIEW.hours.hours[20]
    said = "20:00 to 21:00: 150 departed, 75 returned"
    assert said in [each.written.text for each in chart.sheet.texts]
    assert chart.accessibleDescription() == said
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert chart.pointed is None
    assert chart.accessibleDescription() == VIEW.hours.spoken


def test_the_arrow_keys_tell_them_too(chart: HourChart, direction: Qt.LayoutDirection):
    chart.show()
    chart.activateWindow()
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    assert chart.hasFocus()
    assert chart.pointed == VIEW.hours.hours[3]
    mirrored = direction is Qt.LayoutDirection.RightToLeft
    press(chart, Qt.Key.Key_Left if mirrored else Qt.Key.Key_Right)
    assert chart.pointed == VIEW.hours.hours[4]
    press(chart, Qt.Key.Key_End)
    press(chart, Qt.Key.Key_Left if mirrored else Qt.Key.Key_Right)
    assert chart.pointed == VIEW.hours.hours[23]
    press(chart, Qt.Key.Key_Home)
    assert chart.accessibleDescription() == "00:00 to 01:00: 0 departed, 0 returned"


def test_a_screen_reader_takes_it_for_a_chart(chart: HourChart):
    tell_roles()
    spoken = QAccessible.queryAccessibleInterface(chart)
    assert spoken.role() is QAccessible.Role.Chart
    assert spoken.text(QAccessible.Text.Name) == "By hour"
    assert spoken.text(QAccessible.Text.Description) == VIEW.hours.spoken


def test_services_grow_from_where_reading_starts(
    qtbot: QtBot, holder: ThemeHolder, direction: Qt.LayoutDirection
):
    chart = ServicesChart(holder)
    qtbot.addWidget(chart)
    chart.resize(420, 240)
    chart.show_services(VIEW.services)
    label = next(place_of(each) for each in chart.sheet.texts if each.written.text == "MS 659")
    bars = where(painted(chart), chart.theme.colour("accent"))
    if direction is Qt.LayoutDirection.RightToLeft:
        assert bars.right() < label.left()
    else:
        assert bars.left() > label.right()
    assert "MS 659: 1,410 departed, 0 returned" in chart.accessibleDescription()


def test_the_mix_shows_each_answers_share_and_shape(
    qtbot: QtBot, holder: ThemeHolder, direction: Qt.LayoutDirection
):
    mix = AnswerMix(holder)
    qtbot.addWidget(mix)
    mix.resize(800, mix.sizeHint().height())
    even = replace(BUSY, verdicts={"clear": 50, "refuse": 50})
    mix.show_answers(present_day(even, (), AIRPORT, NOW, PlainTongue()).answers)
    image, theme = painted(mix), holder.theme
    bar = image.copy(0, 0, image.width(), theme.px("shape.m"))
    clear = where(bar, theme.tone(Tone.CLEAR).strong)
    refuse = where(bar, theme.tone(Tone.REFUSE).strong)
    assert clear.width() == pytest.approx(refuse.width(), abs=3)
    mirrored = direction is Qt.LayoutDirection.RightToLeft
    assert (clear.left() > refuse.left()) is mirrored
    assert not where(bar, theme.tone(Tone.CLEAR).on_strong).isEmpty()
    assert "REFUSE 50" in mix.accessibleDescription()
