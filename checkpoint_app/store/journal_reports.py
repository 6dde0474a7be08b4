"""What a day's report reads out of journal.db."""

from __future__ import annotations

from datetime import datetime

from checkpoint_app.services.port_report import ReportedMovement
from checkpoint_app.store import journal_queries as queries
from checkpoint_app.store.encrypted import EncryptedDatabase
from checkpoint_app.store.journal_orders import KnownOrders


class ReportTables:
    """The part of `services.port_report.ReportJournal` that no other half of the journal has, over
    the tables of an open one."""

    _database: EncryptedDatabase
    _known_orders: KnownOrders

    def reported_movements(self, start: datetime, end: datetime) -> tuple[ReportedMovement, ...]:
        """See `ReportJournal`."""
        with self._database.reading() as conn:
            known = self._known_orders.taken_back(conn)
            return queries.reported_movements(conn, start, end, known)
