"""Who is told when the journal has grown."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

_LOG = logging.getLogger(__name__)


class Watchers:
    """Those who are told, each as often as it asked to be."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._told: dict[object, Callable[[], None]] = {}

    def watch(self, told: Callable[[], None]) -> Callable[[], None]:
        """See `JournalStore.watch`."""
        mark = object()
        with self._lock:
            self._told = {**self._told, mark: told}

        def end() -> None:
            with self._lock:
                self._told = {key: each for key, each in self._told.items() if key is not mark}

        return end

    def tell(self) -> None:
        """Tell all of them. What was recorded stands, whoever fails to hear of it."""
        for told in self._told.values():
            try:
                told()
            except Exception:  # noqa: BLE001  a scan must not fail for it
                _LOG.exception("who watches the journal failed")
