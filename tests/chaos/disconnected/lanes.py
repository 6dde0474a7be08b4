"""A lane on its own computer: everything as `checkpoint_app.main` builds it, packs opened in this
process."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import UUID

from checkpoint_app.clock import Clock
from checkpoint_app.credential.record import decode_record
from checkpoint_app.credential.state import check_state
from checkpoint_app.credential.status_list import check_status_list
from checkpoint_app.departing import open_departures
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.permit import PermitRecord, PermitStatus
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.main import OpenLane, open_inward, open_lane, open_sync
from checkpoint_app.paths import LanePaths
from checkpoint_app.services.lane import Answer
from sync.bundle.inward import Outcome
from sync.client.rounds import SyncReport
from sync.trust.reader import PackReader
from tests.chaos.disconnected.power import Power


@contextmanager
def reader_here() -> Iterator[PackReader]:
    """`sync.trust.reader_process.ReaderProcess` without the process."""
    yield PackReader()


class Lane:
    """One lane. After its power failed, `reopen` finds what its disk had at that moment."""

    def __init__(self, folder: Path, port_id: str, clock: Clock) -> None:
        self.folder, self.port_id, self._clock = folder, port_id, clock
        self.power = Power()
        self.recorded: set[UUID] = set()
        self.departures: list[UUID] = []
        self.recalled = False
        self.told: set[int] = set()
        self.version = 0
        self._reopened = 0
        self._open()

    def _open(self) -> None:
        self._stack = ExitStack()
        opened = open_lane(LanePaths(self.folder), self._clock, officer="o-1")
        self.lane: OpenLane = self._stack.enter_context(opened)
        self.stores = self.lane.stores
        self.device_id = self.stores.device.device_id

    def close(self) -> None:
        self._stack.close()

    def reopen(self, *, after_cut: bool) -> None:
        """Close and open again; after a cut, what closing would still write is not there."""
        self.power.cut(None)
        if after_cut:
            self._reopened += 1
            found = self.folder.with_name(f"{self.folder.name.partition('.')[0]}.{self._reopened}")
            shutil.copytree(self.folder, found, ignore=shutil.ignore_patterns("*-shm"))
            self._stack.close()
            shutil.rmtree(self.folder)
            self.folder = found
        else:
            self._stack.close()
        self._open()

    def scan(self, text: str) -> Answer:
        answer = self.lane.service.scan(text)
        if answer.movement is not None:
            self.recorded.add(answer.movement.movement_id)
            assert answer.scan_id is not None
            if answer.movement.kind is MovementKind.DEPARTED:
                self.departures.append(answer.scan_id)
        return answer

    def annul(self) -> None:
        """Take back the newest departure that this lane recorded."""
        if self.departures:
            undone = self.lane.service.undo(self.departures.pop())
            if undone is not None:
                self.recorded.add(undone.movement_id)

    def take(self, stick: Path, stopping: Callable[[], bool]) -> Outcome:
        outcome = open_inward(self.stores, self._clock).take(stick, stopping=stopping)
        self._holds(outcome.taken.view.version)
        return outcome

    def export(self, stick: Path) -> None:
        open_departures(self.stores, self._clock).export(stick)

    def sync(self) -> SyncReport:
        with open_sync(self.stores, self._clock) as client:
            report = client.once()
        if report.down is not None:
            self._holds(report.down.view.version)
        return report

    def _holds(self, version: int) -> None:
        assert version >= self.version, "what is held never grows older"
        self.version = version

    def statuses(self) -> tuple[dict[int, PermitStatus | None], dict[int, EntityState | None]]:
        """What the lists held here say of every record held here, and of its company."""
        keys = self.stores.trust.issuer_keys()
        permits: dict[int, PermitStatus | None] = {}
        companies: dict[int, EntityState | None] = {}
        records = self.records()
        with self.stores.records.snapshot() as held:
            envelope = held.state()
            state = None if envelope is None else check_state(envelope, keys)
            lists = {
                list_id: check_status_list(found, keys)
                for list_id in {record.status_list for record in records.values()}
                if (found := held.status_list(list_id)) is not None
            }
        for record in records.values():
            listed = lists.get(record.status_list)
            permits[record.number] = None if listed is None else listed.status(record.status_index)
            companies[record.company] = None if state is None else state.company(record.company)
        return permits, companies

    def records(self) -> dict[bytes, PermitRecord]:
        """The records held, by their bytes; tombstones left out."""
        bodies = self.stores.records._rows("SELECT body FROM record")
        decoded = {body: decode_record(body) for (body,) in bodies}
        return {body: each for body, each in decoded.items() if isinstance(each, PermitRecord)}

    def movements(self) -> list[bytes]:
        """The bodies of all movements in the journal, sorted."""
        with self.stores.journal._reading() as conn:
            return sorted(
                row[0] for row in conn.execute("SELECT body FROM movement WHERE kind <> 6")
            )

    def case_entries(self) -> list[bytes]:
        """The bodies of all entries of cases in the journal, sorted."""
        with self.stores.journal._reading() as conn:
            return sorted(
                row[0] for row in conn.execute("SELECT body FROM movement WHERE kind = 6")
            )

    def heard_of(self, device: str) -> set[bytes]:
        """The bodies of another device's movements that a hub brought."""
        with self.stores.journal._reading() as conn:
            wanted = "SELECT body FROM neighbour WHERE device = ? AND kind <> 6"
            return {row[0] for row in conn.execute(wanted, (device,))}
