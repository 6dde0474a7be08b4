"""The form of a new order, and what the order will do before it is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.orders import OrderKind
from ui.lane.views import Mark
from ui.orders.views import ChoiceView, EffectView, FormView
from ui.orders.words import CHECKS, KINDS, check_name, moment, short_day
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from ui.orders.port import EffectCounts, OrderDraft
    from ui.ports import LanePlace

# Hours that an order is offered for; the longest is `domain.orders.LONGEST`.
HOURS: Mapping[OrderKind, tuple[int, ...]] = {
    OrderKind.RELAX: (4, 1, 2, 8, 12, 24),
    OrderKind.MOVE_SERVICE: (48, 12, 24, 72, 120, 168),
    OrderKind.ACCEPT_DATA: (4, 1, 2, 8, 12),
    OrderKind.ANNUL_SERVICE: (),
}
# Days before and after today that are offered.
_PAST, _AHEAD = 3, 14


def present_form(
    kind: OrderKind, kinds: Sequence[OrderKind], now: datetime, tongue: Tongue
) -> FormView:
    """What is asked for an order of this kind."""
    say = tongue.translate
    today = cairo_day(now)
    serviced = kind in (OrderKind.MOVE_SERVICE, OrderKind.ANNUL_SERVICE)
    moved = kind is OrderKind.MOVE_SERVICE
    code = day = new_day = until = None
    if kind is OrderKind.RELAX:
        code = ChoiceView(say("Orders", "Check"), _codes(tongue))
    if serviced:
        ahead = _AHEAD if moved else 0
        day = ChoiceView(say("Orders", "Day of travel"), _days(today, -_PAST, ahead, tongue))
    if moved:
        new_day = ChoiceView(say("Orders", "New day"), _days(today, 0, _AHEAD, tongue))
    if HOURS[kind]:
        until = ChoiceView(say("Orders", "For"), _hours(HOURS[kind], tongue))
    return FormView(
        title=say("Orders", "New order"),
        kinds=ChoiceView(say("Orders", "Kind"), _kinds(kinds, tongue)),
        name=say("Orders", "Reason, for everybody to read"),
        code=code,
        service=say("Orders", "Flight or sailing") if serviced else "",
        day=day,
        new_day=new_day,
        until=until,
    )


def present_effect(
    draft: OrderDraft, counts: EffectCounts | None, place: LanePlace, now: datetime, tongue: Tongue
) -> EffectView:
    """What this order will do. ``counts`` is None while they are being counted."""
    say = tongue.translate
    button = say("Orders", "Give the order")
    missing = _missing(draft, tongue)
    if missing:
        return EffectView(missing, "", Mark.PLAIN, button, ready=False)
    if counts is None:
        return EffectView(
            say("Orders", "Counting whom it touches…"), "", Mark.NOTED, button, ready=False
        )
    if draft.kind is OrderKind.ANNUL_SERVICE:
        return _annulling(draft, counts, tongue)
    text = _effect(draft, place, now, tongue)
    return EffectView(text, _note(draft, counts, tongue), Mark.WARNING, button, ready=True)


def _missing(draft: OrderDraft, tongue: Tongue) -> str:
    say = tongue.translate
    if draft.kind in (OrderKind.MOVE_SERVICE, OrderKind.ANNUL_SERVICE) and not draft.service:
        return say("Orders", "Write the number of the flight or sailing.")
    if draft.kind is OrderKind.MOVE_SERVICE and draft.day == draft.new_day:
        return say("Orders", "Choose a new day that is not the day of travel.")
    if not draft.name.strip():
        return say("Orders", "Write the reason, so that everybody knows it.")
    return ""


def _effect(draft: OrderDraft, place: LanePlace, now: datetime, tongue: Tongue) -> str:
    say = tongue.translate
    port = place.port.name_ar if tongue.language == "ar" else place.port.name_en
    time = moment(draft.until, now, tongue)
    if draft.kind is OrderKind.RELAX:
        text = say("Orders", "“{check}” will not hold anybody at any lane of {port} until {time}.")
        return fill(text, check=check_name(draft.code, tongue), port=port, time=time)
    if draft.kind is OrderKind.ACCEPT_DATA:
        text = say("Orders", "Old data will not hold anybody at any lane of {port} until {time}.")
        return fill(text, port=port, time=time)
    text = say("Orders", "Nobody booked on {service} of {day} is held for the date until {time}.")
    return fill(text, service=tongue.code(draft.service), day=_day(draft.day, tongue), time=time)


def _note(draft: OrderDraft, counts: EffectCounts, tongue: Tongue) -> str:
    say = tongue.translate
    if draft.kind is OrderKind.ACCEPT_DATA:
        return say("Orders", "Data past its last grade still holds everybody.")
    if counts.booked is None:
        return ""
    return say("Orders", "%n pilgrims are booked on it, as known here.", None, counts.booked)


def _annulling(draft: OrderDraft, counts: EffectCounts, tongue: Tongue) -> EffectView:
    say = tongue.translate
    found = counts.departures
    total = 0 if found is None else found.total
    values = {"service": tongue.code(draft.service), "day": _day(draft.day, tongue)}
    if not total:
        text = say("Orders", "No departure by {service} on {day} is known here.")
        note = say("Orders", "Those recorded until now that arrive later are annulled too.")
        button = say("Orders", "Annul")
        return EffectView(fill(text, **values), note, Mark.NOTED, button, ready=True)
    text = say(
        "Orders", "%n departures by {service} on {day} will be annulled at every lane.", None, total
    )
    note = say("Orders", "Their people may leave again, and clear as before.")
    button = say("Orders", "Annul %n departures", None, total)
    return EffectView(fill(text, **values), note, Mark.BAD, button, ready=True)


def _kinds(kinds: Sequence[OrderKind], tongue: Tongue) -> tuple[tuple[str, str], ...]:
    return tuple((each.name, KINDS[each].said(tongue)) for each in kinds)


def _codes(tongue: Tongue) -> tuple[tuple[str, str], ...]:
    return tuple((code.value, phrase.said(tongue)) for code, phrase in CHECKS.items())


def _days(today: date, first: int, last: int, tongue: Tongue) -> tuple[tuple[str, str], ...]:
    """Today first, as it is meant most often; then the days in order."""
    order = [0, *(each for each in range(first, last + 1) if each)]
    days = [today + timedelta(days=each) for each in order]
    return tuple((each.isoformat(), _named(each, today, tongue)) for each in days)


def _named(day: date, today: date, tongue: Tongue) -> str:
    return tongue.translate("Orders", "Today") if day == today else short_day(day, tongue)


def _hours(hours: Sequence[int], tongue: Tongue) -> tuple[tuple[str, str], ...]:
    return tuple((str(each), tongue.age(timedelta(hours=each))) for each in sorted(hours))


def _day(day: date | None, tongue: Tongue) -> str:
    return "" if day is None else short_day(day, tongue)
