"""Who may sign in, among a port's packs: published when it changed, once a day at least."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from checkpoint_app.domain.roles import Role
from checkpoint_app.domain.staff import StaffList
from checkpoint_app.reference import ports
from checkpoint_app.services.passwords import is_password
from sync.registry.db import schema
from sync.registry.db.open import reading, writing
from sync.registry.help_keys import help_key
from sync.registry.publish.port_keys import current_key, identity_file
from sync.registry.publish.roles import port_role
from sync.registry.publish.tuf_repository import TufRepository
from sync.registry.rounds import PublicationRounds
from sync.registry.signer.keys import read_private
from sync.registry.staff import PersonState, Staff
from sync.trust.names import PortTargets
from sync.trust.pack import STAFF_PLAIN, PackKind, decrypt, expect, read_pack
from sync.trust.staff_pack import staff_of
from tests.integration.registry_publish.centre import PORT, Centre, bit_of

OTHER = "SGA-SEA"
OFFICER, SUPERVISOR = frozenset({Role.OFFICER}), frozenset({Role.SUPERVISOR})


def register(centre: Centre) -> Staff:
    return Staff(centre.engine, centre.clock, ports())


def add(centre: Centre, login: str, port: str = PORT, roles: frozenset[Role] = OFFICER) -> str:
    """Add somebody; the password."""
    names = ("اسم", login.title())
    return register(centre).add(ports().by_id(port), login, names, roles).password


def listed(centre: Centre, port: str = PORT) -> str | None:
    found = (
        TufRepository(centre.paths).role(port_role(port)).targets.get(PortTargets(port).officers)
    )
    return None if found is None else str(found.hashes["sha256"])


def published(centre: Centre, port: str = PORT) -> StaffList:
    """The list, opened as the port does."""
    with reading(centre.engine) as connection:
        number = current_key(connection, port).number
    identity = read_private(identity_file(centre.paths, port, number))
    sealed = (centre.paths.targets / port / f"{listed(centre, port)}.officers").read_bytes()
    header, frames = read_pack(decrypt(sealed, identity), cap=STAFF_PLAIN)
    expect(header, PackKind.STAFF, bit_of(port))
    staff = staff_of(frames)
    assert staff.version == header.generation
    return staff


def logins(staff: StaffList) -> list[str]:
    return [member.login for member in staff.members]


def test_a_port_that_never_had_anybody_has_no_list(centre: Centre) -> None:
    centre.publisher.publish([PORT])
    assert listed(centre) is None


@pytest.mark.requirement("C1")
def test_a_port_s_people_are_published_and_nobody_else_s(centre: Centre) -> None:
    password = add(centre, "mona", roles=SUPERVISOR)
    add(centre, "omar")
    add(centre, "huda", OTHER)
    centre.publisher.publish([PORT, OTHER])
    staff = published(centre)
    assert logins(staff) == ["mona", "omar"]
    assert logins(published(centre, OTHER)) == ["huda"]
    mona, omar = staff.members
    assert is_password(mona.password, password)
    assert (len(mona.totp), omar.totp, mona.roles) == (20, b"", SUPERVISOR)
    assert (mona.number, omar.number) == (1, 2)
    assert staff.issued == centre.clock.now()
    with reading(centre.engine) as connection:
        assert staff.help_key == help_key(connection, bit_of(PORT))


@pytest.mark.requirement("C1")
def test_whoever_is_locked_is_gone_from_the_next_list_of_every_port(centre: Centre) -> None:
    staff = register(centre)
    add(centre, "mona")
    staff.move("mona", [ports().by_id(PORT), ports().by_id(OTHER)])
    centre.publisher.publish([PORT, OTHER])
    assert logins(published(centre)) == logins(published(centre, OTHER)) == ["mona"]
    first = published(centre).version
    changed = staff.set_state("mona", PersonState.LOCKED)
    assert changed.ports == (PORT, OTHER)
    centre.publisher.publish(changed.ports)
    assert logins(published(centre)) == logins(published(centre, OTHER)) == []
    assert published(centre).version > first
    staff.set_state("mona", PersonState.ACTIVE)
    assert staff.move("mona", [ports().by_id(OTHER)]).ports == (PORT, OTHER)
    centre.publisher.publish([PORT, OTHER])
    assert (logins(published(centre)), logins(published(centre, OTHER))) == ([], ["mona"])


def test_a_list_stays_for_its_day_and_is_renewed_the_next(centre: Centre) -> None:
    add(centre, "mona")
    centre.publisher.publish([PORT])
    first, before = listed(centre), published(centre)
    centre.clock.pass_time(timedelta(hours=6))
    centre.publisher.publish([PORT])
    assert listed(centre) == first
    centre.clock.pass_time(timedelta(hours=18))
    centre.publisher.publish([PORT])
    after = published(centre)
    assert listed(centre) != first
    assert after.issued - before.issued == timedelta(days=1)
    assert after.version > before.version
    assert after.members == before.members


def test_an_account_that_has_ended_is_in_no_list(centre: Centre) -> None:
    end = centre.clock.now() + timedelta(hours=1)
    register(centre).add(ports().by_id(PORT), "mona", ("اسم", "Mona"), OFFICER, end)
    centre.publisher.publish([PORT])
    assert [member.until for member in published(centre).members] == [end]
    centre.clock.pass_time(timedelta(hours=1))
    centre.publisher.publish([PORT])
    assert published(centre).members == ()


def test_a_port_on_duty_has_the_keys_of_the_others(centre: Centre) -> None:
    add(centre, "mona", roles=SUPERVISOR)
    add(centre, "huda", OTHER)
    register(centre).set_duty(ports().by_id(PORT), on=True)
    centre.publisher.publish([PORT, OTHER])
    assert published(centre).duty_keys == {OTHER: published(centre, OTHER).help_key}
    assert published(centre, OTHER).duty_keys == {}
    register(centre).set_duty(ports().by_id(PORT), on=False)
    centre.publisher.publish([PORT])
    assert published(centre).duty_keys == {}


@pytest.mark.requirement("C1")
def test_a_recall_is_followed_by_new_keys(centre: Centre) -> None:
    centre.enrol("stolen")
    add(centre, "mona")
    centre.publisher.publish([PORT])
    first, before = listed(centre), published(centre).help_key
    with writing(centre.engine) as connection:
        connection.execute(update(schema.device).values(state=1, recalled_at=1))
    centre.publisher.publish([PORT])
    assert listed(centre) != first
    assert published(centre).help_key != before
    with reading(centre.engine) as connection:
        assert help_key(connection, bit_of(PORT), older=1) == before
        assert help_key(connection, bit_of(PORT), older=2) is None


def test_the_end_of_a_duty_is_followed_by_new_keys(centre: Centre) -> None:
    """Also when fewer recalled devices know the keys than before."""
    duty = ports().by_id(OTHER)
    add(centre, "mona")
    add(centre, "huda", OTHER)
    with writing(centre.engine) as connection:
        connection.execute(update(schema.device).values(port=duty.bit, state=1))
    register(centre).set_duty(duty, on=True)
    centre.publisher.publish([PORT, OTHER])
    known = published(centre, OTHER).duty_keys[PORT]
    assert known == published(centre).help_key
    register(centre).set_duty(duty, on=False)
    centre.publisher.publish([PORT, OTHER])
    assert published(centre, OTHER).duty_keys == {}
    assert published(centre).help_key != known


def test_a_change_is_published_by_the_next_round(centre: Centre) -> None:
    centre.publisher.publish()
    rounds = PublicationRounds(centre.publisher, centre.engine, centre.clock)
    rounds.packs_round()
    assert listed(centre) is None
    add(centre, "mona")
    rounds.packs_round()
    assert logins(published(centre)) == ["mona"]


def test_what_is_done_is_audited_without_names(centre: Centre) -> None:
    staff = register(centre)
    add(centre, "mona")
    staff.set_roles("mona", SUPERVISOR)
    staff.new_password("mona")
    staff.set_state("mona", PersonState.REMOVED)
    table = schema.audit.c
    with reading(centre.engine) as connection:
        rows = connection.execute(
            select(table.action, table.subject, table.detail).where(table.action.like("staff.%"))
        ).all()
    assert [tuple(row) for row in rows] == [
        ("staff.add", "1", PORT),
        ("staff.roles", "1", "supervisor"),
        ("staff.password", "1", ""),
        ("staff.removed", "1", ""),
    ]
