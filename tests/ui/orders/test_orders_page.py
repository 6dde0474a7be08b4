"""The page of orders and the strip, as widgets and with a desk behind them."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checkpoint_app.domain.orders import OrderKind
from checkpoint_app.errors import ConfigError
from tests.ui.orders.fake_office import DAY, GIVEN, NOW, FakeOrders
from tests.unit.ui.plain_tongue import PlainTongue
from ui.lane.views import Mark
from ui.orders.desk import OrdersDesk
from ui.orders.strip import OrdersStrip
from ui.orders.views import StripView


class AtOnce:
    """Errands done while one waits."""

    def ask(self, work, then, failed):
        try:
            answer = work()
        except ConfigError as error:
            failed(error)
        else:
            then(answer)


class Window(QWidget):
    def __init__(self):
        super().__init__()
        self.said = []

    def say(self, text, mark):
        self.said.append((text, mark))


@pytest.fixture
def window(qtbot):
    made = Window()
    qtbot.addWidget(made)
    return made


def desk_of(office, window, holder):
    room = SimpleNamespace(
        window=window, theme=holder, tongue=PlainTongue(), crew=SimpleNamespace(desk=AtOnce())
    )
    desk = OrdersDesk(office, room, window)
    QVBoxLayout(window).addWidget(desk.page)
    window.resize(1280, 628)
    window.show()
    desk.open()
    return desk


def test_an_order_is_given_after_its_effect_was_said(window, holder, qtbot):
    office = FakeOrders()
    desk = desk_of(office, window, holder)
    form = desk.page.form
    form.type_in(name="storm")
    qtbot.waitUntil(form._give.isEnabled)
    assert "visa" in form._effect.text or "permit" in form._effect.text
    with qtbot.waitSignal(desk.changed):
        qtbot.mouseClick(form._give, Qt.MouseButton.LeftButton)
    (draft,) = office.given
    assert (draft.kind, draft.name, draft.until) == (
        OrderKind.RELAX,
        "storm",
        NOW + timedelta(hours=4),
    )
    assert window.said[-1][1] is Mark.GOOD
    assert form.name == ""
    desk.close()


def test_departures_are_annulled_from_the_same_form(window, holder, qtbot):
    office = FakeOrders()
    desk = desk_of(office, window, holder)
    form = desk.page.form
    form.choose("ANNUL_SERVICE", 0)
    form.kind_picked.emit("ANNUL_SERVICE")
    form.type_in(service="MS671", name="storm")
    qtbot.waitUntil(form._give.isEnabled)
    assert form._give.text() == "Annul 7 departures"
    qtbot.mouseClick(form._give, Qt.MouseButton.LeftButton)
    assert (office.given[0].service, office.given[0].day) == ("MS671", DAY)
    assert window.said[-1][0] == "7 departures were annulled."
    desk.close()


def test_a_refusal_is_said_and_the_form_stays(window, holder, qtbot):
    office = FakeOrders()
    office.failure = ConfigError("late", key="order.ended")
    desk = desk_of(office, window, holder)
    form = desk.page.form
    form.type_in(name="storm")
    qtbot.waitUntil(form._give.isEnabled)
    qtbot.mouseClick(form._give, Qt.MouseButton.LeftButton)
    assert window.said[-1][1] is Mark.BAD
    assert form.name == "storm"
    assert form._give.isEnabled()
    desk.close()


def test_an_order_is_ended_after_a_question(window, holder, qtbot):
    office = FakeOrders()
    desk = desk_of(office, window, holder)
    page = desk.page
    page.in_force.choose(str(GIVEN.order_id))
    qtbot.mouseClick(page._lift, Qt.MouseButton.LeftButton)
    assert page.question.isVisible()
    assert office.lifted == []
    qtbot.keyClick(page.question, Qt.Key.Key_Escape)
    assert office.lifted == []
    page.in_force.opened.emit(str(GIVEN.order_id))
    qtbot.keyClick(page.question, Qt.Key.Key_Return)
    assert office.lifted == [GIVEN.order_id]
    desk.close()


def test_who_may_order_nothing_sees_the_orders_alone(window, holder):
    desk = desk_of(FakeOrders(kinds=()), window, holder)
    assert not desk.page.form.isVisible()
    assert not desk.page._lift.isVisible()
    assert desk.page.in_force.order == (str(GIVEN.order_id),)
    desk.show_again()
    desk.close()


def test_the_strip_is_one_line_or_nothing(qtbot, holder, direction):
    window = QWidget()
    qtbot.addWidget(window)
    rows = QVBoxLayout(window)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    strip, page = OrdersStrip(holder), QWidget()
    rows.addWidget(strip)
    rows.addWidget(page, 1)
    window.resize(1280, 200)
    window.show()
    qtbot.waitExposed(window)
    assert page.height() == 200
    strip.show_strip(StripView("Relaxed until 18:00: visa expiry — by m.hassan", "each"))
    qtbot.waitUntil(lambda: page.height() < 200)
    assert strip.height() == holder.theme.px("orders.strip")
    assert strip.cut_text() == ""
    assert strip.accessibleName().startswith("Relaxed until")
    assert strip.toolTip() == "each"
    strip.show_strip(None)
    qtbot.waitUntil(lambda: page.height() == 200)
