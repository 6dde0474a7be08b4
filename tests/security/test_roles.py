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
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

import checkpoint_app
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.roles import IN_A_SHIFT, SECOND_FACTOR, Deed, Role, may
from checkpoint_app.domain.shift import Shift
from checkpoint_app.domain.staff import Session
from checkpoint_app.errors import RoleError
from checkpoint_app.services.guard import OnDuty
from checkpoint_app.services.lane import LaneService
from checkpoint_app.services.whose_deed import WhoseDeed
from tests.unit.credential.samples import NOW
from tests.unit.services.staffing import MemoryDesks

PACKAGES = ("services", "reports", "offices")
# What answers to `Deed` by itself, and what only passes a deed on.
NOT_THEMSELVES = {"services.guard", "services.whose_deed", "services.lane.LaneService.require"}


@dataclass(frozen=True)
class Asks:
    """``deeds``: any of them is enough. ``shiftless``: also where the deed itself needs a shift.
    ``later``: what is asked depends on what is found first, or on what is changed."""

    deeds: tuple[Deed, ...]
    shiftless: bool = False
    later: bool = False


def asks(*deeds: Deed, **how: bool) -> Asks:
    return Asks(deeds, **how)


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
    "services.drill.begin": asks(Deed.DRILL),
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

    return any(fits(deed) for deed in rule.deeds)


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
