"""Builds what exports a lane's movements to sticks."""

from __future__ import annotations

import logging

from checkpoint_app.clock import Clock
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.errors import CheckpointError
from checkpoint_app.main import LaneStores, stick_device
from checkpoint_app.store import keys as store_keys
from checkpoint_app.succeeding import batches_of_succeeded
from sync.bundle.departures import Departures
from sync.protocol.holdings import Holding

_LOG = logging.getLogger(__name__)


def open_departures(stores: LaneStores, clock: Clock) -> Departures:
    """The export of a lane, of a recalled one too. Raises StorageError."""
    view = stores.trust.view
    return Departures(
        outbox=stores.journal.outbox,
        diary=stores.journal,
        device=stick_device(stores),
        batch_key=store_keys.signing_key(stores.key_store, EnvelopeType.BATCH),
        scope=stores.port.bit,
        inbox="" if view is None else view.registry.inbox,
        holding=lambda: _holding(stores, clock),
        clock=clock,
        further=lambda: batches_of_succeeded(stores),
    )


def _holding(stores: LaneStores, clock: Clock) -> Holding | None:
    """What this lane holds; departures go without it where the registry's data cannot be read."""
    view = stores.trust.view
    if view is None:
        return None
    try:
        return stores.holding(view, clock)
    except CheckpointError as error:
        _LOG.warning("what is held is not told: %s", error)
        return None
