"""How many are booked on a flight or sailing, by the records here."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from checkpoint_app.credential.record import Tombstone
from tests.integration.services.world import pilgrim
from tests.unit.credential.samples import permit_number


def test_those_of_the_service_and_the_day(lane):
    day = pilgrim().travel_out
    lane.registry.add(
        pilgrim(1),
        pilgrim(2),
        replace(pilgrim(3), service="MS6715"),
        replace(pilgrim(4), travel_out=day + timedelta(days=1)),
        replace(pilgrim(5), service="", name_latin="MS671"),
        Tombstone(permit_number(9), 2),
    )
    lane.publish()
    assert lane.records.booked_on("ms 671", day) == 2
    assert lane.records.booked_on("MS671", day + timedelta(days=1)) == 1
    assert lane.records.booked_on("MS672", day) == 0
    assert lane.records.booked_on(" ", day) == 0
