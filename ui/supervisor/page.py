"""The supervisor's page: the port's day at a glance, and in tables."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from checkpoint_app.reports.export import Form
from ui.day.bars import HourChart
from ui.day.mix import AnswerMix
from ui.day.services_chart import ServicesChart
from ui.day.tiles import Nothing, Tile
from ui.lane.views import Mark
from ui.supervisor.facts import Facts
from ui.supervisor.nation_page import NationPage
from ui.supervisor.views import NationView, PortDayView
from ui.theme.current import ThemeHolder
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.elided import FitLabel
from ui.widgets.icons import icon
from ui.widgets.push_button import PushButton
from ui.widgets.table import Table
from ui.widgets.tabs import Tabs
from ui.widgets.themed import ThemedWidget
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue

L = TypeVar("L", bound=QBoxLayout)
_TILES = 6
# Of the width: charts over time, and lists.
_WIDE, _NARROW = 5, 3
_TABS = {
    "glance": Phrase("Supervisor", "At a glance"),
    "companies": Phrase("Supervisor", "Companies"),
    "services": Phrase("Supervisor", "Flights"),
    "hours": Phrase("Supervisor", "Hours"),
    "lanes": Phrase("Supervisor", "Lanes"),
    "officers": Phrase("Supervisor", "Officers"),
    "cases": Phrase("Supervisor", "Referrals and orders"),
    "shifts": Phrase("Supervisor", "Shifts"),
    "nation": Phrase("Supervisor", "All ports"),
}
_FORMS = {
    Form.PRINTED: (Phrase("Supervisor", "Print"), Phrase("Supervisor", "Daily report as PDF")),
    Form.WORKBOOK: (Phrase("Supervisor", "Excel"), Phrase("Supervisor", "All tables as XLSX")),
    Form.CSV: (Phrase("Supervisor", "CSV"), Phrase("Supervisor", "All tables as CSV")),
}
# The tables of each tab, side by side; those of one column under one another.
_LAID: dict[str, tuple[tuple[str, ...], ...]] = {
    "companies": (("company",),),
    "services": (("service",),),
    "hours": (("hour",),),
    "lanes": (("lane",),),
    "officers": (("officer",),),
    "cases": (("cases",), ("overrides", "orders")),
    "shifts": (("shifts",),),
}


class SupervisorPage(ThemedWidget):
    """Draws a `PortDayView` and a `NationView`, and asks for others.

    ``day_changed`` carries the `date` wanted; ``export_asked`` a `Form`.
    """

    day_changed = Signal(object)
    export_asked = Signal(object)

    def __init__(self, holder: ThemeHolder, tongue: Tongue, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._tongue = tongue
        self._view: PortDayView | None = None
        self._title, self._when = (
            FitLabel(holder, "title"),
            FitLabel(holder, "body", "ink_soft", lines=2),
        )
        self._earlier, self._later = PushButton(holder), PushButton(holder)
        self._exports = {form: PushButton(holder) for form in _FORMS}
        self._banner, self._nothing = Banner(holder), Nothing(holder)
        self._tiles = tuple(Tile(holder) for _ in range(_TILES))
        self._hours, self._mix = HourChart(holder), AnswerMix(holder)
        self._services, self._facts = ServicesChart(holder), Facts(holder)
        self._tables: dict[str, Table] = {}
        self._cards: dict[str, Card] = {}
        self._spaced: list[QBoxLayout] = []
        self.nation, self.tabs = NationPage(holder), Tabs(holder)
        self._lay_out()
        self._join()
        self.retranslate()

    @property
    def view(self) -> PortDayView | None:
        """What is drawn."""
        return self._view

    def table(self, key: str) -> Table:
        """A table by its key. Raises KeyError."""
        return self._tables[key]

    def show_view(self, view: PortDayView) -> None:
        """Draw another day, or the same with other numbers; what has the focus keeps it."""
        self._view = view
        self._title.setText(view.title)
        self._when.setText(view.when)
        self._later.setEnabled(view.following is not None)
        self._banner.say(view.provisional, Mark.WARNING)
        for tile, total in zip(self._tiles, view.totals, strict=True):
            tile.show_total(total)
        self._nothing.say(view.empty)
        self._show_charts(view)
        for key, table in self._tables.items():
            table.show_table(view.tables[key])
            self._cards[key].set_title(view.tables[key].title)

    def show_nation(self, view: NationView) -> None:
        """Draw what is known of all ports."""
        self.nation.show_nation(view)

    def allow_export(self, *, allowed: bool) -> None:
        """Whether whoever is here may take a report away."""
        for button in self._exports.values():
            button.setVisible(allowed)

    @Slot()
    def retranslate(self) -> None:
        """Say what this page itself says in the language of now; the rest comes with a view."""
        say = self._tongue
        self.tabs.say({key: phrase.said(say) for key, phrase in _TABS.items()})
        for form, button in self._exports.items():
            text, tip = (phrase.said(say) for phrase in _FORMS[form])
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
        for button, tip in (
            (self._earlier, say.translate("Day", "The day before")),
            (self._later, say.translate("Day", "The day after")),
        ):
            button.setToolTip(tip)
            button.setAccessibleName(tip)
        self.setAccessibleName(say.translate("Supervisor", "The port's day"))
        self._draw_icons()

    def follow_theme(self) -> None:
        """Space everything anew."""
        self._space()
        self._draw_icons()
        super().follow_theme()

    def changeEvent(self, event: QEvent) -> None:
        """Arrows point the other way when reading does."""
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._draw_icons()
        super().changeEvent(event)

    def _show_charts(self, view: PortDayView) -> None:
        self._glance.setVisible(not view.empty)
        self._hours.show_hours(view.hours)
        self._mix.show_answers(view.answers)
        self._services.show_services(view.services)
        self._cards["hours"].set_title(view.hours.title)
        self._cards["answers"].set_title(view.answers.title)
        self._cards["services"].set_title(view.services.title)
        self._cards["summary"].set_title(view.tables["summary"].title)
        self._facts.show_table(view.tables["summary"])

    def _lay_out(self) -> None:
        self._rows = QVBoxLayout(self)
        head, totals = self._row(), self._row()
        head.addWidget(self._title)
        head.addWidget(self._when, 1)
        for button in (self._earlier, self._later, *self._exports.values()):
            head.addWidget(button)
        for tile in self._tiles:
            totals.addWidget(tile, 1)
        self._rows.addLayout(head)
        self._rows.addWidget(self._banner)
        self._rows.addLayout(totals)
        self._rows.addWidget(self.tabs, 1)
        self.tabs.add("glance", self._lay_out_glance())
        for tab, columns in _LAID.items():
            self.tabs.add(tab, self._lay_out_tables(columns))
        self.tabs.add("nation", self.nation)
        self._space()

    def _lay_out_glance(self) -> QWidget:
        page, self._glance = QWidget(), QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._glance, 1)
        rows.addWidget(self._nothing, 1)
        columns = self._tracked(QHBoxLayout(self._glance))
        columns.setContentsMargins(0, 0, 0, 0)
        wide, narrow = self._column(columns, _WIDE), self._column(columns, _NARROW)
        wide.addWidget(self._card("hours", self._hours), 1)
        wide.addWidget(self._card("answers", self._mix))
        narrow.addWidget(self._card("services", self._services))
        narrow.addWidget(self._card("summary", self._facts), 1)
        return page

    def _lay_out_tables(self, columns: tuple[tuple[str, ...], ...]) -> QWidget:
        page = QWidget()
        row = self._tracked(QHBoxLayout(page))
        row.setContentsMargins(0, 0, 0, 0)
        for keys in columns:
            column = self._column(row, 2 * len(keys) + len(columns) - 1)
            for key in keys:
                column.addWidget(self._table(key), 1)
        return page

    def _table(self, key: str) -> Card:
        table = self._tables[key] = Table(self.holder)
        return self._card(key, table)

    def _card(self, key: str, content: QWidget) -> Card:
        card = self._cards[key] = Card(self.holder)
        card.body.addWidget(content, 1)
        return card

    def _row(self) -> QHBoxLayout:
        return self._tracked(QHBoxLayout())

    def _column(self, row: QBoxLayout, share: int) -> QVBoxLayout:
        made = self._tracked(QVBoxLayout())
        row.addLayout(made, share)
        return made

    def _tracked(self, layout: L) -> L:
        self._spaced.append(layout)
        return layout

    def _join(self) -> None:
        self._earlier.clicked.connect(self._go_earlier)
        self._later.clicked.connect(self._go_later)
        self._exports[Form.PRINTED].clicked.connect(self._ask_print)
        self._exports[Form.WORKBOOK].clicked.connect(self._ask_workbook)
        self._exports[Form.CSV].clicked.connect(self._ask_csv)

    @Slot()
    def _go_earlier(self) -> None:
        if self._view is not None:
            self.day_changed.emit(self._view.preceding)

    @Slot()
    def _go_later(self) -> None:
        if self._view is not None and self._view.following is not None:
            self.day_changed.emit(self._view.following)

    @Slot()
    def _ask_print(self) -> None:
        self.export_asked.emit(Form.PRINTED)

    @Slot()
    def _ask_workbook(self) -> None:
        self.export_asked.emit(Form.WORKBOOK)

    @Slot()
    def _ask_csv(self) -> None:
        self.export_asked.emit(Form.CSV)

    def _space(self) -> None:
        margin, gap = self.theme.px("space.l"), self.theme.px("space.m")
        self._rows.setContentsMargins(margin, margin, margin, margin)
        self._rows.setSpacing(gap)
        for layout in self._spaced:
            layout.setSpacing(gap)

    def _draw_icons(self) -> None:
        side, between = self.theme.px("icon.m"), self.theme.px("space.xs")
        named = {
            Form.PRINTED: "document",
            Form.WORKBOOK: "list",
            Form.CSV: "export",
        }
        buttons = [(self._earlier, "back", 0), (self._later, "forward", 0)]
        buttons += [(self._exports[form], name, between) for form, name in named.items()]
        for button, name, gap in buttons:
            ink = self.theme.colour("ink")
            button.setIcon(icon(name, side, ink, self.isRightToLeft(), gap=gap))
            button.setIconSize(QSize(side + gap, side))
