"""Whom to telephone, over a real line and by a stick: from the registry to the lane's book."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update

from checkpoint_app.main import LaneStores, open_inward, open_stores, open_sync
from checkpoint_app.reference import ports
from checkpoint_app.services.programme_people import NOBODY
from sync.registry.db import schema
from sync.registry.db.open import open_database, reading, writing
from tests.integration.sync.test_real_registry import CLOCK, PORT, Centre, centre
from tests.integration.sync.test_staff_taken import stick

__all__ = ["centre"]  # the registry that serves on this computer


@pytest.fixture
def lane(centre: Centre, tmp_path: Path):
    with open_stores(centre.enrol(tmp_path / "lane"), CLOCK) as stores:
        yield stores


def sync(lane: LaneStores):
    with open_sync(lane, CLOCK) as client:
        report = client.once()
    assert report.ok
    return report.down


def a_programme(centre: Centre):
    """A programme of the port and its company, as the registry has them."""
    engine = open_database(centre.paths.database)
    trip, company = schema.programme.c, schema.company.c
    with reading(engine) as connection:
        row = connection.execute(
            select(trip.number, trip.supervisor_phone, company.number.label("company"))
            .add_columns(company.name_ar, company.name_en, company.phone)
            .join(schema.company, company.number == trip.company)
            .where(trip.ports.op("&")(1 << ports().by_id(PORT).bit) != 0)
            .order_by(trip.number)
        ).first()
    engine.dispose()
    return row


@pytest.mark.requirement("C5")
def test_a_lane_has_the_telephones_of_its_companies_and_groups(centre: Centre, lane: LaneStores):
    centre.publisher.publish([PORT])
    sync(lane)
    row = a_programme(centre)
    contact = lane.records.contact(row.company, row.number)
    assert (contact.company_ar, contact.company_en) == (row.name_ar, row.name_en)
    assert (contact.company_phone, contact.supervisor_phone) == (row.phone, row.supervisor_phone)
    assert contact.supervisor_phone.startswith("010")
    assert lane.records.contact(999_999, 999_999) == NOBODY


@pytest.mark.requirement("C5")
def test_a_new_number_comes_with_the_next_sync_and_what_stands_is_not_sent_again(
    centre: Centre, lane: LaneStores
):
    centre.publisher.publish([PORT])
    sync(lane)
    row = a_programme(centre)
    before = lane.records.notes()["contacts"]
    centre.publisher.publish([PORT])
    sync(lane)
    assert lane.records.notes()["contacts"] == before
    engine = open_database(centre.paths.database)
    with writing(engine) as connection:
        named = schema.programme.c.number == row.number
        connection.execute(
            update(schema.programme).where(named).values(supervisor_phone="01199999999")
        )
    engine.dispose()
    centre.publisher.publish([PORT])
    sync(lane)
    assert lane.records.contact(row.company, row.number).supervisor_phone == "01199999999"


@pytest.mark.requirement("C5")
def test_a_stick_brings_the_same(centre: Centre, lane: LaneStores, tmp_path: Path):
    centre.publisher.publish([PORT])
    folder = stick(centre, tmp_path / "stick")
    open_inward(lane, CLOCK).take(folder)
    row = a_programme(centre)
    assert lane.records.contact(row.company, row.number).company_phone == row.phone
