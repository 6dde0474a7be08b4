"""Who may sign in at a port, as it travels with the port's packs."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, select

from checkpoint_app.domain.port import Port
from checkpoint_app.domain.staff import StaffList, StaffMember
from checkpoint_app.reference import ports
from sync.registry.db import schema
from sync.registry.db.open import meta_value, writing
from sync.registry.db.operations import set_meta
from sync.registry.help_keys import duty_keys, help_key, need_help_key
from sync.registry.publish.tuf_api import TargetFile
from sync.registry.publish.tuf_repository import TufRepository
from sync.trust.names import PortTargets
from sync.trust.pack import PackHeader, PackKind
from sync.trust.packing import pack, seal
from sync.trust.staff_pack import roles_of, staff_frames

_ACTIVE = 0
_DAY = 24 * 3600


def officers_target(
    engine: Engine,
    repository: TufRepository,
    port: Port,
    recipient: str,
    *,
    listed: TargetFile | None,
    generation: int,
    issued: int,
) -> TargetFile | None:
    """The target with everyone who may sign in at the port; None for a port that never had anybody.

    ``listed`` is the target as the port's role lists it now: it stays for its day unless the list,
    the port's key (``recipient``) or a help key changed. Each day has its own, since a lane's lease
    runs from ``issued``. The generation is the list's version: it rises with each publication, and
    beyond everything after a restore. Raises StorageError.
    """
    with writing(engine) as connection:
        staff = _staff(connection, port, generation, issued)
        before = meta_value(connection, _fact(port))
    if staff is None:
        return None
    mark = _mark(staff, recipient)
    if listed is not None and before == _entry(mark, listed):
        return listed
    content = pack(PackHeader(PackKind.STAFF, port.bit, generation), staff_frames(staff))
    target = repository.put(PortTargets(port.port_id).officers, seal(content, [recipient]))
    with writing(engine) as connection:
        set_meta(connection, _fact(port), _entry(mark, target))
    return target


def _staff(connection: Connection, port: Port, version: int, issued: int) -> StaffList | None:
    if help_key(connection, port.bit) is None:
        return None
    key = need_help_key(connection, port.bit, issued)
    people = _members(connection, port, issued)
    keys = duty_keys(connection, port.bit, ports())
    return StaffList(version, datetime.fromtimestamp(issued, UTC), people, key, keys)


def _members(connection: Connection, port: Port, now: int) -> tuple[StaffMember, ...]:
    """Everybody whose account is in use, by number."""
    person, place = schema.person.c, schema.person_port.c
    rows = connection.execute(
        select(schema.person)
        .join(schema.person_port, place.number == person.number)
        .where(place.port == port.bit, person.state == _ACTIVE)
        .where(person.until.is_(None) | (person.until > now))
        .order_by(person.number)
    )
    return tuple(
        StaffMember(
            row.number,
            row.login,
            row.name_ar,
            row.name_en,
            roles_of(row.roles),
            row.password,
            row.totp,
            None if row.until is None else datetime.fromtimestamp(row.until, UTC),
        )
        for row in rows
    )


def _mark(staff: StaffList, recipient: str) -> str:
    """Tells any two contents of the pack apart, whenever within a day they were made."""
    day = int(staff.issued.timestamp()) // _DAY
    at = datetime.fromtimestamp(day * _DAY, UTC)
    whole = repr((staff_frames(replace(staff, version=0, issued=at)), recipient))
    return hashlib.sha256(whole.encode()).hexdigest()


def _entry(mark: str, target: TargetFile) -> str:
    """What the database remembers: as for receipts, a mark and the very file made for it."""
    return f"{mark} {target.hashes['sha256']}"


def _fact(port: Port) -> str:
    return f"officers/{port.port_id}"
