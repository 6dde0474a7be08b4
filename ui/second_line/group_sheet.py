"""Cases that are decided together, after looking at whose they are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from checkpoint_app.domain.cases import CaseOutcome
from ui.second_line.lines import Lines
from ui.second_line.views import NamesView
from ui.second_line.words import OUTCOMES
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.field import Choice
from ui.widgets.sheet import Sheet
from ui.wording.tongue import Tongue


class GroupSheet(Sheet):
    """Whom an outcome is for, which, and why. ``done`` when it is given."""

    def __init__(self, holder: ThemeHolder, over: QWidget, tongue: Tongue) -> None:
        super().__init__(holder, over, "second_line.sheet")
        self._tongue = tongue
        self._view: NamesView | None = None
        self._lead = FitLabel(holder, "body", "ink_soft", lines=0)
        self._names, self._scroll = Lines(holder), QScrollArea()
        self.outcome, self.reason = Choice(holder), Choice(holder)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._names)
        self._names.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        self._row = QHBoxLayout()
        for choice in (self.outcome, self.reason):
            self._row.addWidget(choice, 1)
        self.body.addWidget(self._lead)
        self.body.addWidget(self._scroll)
        self.body.addLayout(self._row)
        self._measure()

    @property
    def chosen(self) -> CaseOutcome:
        """The outcome chosen."""
        return CaseOutcome[self.outcome.key]

    def ask(self, view: NamesView, reason: str) -> None:
        """Show whom it is for; ``reason`` is the one chosen already, or empty."""
        self.show_names(view)
        self.reason.choose(reason)
        self.outcome.choose(CaseOutcome.CLEAR.name)
        self.begin(self.outcome.box)

    def show_names(self, view: NamesView) -> None:
        """Whom it is for, in the language of now."""
        self._view = view
        say = self._tongue.translate
        self.say(view.title, say("SecondLine", "Decide"), say("SecondLine", "Cancel"))
        self._lead.setText(view.lead)
        self._measure()
        self._names.show_card(view.names)
        self._scroll.setAccessibleName(view.title)

    def retranslate(self, reasons: tuple[tuple[str, str], ...]) -> None:
        """Its own texts in the language of now."""
        say = self._tongue.translate
        self.outcome.set_label(say("SecondLine", "Outcome"))
        self.outcome.offer(
            tuple((each.name, OUTCOMES[each].said(self._tongue)) for each in CaseOutcome)
        )
        self.reason.set_label(say("SecondLine", "Reason of the outcome"))
        self.reason.offer((("", say("SecondLine", "Choose a reason")), *reasons))

    def follow_theme(self) -> None:
        """Measure anew."""
        self._measure()
        super().follow_theme()

    def _measure(self) -> None:
        """A text that wraps is asked for its height in the window's width, not the card's."""
        theme = self.theme
        inner = theme.px("second_line.sheet") - 2 * theme.px("space.l")
        self._lead.setMinimumHeight(self._lead.heightForWidth(inner))
        self._scroll.setFixedHeight(theme.px("second_line.names"))
        self._row.setSpacing(theme.px("space.m"))
