"""What a hub asks of the registry, request by request."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from checkpoint_app.errors import ProtocolError
from sync.client.relaying import RelayCalls
from sync.protocol import limits, routes
from sync.protocol.relay import (
    JournalName,
    ReachedJournal,
    decode_journals,
    encode_reached,
)

ONE = JournalName("lane-1", b"e" * 16)


@dataclass
class Calls:
    """Answers each question with the same sequence for every journal."""

    asked: list[tuple[str, str, bytes, str | None]] = field(default_factory=list)
    spoilt: bytes | None = None

    def call(
        self,
        method: str,
        path: str,
        *,
        limit: int,
        body: bytes = b"",
        content_type: str | None = None,
    ) -> bytes:
        assert limit == limits.RELAY_ANSWER
        self.asked.append((method, path, body, content_type))
        if self.spoilt is not None:
            return self.spoilt
        named = decode_journals(body) if path == routes.RELAY_HAVE else (ONE,)
        return encode_reached(ReachedJournal(each, 3) for each in named)


def test_an_item_is_sent_as_it_is() -> None:
    calls = Calls()
    assert RelayCalls(calls).send(b"item") == (ReachedJournal(ONE, 3),)
    assert calls.asked == [("POST", routes.RELAY, b"item", routes.OCTETS)]


def test_many_journals_are_asked_for_in_parts() -> None:
    calls = Calls()
    journals = [JournalName(f"lane-{number}", bytes(16)) for number in range(1100)]
    reached = RelayCalls(calls).have(journals)
    assert [each.journal for each in reached] == journals
    assert len(calls.asked) == 3
    assert RelayCalls(calls).have([]) == ()
    assert len(calls.asked) == 3


def test_an_answer_that_is_none_is_refused() -> None:
    with pytest.raises(ProtocolError):
        RelayCalls(Calls(spoilt=b"\x01")).send(b"item")
