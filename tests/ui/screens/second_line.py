"""The second line: its lists, a case in every state, its sheets."""

from __future__ import annotations

from uuid import UUID

from checkpoint_app.domain.cases import CaseOutcome, SeenFinding
from tests.simulators.passport import zone_of
from tests.ui.screens.desk_bar import bar
from tests.ui.screens.shots import Scene, shot
from tests.ui.second_line.fake_office import FakeOffice
from tests.unit.domain.cases import NOW, RECORD
from tests.unit.ui.second_line import samples
from ui.second_line.desk import SecondLineDesk
from ui.second_line.override_sheet import TELEPHONE, OverrideSheet
from ui.second_line.page import CLOSED, DEFERRED
from ui.second_line.port import DeferredNow
from ui.second_line.views import Step

_REFUSED = (SeenFinding("REVOKED", ""),)


def busy() -> FakeOffice:
    """A morning's cases."""
    office = FakeOffice().add(
        samples.opened(1, 55),
        samples.taken(samples.opened(2, 44), own=False),
        samples.opened(3, 31, _REFUSED, "refuse"),
        samples.conflict(9),
        samples.opened(21, 12),
        samples.opened(22, 4, (SeenFinding("WRONG_DATE", "travel-week"),)),
        samples.decided(samples.opened(5, 90)),
        samples.decided(samples.opened(6, 140), CaseOutcome.DEFER),
        samples.decided(samples.opened(7, 170), CaseOutcome.REFUSE),
    )
    office.refused.add(UUID(int=3))
    return office


def opened(scene: Scene, office: FakeOffice, case: int = 0) -> SecondLineDesk:
    """The desk in the window, a case of it chosen."""
    desk = SecondLineDesk(office, scene.room, scene.window)
    scene.put("second_line", desk.page, bar(scene.tongue, "Karim Fahmy", "كريم فهمي"))
    desk.open()
    scene.at_end(desk.close)
    scene.settle()
    if case:
        desk.page.list.choose(UUID(int=case).hex)
        scene.settle()
    return desk


@shot("second-line-empty")
def empty(scene: Scene) -> None:
    office = FakeOffice()
    office.people = DeferredNow((), NOW)
    opened(scene, office)


@shot("second-line-open")
def case_open(scene: Scene) -> None:
    opened(scene, busy())


@shot("second-line-taken")
def taken(scene: Scene) -> None:
    desk = opened(scene, busy())
    desk.page.stepped.emit(Step.TAKE)
    scene.settle()
    desk.page.pane.reason.choose("document-checked")
    desk.page.pane.note.set_text(scene.said("the company called back", "اتصلت الشركة"))


@shot("second-line-taken-elsewhere")
def taken_elsewhere(scene: Scene) -> None:
    opened(scene, busy(), 2)


@shot("second-line-refused")
def refused(scene: Scene) -> None:
    opened(scene, busy(), 3)


@shot("second-line-no-reason")
def no_reason(scene: Scene) -> None:
    opened(scene, busy()).page.stepped.emit(Step.CLEAR)


@shot("second-line-conflict")
def conflict(scene: Scene) -> None:
    opened(scene, busy(), 9)


@shot("second-line-passport")
def passport(scene: Scene) -> None:
    desk = opened(scene, busy())
    desk.read(zone_of(RECORD))


@shot("second-line-passport-differs")
def passport_differs(scene: Scene) -> None:
    desk = opened(scene, busy())
    desk.page.stepped.emit(Step.PASSPORT)
    desk.page.pane.passport.set_text("A99999999")
    scene.settle()
    desk.page.pane.passport.entered.emit()


@shot("second-line-refreshed")
def refreshed(scene: Scene) -> None:
    desk = opened(scene, busy())
    desk.page.stepped.emit(Step.REFRESH)


@shot("second-line-override")
def override(scene: Scene) -> None:
    sheet = _asked_for_supervisor(scene)
    sheet.login.set_text("r.saad")
    sheet.password.set_text("wrong")
    sheet.done.emit()


@shot("second-line-override-telephone")
def telephone(scene: Scene) -> None:
    sheet = _asked_for_supervisor(scene)
    sheet._tabs.turn_to(TELEPHONE)


@shot("second-line-group")
def group(scene: Scene) -> None:
    office = FakeOffice().add(*(samples.opened(number, 50 - number) for number in range(1, 6)))
    opened(scene, office).page.stepped.emit(Step.GROUP)


@shot("second-line-deferred")
def deferred(scene: Scene) -> None:
    opened(scene, busy()).page.tabs.turn_to(DEFERRED)


@shot("second-line-deferred-none")
def deferred_none(scene: Scene) -> None:
    office = busy()
    office.people = DeferredNow((), NOW)
    opened(scene, office).page.tabs.turn_to(DEFERRED)


@shot("second-line-closed")
def closed(scene: Scene) -> None:
    opened(scene, busy()).page.tabs.turn_to(CLOSED)


def _asked_for_supervisor(scene: Scene) -> OverrideSheet:
    desk = opened(scene, busy(), 3)
    desk.page.pane.reason.choose("document-checked")
    desk.page.stepped.emit(Step.CLEAR)
    scene.settle()
    assert desk.page.override.isVisible()
    return desk.page.override
