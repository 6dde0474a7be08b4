"""Days as the ports count them: the Africa/Cairo calendar day, as days since 1970-01-01."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

CAIRO = ZoneInfo("Africa/Cairo")
_EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01; negative before it."""
    return (day - _EPOCH).days


def day_from_number(number: int) -> date:
    """The day of a day number. Raises OverflowError outside years 1 to 9999."""
    return _EPOCH + timedelta(days=number)


def cairo_day(instant: datetime) -> date:
    """The day at the ports at this instant, which must be aware."""
    return instant.astimezone(CAIRO).date()


def cairo_day_bounds(day: date) -> tuple[datetime, datetime]:
    """First instant of a Cairo day, and the first of the next one, in UTC."""
    start = datetime(day.year, day.month, day.day, tzinfo=CAIRO)
    following = day + timedelta(days=1)
    end = datetime(following.year, following.month, following.day, tzinfo=CAIRO)
    return start.astimezone(UTC), end.astimezone(UTC)
