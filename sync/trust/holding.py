"""What this device holds at this moment, for the registry to know how far its data has come."""

from __future__ import annotations

from datetime import datetime

from checkpoint_app.credential.envelope import CredentialError
from checkpoint_app.credential.state import check_state
from sync.protocol.holdings import Holding
from sync.trust.importer import NewestManifest
from sync.trust.sink import RecordSink
from sync.trust.view import TrustView


def holding_of(
    view: TrustView,
    sink: RecordSink,
    newest: NewestManifest | None,
    *,
    device_id: str,
    pending: int,
    at: datetime,
    notices: tuple[bytes, ...] = (),
    journal: tuple[bytes, int] | None = None,
    audit: tuple[int, bytes] | None = None,
) -> Holding:
    """The statement; ``newest`` is the anchor, ``journal`` and ``audit`` as in `Holding`. Raises
    StorageError."""
    return Holding(
        device_id=device_id,
        root=view.root_version,
        timestamp=view.version,
        issued=view.issued,
        generation=0 if newest is None else newest.generation,
        state=_state_version(view, sink),
        pending=pending,
        at=at,
        notices=notices,
        journal=journal,
        audit=audit,
    )


def _state_version(view: TrustView, sink: RecordSink) -> int:
    envelope = sink.held_state()
    try:
        return 0 if envelope is None else check_state(envelope, view.keys).version
    except CredentialError:  # edited here: as good as none
        return 0
