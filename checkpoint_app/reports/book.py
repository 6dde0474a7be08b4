"""From a port's report to its tables, in one language: one order of rows and one wording for the
screen, the files and the printed page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.tally import COUNTED, Tally, sum_of
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.reference import keys, message
from checkpoint_app.reports.tables import Book, Cell, Column, Grid, Heading, Kind
from checkpoint_app.services.port_report import Line, PortReport

Names = Mapping[int, tuple[str, str]]
"""Names of companies by number, in English and Arabic; either may be empty."""

_KINDS = tuple(kind.name.lower() for kind in COUNTED)
_VERDICTS: tuple[tuple[str | None, str], ...] = (
    *((kind.value, kind.value) for kind in VerdictKind),
    (None, "none"),
)
_Pair: TypeAlias = tuple[str, str, Cell]
_CASES = ("opened", "cleared", "deferred", "refused", "waiting", "contested")


def book_of(
    report: PortReport,
    heading: Heading,
    language: str,
    names: Names | None = None,
    *,
    most: int | None = None,
) -> Book:
    """The report as tables. With ``most`` no table of counts has more rows: those with most
    passengers, and the others' sum."""
    port = heading.port
    teller = _Teller(language, names or {}, most)
    return Book(
        language=language,
        title=teller.say("title"),
        port=port.name_ar if language == "ar" else port.name_en,
        day=report.day,
        heading=heading,
        provisional=teller.provisional(report),
        grids=tuple(teller.grids(report)),
    )


