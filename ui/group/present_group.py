"""The group of a programme in words: one count, how many stand where, and everybody by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoint_app.domain.movement import Direction, PastMovement
from checkpoint_app.domain.permit import spaced_permit_number
from checkpoint_app.services.group_view import MOST, Group, Member, Standing
from ui.group.views import GroupCardView, StandingView
from ui.lane.detail_words import comma
from ui.lane.views import Mark
from ui.lane.words import label, lane_name, moment, port_of_bit
from ui.widgets.table_view import CellView, ColumnView, RowView, TableView
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from ui.ports import LanePlace

_WORDS: Mapping[Standing, tuple[Phrase, Mark, str]] = {
    Standing.MISSING: (Phrase("Group", "Missing"), Mark.NOTED, "group"),
    Standing.REFERRED: (Phrase("Group", "Second line"), Mark.WARNING, "officer"),
    Standing.DEFERRED: (Phrase("Group", "Deferred"), Mark.WARNING, "clock"),
    Standing.REFUSED: (Phrase("Group", "Refused"), Mark.BAD, "warning"),
    Standing.DEPARTED: (Phrase("Group", "Passed"), Mark.GOOD, "check"),
    Standing.RETURNED: (Phrase("Group", "Returned"), Mark.PLAIN, "return"),
}
# On the way back the one to look for has left and is not back.
_BACK: Mapping[Standing, Phrase] = {
    Standing.MISSING: Phrase("Group", "Did not leave"),
    Standing.DEPARTED: Phrase("Group", "Not back yet"),
}
_ORDER: Mapping[Direction, tuple[Standing, ...]] = {
    Direction.DEPARTING: tuple(Standing),
    Direction.RETURNING: (
        Standing.DEPARTED,
        Standing.RETURNED,
        Standing.REFERRED,
        Standing.DEFERRED,
        Standing.REFUSED,
        Standing.MISSING,
    ),
}


def present_group(
    group: Group, place: LanePlace, direction: Direction, now: datetime, tongue: Tongue
) -> GroupCardView:
    """The group as it stands ``now``, seen from a lane that works this way."""
    number = label(str(group.programme), tongue)
    title = fill(tongue.translate("Group", "Programme {number}"), number=number)
    headline = _headline(group, direction, tongue)
    standings = tuple(_standings(group, direction, tongue))
    return GroupCardView(
        title=title,
        headline=headline,
        beside=_beside(group, tongue),
        standings=standings,
        table=_table(group, place, direction, now, tongue, title),
        spoken=comma(tongue).join((headline, *(f"{each.word} {each.count}" for each in standings))),
    )


def _headline(group: Group, direction: Direction, tongue: Tongue) -> str:
    say, number = tongue.translate, tongue.number
    if direction is Direction.RETURNING:
        text = say("Group", "{count} of {all} are back")
        return fill(text, count=number(group.returned), all=number(group.gone))
    text = say("Group", "{count} of {all} passed")
    return fill(text, count=number(group.gone), all=number(len(group.members)))


def _beside(group: Group, tongue: Tongue) -> str:
    said = []
    if group.company is not None:
        text = tongue.translate("Group", "Company {number}")
        said.append(fill(text, number=label(str(group.company), tongue)))
    if group.beyond:
        text = tongue.translate("Group", "only the first {count} permits are listed")
        said.append(fill(text, count=tongue.number(MOST)))
    return comma(tongue).join(said)


def _word(standing: Standing, direction: Direction) -> Phrase:
    back = direction is Direction.RETURNING
    return _BACK[standing] if back and standing in _BACK else _WORDS[standing][0]


def _mark(standing: Standing, direction: Direction) -> tuple[Mark, str]:
    _, mark, icon = _WORDS[standing]
    if direction is Direction.RETURNING:
        if standing is Standing.DEPARTED:
            return Mark.NOTED, "departure"
        if standing is Standing.RETURNED:
            return Mark.GOOD, "check"
        if standing is Standing.MISSING:
            return Mark.PLAIN, "document"
    return mark, icon


def _standings(group: Group, direction: Direction, tongue: Tongue) -> list[StandingView]:
    counts, every = group.counts, len(group.members) or 1
    return [
        StandingView(
            _word(standing, direction).said(tongue),
            tongue.number(counts[standing]),
            counts[standing] / every,
            *_mark(standing, direction),
        )
        for standing in _ORDER[direction]
    ]


def _table(
    group: Group,
    place: LanePlace,
    direction: Direction,
    now: datetime,
    tongue: Tongue,
    title: str,
) -> TableView:
    say, order = tongue.translate, _ORDER[direction].index
    members = sorted(group.members, key=lambda member: order(member.standing))
    return TableView(
        title,
        (
            ColumnView(say("Group", "Name"), share=3),
            ColumnView(say("Group", "Permit"), code=True, share=0),
            ColumnView(say("Group", "Stands"), share=1),
            ColumnView(say("Group", "Since"), share=1),
        ),
        tuple(_row(member, place, direction, now, tongue) for member in members),
        empty=say("Group", "No permit of this programme is in this lane's data. Sync, or refresh"),
    )


def _row(
    member: Member, place: LanePlace, direction: Direction, now: datetime, tongue: Tongue
) -> RowView:
    mark, icon = _mark(member.standing, direction)
    last = member.last
    return RowView(
        str(member.permit),
        (
            _name(member, tongue),
            CellView(tongue.code(spaced_permit_number(member.permit)), member.permit),
            CellView(
                _word(member.standing, direction).said(tongue),
                _ORDER[direction].index(member.standing),
                mark,
                icon,
            ),
            CellView("") if last is None else _since(last, place, now, tongue),
        ),
    )


def _name(member: Member, tongue: Tongue) -> CellView:
    latin = tongue.code(member.name_latin)
    if tongue.language == "ar" and member.name_arabic:
        return CellView(member.name_arabic, detail=latin)
    if not latin:
        return CellView(tongue.translate("Group", "no record here"))
    return CellView(latin, member.name_latin, detail=member.name_arabic)


def _since(last: PastMovement, place: LanePlace, now: datetime, tongue: Tongue) -> CellView:
    """When, and at which lane or port."""
    if last.port != place.port.bit:
        where = port_of_bit(last.port, tongue)
    else:
        where = lane_name(last.lane, tongue) if last.lane else ""
    said = filter(None, (moment(last.at, now, tongue), where))
    return CellView(comma(tongue).join(said), last.at)
