"""The gate before the stores: once it is shut, no thread of the link touches them any more."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from checkpoint_app.errors import TransportError


class ShutError(TransportError):
    """The link has ended."""

    key = "sync.stopped"


class Gate:
    """One access at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shut = False

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Around each access to a store. Raises ShutError."""
        with self._lock:
            if self._shut:
                raise ShutError("the link has ended", retryable=False)
            yield

    def shut(self) -> None:
        """For good; waits for the access that is under way, which is one transaction."""
        with self._lock:
            self._shut = True
