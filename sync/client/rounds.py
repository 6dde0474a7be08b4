"""Both ways of syncing, each on its own: the failure of one never stops the other."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from checkpoint_app.clock import Clock
from checkpoint_app.credential.rejection import CredentialError, Rejection
from checkpoint_app.errors import CheckpointError, StorageError, TransportError, TrustError
from sync.client.carriers import Hubs, WaysDown, no_hubs
from sync.client.lane_trust import LaneTrust
from sync.client.up import Upload, Uploaded
from sync.engine.rounds import Course, RoundEvent, advance
from sync.engine.schedule import EVERYTHING_EVERY, NEWS_EVERY, UPLOAD_EVERY, Depth, depth_due
from sync.trust.carrier import Carrier
from sync.trust.intake import NEWER_FORMAT, Intake, TakenIn

_LOG = logging.getLogger(__name__)
_Done = TypeVar("_Done")


class Way(StrEnum):
    """Down from the registry, or up to it. ``error.<way>`` is the note of its last failure."""

    DOWN = "down"
    UP = "up"

    @property
    def note(self) -> str:
        """Where the key of its last failure is kept, for `checkpoint status`."""
        return f"error.{self.value}"


# Where it is kept that the registry is newer than this program, for `checkpoint status`.
_AHEAD = "error.version"
_EVERY = {Way.DOWN: NEWS_EVERY, Way.UP: UPLOAD_EVERY}


class Notes(Protocol):
    """Short remarks that outlive the program."""

    def note(self, key: str, value: str | None) -> None:
        """Keep, or with None forget. Raises StorageError."""
        ...

    def notes(self) -> Mapping[str, str]:
        """The remarks kept. Raises StorageError."""
        ...


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a round did. ``down`` and ``up`` are None for a way that failed, or was not taken;
    the errors say why it failed, in keys of the message catalogue. Both ``down`` and its error are
    there when parts of it are of a later format than this program reads."""

    down: TakenIn | None = None
    up: Uploaded | None = None
    down_error: CheckpointError | None = None
    up_error: CheckpointError | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return self.down_error is None and self.up_error is None


