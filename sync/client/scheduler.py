"""The two ways on a schedule of their own, in the background."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from sync.client.rounds import SyncClient, SyncReport
from sync.engine.schedule import TICK


class SyncScheduler:
    """Asks a client every few seconds whether something is due.

    Each way has one thread and never overlaps itself; ticks missed meanwhile are one. ``told`` is
    called with each report, in the thread of its way.
    """

    def __init__(
        self,
        client: SyncClient,
        *,
        told: Callable[[SyncReport], None] = lambda _report: None,
        tick: float = TICK,
    ) -> None:
        self._client = client
        self._told = told
        # A tick skipped while its round still runs is as meant, and no warning.
        logger = logging.getLogger(__name__)
        logger.setLevel(logging.ERROR)
        self._scheduler = BackgroundScheduler(
            logger=logger,
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(2)},
            job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
        )
        for name, action in (("down", client.tick_down), ("up", client.tick_up)):
            self._scheduler.add_job(
                self._run, "interval", args=(action,), seconds=tick, id=name, name=f"sync {name}"
            )

    def start(self) -> None:
        """Begin in the background; the first ticks come after one pause."""
        self._scheduler.start()

    def stop(self) -> None:
        """End the rounds under way at their next step, then the threads. May be called once."""
        self._scheduler.pause()
        self._client.stop()
        self._scheduler.shutdown(wait=True)

    def _run(self, action: Callable[[], SyncReport | None]) -> None:
        report = action()
        if report is not None:
            self._told(report)
