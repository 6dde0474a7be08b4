"""The IT desk's lane: `ui.it_desk.port.ItOffice` over the stores and ties of one lane."""

from __future__ import annotations

import os
import platform
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from checkpoint_app.clock import Clock
from checkpoint_app.config import Settings
from checkpoint_app.current_trust import CurrentTrust
from checkpoint_app.domain.port import Port
from checkpoint_app.domain.port_standing import PortStanding
from checkpoint_app.domain.roles import Deed
from checkpoint_app.errors import CheckpointError, ConfigError, StorageError
from checkpoint_app.offices.it_databases import Databases
from checkpoint_app.paths import LanePaths
from checkpoint_app.services import diagnostics, drill
from checkpoint_app.services.data_sets import (
    DataSetName,
    DataStanding,
    Published,
    Round,
    RoundState,
    Source,
    data_sets,
)
from checkpoint_app.services.diagnostics import LOG_TAIL, Diagnosis, LogLine
from checkpoint_app.services.drill import Drill
from checkpoint_app.services.guard import Guard
from checkpoint_app.services.health import Health, health_of
from checkpoint_app.store.anchor import AnchorFile
from checkpoint_app.store.journal import JournalStore
from checkpoint_app.store.records import RecordsStore
from sync.bundle.progress import ProgressMeter
from sync.client.device import Device
from sync.client.lane_trust import LaneTrust
from ui.it_desk.port import (
    DeviceStanding,
    FileSize,
    KeyShown,
    LogWish,
    MachineStanding,
    OnProgress,
    Part,
    RoundDone,
    StickStanding,
    Stopping,
)

if TYPE_CHECKING:
    from sync.bundle.departures import Departures, Exported
    from sync.bundle.inward import Inward, LastImport, Outcome
    from sync.bundle.preview import Preview
    from sync.client.rounds import SyncClient, SyncReport
    from sync.trust.view import TrustView
    from sync.trust.watch import Watching

_PACKAGE = "umrah-checkpoint"
_LIBRARIES = (
    *("tuf", "cryptography", "sqlcipher3", "pyrage"),
    *("zxing-cpp", "opencv-python-headless", "pyside6-essentials"),
)
# Seconds between two looks whether somebody wants a round to end.
_LOOK = 0.1


@dataclass(frozen=True, slots=True)
class ItParts:
    """What the desk stands on: the stores of an open lane, and how to make what it needs now and
    then. ``rounds`` is the background's, None before it begins or without any line; ``sync`` opens
    a round of its own, which ends when the block does; ``build_drill`` builds a drill's folder."""

    paths: LanePaths
    device: Device
    port: Port
    records: RecordsStore
    journal: JournalStore
    anchor: AnchorFile
    trust: LaneTrust
    current: CurrentTrust
    databases: Databases
    clock: Clock
    settings: Callable[[], Settings]
    inward: Callable[[], Inward]
    departures: Callable[[], Departures]
    sync: Callable[[Watching], AbstractContextManager[SyncClient]]
    rounds: Callable[[], SyncClient | None]
    standing: Callable[[], PortStanding | None]
    sheet: Callable[[datetime], bytes]
    build_drill: Callable[[Stopping], Drill]


