"""Sticks, in and out, as their page shows them. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checkpoint_app.reference import ports
from ui.it_desk.present_data import NO_BANNER, BannerView
from ui.it_desk.words import moment
from ui.lane.views import FactView, Mark
from ui.lane.words import port_name
from ui.widgets.table_view import CellView, ColumnView, RowView, TableView
from ui.wording.remarks import remark
from ui.wording.tongue import Tongue

if TYPE_CHECKING:
    from sync.bundle.departures import Exported
    from sync.bundle.departures_loop import EpochLoop, Loop
    from sync.bundle.inward import LastImport, Outcome
    from sync.bundle.preview import Preview
    from ui.it_desk.port import StickStanding

# Of a journal's id so many signs tell it apart.
_SIGNS = 8


@dataclass(frozen=True, slots=True)
class StickView:
    """What a stick is. ``takeable`` when there is something to take in."""

    banner: BannerView
    facts: tuple[FactView, ...]
    takeable: bool


@dataclass(frozen=True, slots=True)
class LoopView:
    """Where departures stand: the last import, the last export, a row for each journal."""

    last: tuple[FactView, ...]
    export: tuple[FactView, ...]
    table: TableView


def present_preview(preview: Preview, tongue: Tongue) -> StickView:
    """What was looked at and not taken yet."""
    say = tongue.translate
    words = {
        "newer": (say("It", "Newer than what is here. It can be taken in"), Mark.GOOD),
        "same": (say("It", "All of this is here already"), Mark.NOTED),
        "older": (
            say("It", "Older than what is here: it is not taken in. Ask for a newer stick"),
            Mark.BAD,
        ),
    }
    text, mark = words[preview.relation.value]
    facts = [
        FactView(say("It", "For"), port_name(ports().by_id(preview.port_id), tongue)),
        FactView(say("It", "Signed"), moment(preview.issued, tongue)),
        FactView(say("It", "Good until"), moment(preview.expires, tongue)),
        FactView(say("It", "Permits"), tongue.number(preview.permits)),
        FactView(say("It", "Here now, signed"), moment(preview.held, tongue)),
        _label(preview, tongue),
    ]
    is_wanted = preview.relation.value != "older"
    return StickView(BannerView(text, mark), tuple(facts), is_wanted)


def present_outcome(outcome: Outcome, tongue: Tongue) -> BannerView:
    """What an import did."""
    receipts = outcome.taken.receipts
    if outcome.taken.recalled:
        return BannerView(remark("lane.recalled", tongue), Mark.BAD)
    if receipts is not None and receipts.fork:
        return BannerView(remark("sync.fork", tongue), Mark.BAD)
    if outcome.taken.newer:
        return BannerView(remark("trust.newer_format", tongue), Mark.WARNING)
    if outcome.receipt_error is not None:
        return BannerView(remark(outcome.receipt_error.key, tongue), Mark.WARNING)
    done = (
        tongue.translate("It", "Taken in: %n record(s) written", None, outcome.records)
        if outcome.changed
        else tongue.translate("It", "All of it was here already")
    )
    parts = [done]
    if outcome.acknowledged:
        parts.append(
            tongue.translate("It", "%n movement(s) acknowledged", None, outcome.acknowledged)
        )
    parts.append(tongue.translate("It", "a receipt is on the stick: send it back"))
    return BannerView(" · ".join(parts), Mark.GOOD)


def present_exported(done: Exported, tongue: Tongue) -> BannerView:
    """What an export did."""
    if not done.files:
        told = tongue.translate("It", "Every movement is acknowledged: there is nothing to carry")
        return BannerView(told, Mark.NOTED)
    movements = tongue.translate("It", "%n movement(s) on the stick", None, done.movements)
    following = tongue.translate("It", "Take it to the registry. The next stick brings the receipt")
    return BannerView(f"{movements}. {following}", Mark.GOOD)


def present_sticks(standing: StickStanding, tongue: Tongue) -> LoopView:
    """What the last stick brought, and the loop of each journal."""
    loop = standing.loop
    say = tongue.translate
    table = TableView(
        title=say("It", "Journals of this lane"),
        columns=(
            ColumnView(say("It", "Journal"), code=True, share=2),
            ColumnView(say("It", "Recorded"), number=True),
            ColumnView(say("It", "Exported"), number=True),
            ColumnView(say("It", "Acknowledged"), number=True),
            ColumnView(say("It", "Receipt"), share=2),
        ),
        rows=tuple(_epoch(each, tongue) for each in reversed(loop.epochs)),
        empty=say("It", "Nothing was recorded at this lane yet"),
    )
    return LoopView(_last(standing.last, tongue), _export(loop, tongue), table)


def _label(preview: Preview, tongue: Tongue) -> FactView:
    label = tongue.translate("It", "Label")
    if preview.label is None:
        return FactView(label, tongue.translate("It", "None on the stick"), Mark.WARNING)
    if preview.label_differs:
        told = tongue.translate("It", "Says otherwise than what is signed. The signed data counts")
        return FactView(label, told, Mark.WARNING)
    return FactView(label, tongue.code(str(preview.label.number)))


def _last(last: LastImport | None, tongue: Tongue) -> tuple[FactView, ...]:
    say = tongue.translate
    name = say("It", "Last stick in")
    if last is None:
        return (FactView(name, say("It", "None yet")),)
    permits = tongue.translate("It", "%n permit(s)", None, last.permits)
    return (
        FactView(name, f"{moment(last.at, tongue)} · {permits}"),
        FactView(say("It", "Signed"), moment(last.issued, tongue)),
    )


def _export(loop: Loop, tongue: Tongue) -> tuple[FactView, ...]:
    say = tongue.translate
    waiting = tongue.translate("It", "%n movement(s)", None, loop.pending)
    underway = tongue.translate("It", "%n movement(s)", None, loop.underway)
    mark = Mark.NOTED if loop.pending else Mark.GOOD
    return (
        FactView(say("It", "Last stick out"), moment(loop.exported_at, tongue)),
        FactView(say("It", "Newest receipt"), moment(loop.receipted, tongue)),
        FactView(say("It", "Not acknowledged"), waiting, mark),
        FactView(say("It", "Of these on a stick"), underway),
    )


def _epoch(each: EpochLoop, tongue: Tongue) -> RowView:
    whole = each.acknowledged >= each.recorded
    mark, picture = (Mark.GOOD, "check") if whole else (Mark.NOTED, "upload")
    name = each.epoch.hex()
    return RowView(
        name,
        (
            CellView(tongue.code(name[:_SIGNS]), name),
            CellView(tongue.number(each.recorded), each.recorded),
            CellView(tongue.number(each.exported), each.exported),
            CellView(tongue.number(each.acknowledged), each.acknowledged, mark, picture),
            CellView(moment(each.receipted, tongue), each.receipted),
        ),
    )


NOTHING = StickView(NO_BANNER, (), False)
