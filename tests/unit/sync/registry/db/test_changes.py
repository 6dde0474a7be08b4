"""Operations on permits, companies, agents and programmes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from checkpoint_app.credential.status_list import BITS, entry_of
from checkpoint_app.domain.days import day_number
from checkpoint_app.domain.permit import PermitStatus, is_permit_number
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.errors import ConfigError
from sync.registry.db import changes, schema
from sync.registry.db.changes import permit_row
from sync.registry.db.operations import counter_value, next_numbers
from tests.unit.sync.registry.memory import NOW, season_connection


def some_permit(connection: Connection) -> int:
    wanted = select(schema.permit.c.number).where(schema.permit.c.status == 0)
    return int(connection.execute(wanted).scalars().first() or 0)


def status_entry(connection: Connection, permit: dict[str, Any]) -> int:
    table = schema.status_list.c
    entries = connection.execute(
        select(table.entries).where(table.list_id == permit["status_list"])
    ).scalar_one()
    return entry_of(entries, permit["status_index"], BITS)


def test_a_change_of_the_record_raises_its_version_and_is_counted() -> None:
    with season_connection() as connection:
        number = some_permit(connection)
        before = permit_row(connection, number)
        changes.change_permit(connection, number, service="MS999")
        after = permit_row(connection, number)
        assert after["service"] == "MS999"
        assert after["version"] == before["version"] + 1
        assert after["change"] == counter_value(connection, "change") > before["change"]


@pytest.mark.parametrize("name", ["issue", "version", "status", "status_index", "change"])
def test_only_what_a_record_says_can_be_changed(name: str) -> None:
    with season_connection() as connection, pytest.raises(ConfigError):
        changes.change_permit(connection, some_permit(connection), **{name: 1})


def test_dates_and_ports_move() -> None:
    day = date(2026, 12, 1)
    with season_connection() as connection:
        number = some_permit(connection)
        changes.change_dates(connection, number, valid_until=day - timedelta(days=9))
        changes.change_ports(connection, number, 1 << 12)
        row = permit_row(connection, number)
        assert row["valid_until"] == day_number(day) - 9
        assert row["ports"] == 1 << 12


def test_a_revocation_shows_in_the_status_list_and_is_never_lifted() -> None:
    with season_connection() as connection:
        number = some_permit(connection)
        changes.revoke_permit(connection, number)
        assert status_entry(connection, permit_row(connection, number)) == PermitStatus.REVOKED
        with pytest.raises(ConfigError) as caught:
            changes.set_permit_status(connection, number, PermitStatus.VALID)
        assert caught.value.key == "registry.revoked"


def test_a_suspension_is_lifted() -> None:
    with season_connection() as connection:
        number = some_permit(connection)
        changes.suspend_permit(connection, number)
        assert status_entry(connection, permit_row(connection, number)) == PermitStatus.SUSPENDED
        changes.set_permit_status(connection, number, PermitStatus.VALID)
        assert status_entry(connection, permit_row(connection, number)) == PermitStatus.VALID


def test_a_new_issue_of_a_revoked_permit_has_another_entry() -> None:
    with season_connection() as connection:
        number = some_permit(connection)
        changes.revoke_permit(connection, number)
        old = permit_row(connection, number)
        assert changes.reissue_permit(connection, number, NOW) == old["issue"] + 1
        new = permit_row(connection, number)
        assert (new["status_list"], new["status_index"]) != (
            old["status_list"],
            old["status_index"],
        )
        assert status_entry(connection, old) == PermitStatus.REVOKED
        assert status_entry(connection, new) == PermitStatus.VALID
        assert new["status"] == PermitStatus.VALID


def test_a_new_issue_of_a_good_permit_keeps_its_entry() -> None:
    with season_connection() as connection:
        number = some_permit(connection)
        old = permit_row(connection, number)
        changes.reissue_permit(connection, number, NOW)
        new = permit_row(connection, number)
        assert new["status_index"] == old["status_index"]
        assert new["version"] == old["version"] + 1


def test_a_new_permit_waits_for_two_approvals() -> None:
    with season_connection() as connection:
        other = permit_row(connection, some_permit(connection))
        number = changes.add_permit(connection, other | {"passport": "A00000001"}, NOW)
        assert is_permit_number(number)
        assert permit_row(connection, number)["ministry_approved_at"] is None
        changes.approve_permit(connection, number, NOW, company="c", ministry="m")
        assert permit_row(connection, number)["ministry_approved_at"] == int(NOW.timestamp())
        changes.withdraw_approval(connection, number)
        assert permit_row(connection, number)["company_approved_by"] is None


def test_companies_agents_and_programmes_change_state() -> None:
    with season_connection() as connection:
        changes.set_company_state(connection, 1, EntityState.SUSPENDED)
        changes.set_agent_state(connection, 2, EntityState.CANCELLED)
        changes.set_programme_state(connection, 1, EntityState.CANCELLED)
        for table, number, state in (
            (schema.company, 1, EntityState.SUSPENDED),
            (schema.agent, 2, EntityState.CANCELLED),
            (schema.programme, 1, EntityState.CANCELLED),
        ):
            found = connection.execute(select(table.c.state).where(table.c.number == number))
            assert found.scalar_one() == state


def test_what_the_registry_does_not_know_is_an_error_of_its_own() -> None:
    with season_connection() as connection:
        with pytest.raises(ConfigError):
            changes.revoke_permit(connection, 1)
        with pytest.raises(ConfigError):
            changes.set_company_state(connection, 10**6, EntityState.SUSPENDED)


def test_numbers_are_given_out_in_order() -> None:
    with season_connection() as connection:
        assert next_numbers(connection, "new") == 1
        assert next_numbers(connection, "new", 5) == 2
        assert next_numbers(connection, "new") == 7
