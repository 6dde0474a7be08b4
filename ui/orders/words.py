"""What orders, the checks that they relax and the times that they hold are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.orders import Ordered, OrderKind
from ui.wording.figures import month_name
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.domain.orders import Order

CHECKS: Mapping[FindingCode, Phrase] = {
    FindingCode.NOT_YET_VALID: Phrase("Orders", "permit not valid yet"),
    FindingCode.EXPIRED: Phrase("Orders", "permit expiry"),
    FindingCode.WRONG_PORT: Phrase("Orders", "port of the permit"),
    FindingCode.WRONG_DATE: Phrase("Orders", "travel date"),
    FindingCode.VISA_MISSING: Phrase("Orders", "missing visa"),
    FindingCode.VISA_EXPIRED: Phrase("Orders", "visa expiry"),
    FindingCode.VACCINATION_DUE: Phrase("Orders", "vaccination"),
    FindingCode.DOCUMENT_EXPIRES_SOON: Phrase("Orders", "passport that expires soon"),
}
KINDS: Mapping[OrderKind, Phrase] = {
    OrderKind.RELAX: Phrase("Orders", "Relax a check"),
    OrderKind.MOVE_SERVICE: Phrase("Orders", "Move a flight or sailing"),
    OrderKind.ACCEPT_DATA: Phrase("Orders", "Accept old data"),
    OrderKind.ANNUL_SERVICE: Phrase("Orders", "Annul a cancelled flight or sailing"),
}


def check_name(code: str, tongue: Tongue) -> str:
    """What a check is called; a code of a later program as it is."""
    known = next((phrase for each, phrase in CHECKS.items() if each.value == code), None)
    return tongue.code(code) if known is None else known.said(tongue)


def what(said: Ordered, tongue: Tongue) -> str:
    """What an order does, in a few words."""
    match said.kind:
        case OrderKind.RELAX:
            return fill(
                tongue.translate("Orders", "Relaxed: {check}"),
                check=check_name(said.code, tongue),
            )
        case OrderKind.MOVE_SERVICE:
            text = tongue.translate("Orders", "{service} moved to {day}")
            day = said.new_day
        case OrderKind.ACCEPT_DATA:
            return tongue.translate("Orders", "Old data accepted")
        case OrderKind.ANNUL_SERVICE:
            text = tongue.translate("Orders", "{service} of {day} annulled")
            day = said.day
    told = "" if day is None else short_day(day, tongue)
    return fill(text, service=tongue.code(said.service), day=told)


def short_day(day: date, tongue: Tongue) -> str:
    """A day of this season, as it is read in a table: without its year."""
    return tongue.digits(f"{day.day} {month_name(day.month, tongue.language)}")


def who(order: Order, tongue: Tongue) -> str:
    """Who gave an order."""
    return tongue.code(order.by) if order.by.isascii() else order.by


def moment(at: datetime, now: datetime, tongue: Tongue) -> str:
    """A time as it is read today: hours and minutes, on another day with the day."""
    if cairo_day(at) == cairo_day(now):
        return tongue.time(at)
    text = tongue.translate("Orders", "{day}, {time}")
    return fill(text, day=short_day(cairo_day(at), tongue), time=tongue.time(at))
