"""What a device says that it holds: how far the registry's data and bad news have come.

The same bytes go over the line (``POST /api/v1/holdings``, signed as any request) and back on a
stick (`sync.bundle`), there beside an ``auth`` envelope over the request ``STICK /holdings``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checkpoint_app.credential import canonical, shape
from checkpoint_app.errors import ProtocolError
from sync.protocol.versions import FORMATS, MOST_FORMATS

HOLDING_LIMIT = 4096
MOST_NOTICES = 64
NOTICE_ID = 32
EPOCH, AUDIT_HASH = 16, 32
# What a statement on a stick is signed as: method and path of an `auth` envelope.
STICK_METHOD, STICK_PATH = "STICK", "/holdings"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Holding:
    """``timestamp`` is the version of the repository's timestamp and ``issued`` its signed time,
    ``root`` the version of the root. ``generation`` is the manifest's, 0 before any; ``state`` the
    state table's version. ``notices`` are SHA-256 digests of notices taken in and not yet confirmed
    by a sync. ``pending`` counts movements not yet acknowledged; ``at`` is the device's time.
    ``formats`` are those that its program reads (`sync.protocol.versions`). ``journal`` is the
    newest epoch (16 bytes) and its last sequence; ``audit`` the number of the newest entry of the
    device's own audit and that entry's SHA-256. None: not said, as by a program before these."""

    device_id: str
    root: int
    timestamp: int
    issued: datetime
    generation: int
    state: int
    pending: int
    at: datetime
    notices: tuple[bytes, ...] = ()
    formats: tuple[int, ...] = FORMATS
    journal: tuple[bytes, int] | None = None
    audit: tuple[int, bytes] | None = None


def encode_holding(held: Holding) -> bytes:
    """The statement's bytes."""
    return canonical.encode(
        [
            _FORMAT,
            held.device_id,
            held.root,
            held.timestamp,
            [int(held.issued.timestamp()), int(held.at.timestamp())],
            held.generation,
            held.state,
            held.pending,
            list(held.notices),
            list(held.formats),
            *_heads(held),
        ]
    )


def decode_holding(data: bytes) -> Holding:
    """Read a statement; items after those known here are of later programs, and passed over.
    Raises ProtocolError, CredentialError."""
    if len(data) > HOLDING_LIMIT:
        raise ProtocolError("statement too large", key="api.message-too-large", limit=HOLDING_LIMIT)
    match canonical.decode(data, limit=HOLDING_LIMIT):
        case [int(version), *_] if version > _FORMAT:
            raise ProtocolError(f"statement of version {version}", key="trust.newer_format")
        case [1, str(device), root, stamp, [int(issued), int(at)], generation, state, pending,
              [*notices], [*formats], *heads] if _few(notices, formats):  # fmt: skip
            numbers = [shape.integer(each) for each in (root, stamp, generation, state, pending)]
            return Holding(
                device_id=shape.text(device, 64),
                root=numbers[0],
                timestamp=numbers[1],
                issued=shape.instant(issued),
                generation=numbers[2],
                state=numbers[3],
                pending=numbers[4],
                at=shape.instant(at),
                notices=tuple(shape.octets(each, NOTICE_ID) for each in notices),
                formats=tuple(shape.integer(each, 1) for each in formats),
                journal=_journal(heads[0]) if heads else None,
                audit=_audit(heads[1]) if len(heads) > 1 else None,
            )
        case _:
            raise ProtocolError("statement malformed", key="api.message-malformed")


def _heads(held: Holding) -> list[object]:
    """What was added to the statement since: nothing at all while nothing is said there."""
    if held.journal is None and held.audit is None:
        return []
    return [None if each is None else list(each) for each in (held.journal, held.audit)]


def _journal(item: object) -> tuple[bytes, int] | None:
    if item is None:
        return None
    epoch, sequence = shape.array(item, 2)
    return shape.octets(epoch, EPOCH), shape.integer(sequence)


def _audit(item: object) -> tuple[int, bytes] | None:
    if item is None:
        return None
    number, digest = shape.array(item, 2)
    return shape.integer(number), shape.octets(digest, AUDIT_HASH)


def _few(notices: list[object], formats: list[object]) -> bool:
    return len(notices) <= MOST_NOTICES and len(formats) <= MOST_FORMATS