class _Teller:
    """Says tables in a language."""

    def __init__(self, language: str, names: Names, most: int | None) -> None:
        self._language, self._names, self._most = language, names, most

    def say(self, key: str, **values: object) -> str:
        return message(f"reports.{key}", self._language, **values)

    def provisional(self, report: PortReport) -> str:
        if not report.provisional:
            return ""
        if report.heard is None:
            return self.say("provisional-unknown")
        heard = report.heard
        return self.say("provisional", heard=heard.complete, lanes=heard.lanes)

    def grids(self, report: PortReport) -> Iterable[Grid]:
        counts = report.counts
        yield self._summary(report)
        yield self._counts("hour", Kind.HOUR, counts.hours, lambda hour: hour, by_size=False)
        yield self._counts("service", Kind.CODE, counts.services, self._named("no-service"))
        yield self._counts("company", Kind.NAME, counts.companies, self._company)
        yield self._counts("lane", Kind.NAME, counts.lanes, self._named("no-lane"), timed=True)
        officer = self._named("no-officer")
        yield self._counts("officer", Kind.NAME, counts.officers, officer, timed=True)
        yield self._verdicts(report)
        yield self._cases(report)
        yield self._overrides(report)
        yield self._orders(report)
        yield self._shifts(report)

    def _column(self, key: str, kind: Kind) -> Column:
        return Column(key, self.say(f"column.{key}"), kind)

    def _pairs(self, key: str, title: str, first: str, rows: Sequence[_Pair]) -> Grid:
        """A table of what and how many."""
        numbers = Column("number", self.say("column.number"), Kind.SECONDS)
        columns = (self._column(first, Kind.TEXT), numbers)
        cells = tuple((told, number) for _, told, number in rows)
        return Grid(key, title, columns, tuple(each for each, _, _ in rows), cells)

    def _summary(self, report: PortReport) -> Grid:
        counts, cases = report.counts, report.cases
        rows: list[_Pair] = [
            (name, self.say(f"column.{name}"), number)
            for name, number in zip(_KINDS, counts.total.numbers, strict=True)
        ]
        rows += [
            ("annulled", self.say("column.annulled"), counts.annulled),
            ("automatic", self.say("fact.automatic"), counts.automatic),
            ("conflicts", self.say("fact.conflicts"), counts.conflicts),
            ("seconds", self.say("fact.seconds"), counts.seconds),
            ("cases", self.say("cases"), cases.opened),
            ("overrides", self.say("case.overrides"), len(cases.overrides)),
            ("scans", self.say("fact.scans"), report.scans),
            ("pending", self.say("fact.pending"), report.pending),
        ]
        return self._pairs("summary", self.say("summary"), "what", rows)

    def _counts(
        self,
        key: str,
        kind: Kind,
        lines: Iterable[Line[Any]],
        name: Callable[[Any], Cell],
        *,
        by_size: bool = True,
        timed: bool = False,
    ) -> Grid:
        """A table of counts: by size, who has most passengers first, else in the key's order."""
        ranked = list(lines)
        if by_size:
            ranked.sort(key=lambda line: -line.tally.people)
        named, rest = (ranked, []) if self._most is None else _cut(ranked, self._most)
        rows = [_row(name(line.key), line.tally, line.annulled, line.seconds) for line in named]
        ids = ["" if line.key is None else str(line.key) for line in named]
        if rest:
            told = self.say("others", count=len(rest))
            rows.append(_row(told, *_sum(rest), None))
            ids.append("others")
        columns = [self._column(key, kind)]
        columns += [self._column(each, Kind.COUNT) for each in (*_KINDS, "annulled")]
        columns += [self._column("seconds", Kind.SECONDS)] * timed
        width = len(columns)
        total = _row(self.say("total"), *_sum(ranked), None)[:width]
        cells = tuple(row[:width] for row in rows)
        return Grid(key, self.say(f"by-{key}"), tuple(columns), tuple(ids), cells, total)

    def _named(self, none: str) -> Callable[[str], str]:
        return lambda name: name or self.say(none)

    def _company(self, number: int | None) -> str:
        if number is None:
            return self.say("no-company")
        english, arabic = self._names.get(number, ("", ""))
        name = arabic if self._language == "ar" else english
        return name or self.say("company-number", number=number)

    def _verdicts(self, report: PortReport) -> Grid:
        rows = [
            (name, self.say(f"verdict.{name}"), report.verdicts.get(kind, 0))
            for kind, name in _VERDICTS
        ]
        return self._pairs("verdicts", self.say("verdicts"), "verdict", rows)

    def _cases(self, report: PortReport) -> Grid:
        cases = report.cases
        rows: list[_Pair] = [
            (name, self.say(f"case.{name}"), int(getattr(cases, name))) for name in _CASES
        ]
        rows.append(("overrides", self.say("case.overrides"), len(cases.overrides)))
        return self._pairs("cases", self.say("cases"), "what", rows)

    def _overrides(self, report: PortReport) -> Grid:
        columns = (
            self._column("time", Kind.TIME),
            self._column("by", Kind.NAME),
            self._column("lane", Kind.NAME),
            self._column("referred-by", Kind.NAME),
            self._column("reason", Kind.TEXT),
        )
        rows = tuple(
            (each.at, each.by, each.lane, each.referred_by, self._reason(each.reason))
            for each in report.cases.overrides
        )
        return Grid("overrides", self.say("overrides"), columns, _numbered(rows), rows)

    def _reason(self, code: str) -> str:
        key = f"cases.reason-{code}"
        return message(key, self._language) if key in keys() else code

    def _orders(self, report: PortReport) -> Grid:
        columns = (
            self._column("order", Kind.TEXT),
            self._column("name", Kind.NAME),
            self._column("since", Kind.TIME),
            self._column("until", Kind.TIME),
            self._column("by", Kind.NAME),
        )
        rows = tuple(
            (
                self.say(f"order.{each.said.kind.name.lower().replace('_', '-')}"),
                each.said.name,
                each.since,
                each.said.until if each.lifted is None else min(each.said.until, each.lifted),
                each.by,
            )
            for each in report.orders
        )
        return Grid("orders", self.say("orders"), columns, _numbered(rows), rows)

    def _shifts(self, report: PortReport) -> Grid:
        columns = (
            self._column("officer", Kind.NAME),
            self._column("lane", Kind.NAME),
            self._column("direction", Kind.TEXT),
            self._column("began", Kind.TIME),
            self._column("ended", Kind.TIME),
            *(self._column(each, Kind.COUNT) for each in _KINDS),
            self._column("seconds", Kind.SECONDS),
        )
        rows = tuple(
            (
                each.shift.officer,
                each.shift.lane,
                self.say(f"direction.{Direction(each.shift.direction).name.lower()}"),
                each.shift.began,
                each.shift.ended,
                *each.tally.numbers,
                each.seconds,
            )
            for each in report.shifts
        )
        return Grid("shifts", self.say("shifts"), columns, _numbered(rows), rows)


def _cut(lines: list[Line[Any]], most: int) -> tuple[list[Line[Any]], list[Line[Any]]]:
    """No row of its own for the others where they are only one."""
    return (lines, []) if len(lines) <= most else (lines[: most - 1], lines[most - 1 :])


def _row(name: Cell, tally: Tally, annulled: int, seconds: float | None) -> tuple[Cell, ...]:
    return name, *tally.numbers, annulled, seconds


def _sum(lines: Sequence[Line[Any]]) -> tuple[Tally, int]:
    return sum_of(line.tally for line in lines), sum(line.annulled for line in lines)


def _numbered(rows: Sequence[object]) -> tuple[str, ...]:
    return tuple(str(number) for number in range(len(rows)))
