"""A lane that finds itself recalled: it locks, and forgets the registry's data.

Only the signed list says so. A registry's answer over the line that this device was recalled is not
signed: it is shown, and nothing is forgotten for it, or a hostile network could empty every cache.
"""

from __future__ import annotations

import logging
from datetime import datetime

from checkpoint_app.errors import ProtocolError, TrustError
from sync.protocol.device_list import LIST_LIMIT, decode_recalled
from sync.trust.names import RECALLED_TARGET, TOP_LEVEL
from sync.trust.repository import TrustSession
from sync.trust.sink import RecordSink

_LOG = logging.getLogger(__name__)


def recalled_here(session: TrustSession, device_id: str) -> bool:
    """Whether the verified list names this device. `TrustSession.refresh` comes first.

    A list of a later version is no reason to stop syncing: it is logged, and does not count.
    Raises TrustError for one that is signed and malformed, TransportError, StorageError.
    """
    if not session.has(RECALLED_TARGET):
        return False
    content = session.content(RECALLED_TARGET, limit=LIST_LIMIT)
    try:
        listed = decode_recalled(content)
    except ProtocolError as error:
        if error.key == "trust.newer_format":
            _LOG.error("recalled devices: %s", error)
            return False
        raise TrustError(f"recalled devices: {error}", key="trust.malformed") from error
    return any(each.device_id == device_id for each in listed.recalled)


def lock_here(session: TrustSession, sink: RecordSink, at: datetime) -> None:
    """Forget records, status and movements elsewhere, and the packs they came in; the lane is
    locked from here on. The journal, the keys and what is trusted stay: departures can still be
    sent and exported, and nothing older is believed. Raises StorageError."""
    _LOG.error("this device was recalled: its records are removed and the lane is locked")
    sink.lock(at)
    session.forget_targets(but=frozenset({*TOP_LEVEL, RECALLED_TARGET}))
