"""An IT desk's office of a made-up lane at Safaga: data of every grade, sticks, keys, a log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from checkpoint_app.capture.sheet_contents import SYMBOLS
from checkpoint_app.domain.freshness import Freshness
from checkpoint_app.domain.port_standing import PortStanding
from checkpoint_app.domain.roles import Deed
from checkpoint_app.services.data_sets import (
    DataSet,
    DataSetName,
    DataStanding,
    Round,
    RoundState,
    Source,
)
from checkpoint_app.services.diagnostics import LogLine
from checkpoint_app.services.drill import Drill, SamplePermit
from sync.bundle.departures_loop import EpochLoop, Loop
from sync.bundle.inward import LastImport
from sync.bundle.label import Label
from sync.bundle.preview import Preview, Relation
from ui.it_desk.port import (
    DeviceStanding,
    FileSize,
    KeyShown,
    LogWish,
    MachineStanding,
    Part,
    StickStanding,
)

AT = datetime(2026, 11, 23, 15, 20, tzinfo=UTC)  # 17:20 in Cairo
_AGES = {
    DataSetName.RECORDS: (timedelta(minutes=48), Freshness.FRESH, "1907"),
    DataSetName.STATUS: (timedelta(minutes=3), Freshness.FRESH, "44120"),
    DataSetName.STATE: (timedelta(hours=15), Freshness.AGEING, "812"),
    DataSetName.RULES: (timedelta(days=21), Freshness.FRESH, "7"),
    DataSetName.ELSEWHERE: (timedelta(minutes=3), Freshness.FRESH, "44117"),
    DataSetName.OFFICERS: (timedelta(days=2), Freshness.FRESH, "31"),
    DataSetName.DEVICES: (timedelta(days=9), Freshness.FRESH, "12"),
    DataSetName.RECEIPTS: (None, Freshness.MISSING, ""),
}
_GRADED = frozenset({DataSetName.RECORDS, DataSetName.STATUS, DataSetName.STATE})
_LOG = (
    ("16:58:02", "INFO", "sync.client.rounds", "down: 12 records, 3 revocations"),
    ("17:03:41", "WARNING", "ui.workers.camera", "camera 0 gave no picture for 2.0 s"),
    ("17:03:44", "INFO", "ui.workers.camera", "camera 0 opened again, 1280x720"),
    ("17:11:20", "ERROR", "sync.client.uplink", "registry answered 503; tried again in 40 s"),
    ("17:12:00", "INFO", "sync.client.uplink", "up: 58 movements acknowledged"),
    ("17:17:05", "INFO", "sync.client.rounds", "down: nothing newer"),
    ("17:19:31", "INFO", "checkpoint_app.services.shifts", "shift began, departing"),
)
DRILL = Drill(
    Path("/var/lib/checkpoint/drill"),
    tuple(
        SamplePermit(f"it.drill_{shows}", 1_400_000_000_017 + 97 * at, SYMBOLS[0].content)
        for at, shows in enumerate(
            (*("clear",) * 5, "expired", "wrong_day", "revoked", "unreadable")
        )
    ),
)


@dataclass
class Office:
    """`ItOffice`. ``trouble``: the computer's clock is wrong, its disk full, the data old."""

    trouble: bool = False
    may: bool = True

    def allows(self, _deed: Deed) -> bool:
        return self.may

    def data(self) -> DataStanding:
        return DataStanding(
            at=AT,
            sets=tuple(self._set(name) for name in DataSetName),
            rounds=(
                Round("down", RoundState.WAITING, 34.0, 3)
                if self.trouble
                else Round("down", RoundState.IDLE, 41.0),
                Round("up", RoundState.IDLE, 12.0),
            ),
            pending=214 if self.trouble else 17,
            errors={"down": "sync.unreachable"} if self.trouble else {},
            alarms={},
            port=PortStanding(True, 4, 3 if self.trouble else 4, cases=2),
            has_line=True,
        )

    def sticks(self) -> StickStanding:
        taken = AT - timedelta(days=1, hours=6)
        return StickStanding(
            LastImport(taken, taken - timedelta(hours=9), 48_211, 1_907, 31),
            Loop(
                (
                    EpochLoop(bytes.fromhex("9c41e07d2b55aa10"), 1_204, 1_204, 1_204, taken),
                    EpochLoop(bytes.fromhex("03b7f6182cd94e71"), 412, 371, 240, taken),
                ),
                AT - timedelta(hours=5),
                131,
            ),
        )

    def look(self, _folder: Path, _stopping: object) -> Preview:
        issued = AT - timedelta(hours=3)
        return Preview(
            "SGA-SEA",
            issued,
            issued + timedelta(days=14),
            Relation.NEWER,
            48_390,
            1_912,
            AT - timedelta(hours=27),
            Label(
                port="SGA-SEA",
                number=32,
                issued=int(issued.timestamp()),
                expires=int((issued + timedelta(days=14)).timestamp()),
                written=int(AT.timestamp()),
                timestamp=44_120,
                files=61,
                size=19_400_000,
            ),
            (),
        )

    def device(self) -> DeviceStanding:
        return DeviceStanding(
            device_id="3f0c9a6e5d7b4821",
            port="SGA-SEA",
            lane="2",
            registry="https://centre.example",
            fingerprint="12345 67890 11223 44556 77889 90012",
            demo=False,
            recalled=False,
            devices=4,
            root_version=3,
            root_ends=AT + timedelta(days=301),
            word_until=AT + timedelta(days=13, hours=21),
            at=AT,
            keys=tuple(
                KeyShown(purpose, key_id * 8, AT + timedelta(days=days), days < 0)
                for purpose, key_id, days in (
                    ("manifest", "9f31c0d4", 220),
                    ("manifest", "27ab9e06", -12),
                    ("status", "c85d1f73", 220),
                    ("receipt", "4e0072bb", 220),
                )
            ),
            parts=(
                Part("checkpoint", "0.7.0"),
                Part("python", "3.11.2"),
                Part("qt", "6.11.0"),
                Part("tuf", "1.0.31"),
                Part("records.db", "5"),
                Part("journal.db", "9"),
            ),
        )

    def machine(self) -> MachineStanding:
        now = AT - timedelta(days=40) if self.trouble else AT
        return MachineStanding(
            now=now,
            reference=AT,
            floor=AT - timedelta(minutes=3),
            last_entry=AT - timedelta(seconds=40),
            fault="behind_journal" if self.trouble else "",
            free=(1 if self.trouble else 71) * 1_000_000_000,
            total=118_000_000_000,
            files=(
                FileSize("records.db", 212_000_000),
                FileSize("journal.db", 31_400_000),
                FileSize("trust", 24_800_000),
                FileSize("log", 6_100_000),
            ),
        )

    def log(self, wish: LogWish) -> tuple[LogLine, ...]:
        if wish.text:
            return ()
        return tuple(LogLine(f"2026-11-23 {at}", *told) for at, *told in _LOG)

    def _set(self, name: DataSetName) -> DataSet:
        age, freshness, version = _AGES[name]
        if self.trouble and name in _GRADED:
            age, freshness = timedelta(days=3), Freshness.STALE
        source = Source.HUB if name is DataSetName.STATUS else Source.LINE
        issued = None if age is None else AT - age
        there = None if age is None else source
        return DataSet(name, issued, age, name in _GRADED, freshness, version, there)
