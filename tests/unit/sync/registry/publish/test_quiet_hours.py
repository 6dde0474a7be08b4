"""When packs are made anew."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from checkpoint_app.errors import ConfigError
from sync.registry.publish.quiet_hours import QuietHours, parse_quiet_hours

FRIDAY_NIGHT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)  # half past three in Cairo


def test_friday_nights_are_quiet() -> None:
    quiet = QuietHours()
    assert quiet.night_of(FRIDAY_NIGHT) == date(2026, 11, 20)
    assert quiet.night_of(FRIDAY_NIGHT.replace(hour=9)) is None
    assert quiet.night_of(FRIDAY_NIGHT.replace(day=21)) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", 1),
        ('[publishing]\npack_anew = "nightly"', 7),
        ('[publishing]\npack_anew = "never"', 0),
        ('[publishing]\npack_anew = "sunday"', 1),
    ],
)
def test_it_is_a_setting(text: str, days: int) -> None:
    assert len(parse_quiet_hours(text).days) == days


@pytest.mark.parametrize("text", ["[", "publishing = 1", "[publishing]\npack_anew = 3"])
def test_what_does_not_fit_is_said(text: str) -> None:
    with pytest.raises(ConfigError):
        parse_quiet_hours(text)
