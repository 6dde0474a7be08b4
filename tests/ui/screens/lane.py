"""The lane: every verdict, cards over it, the staffed bar, the strip of orders."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from checkpoint_app.domain.facts import ReadingKind
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.freshness import Freshness
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.port_standing import PortStanding
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import StorageError
from checkpoint_app.services.day_counts import LastScan
from checkpoint_app.services.group_view import Group, Member, Standing
from checkpoint_app.services.lookups import Reason
from checkpoint_app.services.turn import Turn
from tests.ui.lane.test_fit_all import crowded
from tests.ui.orders.fake_office import GIVEN, MOVED
from tests.ui.screens.shots import Scene, shot
from tests.unit.domain.cases import NOW, NUMBER, PASSPORT, RECORD, past
from tests.unit.ui.lane.samples import PLACE, answer, health, turn, turns
from tests.unit.ui.second_line.samples import NAMES
from ui.group.group_card import GroupCard
from ui.group.present_group import present_group
from ui.lane.present_bar import present_bar
from ui.lane.present_scans import present_scans
from ui.lane.present_verdict import present_opening, present_trouble, present_turn
from ui.lane.states import NetworkState, SourceState
from ui.lane.views import Mark
from ui.orders.present_strip import present_strip
from ui.orders.strip import OrdersStrip
from ui.workers.camera import Pictured

_OFFICER = frozenset({"Hoda Salem", "هدى سالم"})
_OUTCOMES = (
    (VerdictKind.CLEAR, MovementKind.DEPARTED),
    (VerdictKind.CLEAR, MovementKind.DEPARTED),
    (VerdictKind.REFER, MovementKind.REFERRED),
    (VerdictKind.CLEAR, MovementKind.DEPARTED),
    (None, None),
    (VerdictKind.REFUSE, MovementKind.REFUSED),
    (VerdictKind.CLEAR, MovementKind.DEPARTED),
    (VerdictKind.REFER, MovementKind.DEFERRED),
)


def bar(
    scene: Scene,
    direction: Direction = Direction.DEPARTING,
    network: NetworkState = NetworkState.ONLINE,
    measured: Any = None,
    source: SourceState = SourceState.LIVE,
) -> None:
    """The bar of a staffed lane."""
    scene.window.be_staffed(staffed=True)
    measured = measured or health(3, port=PortStanding(True, 4, 4))
    officer = scene.said("Hoda Salem", "هدى سالم")
    if source is SourceState.LIVE:
        scene.window.show_picture(Pictured(_paper(), ()))
    scene.window.show_bar(
        present_bar(PLACE, officer, direction, measured, network, source, NOW, scene.tongue)
    )


def _paper() -> QImage:
    """What a camera sees: a permit on a table."""
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(QColor("dimgray"))
    painter = QPainter(picture)
    painter.translate(320, 240)
    painter.rotate(-4)
    painter.fillRect(-230, -160, 460, 330, QColor("whitesmoke"))
    chance = Random(7)
    for column in range(24):
        for row in range(24):
            if chance.random() < 0.5:
                painter.fillRect(-200 + column * 9, -60 + row * 9, 9, 9, QColor("black"))
    for line in range(7):
        painter.fillRect(50, -50 + line * 26, 150 - line % 3 * 30, 9, QColor("gray"))
    painter.fillRect(-200, -130, 260, 22, QColor("darkslategray"))
    painter.end()
    return picture


def scans(scene: Scene, direction: Direction = Direction.DEPARTING) -> None:
    """What went before."""
    rows = [
        LastScan(
            scan_id=UUID(int=number + 1),
            at=NOW - timedelta(seconds=14 + 23 * number),
            verdict=kind,
            direction=direction,
            reading=ReadingKind.UNREADABLE if kind is None else ReadingKind.TOKEN,
            permit=None if kind is None else NUMBER + number,
            name_latin="" if kind is None else NAMES[number % len(NAMES)][1],
            outcome=_way(outcome, direction),
            automatic=number % 3 == 0,
            undoable=number == 0,
        )
        for number, (kind, outcome) in enumerate(_OUTCOMES)
    ]
    scene.window.show_scans(present_scans(rows, scene.tongue))


def _way(kind: MovementKind | None, direction: Direction) -> MovementKind | None:
    back = direction is Direction.RETURNING and kind is MovementKind.DEPARTED
    return MovementKind.RETURNED if back else kind


def show(scene: Scene, standing: Turn) -> None:
    """A turn as the lane shows it, a morning behind it."""
    bar(scene, standing.direction)
    scans(scene, standing.direction)
    scene.window.show_verdict(present_turn(standing, PLACE, scene.tongue, NOW))
    scene.settle()


for _name, _turn in turns():
    shot(f"lane-{_name.lower().replace(', ', '-').replace(' ', '-').replace('_', '-')}")(
        partial(show, standing=_turn)
    )


@shot("lane-opening")
def opening(scene: Scene) -> None:
    scene.window.show_verdict(present_opening(scene.tongue))


@shot("lane-trouble")
def trouble(scene: Scene) -> None:
    bar(scene)
    scans(scene)
    error = StorageError("x", key="store.unreadable", name="journal.db", count=12, limit=64)
    scene.window.show_verdict(present_trouble(error, scene.tongue))


@shot("lane-crowded", may_give_way=_OFFICER)
def most(scene: Scene) -> None:
    """As much as a verdict may say, at a lane that lacks everything."""
    worst = health(1234, Freshness.STALE, 80.0, clock_suspect=True)
    bar(scene, Direction.DEPARTING, NetworkState.OFFLINE, worst, SourceState.LOST)
    scans(scene)
    scene.window.show_verdict(next(crowded(scene.tongue)))


@shot("lane-passport-same")
def passport_same(scene: Scene) -> None:
    show(scene, turn(answer(), document=PASSPORT, unkeyed=MovementKind.DEPARTED))


@shot("lane-passport-differs")
def passport_differs(scene: Scene) -> None:
    shown = replace(PASSPORT, number="A99999999", number_tail="9999", birth_yymmdd="910315")
    found = answer(VerdictKind.REFER, FindingCode.DOCUMENT_MISMATCH)
    show(scene, turn(found, document=shown))


@shot("lane-no-network")
def no_network(scene: Scene) -> None:
    scans(scene)
    scene.window.show_verdict(
        present_turn(turn(answer(), unkeyed=MovementKind.DEPARTED), PLACE, scene.tongue, NOW)
    )
    bar(scene, network=NetworkState.OFFLINE, measured=health(212, Freshness.AGEING, 7.0))


@shot("lane-no-barcode")
def no_barcode(scene: Scene) -> None:
    show(scene, turn())
    scene.window.lane_page.ask_reasons(tuple(reason.value for reason in Reason))
    scene.window.open_no_barcode_with("29003150")


@shot("lane-no-barcode-tail")
def tail(scene: Scene) -> None:
    show(
        scene,
        turn(answer(VerdictKind.REFER, FindingCode.DOCUMENT_NEEDED), needs_tail=True),
    )
    scene.window.open_no_barcode(needs_tail=True)


@shot("lane-no-barcode-reason")
def reason(scene: Scene) -> None:
    show(scene, turn())
    page = scene.window.lane_page
    page.ask_reasons(tuple(reason.value for reason in Reason))
    page.open_no_barcode("29003150212345", needs_tail=False)
    scene.settle()
    scene.press(Qt.Key.Key_Return, "\r")


@shot("lane-officer")
def officer(scene: Scene) -> None:
    show(scene, turn())
    scene.window.lane_page.open_officer(scene.said("Hoda Salem", "هدى سالم"))


@shot("lane-group")
def group(scene: Scene) -> None:
    show(scene, turn(answer()))
    open_group(scene, Direction.DEPARTING)


@shot("lane-group-returns")
def group_back(scene: Scene) -> None:
    show(scene, turn(answer(), Direction.RETURNING))
    open_group(scene, Direction.RETURNING)


@shot("lane-orders")
def orders(scene: Scene) -> None:
    """The strip over the lane."""
    show(scene, turn(answer(), unkeyed=MovementKind.DEPARTED))
    strip = OrdersStrip(scene.theme)
    scene.window.put_over(strip)
    strip.show_strip(present_strip((GIVEN, MOVED), NOW, scene.tongue))


@shot("lane-toast")
def toast(scene: Scene) -> None:
    show(scene, turn(answer(), unkeyed=MovementKind.DEPARTED))
    scene.window.say(scene.tongue.translate("Group", "Missing"), Mark.WARNING)


def open_group(scene: Scene, direction: Direction) -> None:
    """The programme of a bus: most have gone, some are looked for."""
    stands = (
        *(Standing.MISSING,) * 4,
        Standing.REFERRED,
        Standing.DEFERRED,
        *(Standing.DEPARTED,) * 12,
        *(Standing.RETURNED,) * (7 if direction is Direction.RETURNING else 0),
    )
    members = tuple(
        Member(
            NUMBER + number * 11,
            NAMES[number % len(NAMES)][1],
            NAMES[number % len(NAMES)][0],
            standing,
            None if standing is Standing.MISSING else past(_KINDS[standing], hours_ago=1 + number),
        )
        for number, standing in enumerate(stands)
    )
    card = GroupCard(scene.theme, scene.tongue)
    told = Group(RECORD.programme, RECORD.company, members)
    card.show_group(present_group(told, PLACE, direction, NOW, scene.tongue))
    scene.window.lane_page.show_card(card)


_KINDS = {
    Standing.REFERRED: MovementKind.REFERRED,
    Standing.DEFERRED: MovementKind.DEFERRED,
    Standing.DEPARTED: MovementKind.DEPARTED,
    Standing.RETURNED: MovementKind.RETURNED,
}
