"""The page of the day: what passed at this port, by hour, by flight or sailing, by verdict."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.day.bars import HourChart
from ui.day.mix import AnswerMix
from ui.day.scan_rows import ScanRows
from ui.day.services_chart import ServicesChart
from ui.day.tiles import Banner, Nothing, Tile
from ui.day.views import DayView
from ui.theme.current import ThemeHolder
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.elided import FitLabel
from ui.widgets.icons import icon
from ui.widgets.key_cap import KeyCap
from ui.widgets.themed import ThemedWidget
from ui.wording.tongue import Tongue

_BACK_KEY = "Esc"
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_TILES = 6
_NOTES = 2
# Of the width: charts over time, and lists.
_WIDE, _NARROW = 5, 3


class DayPage(ThemedWidget):
    """Draws a `DayView` and asks for others. `show_view` may be called as often as the counts or
    the language change; what is pointed to and has the focus stays.

    ``export_asked`` wants the day in sight as a file; ``day_changed`` carries the `date` wanted;
    ``closed`` when the officer goes back to the lane.
    """

    export_asked = Signal()
    day_changed = Signal(object)
    closed = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._tongue = tongue
        self._view: DayView | None = None
        self._title = FitLabel(holder, "title")
        self._as_of = FitLabel(holder, "body", "ink_soft")
        self._back, self._export = QPushButton(), QPushButton()
        self._earlier, self._later = QPushButton(), QPushButton()
        self._banner, self._nothing = Banner(holder), Nothing(holder)
        self._notes = tuple(Chip(holder) for _ in range(_NOTES))
        self._tiles = tuple(Tile(holder) for _ in range(_TILES))
        self._hours, self._services = HourChart(holder), ServicesChart(holder)
        self._mix, self._scans = AnswerMix(holder), ScanRows(holder)
        self._charts = QWidget()
        self._cards = {
            chart: self._card(chart)
            for chart in (self._hours, self._services, self._mix, self._scans)
        }
        self._lay_out()
        self._join()
        self.retranslate()

    @property
    def view(self) -> DayView | None:
        """What is drawn."""
        return self._view

    def show_view(self, view: DayView) -> None:
        """Draw another day, or the same with other numbers."""
        self._view = view
        self.retranslate()
        self._title.setText(view.title)
        self._as_of.setText(view.as_of)
        self._later.setEnabled(view.following is not None)
        self._banner.say(view.provisional)
        self._remarks.setStretch(self._remarks.count() - 1, int(not view.provisional))
        for number, chip in enumerate(self._notes):
            chip.setVisible(number < len(view.notes))
            if number < len(view.notes):
                chip.show_chip(view.notes[number])
        for tile, total in zip(self._tiles, view.totals, strict=True):
            tile.show_total(total)
        self._show_charts(view)

    @Slot()
    def retranslate(self) -> None:
        """Say what this page itself says in the language of now; the rest comes with a view."""
        say = self._tongue
        for button, label in (
            (self._back, say.translate("Day", "Back to the lane")),
            (self._export, say.translate("Day", "Export")),
            (self._earlier, say.translate("Day", "The day before")),
            (self._later, say.translate("Day", "The day after")),
        ):
            button.setAccessibleName(label)
            button.setToolTip(label)
        self._back.setText(say.translate("Day", "Back"))
        self._export.setText(say.translate("Day", "Export"))
        self.setAccessibleName(say.translate("Day", "The day"))
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the lane; Enter presses the button with the focus."""
        focus = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in _ENTER and isinstance(focus, QPushButton):
            focus.click()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the way back."""
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        super().showEvent(event)

    def _show_charts(self, view: DayView) -> None:
        self._nothing.say(view.empty)
        self._charts.setVisible(not view.empty)
        self._hours.show_hours(view.hours)
        self._services.show_services(view.services)
        self._mix.show_answers(view.answers)
        self._scans.show_scans(view.scans_title, view.scans, view.scans_empty)
        self._cards[self._hours].set_title(view.hours.title)
        self._cards[self._services].set_title(view.services.title)
        self._cards[self._mix].set_title(view.answers.title)
        self._cards[self._scans].set_title(view.scans_title)
        self._cards[self._scans].setVisible(bool(view.scans_title))

    def _card(self, chart: QWidget) -> Card:
        card = Card(self.holder)
        card.body.addWidget(chart)
        return card

    def _lay_out(self) -> None:
        self._head, self._remarks, self._totals = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for widget in (self._back, KeyCap(self.holder, _BACK_KEY), self._title, self._as_of):
            self._head.addWidget(widget, int(widget is self._title))
        for button in (self._earlier, self._later, self._export):
            self._head.addWidget(button)
        self._remarks.addWidget(self._banner, 1)
        for chip in self._notes:
            self._remarks.addWidget(chip)
        self._remarks.addStretch(0)
        for tile in self._tiles:
            self._totals.addWidget(tile, 1)
        self._lay_out_charts()
        self._rows = QVBoxLayout(self)
        for row in (self._head, self._remarks, self._totals):
            self._rows.addLayout(row)
        self._rows.addWidget(self._charts, 1)
        self._rows.addWidget(self._nothing, 1)
        self._space()

    def _lay_out_charts(self) -> None:
        self._columns, self._wide, self._narrow = (
            QHBoxLayout(self._charts),
            QVBoxLayout(),
            QVBoxLayout(),
        )
        self._columns.addLayout(self._wide, _WIDE)
        self._columns.addLayout(self._narrow, _NARROW)
        self._wide.addWidget(self._cards[self._hours], 1)
        self._wide.addWidget(self._cards[self._mix])
        self._narrow.addWidget(self._cards[self._services])
        self._narrow.addWidget(self._cards[self._scans], 1)

    def _join(self) -> None:
        self._back.clicked.connect(self.closed)
        self._export.clicked.connect(self.export_asked)
        self._earlier.clicked.connect(self._go_earlier)
        self._later.clicked.connect(self._go_later)

    @Slot()
    def _go_earlier(self) -> None:
        if self._view is not None:
            self.day_changed.emit(self._view.preceding)

    @Slot()
    def _go_later(self) -> None:
        if self._view is not None and self._view.following is not None:
            self.day_changed.emit(self._view.following)

    def _space(self) -> None:
        theme = self.theme
        margin, gap = theme.px("space.l"), theme.px("space.m")
        self._rows.setContentsMargins(margin, margin, margin, margin)
        self._columns.setContentsMargins(0, 0, 0, 0)
        rows = (self._rows, self._head, self._remarks, self._totals)
        for layout in (*rows, self._columns, self._wide, self._narrow):
            layout.setSpacing(gap)

    def _draw_icons(self) -> None:
        ink, side = self.theme.colour("ink"), self.theme.px("icon.m")
        for button, name in (
            (self._back, "back"),
            (self._export, "export"),
            (self._earlier, "back"),
            (self._later, "forward"),
        ):
            gap = self.theme.px("space.xs") if button.text() else 0
            button.setIcon(icon(name, side, ink, self.isRightToLeft(), gap=gap))
            button.setIconSize(QSize(side + gap, side))
