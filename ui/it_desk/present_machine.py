"""The computer and its log as their page shows them. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.it_desk.present_data import NO_BANNER, BannerView
from ui.it_desk.words import moment, size
from ui.lane.views import FactView, Mark
from ui.widgets.table_view import CellView, ColumnView, RowView, TableView
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.services.diagnostics import LogLine
    from ui.it_desk.port import MachineStanding

# Less than this many bytes, or this share, and a day's work may not fit.
_LITTLE, _SCARCE = 2 * 10**9, 0.05
_ACCEPTABLE = "behind_journal"
_FAULTS: Mapping[str, Phrase] = {
    "behind_data": Phrase("It", "The clock is behind what the registry has signed. Put it right "
                                "in the system's settings, then accept it here"),
    "behind_journal": Phrase("It", "The clock is behind the last entry of this lane. Put it right, "
                                   "or accept it when it is right now"),
    "ahead": Phrase("It", "The clock is far ahead of all that the registry has signed. Put it "
                          "right, or sync"),
}  # fmt: skip
LEVELS: tuple[tuple[str, Phrase], ...] = (
    ("DEBUG", Phrase("It", "Everything")),
    ("INFO", Phrase("It", "Notes and worse")),
    ("WARNING", Phrase("It", "Warnings and worse")),
    ("ERROR", Phrase("It", "Errors only")),
)
_YEAR = len("2026-")
_MARKS = {"WARNING": (Mark.WARNING, "warning"), "ERROR": (Mark.BAD, "alarm")}
_LEVEL_WORDS: Mapping[str, Phrase] = {
    "DEBUG": Phrase("It", "Detail"),
    "INFO": Phrase("It", "Note"),
    "WARNING": Phrase("It", "Warning"),
    "ERROR": Phrase("It", "Error"),
    "CRITICAL": Phrase("It", "Error"),
}
_FILES: Mapping[str, Phrase] = {
    "records.db": Phrase("It", "The registry's data"),
    "journal.db": Phrase("It", "This lane's journal"),
    "trust": Phrase("It", "Signed files"),
    "log": Phrase("It", "Log"),
}


@dataclass(frozen=True, slots=True)
class MachineView:
    """The page, but for the log. ``acceptable`` when a clock put right can be accepted."""

    banner: BannerView
    clock: tuple[FactView, ...]
    disk: tuple[FactView, ...]
    acceptable: bool


def present_machine(machine: MachineStanding, tongue: Tongue) -> MachineView:
    """Clock and disk."""
    return MachineView(
        _banner(machine, tongue),
        _clock(machine, tongue),
        _disk(machine, tongue),
        machine.fault == _ACCEPTABLE,
    )


def present_log(lines: tuple[LogLine, ...], tongue: Tongue) -> TableView:
    """The log, newest first."""
    say = tongue.translate
    return TableView(
        title=say("It", "Log"),
        columns=(
            ColumnView(say("It", "Time"), code=True),
            ColumnView(say("It", "Level")),
            ColumnView(say("It", "Part"), code=True),
            ColumnView(say("It", "Text"), code=True, share=5),
        ),
        rows=tuple(_line(number, line, tongue) for number, line in enumerate(reversed(lines))),
        empty=say("It", "No line of the log is like this. Choose another level or search"),
    )


def _line(number: int, line: LogLine, tongue: Tongue) -> RowView:
    mark, picture = _MARKS.get(line.level, (Mark.PLAIN, ""))
    level = _LEVEL_WORDS.get(line.level)
    part = line.logger.rpartition(".")[2]
    return RowView(
        str(number),
        (
            CellView(tongue.code(line.at[_YEAR:]), line.at, detail=line.at),
            CellView(line.level if level is None else level.said(tongue), None, mark, picture),
            CellView(tongue.code(part), line.logger, detail=line.logger),
            CellView(tongue.code(line.text.partition("\n")[0]), detail=line.text),
        ),
    )


def _banner(machine: MachineStanding, tongue: Tongue) -> BannerView:
    if machine.fault:
        return BannerView(_FAULTS[machine.fault].said(tongue), Mark.BAD)
    if _is_scarce(machine):
        told = tongue.translate("It", "The disk is nearly full. Free some of it before the shift")
        return BannerView(told, Mark.WARNING)
    return NO_BANNER


def _is_scarce(machine: MachineStanding) -> bool:
    if machine.free is None or not machine.total:
        return False
    return machine.free < _LITTLE and machine.free < _SCARCE * machine.total


def _clock(machine: MachineStanding, tongue: Tongue) -> tuple[FactView, ...]:
    say = tongue.translate
    mark = Mark.BAD if machine.fault else Mark.GOOD
    return (
        FactView(say("It", "This computer's clock"), moment(machine.now, tongue), mark),
        FactView(say("It", "Time used for answers"), moment(machine.reference, tongue)),
        FactView(say("It", "Newest signed time"), moment(machine.floor, tongue)),
        FactView(say("It", "Last entry here"), moment(machine.last_entry, tongue)),
    )


def _disk(machine: MachineStanding, tongue: Tongue) -> tuple[FactView, ...]:
    facts = []
    if machine.free is not None and machine.total is not None:
        told = tongue.translate("It", "{free} of {all}")
        free = fill(told, free=size(machine.free, tongue), all=size(machine.total, tongue))
        mark = Mark.WARNING if _is_scarce(machine) else Mark.GOOD
        facts.append(FactView(tongue.translate("It", "Free on the disk"), free, mark))
    facts += [
        FactView(_FILES[each.name].said(tongue), size(each.size, tongue)) for each in machine.files
    ]
    return tuple(facts)
