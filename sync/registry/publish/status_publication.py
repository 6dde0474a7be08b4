"""New versions of the status lists and the state table."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from sync.registry.db import schema
from sync.registry.db.open import reading, writing
from sync.registry.publish.devices import recalled_list
from sync.registry.publish.distrusted import distrusted_list
from sync.registry.publish.roles import STATUS
from sync.registry.publish.tuf_repository import TufRepository
from sync.registry.signer.port import Signer
from sync.trust.names import STATUS_TARGET
from sync.trust.pack import NATIONAL_SCOPE, PackHeader, PackKind
from sync.trust.packing import pack

_AT_ONCE = 16


def publish_status_and_state(
    engine: Engine, signer: Signer, repository: TufRepository, issued: int
) -> None:
    """Sign the next version of everything, keep it in the database, and put the public pack; and
    who was recalled, and which keys are trusted no more."""
    version, state = signer.state(issued)
    with writing(engine) as connection:
        connection.execute(
            upsert(schema.state_table)
            .values(id=1, version=version, issued=issued, envelope=state)
            .on_conflict_do_update(
                index_elements=["id"],
                set_={"version": version, "issued": issued, "envelope": state},
            )
        )
    _sign_lists(engine, signer, issued)
    with writing(engine) as connection:
        header = PackHeader(PackKind.STATUS, NATIONAL_SCOPE, version)
        content = pack(header, _frames(connection, state))
    described = repository.put(STATUS_TARGET, content)
    with reading(engine) as connection:
        held = repository.role(STATUS).targets
        recalled = recalled_list(connection, repository, held)
        distrusted = distrusted_list(connection, repository, held)
    repository.replace_targets(STATUS, {STATUS_TARGET: described, **recalled, **distrusted})


def _sign_lists(engine: Engine, signer: Signer, issued: int) -> None:
    table = schema.status_list
    first = 0
    while lists := signer.status_lists(issued, first, _AT_ONCE):
        with writing(engine) as connection:
            for signed in lists:
                connection.execute(
                    update(table)
                    .where(table.c.list_id == signed.list_id)
                    .values(version=signed.version, issued=issued, envelope=signed.envelope)
                )
        first = lists[-1].list_id + 1


def _frames(connection: Connection, state: bytes) -> Iterator[list[object]]:
    yield ["state", state]
    table = schema.status_list.c
    for envelope in connection.execute(select(table.envelope).order_by(table.list_id)).scalars():
        yield ["list", envelope]
