"""The supervisor's desk in its window: counts, other days, exports, the registry's answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton

from checkpoint_app.domain.tally import Tally
from checkpoint_app.errors import ConfigError, TransportError
from checkpoint_app.reports.export import Form
from sync.protocol.nation import NationCounts
from tests.ui.fitting import assert_nothing_clipped
from tests.unit.reports.samples import DAY, NAMES, NOW, PORT, report
from ui.ports import LanePlace
from ui.room import Room
from ui.supervisor.desk import SupervisorDesk
from ui.theme.theme import Theme, unit_for
from ui.theme.tokens import tokens
from ui.wording.figures import bare
from ui.wording.qt_tongue import QtTongue


class SameThread:
    """Does at once what it is asked."""

    def ask(self, work, then, failed):
        try:
            answer = work()
        except (TransportError, ConfigError) as error:
            failed(error)
        else:
            then(answer)


@dataclass
class Office:
    """`SupervisorOffice` of a made-up day."""

    place: LanePlace = field(default_factory=lambda: LanePlace(PORT, "1", "device", False))
    names: dict = field(default_factory=dict)
    may_export: bool = True
    line: bool = True
    asked: list = field(default_factory=list)
    written: list = field(default_factory=list)

    def report(self, day):
        self.asked.append(day)
        return replace(report(), day=day)

    def nation(self, day):
        if not self.line:
            raise ConfigError("no line", key="reports.no-line")
        self.names = NAMES
        return NationCounts(day, NOW, Tally(9), 0, 0, (("SGA-SEA", Tally(9)),), (), ())

    def export(self, day, path, form, language, *, arabic_digits):
        self.written.append((day, path.name, form, language))

    def now(self):
        return NOW


@pytest.fixture
def tongue(qapp):
    return QtTongue("en")


@pytest.fixture
def made(qtbot, holder, tongue, tmp_path):
    def make(office):
        said = []
        window = SimpleNamespace(say=lambda text, mark: said.append(text))
        same = SameThread()
        crew = SimpleNamespace(hand=same, desk=same, line=same)
        room = Room(window, holder, tongue, crew)
        parent = QObject()
        desk = SupervisorDesk(office, room, parent, ask_path=lambda name: tmp_path / name)
        qtbot.addWidget(desk.page)
        desk.said, desk.kept = said, parent
        desk.page.resize(1280, 664)
        desk.page.show()
        desk.open()
        return desk

    desks = []

    def keep(office):
        desks.append(make(office))
        return desks[-1]

    yield keep
    for desk in desks:
        desk.close()


@pytest.mark.requirement("C4")
def test_today_is_counted_and_other_days_can_be_looked_at(made, qtbot):
    office = Office()
    desk = made(office)
    assert office.asked == [DAY]
    earlier, later, *_ = desk.page.findChildren(QPushButton)
    assert not later.isEnabled()
    qtbot.mouseClick(earlier, Qt.MouseButton.LeftButton)
    assert office.asked[-1] == DAY - timedelta(days=1)
    assert later.isEnabled()
    qtbot.mouseClick(later, Qt.MouseButton.LeftButton)
    assert office.asked[-1] == DAY


@pytest.mark.requirement("C4")
@pytest.mark.parametrize("form", Form)
def test_each_export_is_of_the_day_in_sight(made, form):
    office = Office()
    desk = made(office)
    desk.page.export_asked.emit(form)
    assert office.written == [(DAY, f"CAI-AIR-2026-11-23.{form.value}", form, "en")]
    assert desk.said == ["The report was written"]


def test_whoever_may_not_export_is_not_offered_it(made):
    desk = made(Office(may_export=False))
    texts = {each.text() for each in desk.page.findChildren(QPushButton) if each.isVisible()}
    assert not texts & {"Print", "Excel", "CSV"}


@pytest.mark.requirement("C4")
def test_all_ports_come_beside_and_teach_the_names(made):
    desk = made(Office())
    assert desk.page.nation.table.order == ("SGA-SEA",)
    first = desk.page.view.tables["company"].rows
    assert "Al Nour & Sons" in {bare(row.cells[0].text) for row in first}


def test_a_missing_line_is_said_calmly_and_the_port_counts_on(made):
    desk = made(Office(line=False))
    assert desk.said == []
    assert desk.page.view.totals[0].value == "331"
    desk.page.tabs.turn_to("nation")
    assert not desk.page.nation.table.isVisible()


@pytest.mark.requirement("C4")
def test_tables_sort_by_their_headers(made, qtbot):
    desk = made(Office())
    desk.page.tabs.turn_to("companies")
    table = desk.page.table("company")
    table._table.horizontalHeader().sectionClicked.emit(1)
    counts = {row.key: row.cells[1].sort for row in desk.page.view.tables["company"].rows}
    shown = [counts[key] for key in table.order]
    assert shown == sorted(shown, reverse=True)


def test_every_table_and_chart_is_read_aloud(made):
    desk = made(Office())
    for key in ("company", "lane", "shifts"):
        inner = QAccessible.queryAccessibleInterface(desk.page.table(key)._table)
        assert inner.text(QAccessible.Text.Name) == desk.page.view.tables[key].title
    for button in desk.page.findChildren(QPushButton):
        assert button.isHidden() or button.accessibleName() or button.text()


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
@pytest.mark.parametrize("dark", [False, True])
def test_everything_on_the_first_page_can_be_read(made, holder, tongue, language, size, dark):
    desk = made(Office())
    tongue.switch(language)
    holder.use(Theme(tokens(), dark, unit_for(*size)))
    desk.show_again()
    desk.page.resize(size[0], size[1] - holder.theme.px("lane.bar"))
    for _ in range(3):
        QApplication.processEvents()
    assert_nothing_clipped(desk.page, may_give_way=frozenset({"2026", "٢٠٢٦"}))
