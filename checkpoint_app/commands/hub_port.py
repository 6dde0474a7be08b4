"""What `checkpoint hub` does by a lane's own stores: how the port stands, a dead lane followed, its
second copy written out."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from checkpoint_app.commands.console import printable
from checkpoint_app.commands.setting import Setting
from checkpoint_app.commands.shown import error_object, iso_or_none, local
from checkpoint_app.commands.signing_in import at_post
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.roles import Deed
from checkpoint_app.errors import CheckpointError
from checkpoint_app.linking import hub_lane, named_hubs, open_case_desk
from checkpoint_app.main import LaneStores, open_stores
from checkpoint_app.reference import error_message, message
from checkpoint_app.second_copy import write_copy
from checkpoint_app.store.journal_copies import COPIED_TABLES
from checkpoint_app.succeeding import Succession, missing_of, succeed
from sync.client.hub.finding import NetworkFinder, usable
from sync.client.hub.listed import Listing
from sync.client.hub.pinned import PinnedHub
from sync.client.hub.ranges import Range

# So long (seconds) hubs are looked for on the network.
FIND_SECONDS = 3.0
NO_LINE = "cli.no_line"
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class HubFound:
    """An address, and the device of the port that proved to be the hub there, else why not."""

    address: str
    device: str
    error: CheckpointError | None


@dataclass(frozen=True, slots=True)
class DeviceStanding:
    """A device of the port as it is known here. ``copies`` are rows kept of its scans, audit."""

    device: str
    lane: str
    own: bool
    heard_at: datetime | None
    missing: tuple[Range, ...]
    copies: tuple[int, ...]


def succeed_(chosen: Namespace, setting: Setting) -> int:
    """Follow a dead device: IT's, who take devices in and out of service. Exit 1 where a line is
    there and not all came through."""
    with (
        open_stores(setting.paths, setting.clock) as stores,
        at_post(chosen, setting, stores, Deed.ENROL_DEVICE) as post,
    ):
        try:
            done = succeed(stores, setting.clock, chosen.device)
        except CheckpointError as error:
            return _refused(chosen, setting, error)
        post.note("device.followed", chosen.device)
    waits = done.error is not None and done.error.key == NO_LINE
    if chosen.json:
        setting.console.object(succession_object(done, ok=done.error is None or waits))
    else:
        for line in succession_lines(done, setting.console.lang):
            setting.console.line(line)
        if done.error is not None:
            setting.console.fail(done.error)
    return 0 if done.error is None or waits else 1


def copy(chosen: Namespace, setting: Setting) -> int:
    """Write a device's second copy out: a supervisor's, for it names pilgrims as a report does, and
    IT sees none."""
    with (
        open_stores(setting.paths, setting.clock) as stores,
        at_post(chosen, setting, stores, Deed.EXPORT_REPORT) as post,
    ):
        post.note("device.copy-asked", chosen.device)
        try:
            done = write_copy(stores, setting.clock, chosen.device, chosen.to)
        except CheckpointError as error:
            return _refused(chosen, setting, error)
    console, chain = setting.console, done.chain
    if chosen.json:
        told: dict[str, object] = {"ok": True, "scans": done.scans, "audit": done.audit}
        told |= {"audit_unbroken_to": chain.last, "audit_head": chain.head.hex(), "proven": False}
        console.object(told)
        return 0
    console.say("cli.hub_copied", scans=done.scans, audit=done.audit)
    console.say("cli.hub_copy_chain", last=chain.last, head=chain.head.hex())
    return 0


def status(chosen: Namespace, setting: Setting) -> int:
    """How the port stands, seen from this lane. Exit 0 whatever it is."""
    with open_stores(setting.paths, setting.clock) as stores:
        hubs = found_hubs(stores, setting)
        devices = device_standings(stores)
        desk = open_case_desk(stores, setting.clock, officer="")
        waiting = desk.open_cases(cairo_day(setting.clock.now()))
    conflicts = sum(view.conflict is not None for view in waiting)
    cases = len(waiting) - conflicts
    if chosen.json:
        setting.console.object(
            {
                "hubs": [_hub_object(each) for each in hubs],
                "devices": [_device_object(each) for each in devices],
                "cases": cases,
                "conflicts": conflicts,
            }
        )
        return 0
    for line in status_lines(hubs, devices, setting.console.lang):
        setting.console.line(line)
    setting.console.say("cli.hub_status_cases", cases=cases, conflicts=conflicts)
    return 0


def found_hubs(stores: LaneStores, setting: Setting) -> list[HubFound]:
    """The hubs that are named or make themselves known, each asked to prove itself."""
    finder = NetworkFinder(stores.device.port_id)
    lane = hub_lane(stores, setting.clock)
    listing = Listing(lane.trust)

    def proven(address: str) -> HubFound:
        try:
            hub = PinnedHub(address, lane, listing, stopping=lambda: False)
            return HubFound(address, hub.prove().device_id, None)
        except CheckpointError as error:
            return HubFound(address, "", error)

    finder.start()
    named = usable(named_hubs(stores, setting.settings.hub))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        asked = [pool.submit(proven, each) for each in named]
        time.sleep(FIND_SECONDS)
        more = [each for each in usable(finder.addresses()) if each not in named]
        finder.stop()
        asked += [pool.submit(proven, each) for each in more]
        return [each.result() for each in asked]


def device_standings(stores: LaneStores) -> list[DeviceStanding]:
    """The devices in service by the signed list; none where it is not here. Raises StorageError."""
    view, journal = stores.trust.view, stores.journal
    if view is None or view.devices is None:
        return []
    heard = {head.device: head.heard_at for head in journal.neighbour_heads()}
    reached = journal.neighbours_reached()
    return [
        DeviceStanding(
            each.device_id,
            each.lane,
            each.device_id == stores.device.device_id,
            heard.get(each.device_id),
            tuple(
                missing
                for reach in reached
                if reach.device == each.device_id
                for missing in missing_of(stores, reach)
            ),
            tuple(journal.copies_count(each.device_id, table) for table in COPIED_TABLES),
        )
        for each in sorted(view.devices.devices, key=lambda each: each.device_id)
        if each.device_id not in view.recalled
    ]


def status_lines(
    hubs: Sequence[HubFound], devices: Sequence[DeviceStanding], lang: str
) -> Iterator[str]:
    """For people."""
    if not hubs:
        yield message("cli.hub_status_no_hub", lang)
    for hub in hubs:
        if hub.error is None:
            yield message("cli.hub_status_hub", lang, address=hub.address, device=hub.device)
        else:
            yield f"{hub.address}: {error_message(hub.error, lang)}"
    if not devices:
        yield message("cli.hub_status_no_devices", lang)
    elif len(devices) == 1:
        yield message("cli.hub_status_only", lang)
    for each in devices:
        yield f"{each.device:<16} {printable(each.lane):<8} {_said(each, lang)}"


def _said(each: DeviceStanding, lang: str) -> str:
    if each.own:
        return message("cli.hub_status_own", lang)
    if each.heard_at is None:
        return message("cli.hub_status_unheard", lang)
    key = "cli.hub_status_missing" if each.missing else "cli.hub_status_complete"
    scans, audit = each.copies
    heard, missing = local(each.heard_at), _ranges(each.missing)
    return message(key, lang, at=heard, missing=missing, scans=scans, audit=audit)


def succession_lines(done: Succession, lang: str) -> Iterator[str]:
    """For people."""
    told = {"movements": done.movements, "cases": done.cases, "sent": done.sent}
    yield message("cli.hub_succeeded", lang, device=done.device, **told)
    for each in done.journals:
        yield message("cli.hub_succeeded_to", lang, registry=each.registry, last=each.here[-1][1])
        if each.missing:
            yield message("cli.hub_succeeded_missing", lang, missing=_ranges(each.missing))
    yield message("cli.hub_succeeded_copy", lang, scans=done.scans, audit=done.audit)
    if done.error is not None:
        yield message("cli.hub_succeeded_later", lang)


def succession_object(done: Succession, *, ok: bool) -> dict[str, object]:
    """For programs."""
    journals = [
        {
            "epoch": each.epoch.hex(),
            "here": [list(part) for part in each.here],
            "missing": [list(part) for part in each.missing],
            "registry": each.registry,
        }
        for each in done.journals
    ]
    return {
        "ok": ok,
        "device": done.device,
        "movements": done.movements,
        "cases": done.cases,
        "journals": journals,
        "sent": done.sent,
        "scans": done.scans,
        "audit": done.audit,
        "error": None if done.error is None else error_object(done.error),
    }


def _ranges(ranges: Sequence[Range]) -> str:
    return ", ".join(f"{first}-{last}" if first < last else str(first) for first, last in ranges)


def _hub_object(hub: HubFound) -> dict[str, object]:
    error = None if hub.error is None else error_object(hub.error)
    return {"address": hub.address, "proven": hub.error is None, "device": hub.device} | {
        "error": error
    }


def _device_object(each: DeviceStanding) -> dict[str, object]:
    return {
        "device": each.device,
        "lane": each.lane,
        "own": each.own,
        "heard_at": iso_or_none(each.heard_at),
        "complete": each.own or (each.heard_at is not None and not each.missing),
        "missing": [list(part) for part in each.missing],
        "copies": dict(zip(COPIED_TABLES, each.copies, strict=True)),
    }


def _refused(chosen: Namespace, setting: Setting, error: CheckpointError) -> int:
    if chosen.json:
        setting.console.object({"ok": False, "error": error_object(error)})
    raise error
