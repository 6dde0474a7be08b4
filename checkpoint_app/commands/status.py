"""`checkpoint status`: how old the data is, what waits to be sent, what went wrong last."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from checkpoint_app.commands.setting import Setting
from checkpoint_app.commands.shown import iso, local
from checkpoint_app.domain.port import Port
from checkpoint_app.domain.port_standing import PortStanding
from checkpoint_app.main import LaneStores, open_stores
from checkpoint_app.reference import message
from checkpoint_app.services.health import DataAge, Health, health_of

# A root that ends so soon needs its ceremony now: people and sticks take weeks.
_CEREMONY_NEAR = timedelta(days=45)
# Units of an age, largest first, with how many seconds each has.
_UNITS = (("days", 86_400), ("hours", 3_600), ("minutes", 60))


def status(chosen: Namespace, setting: Setting) -> int:
    """Tell the state of this lane. Exit 0 whatever it is: the answer is in the words."""
    with open_stores(setting.paths, setting.clock) as stores:
        trust = stores.current_trust(setting.clock)
        health = health_of(stores.records, stores.journal, stores.anchor, trust, setting.clock)
        health = replace(health, port=_port_standing(stores, setting))
        if chosen.json:
            setting.console.object(status_object(stores, health))
        else:
            for line in status_lines(stores, health, setting.console.lang):
                setting.console.line(line)
    return 0


def _port_standing(stores: LaneStores, setting: Setting) -> PortStanding | None:
    """How the lanes of the port stand, as far as this lane's stores tell; None for the only one.
    Linked is a lane that has heard another lately: the link itself is the window's."""
    view = stores.trust.view
    if view is None or view.devices is None or len(view.devices.devices) < 2:
        return None
    from checkpoint_app import linking  # a second of loading that the only lane does without

    desk = linking.open_case_desk(stores, setting.clock, officer="")
    standing = linking.port_standing(stores, setting.clock.now(), desk, linked=True)
    return None if standing is None else replace(standing, linked=standing.heard > 1)


def status_object(stores: LaneStores, health: Health) -> dict[str, object]:
    """The stable object of `status --json`. Times are ISO 8601 in UTC, ages whole seconds."""
    view = stores.trust.view
    return {
        "device": stores.device.device_id,
        "port": stores.port.port_id,
        "lane": stores.device.lane,
        "registry": stores.device.registry,
        "at": iso(health.at),
        "data": [_data_object(each) for each in health.data],
        "recalled": health.recalled,
        "generation": health.generation,
        "pending": health.pending,
        "lanes": None if health.port is None else _port_object(health.port),
        "notices": [digest.hex() for digest in stores.notices().unconfirmed()],
        "errors": {name: _sentences(key) for name, key in health.errors.items()},
        "alarms": dict(health.alarms),
        "altered_scans": health.altered_scans,
        "clock_suspect": health.clock_suspect,
        "clock": _clock_object(stores, health),
        "word_holds_until": None if view is None else iso(view.expires),
        "root_ends": None if view is None else iso(view.root_expires),
    }


def status_lines(stores: LaneStores, health: Health, lang: str) -> Iterator[str]:
    """The same for people."""
    yield message("cli.status_lane", lang, lane=stores.device.lane, port=_name(stores.port, lang))
    for name in sorted(health.alarms):
        yield message(f"alarm.{name}", lang)
    for each in health.data:
        yield _data_line(each, lang)
    yield message("cli.status_pending", lang, count=health.pending)
    if notices := len(stores.notices().unconfirmed()):
        yield message("cli.status_notices", lang, count=notices)
    if health.port is not None:
        yield from _port_lines(health.port, lang)
    for key in health.errors.values():
        yield message("cli.status_last_error", lang, sentence=message(key, lang))
    if health.altered_scans:
        yield message("cli.status_alarm", lang, count=health.altered_scans)
    yield from _clock_lines(stores, health, lang)
    yield from _word_lines(stores, health, lang)


def _port_lines(port: PortStanding, lang: str) -> Iterator[str]:
    """How many lanes are known to the end, and what waits for the second line."""
    yield message("cli.status_lanes", lang, heard=port.heard, lanes=port.lanes)
    if not port.linked:
        yield message("cli.status_alone", lang)
    if port.conflicts:
        yield message("cli.status_conflicts", lang, count=port.conflicts)
    if port.cases:
        yield message("cli.status_cases", lang, count=port.cases)


def _clock_lines(stores: LaneStores, health: Health, lang: str) -> Iterator[str]:
    """What is wrong with the clock, what the lane does meanwhile, and what to do."""
    fault = stores.trust.clock_fault(health.now, health.last_entry)
    if fault is None:
        return
    shown = {"now": local(health.now), "floor": local(stores.trust.floor)}
    last = local(health.last_entry) if health.last_entry is not None else ""
    yield message(f"cli.clock_{fault.value}", lang, last=last, **shown)
    yield message("cli.clock_what_to_do", lang)


def _word_lines(stores: LaneStores, health: Health, lang: str) -> Iterator[str]:
    """How long the registry's word holds, where that has ended or soon will."""
    view = stores.trust.view
    if view is None:
        return
    if view.expired(health.at):
        yield message("cli.status_word_ended", lang, day=local(view.expires))
    elif view.root_expires - health.at < _CEREMONY_NEAR:
        yield message("cli.status_root_ends", lang, day=local(view.root_expires))


def _port_object(port: PortStanding) -> dict[str, object]:
    return {
        "total": port.lanes,
        "heard": port.heard,
        "alone": not port.linked,
        "conflicts": port.conflicts,
        "cases": port.cases,
    }


def _clock_object(stores: LaneStores, health: Health) -> dict[str, object]:
    fault = stores.trust.clock_fault(health.now, health.last_entry)
    return {
        "now": iso(health.now),
        "floor": iso(stores.trust.floor),
        "fault": None if fault is None else fault.value,
    }


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
        "issued": None if each.issued is None else iso(each.issued),
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
