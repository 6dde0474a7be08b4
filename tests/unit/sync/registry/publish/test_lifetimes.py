"""Lifetimes of the roles: settings within bounds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from checkpoint_app.errors import ConfigError
from sync.registry.publish.lifetimes import Lifetimes, parse_lifetimes


def test_defaults_hold_where_nothing_is_set() -> None:
    assert parse_lifetimes("") == parse_lifetimes("[other]\nx = 1") == Lifetimes(365, 90, 30, 14)
    found = parse_lifetimes("[lifetimes]\ntimestamp = 7")
    assert found.of("timestamp") == timedelta(days=7)
    assert found.of("port-CAI-AIR") == found.of("status") == timedelta(days=30)


@pytest.mark.parametrize(
    "table",
    [
        "timestamp = 0",
        "timestamp = 31",
        "root = 10000",
        "targets = true",
        "snapshot = '30'",
        "port = 3",
        "snapshot = 10\ntimestamp = 14",
    ],
)
def test_what_does_not_fit_is_refused(table: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_lifetimes(f"[lifetimes]\n{table}")
    assert caught.value.key == "ceremony.setting"


@pytest.mark.parametrize("text", ["[", "lifetimes = 3"])
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        parse_lifetimes(text)
