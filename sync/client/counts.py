"""The day's counts over all ports, asked of the registry while there is a line."""

from __future__ import annotations

import threading
from datetime import date
from urllib.parse import urlencode

from checkpoint_app.errors import ProtocolError
from sync.client.calls import Calls
from sync.protocol import routes
from sync.protocol.nation import NATION_LIMIT, NationCounts, decode_nation


class RegistryCounts:
    """Asks for the counts of a day. Safe for several threads, one request at a time."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._lock = threading.Lock()

    def of(self, day: date) -> NationCounts:
        """The counts of a Cairo day, as the registry has them now. Takes as long as the line.
        Raises TransportError, ProtocolError."""
        path = f"{routes.NATION}?{urlencode({'day': day.isoformat()})}"
        with self._lock:
            answer = self._calls.call("GET", path, limit=NATION_LIMIT)
        counts = decode_nation(answer)
        if counts.day != day:
            raise ProtocolError(f"counts of {counts.day}", key="sync.not_registry")
        return counts
