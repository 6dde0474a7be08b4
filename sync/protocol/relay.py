"""What a port's hub and the registry say of journals: which, and how far the registry has each.

Canonical CBOR. The question of ``POST /api/v1/relay/have``: ``[[device_id, epoch], ...]``. The
answer there and of ``POST /api/v1/relay``: ``[[device_id, epoch, sequence], ...]``, the last
sequence that the registry has without a gap, 0 for none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from checkpoint_app.credential import canonical, shape
from checkpoint_app.credential.rejection import CredentialError
from checkpoint_app.errors import ProtocolError
from sync.protocol import limits

_EPOCH = 16
_Read = TypeVar("_Read")


class JournalName(NamedTuple):
    """A device's journal; ``epoch`` is 16 bytes."""

    device: str
    epoch: bytes


@dataclass(frozen=True, slots=True)
class ReachedJournal:
    """How far the registry has a journal: all up to ``sequence``."""

    journal: JournalName
    sequence: int


def encode_journals(journals: Iterable[JournalName]) -> bytes:
    """The question's bytes; at most `limits.RELAY_JOURNALS` are asked for at once."""
    return canonical.encode([[each.device, each.epoch] for each in journals])


def decode_journals(body: bytes) -> tuple[JournalName, ...]:
    """Read the question. Raises ProtocolError."""
    return _rows(body, limits.RELAY_HAVE_BODY, 2, _journal)


def encode_reached(reached: Iterable[ReachedJournal]) -> bytes:
    """The answer's bytes."""
    return canonical.encode([[*each.journal, each.sequence] for each in reached])


def decode_reached(body: bytes) -> tuple[ReachedJournal, ...]:
    """Read the answer. Raises ProtocolError."""
    return _rows(
        body,
        limits.RELAY_ANSWER,
        3,
        lambda row: ReachedJournal(_journal(row), shape.integer(row[2])),
    )


def _journal(row: Sequence[object]) -> JournalName:
    return JournalName(
        shape.text(row[0], limits.DEVICE_ID_CHARACTERS), shape.octets(row[1], _EPOCH)
    )


def _rows(
    body: bytes, limit: int, width: int, read: Callable[[list[object]], _Read]
) -> tuple[_Read, ...]:
    if len(body) > limit:
        raise ProtocolError("message too large", key="api.message-too-large", limit=limit)
    try:
        rows = shape.array(canonical.decode(body, limit=limit))
        if len(rows) > limits.RELAY_JOURNALS:
            raise ProtocolError("too many journals", key="api.message-invalid")
        return tuple(read(shape.array(row, width)) for row in rows)
    except CredentialError as error:
        raise ProtocolError(f"message: {error}", key="api.message-malformed") from None
