"""Every method that asks who may do what, by every role and in every state of a post: allowed, or
refused before anything else is touched, as the one table of roles says.

The methods are found in the sources: one that asks and is not in `ASKS` fails, and so does a row
that asks no more.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

import checkpoint_app
from checkpoint_app.config import Settings
from checkpoint_app.domain.case_fold import Case
from checkpoint_app.domain.cases import CaseContent, CaseDraft, CaseEvent, Opened
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.orders import Ordered, OrderKind
from checkpoint_app.domain.roles import IN_A_SHIFT, SECOND_FACTOR, Deed, Role, may
from checkpoint_app.domain.shift import Shift
from checkpoint_app.domain.staff import Session
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import RoleError
from checkpoint_app.offices.settings import SettingsDeskOffice
from checkpoint_app.services.cases import DeskSettings
from checkpoint_app.services.guard import Approvals, OnDuty
from checkpoint_app.services.lane import LaneService
from checkpoint_app.services.orders import DEEDS, OrderDesk
from checkpoint_app.services.overrides import Overrides
from checkpoint_app.services.whose_deed import WhoseDeed
from tests.unit.credential.samples import NOW
from tests.unit.services.staffing import MemoryDesks

PACKAGES = ("services", "reports", "offices")
# What answers to `Deed` by itself, and what only passes a deed on.
NOT_THEMSELVES = {"services.guard", "services.whose_deed", "services.lane.LaneService.require"}


@dataclass(frozen=True)
class Asks:
    """``deeds``: any of them is enough. ``shiftless``: also where the deed itself needs a shift.
    ``later``: what is asked depends on what is found first, or on what is changed; it is tried by
    itself below. ``only``: a role without which even the deed is not enough."""

    deeds: tuple[Deed, ...]
    shiftless: bool = False
    later: bool = False
    only: Role | None = None


def asks(
    *deeds: Deed, shiftless: bool = False, later: bool = False, only: Role | None = None
) -> Asks:
    return Asks(deeds, shiftless, later, only)


ASKS = {
    "services.lane.LaneService.scan": asks(Deed.SCAN),
    "services.lane.LaneService.scan_visa": asks(Deed.SCAN),
    "services.lane.LaneService.outcome": asks(Deed.SCAN),
    "services.lane.LaneService.refresh": asks(Deed.SCAN, Deed.WORK_CASE),
    "services.lane.LaneService.undo": asks(Deed.UNDO),
    "services.turn.OfficerTurn.read": asks(Deed.SCAN),
    "services.turn.OfficerTurn.visa": asks(Deed.SCAN),
    "services.cases.CaseDesk.take": asks(Deed.WORK_CASE),
    "services.cases.CaseDesk.release": asks(Deed.WORK_CASE),
    "services.cases.CaseDesk.note": asks(Deed.WORK_CASE),
    "services.cases.CaseDesk.decide": asks(Deed.WORK_CASE),
    "services.overrides.Overrides.lift": asks(Deed.LIFT_REFUSAL, later=True),
    "services.case_groups.CaseGroups.decide_group": asks(Deed.WORK_CASE),
    "services.deferred.DeferredList.waiting": asks(Deed.WORK_CASE),
    "services.telephone_help.TelephoneHelp.answer_for": asks(Deed.LIFT_REFUSAL),
    "services.shifts.Shifts.begin": asks(Deed.SCAN, shiftless=True),
    "services.shifts.Shifts.turn": asks(Deed.SCAN, shiftless=True),
    "services.shifts.Shifts.close": asks(Deed.SCAN, shiftless=True),
    "services.shifts.Shifts.hand_over": asks(Deed.SCAN, shiftless=True),
    "services.shifts.Shifts.counts": asks(Deed.COUNTS_OF_SHIFT),
    "services.shifts.Shifts.shifts_of": asks(Deed.COUNTS_OF_PORT),
    "services.lookups.LookUps.open": asks(Deed.LOOK_UP),
    "services.group_view.GroupView.of": asks(Deed.LOOK_UP),
    "services.port_report.PortReporting.of": asks(Deed.COUNTS_OF_PORT),
    "services.drill.begin": asks(Deed.DRILL, only=Role.SUPERVISOR),
    "services.orders.OrderDesk.departures_of": asks(Deed.ANNUL_SERVICE),
    "services.orders.OrderDesk.annul_service": asks(Deed.ANNUL_SERVICE),
    "services.orders.OrderDesk.relax": asks(Deed.RELAX_RULE),
    "services.orders.OrderDesk.move_service": asks(Deed.MOVE_SERVICE),
    "services.orders.OrderDesk.accept_data": asks(Deed.ACCEPT_DATA),
    "services.orders.OrderDesk.lift": asks(Deed.RELAX_RULE, later=True),
    "reports.export.ReportExport.write": asks(Deed.EXPORT_REPORT),
    "offices.second_line.SecondLineOffice.lists": asks(Deed.WORK_CASE),
    "offices.second_line.SecondLineOffice.sheet": asks(Deed.WORK_CASE),
    "offices.second_line.SecondLineOffice.take": asks(Deed.WORK_CASE),
    "offices.second_line.SecondLineOffice.release": asks(Deed.WORK_CASE),
    "offices.second_line.SecondLineOffice.note": asks(Deed.WORK_CASE),
    "offices.second_line.SecondLineOffice.decide": asks(Deed.WORK_CASE),
    "offices.second_line.SecondLineOffice.refresh": asks(Deed.WORK_CASE),
    "offices.second_line.SecondLineOffice.compare": asks(Deed.WORK_CASE),
    "offices.supervisor.SupervisorDeskOffice.nation": asks(Deed.COUNTS_OF_PORT),
    "offices.it_desk.ItDeskOffice.sync": asks(Deed.SYNC_NOW),
    "offices.it_desk.ItDeskOffice.look": asks(Deed.CARRY_STICK),
    "offices.it_desk.ItDeskOffice.take": asks(Deed.CARRY_STICK),
    "offices.it_desk.ItDeskOffice.export": asks(Deed.CARRY_STICK),
    "offices.it_desk.ItDeskOffice.accept_clock": asks(Deed.CHANGE_SETTINGS),
    "offices.settings.SettingsDeskOffice.save": asks(Deed.CHANGE_SETTINGS, later=True),
}
# What a class with a guard does without asking by itself, and why.
FREE = {
    "asks what it passes on to": {
        "services.turn.OfficerTurn": "passport_tail rejudge peek act undo undo_scan face leave",
        "offices.it_desk.ItDeskOffice": "drill",
        "offices.orders.LaneOrdersOffice": "effect give lift",
        "offices.second_line.SecondLineOffice": "deferred decide_group",
        "offices.supervisor.SupervisorDeskOffice": "report export",
    },
    "says how things stand, of no pilgrim": {
        "services.lane.LaneService": "settings reference_time refuse_if_recalled notices weighing",
        "services.orders.OrderDesk": "in_force of_day",
        "services.shifts.Shifts": "current",
        "offices.it_desk.ItDeskOffice": (
            "allows data sticks device scanner_sheet machine log diagnose"
        ),
        "offices.orders.LaneOrdersOffice": "place now look in_force",
        "offices.second_line.SecondLineOffice": "place now",
        "offices.settings.SettingsDeskOffice": "devices may_change_lane",
        "offices.supervisor.SupervisorDeskOffice": "place names may_export now",
    },
    "reads for a service or an office that has asked": {
        "services.cases.CaseDesk": "open_cases cases_of case history",
        "services.case_groups.CaseGroups": "group_of",
        "services.lane.LaneService": "facing answer_of name_of record_of",
        "services.turn.OfficerTurn": "resume",
    },
    "is how somebody comes in, goes, or answers for another": {
        "services.shifts.Shifts": "enter leave lock unlock recheck",
        "services.telephone_help.TelephoneHelp": "challenge sign_in_helped approve_helped",
        "offices.second_line.SecondLineOffice": (
            "approve call_for_approval approve_helped forget_names"
        ),
    },
    "carries out what a supervisor ordered": {"services.orders.OrderDesk": "carry_out"},
    "is the asking itself": {"services.lane.LaneService": "require"},
}
STATES = ("signed out", "locked", "no second factor", "no shift", "whole")
EVERY_ROLES = [frozenset(each) for size in (0, 1, 2) for each in combinations(Role, size)]


# Which methods ask.


def methods_that_ask() -> Iterator[str]:
    root = Path(checkpoint_app.__file__).parent
    for package in PACKAGES:
        for path in sorted((root / package).glob("*.py")):
            module = f"{package}.{path.stem}"
            if module not in NOT_THEMSELVES:
                tree = ast.parse(path.read_text(encoding="utf-8"))
                for name in asking(tree.body):
                    yield f"{module}.{name}"


def asking(body: list[ast.stmt]) -> Iterator[str]:
    """Public functions and methods of classes in which a right is asked for, also by way of
    private methods of the same class."""
    functions = {each.name: each for each in body if isinstance(each, ast.FunctionDef)}
    yield from (name for name in within(functions) if not name.startswith("_"))
    for each in body:
        if isinstance(each, ast.ClassDef) and not each.name.startswith("_"):
            yield from (f"{each.name}.{name}" for name in asking(each.body))


def within(functions: dict[str, ast.FunctionDef]) -> list[str]:
    found = {name for name, function in functions.items() if asks_itself(function)}
    while True:
        private = {name for name in found if name.startswith("_")}
        more = {name for name, each in functions.items() if calls_on_self(each) & private} - found
        if not more:
            return sorted(found)
        found |= more


def asks_itself(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(call.func, ast.Attribute)
        and call.func.attr in ("require", "_by")
        and any("Deed" in ast.dump(given) or "DEEDS" in ast.dump(given) for given in call.args)
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
    )


def calls_on_self(function: ast.FunctionDef) -> set[str]:
    return {
        call.func.attr
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "self"
    }


@pytest.mark.requirement("C5")
def test_every_method_that_asks_is_in_the_table_and_no_other() -> None:
    found = {name for name in methods_that_ask() if name not in NOT_THEMSELVES}
    assert found == set(ASKS)


def methods_of_guarded_classes() -> Iterator[str]:
    """Public methods of every class that has a guard."""
    root = Path(checkpoint_app.__file__).parent
    for package in PACKAGES:
        for path in sorted((root / package).glob("*.py")):
            module = f"{package}.{path.stem}"
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for made in tree.body:
                if isinstance(made, ast.ClassDef) and is_guarded(made):
                    names = (each.name for each in made.body if isinstance(each, ast.FunctionDef))
                    yield from (f"{module}.{made.name}.{name}" for name in names if name[0] != "_")


def is_guarded(made: ast.ClassDef) -> bool:
    kept = {each.attr for each in ast.walk(made) if isinstance(each, ast.Attribute)}
    return not made.name.startswith("_") and not kept.isdisjoint({"_guard", "_duty", "_whose"})


@pytest.mark.requirement("C5")
def test_whatever_does_not_ask_has_its_reason() -> None:
    free = {
        f"{made}.{name}"
        for reason in FREE.values()
        for made, names in reason.items()
        for name in names.split()
    }
    silent = {
        name
        for name in methods_of_guarded_classes()
        if name not in ASKS and name.rsplit(".", 2)[0] not in NOT_THEMSELVES
    }
    assert silent == free


# What they answer.


def on_duty(roles: frozenset[Role], state: str) -> OnDuty:
    duty = OnDuty()
    if state != "signed out":
        session = Session("o", 1, ("", ""), roles, NOW, second_factor=True)
        shift = Shift(UUID(int=1), "o", "7", Direction.DEPARTING, NOW)
        duty.enter(
            replace(session, second_factor=state != "no second factor"),
            None if state == "no shift" else shift,
        )
        duty.lock(locked=state == "locked")
    return duty


def bare(made: type, guard: OnDuty) -> object:
    """An object of a class that has its guard and nothing else: whatever it touches before it asks
    is not there."""
    one = object.__new__(made)
    whose = WhoseDeed(guard, MemoryDesks(), lambda: NOW, "7")
    for name, part in {"_guard": guard, "_duty": guard, "_whose": whose}.items():
        setattr(one, name, part)
    one._settings = SimpleNamespace(officer="")
    if made is not LaneService:
        one._lane = bare(LaneService, guard)
    return one


def is_refused(name: str, guard: OnDuty) -> bool:
    module, _, method = name.rpartition(".")
    try:
        owner = importlib.import_module(f"checkpoint_app.{module}")
        action = getattr(owner, method)
    except ModuleNotFoundError:
        module, _, made = module.rpartition(".")
        owner = getattr(importlib.import_module(f"checkpoint_app.{module}"), made)
        action = getattr(bare(owner, guard), method)
    needed = [
        each for each in inspect.signature(action).parameters.values() if each.default is each.empty
    ]
    named = {each.name: None for each in needed if each.kind is each.KEYWORD_ONLY}
    given = [
        guard if each.name == "guard" else None
        for each in needed
        if each.kind is each.POSITIONAL_OR_KEYWORD
    ]
    try:
        action(*given, **named)
    except RoleError as error:
        return error.key.startswith("role.")
    except Exception:
        return False  # it was allowed, and there is nothing to do it with
    return False


def is_allowed(rule: Asks, roles: frozenset[Role], state: str) -> bool:
    if state in ("signed out", "locked"):
        return False

    def fits(deed: Deed) -> bool:
        if not may(roles, deed) or (deed in SECOND_FACTOR and state == "no second factor"):
            return False
        return rule.shiftless or deed not in IN_A_SHIFT or state != "no shift"

    return (rule.only is None or rule.only in roles) and any(fits(deed) for deed in rule.deeds)


@pytest.mark.requirement("C4")
@pytest.mark.requirement("C5")
@pytest.mark.parametrize("name", [name for name, rule in ASKS.items() if not rule.later])
def test_a_method_is_allowed_or_refused_as_the_table_says(name: str) -> None:
    answers = {
        (roles, state): not is_refused(name, on_duty(roles, state))
        for roles in EVERY_ROLES
        for state in STATES
    }
    assert answers == {
        (roles, state): is_allowed(ASKS[name], roles, state) for roles, state in answers
    }


@pytest.mark.parametrize("roles", EVERY_ROLES)
def test_nobody_ever_sees_personal_logs(roles: frozenset[Role]) -> None:
    assert not on_duty(roles, "whole").allows(Deed.SEE_PERSONAL_LOGS)


# Where what is asked depends on what is found.


def allowed(roles: frozenset[Role], state: str, *deeds: Deed) -> bool:
    return is_allowed(Asks(deeds), roles, state)


EVERYBODY = [(roles, state) for roles in EVERY_ROLES for state in STATES]


def entry(case_id: UUID, permit: int | None, officer: str, content: CaseContent) -> CaseEvent:
    device, epoch = "lane-1", bytes(16)
    return CaseEvent(
        UUID(int=1), epoch, 1, b"", device, case_id, permit, 0, "7", officer, NOW, content
    )


class OneOrder:
    """`OrderShelf` with one order of a kind."""

    def __init__(self, kind: OrderKind) -> None:
        said = Ordered(kind, "a storm", NOW + timedelta(hours=1), code="EXPIRED", service="MS 671")
        self.order = entry(UUID(int=7), None, "mona", replace(said, day=NOW.date()))
        self.written: list[str] = []

    def orders_since(self, since: datetime) -> tuple[CaseEvent, ...]:
        return (self.order,)

    def record_case(self, draft: CaseDraft) -> CaseEvent:
        self.written.append(draft.officer)
        return self.order

    def audit(self, at: datetime, actor: str, action: str, detail: str = "") -> None:
        self.written.append(actor)


@pytest.mark.requirement("C5")
@pytest.mark.parametrize(
    "kind", [each for each in OrderKind if each is not OrderKind.ANNUL_SERVICE]
)
def test_an_order_is_lifted_by_whoever_may_give_it(kind: OrderKind) -> None:
    settings = DeskSettings(0, "7", "", "lane-1")
    for roles, state in EVERYBODY:
        shelf = OneOrder(kind)
        desk = OrderDesk(shelf, lambda: NOW, settings, on_duty(roles, state))  # type: ignore[arg-type]
        if allowed(roles, state, DEEDS[kind]):
            desk.lift(UUID(int=7))
            assert shelf.written == ["o", "o"]
        else:
            with pytest.raises(RoleError):
                desk.lift(UUID(int=7))
            assert shelf.written == []


def refused_case(officer: str) -> Case:
    opened = Opened(UUID(int=3), VerdictKind.REFUSE.value, "TOKEN", "A1", None, "", ())
    event = entry(UUID(int=9), 1, officer, opened)
    return Case(UUID(int=9), 1, event, None, None, contested=False, notes=())


@pytest.mark.requirement("C5")
def test_a_refusal_is_lifted_by_another_supervisor_with_a_code() -> None:
    for roles, state in EVERYBODY:
        desks = MemoryDesks()
        overrides = Overrides(on_duty(roles, state), Approvals(), desks)
        if allowed(roles, state, Deed.LIFT_REFUSAL):
            assert overrides.lift(refused_case("p"), "o", None, "other", NOW)
            assert desks.actions == ["case.override"]
            with pytest.raises(RoleError) as own:
                overrides.lift(refused_case("o"), "o", None, "other", NOW)
            assert own.value.key == "case.same_person"
        else:
            with pytest.raises(RoleError) as refusal:
                overrides.lift(refused_case("p"), "o", None, "other", NOW)
            assert (refusal.value.key, desks.actions) == ("case.needs_supervisor", [])


@pytest.mark.requirement("C5")
@pytest.mark.parametrize(
    ("after", "deeds"),
    [
        (Settings(source="camera:1"), (Deed.CHANGE_SETTINGS,)),
        (Settings(lock_after="never"), (Deed.CHANGE_SETTINGS,)),
        (Settings(theme="dark"), ()),
    ],
)
def test_settings_of_the_lane_are_for_whoever_may_and_the_look_for_all(
    after: Settings, deeds: tuple[Deed, ...]
) -> None:
    for roles, state in EVERYBODY:
        kept, told = [Settings()], MemoryDesks()
        office = SettingsDeskOffice(
            kept=lambda kept=kept: kept[-1],
            keep=kept.append,
            guard=on_duty(roles, state),
            audit=lambda who, what, detail, told=told: told.audit(NOW, who, what, detail),
        )
        if not deeds or allowed(roles, state, *deeds):
            office.save(after)
            assert kept[-1] == after
            assert told.actions == (["settings.lane"] if deeds else [])
        else:
            with pytest.raises(RoleError):
                office.save(after)
            assert (kept, told.actions) == ([Settings()], [])
