"""Whom to telephone about the pilgrims of a port, as it travels with the port's packs."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, Engine, select

from checkpoint_app.credential.shape import nfc
from checkpoint_app.domain.port import Port
from sync.registry.db import schema
from sync.registry.db.open import meta_value, reading, writing
from sync.registry.db.operations import set_meta
from sync.registry.publish.tuf_api import TargetFile
from sync.registry.publish.tuf_repository import TufRepository
from sync.trust.contacts_pack import CompanyContact, ProgrammeContact, contact_frames
from sync.trust.names import PortTargets
from sync.trust.pack import PackHeader, PackKind
from sync.trust.packing import pack, seal


def contacts_target(
    engine: Engine,
    repository: TufRepository,
    port: Port,
    recipient: str,
    *,
    listed: TargetFile | None,
    generation: int,
) -> TargetFile | None:
    """The target with the companies and programmes that leave from this port; None without any.

    ``listed`` is the target as the port's role lists it now: it stays while neither the rows nor
    the port's key (``recipient``) change. Raises StorageError.
    """
    with reading(engine) as connection:
        programmes = _programmes(connection, port)
        companies = _companies(connection, port)
        before = meta_value(connection, _fact(port))
    if not companies and listed is None:
        return None
    frames = list(contact_frames(companies, programmes))
    mark = hashlib.sha256(repr((frames, recipient)).encode()).hexdigest()
    if listed is not None and before == f"{mark} {listed.hashes['sha256']}":
        return listed
    content = pack(PackHeader(PackKind.CONTACTS, port.bit, generation), frames)
    target = repository.put(PortTargets(port.port_id).contacts, seal(content, [recipient]))
    with writing(engine) as connection:
        set_meta(connection, _fact(port), f"{mark} {target.hashes['sha256']}")
    return target


def _programmes(connection: Connection, port: Port) -> list[ProgrammeContact]:
    trip = schema.programme.c
    rows = connection.execute(
        select(trip.number, trip.supervisor_phone)
        .where(trip.ports.op("&")(1 << port.bit) != 0, trip.supervisor_phone != "")
        .order_by(trip.number)
    )
    return [(row.number, nfc(row.supervisor_phone)) for row in rows]


def _companies(connection: Connection, port: Port) -> list[CompanyContact]:
    company, trip = schema.company.c, schema.programme.c
    here = select(trip.company).where(trip.ports.op("&")(1 << port.bit) != 0)
    rows = connection.execute(
        select(company.number, company.name_ar, company.name_en, company.phone)
        .where(company.number.in_(here))
        .order_by(company.number)
    )
    return [(row.number, nfc(row.name_ar), nfc(row.name_en), nfc(row.phone)) for row in rows]


def _fact(port: Port) -> str:
    return f"contacts/{port.port_id}"
