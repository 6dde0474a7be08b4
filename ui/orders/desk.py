"""Joins the page of orders and the lane behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.orders import OrderKind
from checkpoint_app.errors import CheckpointError
from ui.lane.views import Mark
from ui.orders.orders_page import OrdersPage
from ui.orders.port import OrderDraft, OrdersOffice
from ui.orders.present_form import HOURS, present_effect, present_form
from ui.orders.present_orders import present_orders
from ui.room import Room
from ui.wording.remarks import complaint
from ui.workers.upkeep import Upkeep

if TYPE_CHECKING:
    from checkpoint_app.services.orders import AnnulledCounts
    from ui.orders.port import EffectCounts, SeenOrders

_LOOK_MS = 5_000
_SETTLED_MS = 250  # typing has paused: what the order touches is counted


class OrdersDesk(QObject):
    """The supervisor's page of orders. ``changed`` after an order was given or ended here: the
    strip of the window looks anew."""

    changed = Signal()

    def __init__(self, office: OrdersOffice, room: Room, parent: QObject) -> None:
        super().__init__(parent)
        self._office, self._room = office, room
        self.page = OrdersPage(room.theme, room.tongue)
        self._seen: SeenOrders | None = None
        self._counted: tuple[OrderDraft, EffectCounts] | None = None
        self._giving = False
        self._upkeep = Upkeep(
            room.crew.desk, self._look, self._looked, self._refused, every_ms=_LOOK_MS, parent=self
        )
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SETTLED_MS)
        self._pause.timeout.connect(self._count)
        form = self.page.form
        form.changed.connect(self._edited)
        form.kind_picked.connect(self._kind_picked)
        form.given.connect(self._give)
        self.page.lift_asked.connect(self._lift)

    def open(self) -> None:
        """The page comes into sight."""
        self._upkeep.start()

    def close(self) -> None:
        """The page is out of sight."""
        self._upkeep.stop()
        self._pause.stop()

    @Slot()
    def show_again(self) -> None:
        """Say everything in the language of now."""
        self.page.retranslate()
        if self._seen is not None:
            self.page.show_view(present_orders(self._seen, self._room.tongue))
            self._show_form()

    def _look(self) -> SeenOrders:
        return self._office.look(cairo_day(self._office.now()))

    def _looked(self, seen: SeenOrders) -> None:
        first = self._seen is None or self._seen.kinds != seen.kinds
        self._seen = seen
        self.page.show_view(present_orders(seen, self._room.tongue))
        if first:
            self._show_form()
            self.page.begin()

    def _refused(self, error: CheckpointError) -> None:
        self._room.window.say(complaint(error, self._room.tongue), Mark.BAD)

    # The form.

    def _show_form(self) -> None:
        kinds = () if self._seen is None else self._seen.kinds
        if not kinds:
            self.page.show_form(None)
            return
        kind = self._kind() if self.page.form.kind else kinds[0]
        self._ask_for(kind)

    def _ask_for(self, kind: OrderKind) -> None:
        seen, form = self._seen, self.page.form
        if seen is None:
            return
        before = form.hours
        view = present_form(kind, seen.kinds, self._office.now(), self._room.tongue)
        self.page.show_form(view)
        hours = HOURS[kind]
        form.choose(kind.name, before if before in hours else next(iter(hours), 0))
        if kind is OrderKind.MOVE_SERVICE and form.new_day == form.day and form.day is not None:
            form.set_choices(new_day=(form.day + timedelta(days=1)).isoformat())
        self._edited()

    @Slot(str)
    def _kind_picked(self, _key: str) -> None:
        self._ask_for(self._kind())

    @Slot()
    def _edited(self) -> None:
        self._counted = None
        self._show_effect()
        self._pause.start()

    @Slot()
    def _count(self) -> None:
        draft = self._draft()
        then = partial(self._effect_known, draft)
        self._room.crew.desk.ask(partial(self._office.effect, draft), then, self._refused)

    def _effect_known(self, draft: OrderDraft, counts: EffectCounts) -> None:
        if _is_same(draft, self._draft()):
            self._counted = draft, counts
            self._show_effect()

    def _show_effect(self) -> None:
        counts = None if self._counted is None else self._counted[1]
        now, tongue = self._office.now(), self._room.tongue
        view = present_effect(self._draft(), counts, self._office.place, now, tongue)
        self.page.show_effect(replace(view, ready=view.ready and not self._giving))

    def _kind(self) -> OrderKind:
        return OrderKind[self.page.form.kind]

    def _draft(self) -> OrderDraft:
        form, kind = self.page.form, self._kind()
        until = self._office.now() + timedelta(hours=form.hours)
        return OrderDraft(
            kind,
            form.name,
            until,
            code=form.code if kind is OrderKind.RELAX else "",
            service=form.service,
            day=form.day,
            new_day=form.new_day,
        )

    @Slot()
    def _give(self) -> None:
        if self._giving or self._counted is None:
            return
        self._giving = True
        work = partial(self._office.give, self._draft())
        self._room.crew.desk.ask(work, self._given, self._not_given)
        self._show_effect()

    def _given(self, annulled: AnnulledCounts | None) -> None:
        self._giving = False
        say = self._room.tongue.translate
        if annulled is None:
            told = say("Orders", "The order is in force at every lane of the port.")
        else:
            told = say("Orders", "%n departures were annulled.", None, annulled.total)
        self._room.window.say(told, Mark.GOOD)
        self.page.form.begin_anew()
        self._edited()
        self._upkeep.wish()
        self.changed.emit()

    def _not_given(self, error: CheckpointError) -> None:
        self._giving = False
        self._refused(error)
        self._show_effect()

    @Slot(str)
    def _lift(self, key: str) -> None:
        work = partial(self._office.lift, UUID(key))
        self._room.crew.desk.ask(work, self._lifted, self._refused)

    def _lifted(self, _nothing: object) -> None:
        say = self._room.tongue.translate
        self._room.window.say(say("Orders", "The order has ended."), Mark.GOOD)
        self._upkeep.wish()
        self.changed.emit()


def _is_same(one: OrderDraft, other: OrderDraft) -> bool:
    """Whether both touch the same people, whatever the clock says meanwhile."""
    return replace(one, until=other.until, name=other.name) == other
