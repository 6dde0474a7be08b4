"""`checkpoint sync`: one round by hand, or rounds until stopped."""

from __future__ import annotations

import signal
import threading
from argparse import Namespace

from checkpoint_app.commands.setting import Setting
from checkpoint_app.main import LaneStores, open_stores, open_sync
from sync.client.rounds import SyncReport
from sync.client.scheduler import SyncScheduler

OWN_FAILURE = 1


def sync(chosen: Namespace, setting: Setting) -> int:
    """Both ways now, or with a schedule until somebody stops it. Exit 1 when a way failed."""
    with open_stores(setting.paths, setting.clock) as stores:
        if chosen.once:
            return _once(chosen, setting, stores)
        return _keep_syncing(chosen, setting, stores)


def _once(chosen: Namespace, setting: Setting, stores: LaneStores) -> int:
    with open_sync(stores, setting.clock) as client:
        report = client.once()
    tell(report, chosen, setting)
    recalled = report.down is not None and report.down.recalled
    return 0 if report.ok and not recalled else OWN_FAILURE


def _keep_syncing(chosen: Namespace, setting: Setting, stores: LaneStores) -> int:
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with open_sync(stores, setting.clock) as client:
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
