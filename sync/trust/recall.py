"""A lane that finds itself recalled: it locks, and forgets the registry's data.

Only the signed list says so (`sync.trust.intake`). A registry's answer over the line that this
device was recalled is not signed: it is shown, and nothing is forgotten for it, or a hostile
network could empty every cache.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from checkpoint_app.errors import TransportError
from sync.protocol.device_list import LIST_LIMIT, decode_recalled
from sync.trust.names import RECALLED_TARGET
from sync.trust.repository import TrustSession
from sync.trust.sink import RecordSink

_LOG = logging.getLogger(__name__)
# The note that `RecordSink.lock` leaves (`checkpoint_app.services.stores.RECALL_ALARM`).
LOCKED = "alarm.recalled"


class RecalledHereError(TransportError):
    """The carrier says that this device was recalled: it brings nothing for it to look at."""

    def __init__(self) -> None:
        super().__init__("recalled", retryable=False, key="lane.recalled")


def recalled_here(session: TrustSession, sink: RecordSink, device_id: str) -> bool:
    """Whether the verified list names this device, or did once: an online key may recall, and never
    take it back. No device is named by an empty id.

    Raises ProtocolError for a list that is signed and malformed, TransportError, StorageError.
    """
    if LOCKED in sink.notes():
        return True
    if not device_id or not session.has(RECALLED_TARGET):
        return False
    listed = decode_recalled(session.content(RECALLED_TARGET, limit=LIST_LIMIT))
    return any(each.device_id == device_id for each in listed.recalled)


def lock_lane(sink: RecordSink, targets: Path, at: datetime) -> None:
    """Forget records, status and movements elsewhere, and the packs in ``targets`` that they came
    in; the lane is locked from here on. The journal, the keys and what is trusted stay: departures
    can still be sent and exported, and nothing older is believed. Raises StorageError."""
    _LOG.error("this device was recalled: its records are removed and the lane is locked")
    sink.lock(at)
    for path in targets.glob("*"):
        with suppress(OSError):
            path.unlink()
