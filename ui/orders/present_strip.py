"""The line over every page while orders are in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoint_app.domain.orders import OrderKind
from ui.orders.views import StripView
from ui.orders.words import check_name, moment, what, who
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.domain.orders import Order


def present_strip(orders: Sequence[Order], now: datetime, tongue: Tongue) -> StripView | None:
    """What is said of the orders in force; None without any."""
    if not orders:
        return None
    lines = [_line(each, now, tongue) for each in orders]
    return StripView(
        lines[0] if len(lines) == 1 else _several(orders, now, tongue), "\n".join(lines)
    )


def _line(order: Order, now: datetime, tongue: Tongue) -> str:
    said = order.said
    if said.kind is OrderKind.RELAX:
        text = tongue.translate("Orders", "Relaxed until {time}: {what} — by {officer}")
        told = check_name(said.code, tongue)
    else:
        text = tongue.translate("Orders", "{what} until {time} — by {officer}")
        told = what(said, tongue)
    return fill(text, time=moment(order.ends, now, tongue), what=told, officer=who(order, tongue))


def _several(orders: Sequence[Order], now: datetime, tongue: Tongue) -> str:
    text = tongue.translate(
        "Orders", "%n orders in force: {list} — the next ends {time}", None, len(orders)
    )
    between = tongue.translate("Orders", ", ")
    told = between.join(dict.fromkeys(_short(each, tongue) for each in orders))
    ends = min(each.ends for each in orders)
    return fill(text, list=told, time=moment(ends, now, tongue))


def _short(order: Order, tongue: Tongue) -> str:
    said = order.said
    return check_name(said.code, tongue) if said.kind is OrderKind.RELAX else what(said, tongue)