class ItDeskOffice:
    """See `ui.it_desk.port.ItOffice`."""

    def __init__(self, parts: ItParts, guard: Guard) -> None:
        self._parts, self._guard = parts, guard

    def allows(self, deed: Deed) -> bool:
        return self._guard.allows(deed)

    # Data.
    def data(self) -> DataStanding:
        health, parts = self._health(), self._parts
        return DataStanding(
            at=health.at,
            sets=data_sets(health, self._published()),
            rounds=self._rounds(),
            pending=health.pending,
            errors=health.errors,
            alarms=health.alarms,
            port=parts.standing(),
            has_line=bool(parts.device.registry),
        )

    def sync(self, stopping: Stopping, on_progress: OnProgress) -> RoundDone:
        self._guard.require(Deed.SYNC_NOW)
        parts = self._parts
        meter = ProgressMeter(parts.clock.monotonic, on_progress)
        with parts.sync(meter) as client, _ended_by(client, stopping):
            report = client.once()
        return _round_done(report, parts.journal.pending())

    # Sticks.
    def sticks(self) -> StickStanding:
        return StickStanding(self._parts.inward().last(), self._parts.departures().loop())

    def look(self, folder: Path, stopping: Stopping) -> Preview:
        self._guard.require(Deed.CARRY_STICK)
        return self._parts.inward().preview(folder, stopping=stopping)

    def take(self, folder: Path, stopping: Stopping, on_progress: OnProgress) -> Outcome:
        who = self._guard.require(Deed.CARRY_STICK)
        done = self._parts.inward().take(folder, stopping=stopping, on_progress=on_progress)
        self._note(who.name, "stick.imported")
        return done

    def export(self, folder: Path) -> Exported:
        who = self._guard.require(Deed.CARRY_STICK)
        done = self._parts.departures().export(folder)
        self._note(who.name, "stick.exported")
        return done

    # This device.
    def device(self) -> DeviceStanding:
        parts, view = self._parts, self._parts.trust.view
        at = parts.trust.reference_time(parts.clock.now())
        listed = None if view is None or view.devices is None else len(view.devices.devices)
        return DeviceStanding(
            device_id=parts.device.device_id,
            port=parts.port.port_id,
            lane=parts.device.lane,
            registry=parts.device.registry,
            fingerprint=parts.device.fingerprint,
            demo=parts.device.demo,
            recalled=view is not None and parts.device.device_id in view.recalled,
            devices=listed,
            root_version=None if view is None else view.root_version,
            root_ends=None if view is None else view.root_expires,
            word_until=None if view is None else view.expires,
            at=at,
            keys=() if view is None else tuple(_keys(view, at)),
            parts=self._versions(),
        )

    def scanner_sheet(self, path: Path) -> None:
        _write(path, self._parts.sheet(self._parts.clock.now()))

    # The computer.
    def machine(self) -> MachineStanding:
        parts = self._parts
        now, last = parts.clock.now(), parts.journal.last_at()
        fault = parts.trust.clock_fault(now, last)
        free, total = _disk(parts.paths.root)
        return MachineStanding(
            now=now,
            reference=parts.trust.reference_time(now),
            floor=parts.trust.floor,
            last_entry=last,
            fault="" if fault is None else fault.value,
            free=free,
            total=total,
            files=self._files(),
        )

    def accept_clock(self) -> None:
        who = self._guard.require(Deed.CHANGE_SETTINGS)
        self._parts.journal.accept_clock(self._parts.clock.now(), who.name)

    def log(self, wish: LogWish) -> tuple[LogLine, ...]:
        lines = diagnostics.log_lines(self._log_tail())
        return diagnostics.chosen_lines(lines, wish.level, wish.text, wish.most)

    def diagnose(self, path: Path) -> int:
        content = diagnostics.diagnostics_zip(Diagnosis(self._tables(), self._log_tail()))
        _write(path, content)
        return len(content)

    # Drills.
    def drill(self, stopping: Stopping) -> Drill:
        name = drill.begin(self._guard, self._parts.paths.root)
        made = self._parts.build_drill(stopping)
        self._note(name, "drill.begun")
        return made

    def _health(self) -> Health:
        parts = self._parts
        return health_of(parts.records, parts.journal, parts.anchor, parts.current, parts.clock)

    def _note(self, actor: str, action: str) -> None:
        self._parts.journal.audit(self._parts.clock.now(), actor, action)

    def _published(self) -> Published:
        parts, view = self._parts, self._parts.trust.view
        if view is None:
            return Published({}, {}, None)
        staff = parts.databases.newest_staff()
        officers = None if staff is None else datetime.fromtimestamp(staff[1], UTC)
        received = (each.receipted for each in parts.journal.outbox.epochs() if each.receipted)
        elsewhere = view.issued if "elsewhere" in parts.records.notes() else None
        newest = parts.anchor.newest()
        return Published(
            issued={
                DataSetName.RULES: view.issued,
                DataSetName.ELSEWHERE: elsewhere,
                DataSetName.OFFICERS: officers,
                DataSetName.DEVICES: None if view.devices is None else view.issued,
                DataSetName.RECEIPTS: max(received, default=None),
            },
            versions={
                DataSetName.RECORDS: "" if newest is None else str(newest.generation),
                DataSetName.RULES: f"{view.root_version}.{view.version}",
                DataSetName.OFFICERS: "" if staff is None else str(staff[0]),
            },
            source=self._source(view, parts.inward().last()),
        )

    def _source(self, view: TrustView, last: LastImport | None) -> Source:
        if last is not None and last.issued == view.issued.replace(microsecond=0):
            return Source.STICK
        client = self._parts.rounds()
        return Source.HUB if client is not None and client.by_hub else Source.LINE

    def _rounds(self) -> tuple[Round, ...]:
        from sync.client.rounds import Way  # with it comes the line: not for a desk that is closed

        client, now = self._parts.rounds(), self._parts.clock.monotonic()
        if client is None:
            return tuple(Round(way.value, RoundState.OFF) for way in Way)
        found = []
        for way in Way:
            course = client.course(way)
            state = RoundState(course.state.name.lower())
            due = None if state is RoundState.RUNNING else max(0.0, course.due - now)
            found.append(Round(way.value, state, due, course.failures))
        return tuple(found)

    def _versions(self) -> tuple[Part, ...]:
        schemas = self._parts.databases.schemas()
        return (
            Part(_PACKAGE, _version(_PACKAGE)),
            *(Part(name, str(schema)) for name, schema in schemas.items()),
            Part("python", platform.python_version()),
            *(Part(name, _version(name)) for name in _LIBRARIES),
        )

    def _files(self) -> tuple[FileSize, ...]:
        paths = self._parts.paths
        return (
            FileSize("records.db", _size_of(paths.records)),
            FileSize("journal.db", _size_of(paths.journal)),
            FileSize("trust", _size_below(paths.trust)),
            FileSize("log", _size_below(paths.log.parent)),
        )

    def _log_tail(self) -> str:
        path = self._parts.paths.log
        try:
            with path.open("rb") as file:
                file.seek(max(0, path.stat().st_size - LOG_TAIL))
                return file.read(LOG_TAIL).decode("utf-8", "replace")
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise StorageError(f"log: {error.strerror}", key="it.log_unreadable") from error

    def _tables(self) -> Mapping[str, object]:
        """What the diagnostics file tells. Each is listed by hand: what is new stays out."""
        standing, machine, device = self.data(), self.machine(), self.device()
        looks = self._parts.databases.looks()
        return {
            "versions": {part.name: part.version for part in device.parts},
            "system": {"system": platform.system(), "machine": platform.machine()},
            "settings": diagnostics.safe_settings(asdict(self._parts.settings())),
            "lane": _lane_table(device),
            "data": _data_table(standing),
            "machine": _machine_table(machine),
            "databases": [asdict(look) for look in looks],
            "checks": {
                "audit_broken_at": self._parts.journal.first_broken_audit(),
                "databases_whole": all(look.whole for look in looks),
            },
        }


