"""Every desk that there is, and how it is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.ports import Desks
from ui.room import Room
from ui.shell.shell import DeskInSight, DeskKind
from ui.shell.views import Place


def _second_line(office: Any, room: Room, parent: QObject) -> DeskInSight:
    from ui.second_line.desk import SecondLineDesk

    return SecondLineDesk(office, room, parent)


def _supervisor(office: Any, room: Room, parent: QObject) -> DeskInSight:
    from ui.supervisor.desk import SupervisorDesk

    return SupervisorDesk(office, room, parent)


def _orders(office: Any, room: Room, parent: QObject) -> DeskInSight:
    from ui.orders.desk import OrdersDesk

    return OrdersDesk(office, room, parent)


def _answering(office: Any, room: Room, parent: QObject) -> DeskInSight:
    from ui.sign_in.answer_desk import AnsweringDesk

    return AnsweringDesk(office, room, parent)


def _page(desk: Any) -> QWidget:
    page = desk.page
    assert isinstance(page, QWidget)
    return page


def _second_line_office(desks: Desks) -> Any:
    return desks.second_line


def _supervisor_office(desks: Desks) -> Any:
    return desks.supervisor


def _orders_office(desks: Desks) -> Any:
    return desks.orders


def _sign_in_office(desks: Desks) -> Any:
    return desks.sign_in


KINDS: Mapping[Place, DeskKind] = {
    Place.SECOND_LINE: DeskKind(
        ("ui.second_line.desk",),
        _second_line_office,
        _second_line,
        _page,
        listens=True,
    ),
    Place.SUPERVISOR: DeskKind(("ui.supervisor.desk",), _supervisor_office, _supervisor, _page),
    Place.ORDERS: DeskKind(("ui.orders.desk",), _orders_office, _orders, _page),
    Place.ANSWERING: DeskKind(("ui.sign_in.answer_desk",), _sign_in_office, _answering, _page),
}
"""Those that need nothing but their office and the room; the program adds its own."""
