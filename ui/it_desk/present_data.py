"""The data of a lane as its page shows it. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from checkpoint_app.domain.freshness import Freshness
from checkpoint_app.services.data_sets import DataSet, DataStanding, RoundState
from ui.it_desk import words
from ui.lane.views import FactView, Mark
from ui.widgets.table_view import CellView, ColumnView, RowView, TableView
from ui.wording.remarks import remark
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from sync.bundle.progress import Progress
    from ui.it_desk.port import RoundDone


@dataclass(frozen=True, slots=True)
class BannerView:
    """A line across a page."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class DataView:
    """The page. ``failures`` are sentences, empty when nothing failed."""

    banner: BannerView
    table: TableView
    rounds: tuple[FactView, ...]
    port: tuple[FactView, ...]
    failures: tuple[str, ...]


NO_BANNER = BannerView("", Mark.PLAIN)


def present_data(standing: DataStanding, tongue: Tongue) -> DataView:
    """Everything at one moment."""
    return DataView(
        banner=_banner(standing, tongue),
        table=_table(standing, tongue),
        rounds=_rounds(standing, tongue),
        port=_port(standing, tongue),
        failures=tuple(
            remark(key, tongue)
            for key in dict.fromkeys((*standing.errors.values(), *_alarm_keys(standing)))
        ),
    )


def present_round(done: RoundDone, tongue: Tongue) -> BannerView:
    """What a round by hand did."""
    if done.recalled:
        return BannerView(remark("lane.recalled", tongue), Mark.BAD)
    for key in (done.error_down, done.error_up):
        if key:
            return BannerView(remark(key, tongue), Mark.WARNING)
    parts = [
        tongue.translate("It", "%n record(s) received", None, done.records)
        if done.changed
        else tongue.translate("It", "Nothing newer at the registry"),
        tongue.translate("It", "%n movement(s) acknowledged", None, done.sent),
    ]
    return BannerView(" · ".join(parts), Mark.GOOD)


def present_progress(progress: Progress, tongue: Tongue) -> tuple[float | None, str]:
    """The share that is done, and what remains."""
    if not progress.bytes_total and not progress.records_total:
        return None, tongue.translate("It", "Asking what is new …")
    left = max(0, progress.records_total - progress.records_done)
    rest = tongue.translate("It", "%n record(s) to go", None, left)
    if progress.seconds_left is not None:
        seconds = timedelta(seconds=max(1, round(progress.seconds_left)))
        about = tongue.translate("It", "about {span} left")
        rest = f"{rest} · {fill(about, span=tongue.age(seconds))}"
    return progress.fraction, rest


def _banner(standing: DataStanding, tongue: Tongue) -> BannerView:
    for name in sorted(standing.alarms):
        return BannerView(remark(f"alarm.{name}", tongue), Mark.BAD)
    graded = [each.freshness for each in standing.sets if each.graded]
    worst = max(graded, default=Freshness.MISSING)
    if worst is Freshness.FRESH:
        return NO_BANNER
    if worst is Freshness.AGEING:
        told = tongue.translate("It", "Data is ageing. Sync now, or bring a stick")
        return BannerView(told, Mark.WARNING)
    told = tongue.translate("It", "Nobody is cleared by data this old. Sync now, or bring a stick")
    return BannerView(told, Mark.BAD)


def _alarm_keys(standing: DataStanding) -> tuple[str, ...]:
    return tuple(f"alarm.{name}" for name in sorted(standing.alarms))


def _table(standing: DataStanding, tongue: Tongue) -> TableView:
    say = tongue.translate
    return TableView(
        title=say("It", "Data sets"),
        columns=(
            ColumnView(say("It", "Data set"), share=3),
            ColumnView(say("It", "Signed"), share=2),
            ColumnView(say("It", "Age"), number=True),
            ColumnView(say("It", "State"), share=2),
            ColumnView(say("It", "Version"), number=True),
            ColumnView(say("It", "Brought by")),
        ),
        rows=tuple(_row(each, standing.at, tongue) for each in standing.sets),
        empty=say("It", "No data yet. Sync now, or bring a stick"),
    )


def _row(each: DataSet, now: datetime, tongue: Tongue) -> RowView:
    missing = each.freshness is Freshness.MISSING
    if missing and not each.graded:
        grade = CellView(words.UNGRADED_MISSING.said(tongue), sort=-1)
    elif each.graded:
        phrase, mark, picture = words.GRADES[each.freshness]
        grade = CellView(phrase.said(tongue), int(each.freshness), mark, picture)
    else:
        grade = CellView(tongue.translate("It", "Here"), sort=0)
    age = each.age
    return RowView(
        each.name.value,
        (
            CellView(words.DATA_SETS[each.name].said(tongue)),
            CellView(
                words.short_moment(each.issued, now, tongue),
                each.issued,
                detail=words.moment(each.issued, tongue),
            ),
            CellView(
                "–" if age is None else tongue.age(age),
                -1.0 if age is None else age.total_seconds(),
            ),
            grade,
            CellView(tongue.code(each.version) or "–", each.version),
            CellView("–" if each.source is None else words.SOURCES[each.source].said(tongue)),
        ),
    )


def _rounds(standing: DataStanding, tongue: Tongue) -> tuple[FactView, ...]:
    names = {
        "down": tongue.translate("It", "From the registry"),
        "up": tongue.translate("It", "To the registry"),
    }
    facts = []
    for each in standing.rounds:
        text = words.ROUNDS[each.state].said(tongue)
        if each.due_in is not None and each.state is not RoundState.OFF:
            span = tongue.age(timedelta(seconds=each.due_in))
            after = tongue.translate("It", "next in {span}")
            text = f"{text} · {fill(after, span=span)}"
        facts.append(FactView(names[each.way], text, words.ROUND_MARKS[each.state]))
    pending = tongue.translate("It", "%n movement(s)", None, standing.pending)
    mark = Mark.NOTED if standing.pending else Mark.GOOD
    facts.append(FactView(tongue.translate("It", "Waiting to be sent"), pending, mark))
    return tuple(facts)


def _port(standing: DataStanding, tongue: Tongue) -> tuple[FactView, ...]:
    label, port = tongue.translate("It", "Hub of the port"), standing.port
    if port is None:
        return (FactView(label, tongue.translate("It", "This is the only lane known"), Mark.PLAIN),)
    linked = (
        tongue.translate("It", "Connected") if port.linked else tongue.translate("It", "Not found")
    )
    heard = tongue.translate("It", "{heard} of {all} heard to the end")
    heard = fill(heard, heard=tongue.number(port.heard), all=tongue.number(port.lanes))
    whole = Mark.GOOD if port.is_whole else Mark.WARNING
    return (
        FactView(label, linked, Mark.GOOD if port.linked else Mark.WARNING),
        FactView(tongue.translate("It", "Lanes"), heard, whole),
    )
