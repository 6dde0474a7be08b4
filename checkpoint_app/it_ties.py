"""Builds what the IT desk of an open lane stands on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoint_app.clock import Clock
from checkpoint_app.config import load_settings
from checkpoint_app.domain.port_standing import PortStanding
from checkpoint_app.main import LaneStores, open_inward, open_sync
from checkpoint_app.offices.it_databases import Databases
from checkpoint_app.offices.it_desk import ItDeskOffice, ItParts
from checkpoint_app.services.drill import Drill
from checkpoint_app.services.guard import Guard

if TYPE_CHECKING:
    from sync.bundle.departures import Departures
    from sync.client.carriers import Hubs
    from sync.client.rounds import SyncClient
    from sync.trust.watch import Watching

_LOG = logging.getLogger(__name__)


def open_it_office(
    stores: LaneStores,
    clock: Clock,
    guard: Guard,
    *,
    rounds: Callable[[], SyncClient | None] = lambda: None,
    standing: Callable[[], PortStanding | None] = lambda: None,
    hubs: Callable[[], Hubs | None] = lambda: None,
) -> ItDeskOffice:
    """The IT desk of this lane. ``rounds`` is the background's syncing, ``standing`` how the port's
    lanes stand, ``hubs`` the mirrors of its hubs: each None while there is none."""
    databases = Databases.of(stores.paths.records, stores.paths.journal, stores.key_store)

    @contextmanager
    def sync(watch: Watching) -> Iterator[SyncClient]:
        with open_sync(stores, clock, hubs=hubs(), watch=watch) as client:
            yield client

    return ItDeskOffice(
        ItParts(
            paths=stores.paths,
            device=stores.device,
            port=stores.port,
            records=stores.records,
            journal=stores.journal,
            anchor=stores.anchor,
            trust=stores.trust,
            current=stores.current_trust(clock),
            databases=databases,
            clock=clock,
            settings=lambda: load_settings(stores.paths),
            inward=lambda: open_inward(stores, clock),
            departures=lambda: _departures(stores, clock),
            sync=sync,
            rounds=rounds,
            standing=standing,
            sheet=_sheet,
            build_drill=lambda stopping: _drill(stores, clock, stopping),
        ),
        guard,
    )


def _departures(stores: LaneStores, clock: Clock) -> Departures:
    from checkpoint_app.departing import open_departures  # loaded when a stick is at hand

    return open_departures(stores, clock)


def _sheet(made: datetime) -> bytes:
    from checkpoint_app.scanner_page import make_scanner_sheet  # draws by what prints permits

    return make_scanner_sheet(made)


def _drill(stores: LaneStores, clock: Clock, stopping: Callable[[], bool]) -> Drill:
    from checkpoint_app.drilling import build_drill  # a registry comes with it

    return build_drill(stores.port, clock, stopping)
