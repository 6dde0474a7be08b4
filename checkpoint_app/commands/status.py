"""`checkpoint status`: how old the data is, what waits to be sent, what went wrong last."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime, timedelta

from checkpoint_app.commands.setting import Setting
from checkpoint_app.domain.port import Port
from checkpoint_app.main import LaneStores, open_stores
from checkpoint_app.reference import message
from checkpoint_app.services.health import DataAge, Health, health_of

# Units of an age, largest first, with how many seconds each has.
_UNITS = (("days", 86_400), ("hours", 3_600), ("minutes", 60))


def status(chosen: Namespace, setting: Setting) -> int:
    """Tell the state of this lane. Exit 0 whatever it is: the answer is in the words."""
    with open_stores(setting.paths, setting.clock) as stores:
        trust = stores.current_trust(setting.clock)
        health = health_of(stores.records, stores.journal, stores.anchor, trust, setting.clock)
        if chosen.json:
            setting.console.object(status_object(stores, health))
        else:
            for line in status_lines(stores, health, setting.console.lang):
                setting.console.line(line)
    return 0


def status_object(stores: LaneStores, health: Health) -> dict[str, object]:
    """The stable object of `status --json`. Times are ISO 8601 in UTC, ages whole seconds."""
    return {
        "device": stores.device.device_id,
        "port": stores.port.port_id,
        "lane": stores.device.lane,
        "registry": stores.device.registry,
        "at": _iso(health.at),
        "data": [_data_object(each) for each in health.data],
        "generation": health.generation,
        "pending": health.pending,
        "errors": {name: _sentences(key) for name, key in health.errors.items()},
        "alarms": dict(health.alarms),
        "altered_scans": health.altered_scans,
        "clock_suspect": health.clock_suspect,
    }


def status_lines(stores: LaneStores, health: Health, lang: str) -> Iterator[str]:
    """The same for people."""
    yield message("cli.status_lane", lang, lane=stores.device.lane, port=_name(stores.port, lang))
    for each in health.data:
        yield _data_line(each, lang)
    yield message("cli.status_pending", lang, count=health.pending)
    for key in health.errors.values():
        yield message("cli.status_last_error", lang, sentence=message(key, lang))
    if health.altered_scans or health.alarms:
        yield message("cli.status_alarm", lang, count=health.altered_scans)
    if health.clock_suspect:
        yield message("cli.status_clock", lang)


def age_text(age: timedelta, lang: str) -> str:
    """An age in its largest whole unit, as people say it."""
    seconds = max(0, int(age.total_seconds()))
    for unit, length in _UNITS:
        if seconds >= length:
            return message(f"cli.age_{unit}", lang, count=seconds // length)
    return message("cli.age_now", lang)


def _data_object(each: DataAge) -> dict[str, object]:
    return {
        "kind": each.kind.value,
        "issued": None if each.issued is None else _iso(each.issued),
        "age_seconds": None if each.age is None else int(each.age.total_seconds()),
        "grade": each.freshness.name.lower(),
    }


def _data_line(each: DataAge, lang: str) -> str:
    name = message(f"cli.data_{each.kind.value}", lang)
    if each.age is None:
        return message("cli.status_never", lang, name=name)
    grade = message(f"cli.grade_{each.freshness.name.lower()}", lang)
    return message("cli.status_age", lang, name=name, age=age_text(each.age, lang), grade=grade)


def _sentences(key: str) -> dict[str, str]:
    return {"key": key, "en": message(key, "en"), "ar": message(key, "ar")}


def _name(port: Port, lang: str) -> str:
    return port.name_ar if lang == "ar" else port.name_en


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
