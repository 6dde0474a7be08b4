"""The marks of the bar: line, data, uploads, alarms, camera, clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from checkpoint_app.domain.facts import DataKind
from checkpoint_app.domain.freshness import Freshness
from ui.lane.states import NetworkState, SourceState
from ui.lane.views import ChipView, Mark
from ui.wording.phrase import Phrase
from ui.wording.remarks import remark
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.domain.port_standing import PortStanding
    from checkpoint_app.services.health import DataAge, Health
    from ui.ports import LanePlace

# Icon, mark, text, and what its tip says.
_Chip = tuple[str, Mark, Phrase, Phrase]
_NETWORK: Mapping[NetworkState, _Chip] = {
    NetworkState.ONLINE: (
        "network",
        Mark.GOOD,
        Phrase("Bar", "Online"),
        Phrase("Bar", "The registry answers"),
    ),
    NetworkState.OFFLINE: (
        "network-off",
        Mark.WARNING,
        Phrase("Bar", "Offline"),
        Phrase("Bar", "The registry does not answer. Scanning goes on"),
    ),
    NetworkState.UNKNOWN: (
        "network-off",
        Mark.PLAIN,
        Phrase("Bar", "Connecting"),
        Phrase("Bar", "The registry has not been asked yet"),
    ),
}
_SOURCES: Mapping[SourceState, _Chip] = {
    SourceState.NONE: (
        "scanner",
        Mark.PLAIN,
        Phrase("Bar", "Scanner"),
        Phrase("Bar", "No camera is set: use the scanner or type"),
    ),
    SourceState.OPENING: (
        "camera",
        Mark.PLAIN,
        Phrase("Bar", "Camera opens"),
        Phrase("Bar", "The camera is being opened"),
    ),
    SourceState.LIVE: (
        "camera",
        Mark.GOOD,
        Phrase("Bar", "Camera"),
        Phrase("Bar", "The camera reads"),
    ),
    SourceState.ENDED: (
        "camera",
        Mark.NOTED,
        Phrase("Bar", "Film ended"),
        Phrase("Bar", "The film or folder has no more pictures"),
    ),
    SourceState.LOST: (
        "camera-off",
        Mark.BAD,
        Phrase("Bar", "No camera"),
        Phrase("Bar", "The camera gives no picture. Use the scanner or type, and call IT"),
    ),
}
_SCANNERS: Mapping[SourceState, _Chip] = {
    SourceState.OPENING: (
        "scanner",
        Mark.PLAIN,
        Phrase("Bar", "Scanner …"),
        Phrase("Bar", "The serial scanner is being looked for"),
    ),
    SourceState.LIVE: (
        "scanner",
        Mark.GOOD,
        Phrase("Bar", "Scanner"),
        Phrase("Bar", "The serial scanner reads"),
    ),
    SourceState.LOST: (
        "scanner",
        Mark.BAD,
        Phrase("Bar", "No scanner"),
        Phrase("Bar", "The serial scanner does not answer. Use the camera or type, and call IT"),
    ),
}
_MARKS: Mapping[Freshness, Mark] = {
    Freshness.FRESH: Mark.GOOD,
    Freshness.AGEING: Mark.NOTED,
    Freshness.STALE: Mark.WARNING,
    Freshness.UNACCEPTABLE: Mark.BAD,
    Freshness.MISSING: Mark.BAD,
}
_GRADES: Mapping[Freshness, Phrase] = {
    Freshness.FRESH: Phrase("Bar", "fresh"),
    Freshness.AGEING: Phrase("Bar", "ageing"),
    Freshness.STALE: Phrase("Bar", "stale: pilgrims are referred"),
    Freshness.UNACCEPTABLE: Phrase("Bar", "too old to clear anyone"),
    Freshness.MISSING: Phrase("Bar", "missing"),
}
_DATA: Mapping[DataKind, Phrase] = {
    DataKind.RECORDS: Phrase("Bar", "Permit records"),
    DataKind.STATUS: Phrase("Bar", "Revocations"),
    DataKind.STATE: Phrase("Bar", "Companies and programmes"),
}
# What a bar holds at the least, in letters of its smallest size: a chip without its words takes as
# much as so many letters, and Arabic ones are narrower.
_CHIP = 7
_ROOM, _ROOM_ARABIC = 112, 145
_TOLD_BY_ICON = frozenset({"network-off", "upload", "scanner", "camera", "camera-off", "data"})


def present_chips(
    place: LanePlace,
    health: Health | None,
    network: NetworkState,
    source: SourceState,
    scanner: SourceState,
    now: datetime,
    tongue: Tongue,
) -> Iterator[ChipView]:
    """All of them, in their order. ``health`` is None while it is not known. A serial scanner has a
    chip where one is set; that of the camera tells of keyboard scanners where nothing is. Where
    they are too many, some have their words in the tip alone."""
    every = _every(place, health, network, source, scanner, now, tongue)
    return iter(_in_room(list(every), tongue))


def _every(
    place: LanePlace,
    health: Health | None,
    network: NetworkState,
    source: SourceState,
    scanner: SourceState,
    now: datetime,
    tongue: Tongue,
) -> Iterator[ChipView]:
    if place.demo:
        yield _demo(tongue)
    yield _of_table(_NETWORK[network], tongue)
    yield _data(health, tongue)
    yield _pending(health, tongue)
    if health is not None and health.port is not None:
        yield from _port(health.port, tongue)
    if health is not None and (health.alarms or health.altered_scans):
        yield _alarm(health, tongue)
    if scanner in _SCANNERS:
        yield _of_table(_SCANNERS[scanner], tongue)
    if source is not SourceState.NONE or scanner is SourceState.NONE:
        yield _of_table(_SOURCES[source], tongue)
    yield _clock(health, now, tongue)


def _in_room(chips: list[ChipView], tongue: Tongue) -> list[ChipView]:
    """The chips with no more words than the narrowest bar holds. What works gives its words up
    first, then what its icon and its ground tell; what somebody has to act on keeps them."""
    room = _ROOM_ARABIC if tongue.language == "ar" else _ROOM
    for is_known_by_icon in (_works, lambda chip: chip.icon in _TOLD_BY_ICON):
        for number in reversed(range(len(chips))):
            if sum(_CHIP + len(chip.text) for chip in chips) <= room:
                return chips
            if chips[number].text and is_known_by_icon(chips[number]):
                chips[number] = _wordless(chips[number])
    return chips


def _works(chip: ChipView) -> bool:
    return chip.mark is Mark.GOOD and chip.icon != "data"


def _wordless(chip: ChipView) -> ChipView:
    return replace(chip, text="", detail=f"{chip.text}\n{chip.detail}")


def _of_table(row: _Chip, tongue: Tongue) -> ChipView:
    icon, mark, text, detail = row
    return ChipView(icon, text.said(tongue), mark, detail.said(tongue))


def _demo(tongue: Tongue) -> ChipView:
    return ChipView(
        "demo",
        tongue.translate("Bar", "Demo"),
        Mark.NOTED,
        tongue.translate("Bar", "A demonstration: nobody here is real"),
    )


def _data(health: Health | None, tongue: Tongue) -> ChipView:
    """The worst grade, with the age of the data set that has it; all three in the tip."""
    if health is None or not health.data:
        unknown = tongue.translate("Bar", "The age of the data is not known yet")
        return ChipView("data", tongue.translate("Bar", "Data …"), Mark.PLAIN, unknown)
    worst = max(health.data, key=_badness)
    if worst.age is None:
        text = tongue.translate("Bar", "No data")
    else:
        text = fill(tongue.translate("Bar", "Data {age}"), age=tongue.age(worst.age))
    detail = "\n".join(_data_line(each, tongue) for each in health.data)
    return ChipView("data", text, _MARKS[worst.freshness], detail)


def _badness(each: DataAge) -> tuple[Freshness, timedelta]:
    return each.freshness, timedelta.max if each.age is None else each.age


def _data_line(each: DataAge, tongue: Tongue) -> str:
    name, grade = _DATA[each.kind].said(tongue), _GRADES[each.freshness].said(tongue)
    if each.age is None:
        return fill(tongue.translate("Bar", "{name}: {grade}"), name=name, grade=grade)
    text = tongue.translate("Bar", "{name}: {age}, {grade}")
    return fill(text, name=name, age=tongue.age(each.age), grade=grade)


def _pending(health: Health | None, tongue: Tongue) -> ChipView:
    if health is None:
        waiting = tongue.translate("Bar", "What waits to be sent is not known yet")
        return ChipView("upload", tongue.translate("Bar", "To send …"), Mark.PLAIN, waiting)
    if not health.pending:
        sent = tongue.translate("Bar", "The registry has every movement of this lane")
        return ChipView("upload", tongue.translate("Bar", "All sent"), Mark.GOOD, sent)
    return ChipView(
        "upload",
        tongue.translate("Bar", "%n to send", None, health.pending),
        Mark.NOTED,
        tongue.translate("Bar", "%n movement(s) wait to be sent", None, health.pending),
    )


def _port(port: PortStanding, tongue: Tongue) -> Iterator[ChipView]:
    """The other lanes of the port, and what they and this one contradict each other in."""
    if not port.linked:
        yield ChipView(
            "lanes-off",
            tongue.translate("Bar", "Lane alone"),
            Mark.WARNING,
            tongue.translate(
                "Bar",
                "The port's hub does not answer. Scanning goes on, but who leaves at another lane"
                " meanwhile is not known here. Tell IT",
            ),
        )
    elif port.is_whole:
        every = tongue.translate(
            "Bar", "All %n lane(s) of the port are known here", None, port.lanes
        )
        yield ChipView("lanes", _lanes(port, tongue), Mark.GOOD, every)
    else:
        some = tongue.translate("Bar", "%n lane(s) not heard yet", None, port.lanes - port.heard)
        yield ChipView("lanes", _lanes(port, tongue), Mark.NOTED, some)
    if port.conflicts:
        twice = tongue.translate("Bar", "Left twice: %n", None, port.conflicts)
        detail = tongue.translate(
            "Bar",
            "%n permit(s) left at two lanes today. Tell the second line",
            None,
            port.conflicts,
        )
        yield ChipView("conflict", twice, Mark.BAD, detail)


def _lanes(port: PortStanding, tongue: Tongue) -> str:
    text = tongue.translate("Bar", "Lanes {heard}/{lanes}")
    return fill(text, heard=tongue.number(port.heard), lanes=tongue.number(port.lanes))


def _alarm(health: Health, tongue: Tongue) -> ChipView:
    """What somebody has to look into: damaged records, refreshed permits that went missing."""
    lines = [remark(f"alarm.{name}", tongue) for name in sorted(health.alarms)]
    if health.altered_scans:
        met = tongue.translate(
            "Bar", "Damaged records in %n scan(s) of the last day", None, health.altered_scans
        )
        lines.append(met)
    return ChipView("alarm", tongue.translate("Bar", "Tell IT"), Mark.BAD, "\n".join(lines))


def _clock(health: Health | None, now: datetime, tongue: Tongue) -> ChipView:
    if health is not None and health.clock_suspect:
        wrong = tongue.translate("Bar", "This computer's clock cannot be right. Call IT")
        return ChipView("clock", tongue.translate("Bar", "Clock wrong"), Mark.BAD, wrong)
    return ChipView("clock", tongue.time(now), Mark.PLAIN, tongue.translate("Bar", "Cairo time"))
