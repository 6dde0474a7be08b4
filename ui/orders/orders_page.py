"""The page of orders: what is in force, a form for a new one, and what the day has seen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.orders.order_form import OrderForm
from ui.orders.views import EffectView, FormView, OrdersView
from ui.theme.current import ThemeHolder
from ui.widgets.card import Card
from ui.widgets.elided import FitLabel
from ui.widgets.push_button import PushButton
from ui.widgets.sheet import Sheet
from ui.widgets.table import Table
from ui.widgets.themed import ThemedWidget
from ui.wording.tongue import Tongue


class OrdersPage(ThemedWidget):
    """Draws an `OrdersView`. ``lift_asked`` carries the key of an order that a person has confirmed
    is to end; the form's signals are those of `form`."""

    lift_asked = Signal(str)

    def __init__(self, holder: ThemeHolder, tongue: Tongue, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._tongue = tongue
        self._view: OrdersView | None = None
        self._asked_for = ""
        self._title = FitLabel(holder, "lead")
        self._in_force_card, self._history_card = Card(holder), Card(holder)
        self.in_force, self.history = Table(holder), Table(holder)
        self.form, self._lift = OrderForm(holder), PushButton(holder)
        self._lay_out()
        self.question = Sheet(holder, self)
        self._join()
        self.retranslate()

    @property
    def view(self) -> OrdersView | None:
        """What is drawn."""
        return self._view

    def show_view(self, view: OrdersView) -> None:
        """Draw other orders."""
        self._view = view
        self._title.setText(view.title)
        self._in_force_card.set_title(view.in_force_title)
        self._history_card.set_title(view.history_title)
        self.in_force.show_table(view.in_force)
        self.history.show_table(view.history)
        self._offer_lift()

    def begin(self) -> None:
        """The hand is on what is in force."""
        self.in_force.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_form(self, view: FormView | None) -> None:
        """Ask for an order; None where nobody here may give one."""
        self.form.setVisible(view is not None)
        if view is not None:
            self.form.show_form(view)

    def show_effect(self, view: EffectView) -> None:
        """Say what the order of the form will do."""
        self.form.show_effect(view)

    @Slot()
    def retranslate(self) -> None:
        """Say what the page itself says in the language of now."""
        say = self._tongue.translate
        self._lift.setText(say("Orders", "End this order"))
        self.setAccessibleName(say("Orders", "Orders"))
        self.question.say(
            say("Orders", "End this order now, at every lane?"),
            say("Orders", "End it"),
            say("Orders", "Leave it in force"),
        )

    def follow_theme(self) -> None:
        """Space everything anew."""
        self._space()
        super().follow_theme()

    def _lay_out(self) -> None:
        self._in_force_card.body.addWidget(self.in_force, 1)
        self._under = QHBoxLayout()
        self._under.addStretch(1)
        self._under.addWidget(self._lift)
        self._in_force_card.body.addLayout(self._under)
        self._history_card.body.addWidget(self.history, 1)
        self._columns, self._lists = QHBoxLayout(), QVBoxLayout()
        self._lists.addWidget(self._in_force_card, 1)
        self._lists.addWidget(self._history_card, 1)
        self._columns.addLayout(self._lists, 1)
        self._columns.addWidget(self.form)
        self._rows = QVBoxLayout(self)
        self._rows.addWidget(self._title)
        self._rows.addLayout(self._columns, 1)
        self._space()

    def _join(self) -> None:
        self.in_force.chosen.connect(self._choose)
        self.in_force.opened.connect(self._ask)
        self._lift.clicked.connect(self._ask_current)
        self.question.done.connect(self._confirmed)

    @Slot(str)
    def _choose(self, _key: str) -> None:
        self._offer_lift()

    @Slot()
    def _ask_current(self) -> None:
        self._ask(self.in_force.current)

    @Slot(str)
    def _ask(self, key: str) -> None:
        if self._view is not None and key in self._view.liftable:
            self._asked_for = key
            self.question.begin()

    @Slot()
    def _confirmed(self) -> None:
        self.question.leave()
        self.lift_asked.emit(self._asked_for)

    def _offer_lift(self) -> None:
        liftable = frozenset() if self._view is None else self._view.liftable
        self._lift.setEnabled(self.in_force.current in liftable)
        self._lift.setVisible(bool(liftable))

    def _space(self) -> None:
        margin, gap = self.theme.px("space.l"), self.theme.px("space.m")
        self._rows.setContentsMargins(margin, margin, margin, margin)
        for layout in (self._rows, self._columns, self._lists):
            layout.setSpacing(gap)
