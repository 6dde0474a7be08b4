"""The form of a new order, with what the order will do under it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.orders.views import ChoiceView, EffectView, FormView
from ui.theme.current import ThemeHolder
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.elided import FitLabel
from ui.widgets.field import Choice, Field
from ui.widgets.push_button import PushButton


class OrderForm(Card):
    """Asks for an order. ``changed`` after each change of what is asked; ``kind_picked`` with the
    key of another kind; ``given`` when the button is pressed."""

    changed = Signal()
    kind_picked = Signal(str)
    given = Signal()

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent=parent)
        self._kind, self._code = Choice(holder), Choice(holder)
        self._service, self._name = Field(holder, code=True), Field(holder)
        self._day, self._new_day, self._until = Choice(holder), Choice(holder), Choice(holder)
        self._effect, self._give = Banner(holder, lines=3), PushButton(holder)
        self._note = FitLabel(holder, "body", "ink_soft", lines=2)
        self._give.setDefault(True)
        self._fields, self._booking, self._times = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for field in (self._service, self._day):
            self._booking.addWidget(field, 1)
        for choice in (self._new_day, self._until):
            self._times.addWidget(choice, 1)
        for row in (self._kind, self._code, self._booking, self._times, self._name):
            if isinstance(row, QHBoxLayout):
                self._fields.addLayout(row)
            else:
                self._fields.addWidget(row)
        self.body.addLayout(self._fields)
        self.body.addStretch(1)
        self.body.addWidget(self._effect)
        self.body.addWidget(self._note)
        self.body.addWidget(self._give)
        self._join()
        self._space_out()

    @property
    def kind(self) -> str:
        """The key of the kind chosen."""
        return self._kind.key

    @property
    def code(self) -> str:
        """The check chosen."""
        return self._code.key

    @property
    def service(self) -> str:
        """The flight or sailing typed."""
        return self._service.text

    @property
    def name(self) -> str:
        """The reason typed."""
        return self._name.text

    @property
    def day(self) -> date | None:
        """The day of travel chosen."""
        return _date(self._day.key)

    @property
    def new_day(self) -> date | None:
        """The new day chosen."""
        return _date(self._new_day.key)

    @property
    def hours(self) -> int:
        """For how many hours; 0 where that is not asked."""
        return int(self._until.key or 0)

    def show_form(self, view: FormView) -> None:
        """Ask for another kind of order, or the same in another language; what was typed and
        chosen stays."""
        self.set_title(view.title)
        self._offer(self._kind, view.kinds)
        self._offer(self._code, view.code)
        self._offer(self._day, view.day)
        self._offer(self._new_day, view.new_day)
        self._offer(self._until, view.until)
        self._service.set_label(view.service)
        self._service.setVisible(bool(view.service))
        self._name.set_label(view.name)

    def show_effect(self, view: EffectView) -> None:
        """Say what the order will do."""
        self._effect.say(view.text, view.mark)
        self._note.setText(view.note)
        self._note.setVisible(bool(view.note))
        self._give.setText(view.button)
        self._give.setEnabled(view.ready)

    def choose(self, kind: str, hours: int) -> None:
        """Choose a kind, and for how long it is meant most often."""
        self._kind.choose(kind)
        self._until.choose(str(hours))

    def begin_anew(self) -> None:
        """Empty what was typed: the order was given."""
        self._service.clear()
        self._name.clear()

    def set_choices(self, *, code: str = "", day: str = "", new_day: str = "") -> None:
        """Choose by key, as a person does by hand."""
        self._code.choose(code)
        self._day.choose(day)
        self._new_day.choose(new_day)

    def type_in(self, *, service: str = "", name: str = "") -> None:
        """Fill in the lines, as a person does by hand."""
        self._service.set_text(service)
        self._name.set_text(name)
        self.changed.emit()

    @Slot()
    def follow_theme(self) -> None:
        """Space anew."""
        super().follow_theme()
        self._space_out()

    def _offer(self, choice: Choice, view: ChoiceView | None) -> None:
        choice.setVisible(view is not None)
        choice.set_label("" if view is None else view.label)
        choice.offer(() if view is None else view.offers)

    def _join(self) -> None:
        self._kind.picked.connect(self.kind_picked)
        for choice in (self._code, self._day, self._new_day, self._until):
            choice.picked.connect(self._change)
        for field in (self._service, self._name):
            field.edited.connect(self._change)
            field.entered.connect(self._press)
        self._give.clicked.connect(self.given)

    @Slot()
    def _change(self) -> None:
        self.changed.emit()

    @Slot()
    def _press(self) -> None:
        if self._give.isEnabled():
            self._give.click()

    def _space_out(self) -> None:
        for layout in (self._fields, self._booking, self._times):
            layout.setSpacing(self.theme.px("space.s"))
        self.setMinimumWidth(self.theme.px("orders.form"))
        self.setMaximumWidth(self.theme.px("orders.form"))


def _date(key: str) -> date | None:
    return date.fromisoformat(key) if key else None
