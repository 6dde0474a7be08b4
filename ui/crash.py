"""What nobody caught: logged without personal data, said to the officer, and the lane goes on."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from checkpoint_app.clock import Clock, SystemClock
from checkpoint_app.log import crash_report

_LOG = logging.getLogger(__name__)
# One bug that comes again at once, with every paint, is told so often; after a pause (s) anew.
_TOLD = 3
_PAUSE = 1.0


class CrashWatch(QObject):
    """Takes every error that escapes, in a slot, a thread or an errand.

    ``crashed`` is emitted for each, in whatever thread it escaped. Only what `crash_report` gives
    is written: kinds and places, no values. Telling of a bug may have bugs: of those nobody is
    told, and one without an end is not written without an end.
    """

    crashed = Signal()

    def __init__(self, parent: QObject | None = None, clock: Clock | None = None) -> None:
        super().__init__(parent)
        self._clock = clock or SystemClock()
        self._telling = threading.local()
        self._lock = threading.Lock()
        self._newest, self._at, self._times = "", 0.0, 0

    def take(self, error: BaseException) -> None:
        """Log one and tell of it. May be called from any thread."""
        report = crash_report(error)
        if not self._is_news(report):
            return
        _LOG.error("a bug: %s", report)
        if getattr(self._telling, "now", False):
            return
        self._telling.now = True
        try:
            self.crashed.emit()
        finally:
            self._telling.now = False

    def _is_news(self, report: str) -> bool:
        with self._lock:
            now = self._clock.monotonic()
            again = report == self._newest and now - self._at <= _PAUSE
            self._newest, self._at = report, now
            self._times = self._times + 1 if again else 1
            return self._times <= _TOLD

    def watch(self) -> None:
        """From now on take what escapes slots, threads and finalisers."""
        sys.excepthook = self._escaped
        threading.excepthook = self._escaped_from_thread
        sys.unraisablehook = self._unraisable

    def stop(self) -> None:
        """Leave it to the interpreter again."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__

    def _escaped(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.take(error)

    def _escaped_from_thread(self, escaped: threading.ExceptHookArgs) -> None:
        if escaped.exc_value is not None and escaped.exc_type is not SystemExit:
            self.take(escaped.exc_value)

    def _unraisable(self, escaped: sys.UnraisableHookArgs) -> None:
        if escaped.exc_value is not None:
            self.take(escaped.exc_value)


def tell_of_hard_crashes(log: Path) -> None:
    """Have the interpreter write where it was when the process itself is ended by a fault: places
    in the code, no values. A folder that cannot be written costs this, nothing else."""
    try:
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = log.with_name("fault.log").open("a", encoding="utf-8")
    except OSError:
        return
    faulthandler.enable(file)
