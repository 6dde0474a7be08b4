"""The registry asked before a departure is recorded, where the port's settings want it.

The verdict never waits longer than they say: without an answer in time the cached one stands. An
answer that comes later is kept all the same, and the next scan of that permit has it.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Literal

from checkpoint_app.clock import Clock
from checkpoint_app.credential.refresh import NONCE
from checkpoint_app.domain.facts import PresentedDocument
from checkpoint_app.domain.lane_rules import LONGEST_ASK_MS
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import CheckpointError
from checkpoint_app.services.lane import Answer, LaneService
from checkpoint_app.services.stores import RefreshSource

_LOG = logging.getLogger(__name__)
# After so many questions in a row without an answer in time, none is asked for a while: a dead
# line costs a queue nothing. The first one after it that is not answered begins the next pause.
MOST_SILENT = 3
PAUSE_SECONDS = 30.0
_CLOSING_SECONDS = 1.0

# Verifies an answer to this permit and nonce, and keeps it: `services.refreshing.Refreshing.keep`.
Keep = Callable[[int, bytes, bytes], object]
Wait = Callable[[threading.Event, float], object]


@dataclass(slots=True)
class _Question:
    permit: int
    done: threading.Event = field(default_factory=threading.Event)
    kept: bool = False


class Asking:
    """Asks for one permit at a time, in a thread of its own. Safe for several threads.

    ``source`` and ``keep`` are called in that thread alone. ``wait`` waits for an event for so
    many seconds at most.
    """

    def __init__(
        self, source: RefreshSource, keep: Keep, clock: Clock, *, wait: Wait = threading.Event.wait
    ) -> None:
        self._source, self._keep, self._clock, self._wait = source, keep, clock, wait
        self._lock = threading.Lock()
        self._asked: SimpleQueue[_Question | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._in_flight = self._closed = False
        self._silent = 0
        self._paused_until: float | None = None

    def is_ready(self) -> bool:
        """Whether a question would be asked now: none is on its way, and no pause goes on."""
        with self._lock:
            return self._is_ready()

    def ask(self, permit: int, milliseconds: int) -> bool:
        """Ask for a permit, wait at most so long; True once the verified answer is kept.

        Never raises: whatever goes wrong is no answer.
        """
        question = self._begun(permit) if milliseconds > 0 else None
        if question is None:
            return False
        self._wait(question.done, min(milliseconds, LONGEST_ASK_MS) / 1000)
        with self._lock:
            answered = question.kept
            self._silent = 0 if answered else self._silent + 1
            if self._silent >= MOST_SILENT:
                self._paused_until = self._clock.monotonic() + PAUSE_SECONDS
        return answered

    def close(self) -> None:
        """Ask no more. An answer still on its way is waited for a second at most."""
        with self._lock:
            self._closed, thread = True, self._thread
        self._asked.put(None)
        if thread is not None:
            thread.join(_CLOSING_SECONDS)

    def _is_ready(self) -> bool:
        if self._closed or self._in_flight:
            return False
        return self._paused_until is None or self._clock.monotonic() >= self._paused_until

    def _begun(self, permit: int) -> _Question | None:
        """The question on its way; None when it is not asked."""
        question = _Question(permit)
        with self._lock:
            if not self._is_ready() or not self._has_thread():
                return None
            self._in_flight = True
        self._asked.put(question)
        return question

    def _has_thread(self) -> bool:
        if self._thread is not None and self._thread.is_alive():
            return True
        self._thread = threading.Thread(target=self._run, name="asking", daemon=True)
        try:
            self._thread.start()
        except RuntimeError as error:  # the computer has no thread left
            _LOG.error("the registry cannot be asked: %s", error)
            self._thread = None
        return self._thread is not None

    def _run(self) -> None:
        while (question := self._asked.get()) is not None:
            try:
                question.kept = self._answered(question.permit)
            finally:
                with self._lock:
                    self._in_flight = False
                question.done.set()

    def _answered(self, permit: int) -> bool:
        nonce = secrets.token_bytes(NONCE)
        try:
            self._keep(permit, nonce, self._source.fetch(permit, nonce))
        except CheckpointError as error:
            _LOG.info("the registry was asked in vain: %s", error)
            return False
        return True


class AskingLane(LaneService):
    """A lane that asks the registry before it records the departure of somebody it would clear, as
    long as the signed settings of its port say so at that moment."""

    _asking: Asking | None = None

    def ask_by(self, source: RefreshSource, *, wait: Wait = threading.Event.wait) -> Asking:
        """Ask over this source from now on, which is used in a thread of its own. Whoever calls
        this closes what it returns, before the stores."""
        self._asking = Asking(source, self._keep, self._clock, wait=wait)
        return self._asking

    def _keep(self, permit: int, nonce: bytes, envelope: bytes) -> None:
        self.refuse_if_recalled()  # meanwhile
        self._refreshing.keep(permit, nonce, envelope)

    def scan(
        self,
        reading: str | bytes,
        *,
        document: PresentedDocument | None = None,
        symbology: str = "",
        by_hand: bool = False,
        record: bool = True,
        outcome: Literal["auto"] | None = "auto",
    ) -> Answer:
        """See `LaneService.scan`. The officer's key comes after the answer, so that a departure
        which the key records was asked about, too."""

        def scanned(*, record: bool) -> Answer:
            return super(AskingLane, self).scan(
                reading,
                document=document,
                symbology=symbology,
                by_hand=by_hand,
                record=record,
                outcome=outcome,
            )

        if record:
            self._ask_about(scanned)
        return scanned(record=record)

    def _ask_about(self, scanned: Callable[..., Answer]) -> None:
        if self._asking is None or self._settings.direction is not Direction.DEPARTING:
            return
        milliseconds = self._trust.lane_rules().ask_ms
        if milliseconds <= 0 or not self._asking.is_ready():
            return
        cached = scanned(record=False)
        if cached.verdict.kind is VerdictKind.CLEAR and cached.permit is not None:
            self._asking.ask(cached.permit, milliseconds)