@contextmanager
def _ended_by(client: SyncClient, stopping: Stopping) -> Iterator[None]:
    """Have a round end at its next step once ``stopping`` says so."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_LOOK):
            if stopping():
                client.stop()
                return

    watcher = threading.Thread(target=watch, name="round", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _round_done(report: SyncReport, pending: int) -> RoundDone:
    down, up = report.down, report.up
    port = None if down is None else down.port
    done = RoundDone(
        records=0 if port is None else port.records,
        sent=0 if up is None else up.acknowledged,
        pending=pending,
        changed=down is not None and down.changed,
        recalled=down is not None and down.recalled,
    )
    return replace(done, error_down=_key(report.down_error), error_up=_key(report.up_error))


def _key(error: CheckpointError | None) -> str:
    return "" if error is None else error.key


def _keys(view: TrustView, at: datetime) -> Iterator[KeyShown]:
    for key in view.keys:
        ended = key.valid_until <= at or key.revoked_at is not None
        yield KeyShown(key.purpose.value, key.kid.hex(), key.valid_until, ended)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:  # bundled without its metadata
        return ""


def _disk(folder: Path) -> tuple[int | None, int | None]:
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None, None
    return usage.free, usage.total


def _size_of(path: Path) -> int:
    """A database with its write-ahead log."""
    return sum(_file_size(path.with_name(path.name + end)) for end in ("", "-wal", "-shm"))


def _size_below(folder: Path) -> int:
    return sum(
        _file_size(Path(where) / name) for where, _, names in os.walk(folder) for name in names
    )


def _file_size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ConfigError(
            f"not written: {error.strerror}", key="it.file_unwritten", name=path.name
        ) from error


def _lane_table(device: DeviceStanding) -> Mapping[str, object]:
    return {
        "port": device.port,
        "lane": device.lane,
        "demo": device.demo,
        "recalled": device.recalled,
        "devices_of_port": device.devices,
        "root_version": device.root_version,
        "root_ends": _iso(device.root_ends),
        "word_until": _iso(device.word_until),
        "has_line": bool(device.registry),
        "keys": [
            {
                "purpose": key.purpose,
                "id": key.key_id[:6],
                "until": _iso(key.until),
                "ended": key.ended,
            }
            for key in device.keys
        ],
    }


def _key_table(key: KeyShown) -> Mapping[str, object]:
    return {
        "purpose": key.purpose,
        "id": key.key_id[:6],
        "until": _iso(key.until),
        "ended": key.ended,
    }


def _data_table(standing: DataStanding) -> Mapping[str, object]:
    return {
        "at": _iso(standing.at),
        "pending": standing.pending,
        "errors": dict(standing.errors),
        "alarms": sorted(standing.alarms),
        "sets": [
            {
                "name": each.name.value,
                "issued": _iso(each.issued),
                "grade": each.freshness.name.lower(),
                "version": each.version,
                "source": None if each.source is None else each.source.value,
            }
            for each in standing.sets
        ],
        "rounds": [asdict(each) for each in standing.rounds],
        "lanes": None if standing.port is None else asdict(standing.port),
    }


def _machine_table(machine: MachineStanding) -> Mapping[str, object]:
    return {
        "now": _iso(machine.now),
        "reference": _iso(machine.reference),
        "floor": _iso(machine.floor),
        "last_entry": _iso(machine.last_entry),
        "fault": machine.fault,
        "free_mb": None if machine.free is None else machine.free // 1_000_000,
        "total_mb": None if machine.total is None else machine.total // 1_000_000,
        "files_kb": {each.name: each.size // 1000 for each in machine.files},
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat(timespec="seconds")
