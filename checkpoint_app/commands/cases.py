"""`checkpoint cases`: the second line's work at this lane's computer."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID

from checkpoint_app.commands.console import printable
from checkpoint_app.commands.setting import Setting
from checkpoint_app.commands.shown import error_object, iso, local
from checkpoint_app.commands.signing_in import at_post
from checkpoint_app.domain.case_fold import LONGEST_OUTCOME
from checkpoint_app.domain.cases import (
    CaseEvent,
    CaseOutcome,
    Decided,
    Noted,
    Opened,
    Released,
    SeenFinding,
    Taken,
)
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.permit import spaced_permit_number
from checkpoint_app.domain.roles import Deed
from checkpoint_app.errors import CheckpointError, ConfigError
from checkpoint_app.main import LaneStores, open_stores
from checkpoint_app.reference import findings, keys, message
from checkpoint_app.services.cases import CaseDesk, CaseView, DeskSettings
from checkpoint_app.staffing import Staffing

# The end of an id is enough to name a case of the day.
_SHORT = 8


def cases(chosen: Namespace, setting: Setting) -> int:
    """What waits, or one case, or a step of its work. Exit 0; 1 when a step was refused."""
    step = chosen.step or "list"
    with (
        open_stores(setting.paths, setting.clock) as stores,
        at_post(chosen, setting, stores, Deed.WORK_CASE) as post,
    ):
        try:
            if step in _OF_THE_PORT:
                with _port_told(setting, stores, chosen) as settle:
                    return _STEPS[step](_Asked(chosen, setting, stores, post.staffing, settle))
            return _STEPS[step](_Asked(chosen, setting, stores, post.staffing))
        except CheckpointError as error:
            if chosen.json:
                setting.console.object({"ok": False, "error": error_object(error)})
            raise


@contextmanager
def _port_told(
    setting: Setting, stores: LaneStores, chosen: Namespace
) -> Iterator[Callable[[], None]]:
    """What waits for the port around a step: before it, so that the desk knows what others did, and
    after it, so that they know of the step. A desk without a hub goes on alone and says so."""
    from checkpoint_app import linking  # a second of loading that a list need not wait for

    if not linking.has_neighbours(stores):
        yield lambda: None
        return
    named = linking.named_hubs(stores, setting.settings.hub)
    seconds = linking.NAMED_SECONDS if named else linking.FOUND_SECONDS
    with linking.open_hub_link(stores, setting.clock, addresses=named) as link:
        linked = linking.begun(link, seconds)
        if linked:
            linking.settle(link)
        else:
            setting.console.warn(message("cli.cases_alone", setting.console.lang))
        yield lambda: linking.settle(link)
        if linked and chosen.step != "take":  # which waits in the middle of it
            linking.settle(link)


class _Asked:
    """One command line at a desk. ``settle``: see `CaseDesk`."""

    def __init__(
        self,
        chosen: Namespace,
        setting: Setting,
        stores: LaneStores,
        staffing: Staffing,
        settle: Callable[[], None] = lambda: None,
    ) -> None:
        trust = stores.current_trust(setting.clock)
        self.now = trust.reference_time(setting.clock.now())
        self.chosen, self.console = chosen, setting.console
        self.desk = CaseDesk(
            stores.journal,
            lambda: trust.reference_time(setting.clock.now()),
            DeskSettings(
                stores.port.bit,
                stores.device.lane,
                setting.settings.officer,
                stores.device.device_id,
            ),
            findings(),
            settle,
            guard=staffing.guard,
            approvals=staffing.sign_in.approvals,
        )

    @property
    def day(self) -> date:
        """The day asked for, today without one. Raises ConfigError ``case.day``."""
        if self.chosen.day is None:
            return cairo_day(self.now)
        try:
            return date.fromisoformat(self.chosen.day)
        except ValueError as error:
            raise ConfigError("not a day", key="case.day") from error

    def case_id(self) -> UUID:
        """The case that was named, by its id or by the end of it among the cases of the day. Raises
        ConfigError ``case.unknown``."""
        given = self.chosen.case.lower().replace("-", "")
        if len(given) == 32:
            try:
                return UUID(hex=given)
            except ValueError as error:
                raise _unknown() from error
        found = [view.case_id for view in self.desk.cases_of(self.day)]
        named = [each for each in found if len(given) >= 4 and each.hex.endswith(given)]
        if len(named) != 1:
            raise _unknown()
        return named[0]

    def tell(self, view: CaseView) -> int:
        """Say how a case stands, after a step or instead of one."""
        history = self.desk.history(view.case_id)
        if self.chosen.json:
            self.console.object(
                {"ok": True, **case_object(view), "history": [*map(_entry_object, history)]}
            )
        else:
            for line in case_lines(view, history, self.console.lang):
                self.console.line(line)
        return 0


def _list(asked: _Asked) -> int:
    desk, day, console = asked.desk, asked.day, asked.console
    views = desk.cases_of(day) if asked.chosen.all else desk.open_cases(day)
    if asked.chosen.json:
        console.object({"day": day.isoformat(), "cases": [*map(case_object, views)]})
        return 0
    if not views:
        console.say("cli.cases_none", day=day.isoformat())
    for view in views:
        console.line(_headline(view, console.lang))
    return 0


def _show(asked: _Asked) -> int:
    return asked.tell(asked.desk.case(asked.case_id()))


def _take(asked: _Asked) -> int:
    return asked.tell(asked.desk.take(asked.case_id(), asked.chosen.minutes))


def _release(asked: _Asked) -> int:
    return asked.tell(asked.desk.release(asked.case_id()))


def _note(asked: _Asked) -> int:
    return asked.tell(asked.desk.note(asked.case_id(), asked.chosen.text))


def _decide(asked: _Asked) -> int:
    chosen = asked.chosen
    until = None if chosen.hours is None else asked.now + _span(chosen.hours)
    outcome = CaseOutcome[chosen.outcome.upper()]
    return asked.tell(asked.desk.decide(asked.case_id(), outcome, chosen.reason, until))


def _span(hours: int) -> timedelta:
    """Within what a time can be reckoned with; the desk refuses or cuts the rest."""
    longest = LONGEST_OUTCOME // timedelta(hours=1)
    return timedelta(hours=min(max(hours, 0), longest))


_STEPS: Mapping[str, Callable[[_Asked], int]] = {
    "list": _list,
    "show": _show,
    "take": _take,
    "release": _release,
    "note": _note,
    "decide": _decide,
}


# What other desks of the port must hear of at once.
_OF_THE_PORT = frozenset({"take", "release", "note", "decide"})


def case_object(view: CaseView) -> dict[str, object]:
    """The stable object of one case. Times are ISO 8601 in UTC."""
    case, seen = view.case, view.seen
    return {
        "case": str(view.case_id),
        "kind": "referral" if view.conflict is None else "conflict",
        "state": view.state.value,
        "own": view.own,
        "at": iso(view.at),
        "lane": view.lane,
        "permit": None if view.permit is None else str(view.permit),
        "passport": "" if seen is None else seen.passport,
        "findings": [] if seen is None else [each.code for each in seen.findings],
        "departures": [
            {"at": iso(each.movement.at), "lane": each.movement.lane}
            for each in ([] if view.conflict is None else view.conflict.departures)
        ],
        "held_by": None if case.holder is None else case.holder.device,
        "held_until": None if case.holder is None else iso(case.holder.until),
        "outcome": None if case.outcome is None else case.outcome.name.lower(),
        "contested": case.contested,
    }


def _entry_object(event: CaseEvent) -> dict[str, object]:
    content = event.content
    said: dict[str, object] = {
        "at": iso(event.at),
        "device": event.device,
        "lane": event.lane,
        "officer": event.officer,
        "what": type(content).__name__.lower(),
    }
    match content:
        case Taken(until):
            said["until"] = iso(until)
        case Decided():
            said |= {
                "outcome": content.outcome.name.lower(),
                "reason": content.reason,
                "covers": sorted(content.covers),
                "until": iso(content.until),
            }
        case Noted(text):
            said["text"] = text
    return said


def case_lines(view: CaseView, history: tuple[CaseEvent, ...], lang: str) -> Iterator[str]:
    """The same for people: the case, what was seen, and what was done."""
    yield _headline(view, lang)
    if view.seen is not None:
        if view.seen.passport:
            yield f"  {message('cli.case_passport', lang, passport=printable(view.seen.passport))}"
        for finding in view.seen.findings:
            yield f"  {_finding_line(finding, lang)}"
        if not view.seen.whole:
            yield f"  {message('cli.case_not_whole', lang)}"
    for each in () if view.conflict is None else view.conflict.departures:
        at, lane = local(each.movement.at), printable(each.movement.lane)
        yield f"  {message('cli.case_departed', lang, at=at, lane=lane)}"
    for event in history:
        who = printable(event.officer or event.device)
        yield f"  {local(event.at)}  {who}: {_entry_text(event, lang)}"
    if view.case.contested:
        yield f"  {message('cli.case_contested', lang)}"


def _headline(view: CaseView, lang: str) -> str:
    kind = message("cli.case_referral" if view.conflict is None else "cli.case_conflict", lang)
    permit = "" if view.permit is None else f"  {spaced_permit_number(view.permit)}"
    lane = message("cli.case_lane", lang, lane=printable(view.lane))
    named, at = view.case_id.hex[-_SHORT:], local(view.at)
    return f"{named}  {at}  {lane}{permit}  {kind}  {_state(view, lang)}"


def _state(view: CaseView, lang: str) -> str:
    outcome, holder = view.case.outcome, view.case.holder
    if view.state == "decided" and outcome is not None:
        return message(f"cli.case_outcome_{outcome.name.lower()}", lang)
    if view.state == "taken" and holder is not None:
        key = "cli.case_own" if view.own else "cli.case_taken"
        return message(key, lang, device=printable(holder.device), until=local(holder.until))
    return message(f"cli.case_{view.state.value}", lang)


def _entry_text(event: CaseEvent, lang: str) -> str:
    match event.content:
        case Opened():
            return message("cli.case_said_opened", lang, lane=printable(event.lane))
        case Taken(until):
            return message("cli.case_said_taken", lang, until=local(until))
        case Released():
            return message("cli.case_said_released", lang)
        case Noted(text):
            return printable(text)
        case Decided() as decided:
            outcome = message(f"cli.case_outcome_{decided.outcome.name.lower()}", lang)
            return f"{outcome} ({_reason(decided.reason, lang)})"
        case _:  # an order is no case: the journal lists none here
            return ""


def _reason(code: str, lang: str) -> str:
    """Its text; a later program may know of more reasons."""
    key = f"cases.reason-{code}"
    return message(key, lang) if key in keys() else printable(code)


def _finding_line(finding: SeenFinding, lang: str) -> str:
    try:
        text = findings()[FindingCode(finding.code)]
    except ValueError:
        return printable(finding.code)
    sentence = text.ar if lang == "ar" else text.en
    return f"{sentence} ({printable(finding.detail)})" if finding.detail else sentence


def _unknown() -> ConfigError:
    return ConfigError("no such case", key="case.unknown")
