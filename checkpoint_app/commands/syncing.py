"""`checkpoint sync`: one round by hand, or rounds until stopped; with the registry, and with the
hubs of the port."""

from __future__ import annotations

import signal
import threading
from argparse import Namespace
from contextlib import ExitStack

from checkpoint_app.commands.setting import Setting
from checkpoint_app.commands.signing_in import at_post
from checkpoint_app.domain.roles import Deed
from checkpoint_app.linking import (
    FOUND_SECONDS,
    NAMED_SECONDS,
    begun,
    named_hubs,
    open_hub_link,
    settle,
)
from checkpoint_app.main import LaneStores, open_stores, open_sync
from sync.client.carriers import Hubs
from sync.client.hub.link import HubLink
from sync.client.hub.mirrors import Mirrors
from sync.client.rounds import SyncReport
from sync.client.scheduler import SyncScheduler

OWN_FAILURE = 1


def sync(chosen: Namespace, setting: Setting) -> int:
    """Both ways now, or with a schedule until somebody stops it. Exit 1 when a way failed.

    Needs nobody, as the window's own rounds: a lane whose list of staff has ended gets the next one
    by it. Whoever signs in for it is in the audit.
    """
    with open_stores(setting.paths, setting.clock) as stores, ExitStack() as manned:
        if chosen.login is not None:
            post = manned.enter_context(at_post(chosen, setting, stores, Deed.SYNC_NOW))
            post.note("sync.asked")
        if chosen.once:
            return _once(chosen, setting, stores)
        return _keep_syncing(chosen, setting, stores)


def _once(chosen: Namespace, setting: Setting, stores: LaneStores) -> int:
    with ExitStack() as opened:
        hubs, link = _hub_that_answers(setting, stores, opened)
        report = opened.enter_context(open_sync(stores, setting.clock, hubs=hubs)).once()
        if link is not None:
            settle(link)
    tell(report, chosen, setting)
    recalled = report.down is not None and report.down.recalled
    return 0 if report.ok and not recalled else OWN_FAILURE


def _hub_that_answers(
    setting: Setting, stores: LaneStores, opened: ExitStack
) -> tuple[Hubs | None, HubLink | None]:
    """The hubs of the port for one round: waited for where somebody named one, or where this lane
    has no other line; None where none answers."""
    named = named_hubs(stores, setting.settings.hub)
    if not named and stores.device.registry:
        return None, None
    link = opened.enter_context(open_hub_link(stores, setting.clock, addresses=named))
    if not begun(link, NAMED_SECONDS if named else FOUND_SECONDS):
        return None, None
    return _mirrors(link, opened), link


def _mirrors(link: HubLink, opened: ExitStack) -> Hubs:
    mirrors = Mirrors(link.connected)
    opened.callback(mirrors.close)
    return mirrors


def _keep_syncing(chosen: Namespace, setting: Setting, stores: LaneStores) -> int:
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    given = (setting.settings.hub,) if setting.settings.hub else ()
    with ExitStack() as opened:
        link = opened.enter_context(open_hub_link(stores, setting.clock, addresses=given))
        hubs = _mirrors(link, opened)
        client = opened.enter_context(open_sync(stores, setting.clock, hubs=hubs))
        link.start()
        scheduler = SyncScheduler(client, told=lambda report: tell(report, chosen, setting))
        scheduler.start()
        ended.wait()
        scheduler.stop()
    return 0


def tell(report: SyncReport, chosen: Namespace, setting: Setting) -> None:
    """Say what a round did; its errors each in a sentence beside the answers."""
    console = setting.console
    if chosen.json:
        console.object(sync_object(report))
        return
    if report.up is not None:
        console.say("cli.sync_up", sent=report.up.acknowledged, pending=report.up.pending)
    if report.down is not None and report.down.port is not None:
        console.say("cli.sync_records", count=report.down.port.records)
    elif report.down is not None and not report.down.recalled:
        console.say("cli.sync_current")
    if report.down is not None and report.down.recalled:
        console.say("lane.recalled")
    for error in (report.down_error, report.up_error):
        if error is not None:
            console.fail(error)


def sync_object(report: SyncReport) -> dict[str, object]:
    """The stable object of `sync --json`: null for a way that failed or was not taken."""
    down, up = report.down, report.up
    port = None if down is None else down.port
    return {
        "ok": report.ok,
        "recalled": down is not None and down.recalled,
        "down": None if down is None else {"records": 0 if port is None else port.records},
        "up": None if up is None else {"sent": up.acknowledged, "pending": up.pending},
        "errors": [
            error.key for error in (report.down_error, report.up_error) if error is not None
        ],
    }
