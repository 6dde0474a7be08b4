"""The page of orders: what is in force, and what the day has seen."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from checkpoint_app.domain.orders import OrderKind
from ui.lane.views import Mark
from ui.lane.words import label
from ui.orders.views import OrdersView
from ui.orders.words import moment, what, who
from ui.widgets.table_view import CellView, ColumnView, RowView, TableView
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.domain.orders import Order
    from ui.orders.port import SeenOrders


def present_orders(seen: SeenOrders, tongue: Tongue) -> OrdersView:
    """What was seen, said."""
    say = tongue.translate
    return OrdersView(
        title=say("Orders", "Orders"),
        in_force_title=say("Orders", "In force now"),
        in_force=_in_force(seen, tongue),
        history_title=fill(say("Orders", "Orders of {day}"), day=tongue.date(seen.day)),
        history=_history(seen, tongue),
        liftable=frozenset(
            str(each.order_id) for each in seen.in_force if each.said.kind in seen.kinds
        ),
    )


def _in_force(seen: SeenOrders, tongue: Tongue) -> TableView:
    say = tongue.translate
    columns = (
        ColumnView(say("Orders", "Order"), share=3),
        ColumnView(say("Orders", "Reason"), share=3),
        ColumnView(say("Orders", "Left")),
        ColumnView(say("Orders", "Given by")),
        ColumnView(say("Orders", "Lane")),
    )
    rows = tuple(_row_in_force(each, seen.now, tongue) for each in seen.in_force)
    empty = say("Orders", "No order is in force. Every check holds at every lane of this port.")
    return TableView(say("Orders", "Orders in force"), columns, rows, empty)


def _row_in_force(order: Order, now: datetime, tongue: Tongue) -> RowView:
    return RowView(
        str(order.order_id),
        (
            CellView(what(order.said, tongue), detail=what(order.said, tongue)),
            CellView(order.said.name, detail=order.said.name),
            CellView(tongue.age(order.ends - now), order.ends, detail=_until(order, now, tongue)),
            CellView(who(order, tongue)),
            CellView(label(order.lane, tongue), order.lane),
        ),
    )


def _history(seen: SeenOrders, tongue: Tongue) -> TableView:
    say = tongue.translate
    columns = (
        ColumnView(say("Orders", "Given")),
        ColumnView(say("Orders", "Order"), share=3),
        ColumnView(say("Orders", "Reason"), share=3),
        ColumnView(say("Orders", "Given by")),
        ColumnView(say("Orders", "Stands"), share=2),
    )
    rows = tuple(_row_of_day(each, seen.now, tongue) for each in reversed(seen.of_day))
    empty = say("Orders", "No order was given on this day.")
    return TableView(say("Orders", "Orders of the day"), columns, rows, empty)


def _row_of_day(order: Order, now: datetime, tongue: Tongue) -> RowView:
    return RowView(
        str(order.order_id),
        (
            CellView(moment(order.since, now, tongue), order.since),
            CellView(what(order.said, tongue), detail=what(order.said, tongue)),
            CellView(order.said.name, detail=order.said.name),
            CellView(who(order, tongue), detail=_at_lane(order, tongue)),
            _standing(order, now, tongue),
        ),
    )


def _standing(order: Order, now: datetime, tongue: Tongue) -> CellView:
    say = tongue.translate
    at = moment(order.ends, now, tongue)
    if order.said.kind is OrderKind.ANNUL_SERVICE:
        return CellView(say("Orders", "Done"), mark=Mark.GOOD, icon="check")
    if order.is_in_force(now):
        text = fill(say("Orders", "Until {time}"), time=at)
        return CellView(text, mark=Mark.WARNING, icon="warning")
    if order.lifted is not None and order.lifted <= order.said.until:
        return CellView(fill(say("Orders", "Lifted {time}"), time=at))
    return CellView(fill(say("Orders", "Ended {time}"), time=at))


def _until(order: Order, now: datetime, tongue: Tongue) -> str:
    text = tongue.translate("Orders", "Until {time}")
    return fill(text, time=moment(order.ends, now, tongue))


def _at_lane(order: Order, tongue: Tongue) -> str:
    return fill(tongue.translate("Orders", "At lane {lane}"), lane=label(order.lane, tongue))
