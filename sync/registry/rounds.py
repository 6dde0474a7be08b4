"""When the registry publishes by itself: what changed, soon; what did not, before it looks old."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Protocol

from sqlalchemy import Connection, Engine

from checkpoint_app.clock import Clock
from checkpoint_app.errors import CheckpointError
from checkpoint_app.reference import ports
from sync.registry.db.open import reading
from sync.registry.publish import port_keys
from sync.registry.publish.quiet_hours import QuietHours

_log = logging.getLogger(__name__)

STATUS_SECONDS = 60
PACKS_SECONDS = 300
# A lane calls status and state ageing after 6 hours, records after 24 (the default grades): both
# are signed anew well before, changed or not.
STATUS_ANEW_SECONDS = 3600.0
PACKS_ANEW_SECONDS = 6 * 3600.0
# How long an enrolment waits for a publication that is under way.
_PATIENCE_SECONDS = 15.0

_STATES = """
    SELECT 0, number, state FROM company WHERE state <> 0
    UNION ALL SELECT 1, number, state FROM agent WHERE state <> 0
    UNION ALL SELECT 2, number, state FROM programme WHERE state <> 0
    ORDER BY 1, 2
"""
_DISTRUSTED = "SELECT name, value FROM meta WHERE name LIKE 'distrusted/%' ORDER BY name"
_CHANGE = "SELECT coalesce(max(value), 0) FROM counter WHERE name = 'change'"
_MOVEMENT = "SELECT coalesce(max(id), 0) FROM movement"
_DEVICES = "SELECT device_id, state FROM device ORDER BY device_id"
_RECALLED = "SELECT count(*) FROM device WHERE state = 1"
_PUBLISHED = """
    SELECT coalesce(min(change), -1), coalesce(min(movement), -1) FROM (
        SELECT change, movement, max(generation) FROM publication GROUP BY scope)
"""


_FRIDAYS = QuietHours()


class Publishes(Protocol):
    """The publisher, as far as rounds go. Each raises CheckpointError, nothing then changed."""

    def publish(self) -> object:
        """Everything that changed, for all ports."""
        ...

    def publish_status(self) -> None:
        """Status lists and state table."""
        ...

    def rewrap_port_key(self, port_id: str) -> None:
        """A port's key, for the devices enrolled there now; a new one once one was recalled."""
        ...

    def compact(self) -> object:
        """Everything, what is worth it packed anew."""
        ...


class PublicationRounds:
    """Publishes when there is a reason to. One publication at a time; a failed one is noted and
    tried again by the next round."""

    def __init__(
        self,
        publisher: Publishes,
        engine: Engine,
        clock: Clock,
        quiet: QuietHours = _FRIDAYS,
    ) -> None:
        self._publisher = publisher
        self._quiet = quiet
        self._packed_anew: date | None = None
        self._engine = engine
        self._clock = clock
        self._lock = threading.Lock()
        self._ports_waiting: set[str] = set()
        self._status_mark: object = None
        self._packs_mark: object = None
        self._status_at = self._packs_at = clock.monotonic()

    def status_round(self) -> None:
        """Publish status and state when they changed, or were signed an hour ago."""
        with self._lock:
            self._ports_waiting |= self._recalled_at()
            self._wrap_waiting()
            mark = self._mark(_status_mark)
            due = self._clock.monotonic() - self._status_at >= STATUS_ANEW_SECONDS
            if mark is None or (mark == self._status_mark and not due):
                return
            if _attempt("status", self._publisher.publish_status):
                self._status_mark, self._status_at = mark, self._clock.monotonic()

    def packs_round(self) -> None:
        """Publish all that changed, or everything's freshness every six hours; once in a quiet
        night pack anew."""
        with self._lock:
            night = self._quiet.night_of(self._clock.now())
            if night not in (None, self._packed_anew):
                if _attempt("packs anew", self._publisher.compact):
                    self._packed_anew, self._packs_at = night, self._clock.monotonic()
                return
            mark = self._mark(_packs_mark)
            due = self._clock.monotonic() - self._packs_at >= PACKS_ANEW_SECONDS
            if mark is None or not (due or self._is_dirty(mark)):
                return
            waiting = set(self._ports_waiting)
            if _attempt("packs", self._publisher.publish):
                self._packs_mark, self._packs_at = mark, self._clock.monotonic()
                self._ports_waiting -= waiting

    def devices_changed(self, port_id: str) -> None:
        """Publish a port's key anew at once; by the next round when that cannot be."""
        self._ports_waiting.add(port_id)
        if self._lock.acquire(timeout=_PATIENCE_SECONDS):
            try:
                self._wrap_waiting()
            finally:
                self._lock.release()

    def _recalled_at(self) -> frozenset[str]:
        """Ports where a recall waits for its new key, whichever process recalled."""
        found = self._mark(lambda connection: port_keys.ports_due(connection, ports()))
        return frozenset(found) if isinstance(found, tuple) else frozenset()

    def _wrap_waiting(self) -> None:
        for port_id in sorted(self._ports_waiting):
            if _attempt(f"key of {port_id}", partial(self._publisher.rewrap_port_key, port_id)):
                self._ports_waiting.discard(port_id)

    def _is_dirty(self, mark: object) -> bool:
        """Whether anything changed since the last round, or since before this process began."""
        if self._packs_mark is not None:
            return mark != self._packs_mark
        published = self._mark(_published)
        if published is None or published != self._mark(_newest):
            return True
        self._packs_mark = mark
        return False

    def _mark(self, read: Callable[[Connection], object]) -> object:
        try:
            with reading(self._engine) as connection:
                return read(connection)
        except CheckpointError as error:
            _log.error("what is to publish could not be read: %s", error)
            return None


def _attempt(what: str, publish: Callable[[], object]) -> bool:
    try:
        publish()
    except CheckpointError as error:
        _log.error("publishing %s failed: %s", what, error)
        return False
    return True


def _status_mark(connection: Connection) -> object:
    digest = hashlib.sha256()
    for row in connection.exec_driver_sql("SELECT entries FROM status_list ORDER BY list_id"):
        digest.update(row[0])
    states = [tuple(row) for row in connection.exec_driver_sql(_STATES)]
    distrusted = [tuple(row) for row in connection.exec_driver_sql(_DISTRUSTED)]
    recalled = connection.exec_driver_sql(_RECALLED).scalar_one()
    return digest.digest(), states, distrusted, recalled


def _packs_mark(connection: Connection) -> object:
    devices = [tuple(row) for row in connection.exec_driver_sql(_DEVICES)]
    return _newest(connection), devices


def _newest(connection: Connection) -> object:
    change = connection.exec_driver_sql(_CHANGE).scalar_one()
    return change, connection.exec_driver_sql(_MOVEMENT).scalar_one()


def _published(connection: Connection) -> object:
    return tuple(connection.exec_driver_sql(_PUBLISHED).one())
