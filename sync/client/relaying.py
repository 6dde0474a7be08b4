"""What a port's hub says to the registry for its lanes: how far it has them, and sealed items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sync.client.calls import Calls
from sync.protocol import limits, routes
from sync.protocol.relay import JournalName, ReachedJournal, decode_reached, encode_journals


class RelayCalls:
    """The registry as a hub asks it. Not for two threads at once."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def have(self, journals: Sequence[JournalName]) -> tuple[ReachedJournal, ...]:
        """How far the registry has each of these journals, in as many requests as it takes.

        Raises RefusedError, ProtocolError, TransportError.
        """
        return tuple(
            each
            for some in _parts(journals)
            for each in self._ask(routes.RELAY_HAVE, encode_journals(some), routes.CBOR)
        )

    def send(self, item: bytes) -> tuple[ReachedJournal, ...]:
        """Give an item (an age file) to the registry; how far it has the journals of which it took
        in a batch now. Raises RefusedError, ProtocolError, TransportError."""
        return self._ask(routes.RELAY, item, routes.OCTETS)

    def _ask(self, path: str, body: bytes, media: str) -> tuple[ReachedJournal, ...]:
        answer = self._calls.call(
            "POST", path, limit=limits.RELAY_ANSWER, body=body, content_type=media
        )
        return decode_reached(answer)


def _parts(journals: Sequence[JournalName]) -> Iterator[Sequence[JournalName]]:
    for start in range(0, len(journals), limits.RELAY_JOURNALS):
        yield journals[start : start + limits.RELAY_JOURNALS]