class SyncClient:
    """Syncs one lane. `once` is for a person; the ticks are for a scheduler, each in its thread.

    ``random`` gives a float from 0 up to, not including, 1.
    """

    def __init__(
        self,
        *,
        intake: Intake,
        carrier: Carrier | None,
        upload: Upload | None,
        trust: LaneTrust,
        notes: Notes,
        clock: Clock,
        random: Callable[[], float],
        stopping: threading.Event,
        after_down: Callable[[TakenIn], None] = lambda _taken: None,
        hubs: Hubs = no_hubs,
    ) -> None:
        """``after_down`` is told what a round down took in, in its thread; it raises nothing.

        ``carrier`` and ``upload`` are None for a lane that knows no address of the registry.
        ``hubs``: see `WaysDown`; they are read in the thread of the way down.
        """
        self._after_down = after_down
        self._intake = intake
        self._ways = WaysDown(carrier, hubs, clock)
        self._upload = upload
        self._trust = trust
        self._notes = notes
        self._clock = clock
        self._random = random
        self._stopping = stopping
        self._courses = {Way.DOWN: Course(), Way.UP: Course()}
        self._everything_at: float | None = None
        self._compared_at: float | None = None
        self._course_lock = threading.Lock()
        self._locks = {Way.DOWN: threading.Lock(), Way.UP: threading.Lock()}

    def once(self, *, rebuild: bool = False) -> SyncReport:
        """Both ways now, whole. Never raises a CheckpointError: the report has it."""
        down, down_error = self._down(Depth.EVERYTHING, rebuild=rebuild)
        up, up_error = self._up(compare=True)
        return SyncReport(down, up, down_error, up_error)

    def tick_down(self) -> SyncReport | None:
        """Take the way down if it is due; None when it is not."""
        now = self._clock.monotonic()
        if self._stopping.is_set() or not self._courses[Way.DOWN].is_due(now):
            return None
        down, error = self._down(depth_due(self._everything_at, now), rebuild=False)
        return SyncReport(down=down, down_error=error)

    def tick_up(self) -> SyncReport | None:
        """Take the way up if it is due; None when it is not."""
        now = self._clock.monotonic()
        due = self._upload is not None and self._courses[Way.UP].is_due(now)
        if self._stopping.is_set() or not due:
            return None
        compare = self._compared_at is None or now - self._compared_at >= EVERYTHING_EVERY
        up, error = self._up(compare=compare)
        return SyncReport(up=up, up_error=error)

    def nudge(self) -> None:
        """A person asks for a round: both ways are due now."""
        for way in Way:
            self._advance(way, RoundEvent.NUDGED)

    @property
    def by_hub(self) -> bool:
        """Whether the last round down that succeeded read a hub's mirror, not the registry."""
        return self._ways.by_hub

    def course(self, way: Way) -> Course:
        """Where a way stands."""
        return self._courses[way]

    def stop(self) -> None:
        """End what is under way at its next step."""
        self._stopping.set()
        for lock in self._locks.values():
            with lock:
                pass

    def _down(
        self, depth: Depth, *, rebuild: bool
    ) -> tuple[TakenIn | None, CheckpointError | None]:
        everything = depth is Depth.EVERYTHING

        def take() -> TakenIn:
            taken = self._ways.take(
                lambda carrier: self._intake.take_in(
                    carrier,
                    self._trust.rooted_time(self._clock.now()),
                    records=everything,
                    rebuild=rebuild,
                    on_view=self._trust.take,
                )
            )
            if everything:
                self._everything_at = self._clock.monotonic()
            self._after_down(taken)
            return taken

        return self._take_way(Way.DOWN, take)

    def _up(self, *, compare: bool) -> tuple[Uploaded | None, CheckpointError | None]:
        upload = self._upload
        if upload is None:
            return None, None

        def send() -> Uploaded:
            if compare:
                upload.compare()
                self._compared_at = self._clock.monotonic()
            sent = upload.send(stopping=self._stopping.is_set)
            self._keep_note(_AHEAD, "sync.registry_newer" if upload.registry_is_ahead else None)
            return sent

        return self._take_way(Way.UP, send)

    def _take_way(
        self, way: Way, action: Callable[[], _Done]
    ) -> tuple[_Done | None, CheckpointError | None]:
        """Run one round of one way; its course and its note follow the outcome."""
        with self._locks[way]:
            self._advance(way, RoundEvent.STARTED)
            event, error = RoundEvent.FAILED, None
            try:
                done = action()
                event, error = RoundEvent.SUCCEEDED, _left_unread(done)
            except CheckpointError as failure:
                done, error, event = None, failure, event_of(failure)
                _LOG.warning("%s: %s: %s", way, type(failure).__name__, failure)
            finally:
                self._advance(way, event)
            self._remember(way, error)
            return done, error

    def _advance(self, way: Way, event: RoundEvent) -> None:
        with self._course_lock:
            self._courses[way] = advance(
                self._courses[way],
                event,
                self._clock.monotonic(),
                random=self._random,
                every=_EVERY[way],
            )

    def _remember(self, way: Way, error: CheckpointError | None) -> None:
        """Keep the failure in words, or forget the last one."""
        self._keep_note(way.note, None if error is None else error.key)

    def _keep_note(self, note: str, key: str | None) -> None:
        """A full disk here is no new failure."""
        try:
            if self._notes.notes().get(note) != key:
                self._notes.note(note, key)
        except StorageError as failure:
            _LOG.warning("note %s not kept: %s", note, failure)


def _left_unread(done: object) -> CheckpointError | None:
    """What people have to know of a round that succeeded but for parts of a later format."""
    if not isinstance(done, TakenIn) or not done.newer:
        return None
    return TrustError(f"of a later format: {', '.join(done.newer)}", key=NEWER_FORMAT)


def event_of(error: CheckpointError) -> RoundEvent:
    """Whether the same again may work soon: a line or a disk recovers, a refusal seldom."""
    match error:
        case StorageError() | TransportError(retryable=True):
            return RoundEvent.FAILED
        case CredentialError(reason=Rejection.UNKNOWN_KEY):
            return RoundEvent.FAILED  # a round down may be about to bring the key
        case _:
            return RoundEvent.REFUSED
