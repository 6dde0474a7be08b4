"""What the day's page says about counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoint_app.services.day_counts import HourCounts
from tests.unit.ui.day.samples import (
    AIRPORT,
    BUSY,
    DAY,
    EMPTY,
    NOW,
    SCANS,
    SEAPORT,
    with_departures,
)
from tests.unit.ui.plain_tongue import PlainTongue
from ui.day.present_day import present_day
from ui.day.views import DayView, Way
from ui.lane.views import Tone

TONGUE = PlainTongue()


def shown(counts=BUSY, scans=(), place=AIRPORT, now=NOW) -> DayView:
    return present_day(counts, scans, place, now, TONGUE)


@pytest.mark.requirement("C4")
def test_totals_are_the_counts_own():
    totals = {total.label: total.value for total in shown().totals}
    assert totals == {
        "Departed": "2,750",
        "Returned": "812",
        "Referred": "41",
        "Deferred": "7",
        "Refused": "3",
        "Taken back": "12",
    }
    assert [total.way for total in shown().totals[:3]] == [Way.DEPARTED, Way.RETURNED, None]


@pytest.mark.requirement("C4")
def test_all_hours_are_there_on_one_scale():
    hours = shown(replace(BUSY, hours=(HourCounts(9, 30, 5), HourCounts(23, 0, 40)))).hours
    assert [each.hour for each in hours.hours] == list(range(24))
    assert [tick.label for tick in hours.ticks] == ["0", "10", "20", "30", "40"]
    nine, last = hours.hours[9], hours.hours[23]
    assert (nine.departed, nine.returned, last.departed, last.returned) == (0.75, 0.125, 0, 1)
    assert nine.spoken == "09:00 to 10:00: 30 departed, 5 returned"
    assert last.spoken == "23:00 to 24:00: 0 departed, 40 returned"
    assert hours.hours[0].departed == hours.hours[0].returned == 0


def test_the_chart_is_summed_up_for_who_does_not_see_it():
    spoken = shown(replace(BUSY, hours=(HourCounts(9, 30, 5), HourCounts(14, 35, 0)))).hours.spoken
    assert spoken == "By hour: 2,750 departed, 812 returned; busiest hour 09:00"
    assert shown(EMPTY).hours.spoken == "By hour: no departures or returns"


@pytest.mark.requirement("C4")
def test_flights_are_named_busiest_first_and_the_rest_summed_up():
    services = shown().services
    assert services.title == "By flight"
    assert [(row.label, row.value) for row in services.rows] == [
        ("MS 659", "1,410"),
        ("SV 384", "700"),
        ("MS 675", "298"),
        ("SM 485", "240"),
        ("Flight not known", "101"),
        ("NE 172", "50"),
        ("2 other(s)", "44"),
    ]
    assert services.rows[0].departed == 1
    assert services.rows[1].departed + services.rows[1].returned == pytest.approx(700 / 1410)
    assert "SV 384: 388 departed, 312 returned" in services.spoken


def test_the_rest_may_be_the_longest():
    many = tuple(replace(BUSY.services[0], service=f"S {n}", departed=10) for n in range(40))
    rows = shown(replace(BUSY, services=many)).services.rows
    assert (rows[-1].label, rows[-1].value) == ("34 other(s)", "340")
    assert (rows[0].departed, rows[-1].departed, rows[-1].returned) == (1, 0, 0)


def test_ships_sail():
    services = shown(place=SEAPORT).services
    assert services.title == "By sailing"
    assert "Sailing not known" in [row.label for row in services.rows]
    assert shown(EMPTY, place=SEAPORT).services.empty == "No sailings yet"


def test_the_mix_has_every_answer():
    answers = shown().answers
    assert [(each.tone, each.numbers) for each in answers.shares] == [
        (Tone.CLEAR, "2,750 (95%)"),
        (Tone.REFER, "41 (2%)"),
        (Tone.REFUSE, "3 (under 1%)"),
        (Tone.UNREAD, "96 (3%)"),
    ]
    assert sum(each.share for each in answers.shares) == pytest.approx(1)
    assert answers.title == "How scans were answered: 2,890 scan(s)"
    assert shown(EMPTY).answers.empty == "No scans yet"


@pytest.mark.requirement("C4")
def test_counts_without_the_other_lanes_are_marked():
    assert shown().provisional == "Provisional: other lanes have not reported"
    assert shown(replace(BUSY, provisional=False)).provisional == ""


def test_what_waits_and_what_nobody_keyed_is_noted():
    assert [note.text for note in shown().notes] == [
        "17 movement(s) not sent yet",
        "204 departure(s) recorded automatically",
    ]
    assert shown(EMPTY).notes == ()


def test_today_is_as_of_now_and_has_no_day_after():
    view = shown(scans=SCANS)
    assert (view.title, view.as_of) == ("The day, 1 November 2026", "As of 20:42")
    assert (view.preceding, view.following) == (DAY - timedelta(days=1), None)
    assert len(view.scans) == len(SCANS)
    assert view.scans_title


def test_a_past_day_is_whole_and_leaves_the_scans_of_now_out():
    view = shown(now=NOW + timedelta(days=3))
    assert view.as_of == "The whole day"
    assert view.following == DAY + timedelta(days=1)
    assert view.scans_title == ""


def test_midnight_in_cairo_ends_a_day():
    assert shown(now=NOW + timedelta(hours=3, minutes=17)).following is None
    assert shown(now=NOW + timedelta(hours=3, minutes=18)).following is not None


def test_a_day_without_anybody_says_so():
    assert shown(EMPTY).empty == "Nobody has passed here today yet"
    assert shown(EMPTY, now=NOW + timedelta(days=1)).empty == "Nobody passed here on this day"
    assert shown(with_departures(1)).empty == ""
    assert shown(replace(EMPTY, verdicts={None: 1})).empty == ""
    assert shown(replace(EMPTY, annulled=1)).empty == ""


@pytest.mark.requirement("C4")
def test_a_port_whose_lanes_are_not_all_heard_says_how_many_are() -> None:
    part = replace(BUSY, lanes_heard=5, lanes_total=8)
    assert shown(part).provisional == "Provisional: 5 of 8 lanes are known"
    assert not shown(replace(part, lanes_heard=8, provisional=False)).provisional
