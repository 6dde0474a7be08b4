"""The page of orders: none, each form, in force, the question before one ends."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from checkpoint_app.domain.orders import Order, OrderKind
from tests.ui.orders.fake_office import DAY, ENDED, GIVEN, MOVED, FakeOrders
from tests.ui.screens.desk_bar import bar
from tests.ui.screens.shots import Scene, shot
from ui.orders.desk import OrdersDesk
from ui.orders.present_strip import present_strip
from ui.orders.strip import OrdersStrip

_DAY = (GIVEN, MOVED, ENDED)


def told(scene: Scene, *orders: Order) -> tuple[Order, ...]:
    """The orders with their reasons in the language of the scene."""
    return tuple(
        replace(each, said=replace(each.said, name=scene.said(each.said.name, arabic)))
        for each, arabic in zip(orders, ("عاصفة", "إغلاق الميناء", "انقطاع الخط"), strict=False)
    )


def opened(scene: Scene, office: FakeOrders) -> OrdersDesk:
    """The desk in the window, with the strip of what is in force."""
    desk = OrdersDesk(office, scene.room, scene.window)
    scene.put("orders", desk.page, bar(scene.tongue, "Mona Hassan", "منى حسن"))
    strip = OrdersStrip(scene.theme)
    scene.window.put_over(strip)
    strip.show_strip(present_strip(office.in_force(), office.now(), scene.tongue))
    desk.open()
    scene.at_end(desk.close)
    scene.settle()
    return desk


@shot("orders-none")
def none(scene: Scene) -> None:
    opened(scene, FakeOrders(in_force=()))


@shot("orders-in-force")
def in_force(scene: Scene) -> None:
    desk = opened(scene, FakeOrders(in_force=told(scene, GIVEN, MOVED), of_day=told(scene, *_DAY)))
    desk.page.in_force.choose(str(GIVEN.order_id))


@shot("orders-only-seen")
def only_seen(scene: Scene) -> None:
    opened(scene, FakeOrders((), told(scene, GIVEN, MOVED), told(scene, *_DAY)))


@shot("orders-ends")
def ends(scene: Scene) -> None:
    desk = opened(scene, FakeOrders(in_force=told(scene, GIVEN, MOVED)))
    desk.page.in_force.opened.emit(str(GIVEN.order_id))


def form(scene: Scene, kind: OrderKind) -> None:
    """One form, filled in."""
    asked = opened(scene, FakeOrders(in_force=told(scene, GIVEN, MOVED))).page.form
    asked.choose(kind.name, 4)
    asked.kind_picked.emit(kind.name)
    scene.settle()
    if kind in (OrderKind.MOVE_SERVICE, OrderKind.ANNUL_SERVICE):
        asked.set_choices(day=DAY.isoformat())
        asked.type_in(service="MS671", name=scene.said("storm at sea", "عاصفة في البحر"))
    else:
        asked.type_in(name=scene.said("storm at sea", "عاصفة في البحر"))
    scene.wait_a_moment()


for _kind in OrderKind:
    shot(f"orders-form-{_kind.name.lower().replace('_', '-')}")(partial(form, kind=_kind))
