"""Pictures taken from their source in a thread of its own, so that nobody hangs with a camera."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import cv2

from checkpoint_app.capture.frames import Frame, FrameSource, Gap
from checkpoint_app.capture.presence import Presence
from checkpoint_app.clock import Clock
from checkpoint_app.errors import CheckpointError

# Seconds. A source that went away is opened again after this; a camera takes another second or so
# until it gives a picture.
REOPEN = 1.0
# A camera that has given nothing for so long hangs.
SILENT = 3.0


@dataclass(frozen=True, slots=True)
class Standing:
    """How the source stands, and why it is absent when that is known."""

    presence: Presence
    error: CheckpointError | None = None


class Feed:
    """Reads a source as long as it is open, and opens it again when it went away.

    Of a source that passes by only the newest picture is kept; any other is read as its pictures
    are taken. The thread is a daemon: one that hangs in a driver is left behind.
    """

    def __init__(self, source: FrameSource, clock: Clock, *, reopen: float = REOPEN) -> None:
        self._source = source
        self._clock = clock
        self._reopen = reopen
        self._changed = threading.Condition()
        self._closed = threading.Event()
        self._frame: Frame | None = None
        self._standing: Standing | None = None
        self._heard = clock.monotonic()
        self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)

    def start(self) -> None:
        self._heard = self._clock.monotonic()
        self._thread.start()

    def take(self, patience: float) -> Frame | None:
        """The newest picture not taken yet; None when there is none within ``patience`` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._frame is not None or self._over(), patience)
            frame, self._frame = self._frame, None
            self._changed.notify_all()
        return frame

    @property
    def standing(self) -> Standing | None:
        """How the source stands now; None before it was opened. ENDED only once every picture was
        taken."""
        with self._changed:
            standing, waiting = self._standing, self._frame is not None
        if standing is not None and standing.presence is Presence.ENDED:
            return None if waiting else standing
        if standing is None or standing.presence is Presence.OPENED:
            silent = self._clock.monotonic() - self._heard > SILENT
            return Standing(Presence.ABSENT) if silent else standing
        return standing

    def close(self, patience: float) -> bool:
        """End the thread; False when it hangs in its source and was left behind."""
        self._closed.set()
        with self._changed:
            self._changed.notify_all()
        if self._thread.ident is not None:
            self._thread.join(patience)
        return not self._thread.is_alive()

    def _over(self) -> bool:
        return self._standing is not None and self._standing.presence is Presence.ENDED

    def _run(self) -> None:
        cv2.utils.logging.setLogLevel(
            0
        )  # OpenCV writes to the error stream what is told here as a state
        try:
            while not self._closed.is_set():
                if self._once() is Gap.ENDED:
                    return
                self._closed.wait(self._reopen)
        finally:
            self._stand(Standing(Presence.ENDED))

    def _once(self) -> Gap:
        """Open the source and read it until it gives no more."""
        try:
            self._source.open()
        except CheckpointError as error:
            self._stand(Standing(Presence.ABSENT, error))
            return Gap.LOST
        try:
            self._stand(Standing(Presence.OPENED))
            gap = self._pump()
        finally:
            self._source.close()
        if gap is Gap.LOST:
            self._stand(Standing(Presence.ABSENT))
        return gap

    def _pump(self) -> Gap:
        while not self._closed.is_set():
            frame = self._source.read()
            self._heard = self._clock.monotonic()
            if isinstance(frame, Frame):
                self._put(frame)
            elif frame is not Gap.QUIET:
                return frame
        return Gap.ENDED

    def _put(self, frame: Frame) -> None:
        with self._changed:
            if not self._source.passes_by:
                self._changed.wait_for(lambda: self._frame is None or self._closed.is_set())
            self._frame = frame
            self._changed.notify_all()

    def _stand(self, standing: Standing) -> None:
        with self._changed:
            self._heard = self._clock.monotonic()
            self._standing = standing
            self._changed.notify_all()
