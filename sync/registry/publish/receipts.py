"""Receipts for a port's journals, as they travel with its packs: what a port sent by stick is
acknowledged by the next bundle.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, func, select

from checkpoint_app.credential.envelope import SigningKey
from checkpoint_app.domain.port import Port
from checkpoint_app.errors import ConfigError
from sync.registry.db import schema
from sync.registry.db.open import meta_value, reading, writing
from sync.registry.db.operations import set_meta
from sync.registry.publish.tuf_api import TargetFile
from sync.registry.publish.tuf_repository import TufRepository
from sync.registry.receipts import Reached, ReceiptSigner
from sync.trust.names import PortTargets
from sync.trust.pack import PackHeader, PackKind
from sync.trust.packing import pack, seal

# Device, journal's epoch, sequence, chain hash there.
_Ack = tuple[str, bytes, int, bytes]
# A device begins a journal when it is enrolled or restored: a few in a season.
_JOURNALS = 16
# Some 250 bytes each: well within what a port reads (2 MiB).
_MOST = 4096


def receipts_target(
    engine: Engine,
    repository: TufRepository,
    key: SigningKey,
    port: Port,
    recipient: str,
    *,
    listed: TargetFile | None,
    generation: int,
    issued: int,
) -> TargetFile | None:
    """The target with a receipt for every journal of the port's devices, recalled ones included;
    None when the registry holds none.

    ``listed`` is the target as the port's role lists it now: it stays unless an acknowledgement,
    the port's key (``recipient``) or the receipt key changed. Raises StorageError, ConfigError.
    """
    with reading(engine) as connection:
        acks = _acks(connection, port.bit)
        registry_epoch = _registry_epoch(connection)
        before = meta_value(connection, _fact(port))
    if not acks:
        return None
    mark = _mark(acks, registry_epoch, key.kid, recipient)
    if listed is not None and before == _entry(mark, listed):
        return listed
    signer = ReceiptSigner(key, registry_epoch)
    at = datetime.fromtimestamp(issued, UTC)
    frames = [
        signer.receipt(device, epoch, Reached(sequence, chain_hash), at)
        for device, epoch, sequence, chain_hash in acks
    ]
    content = pack(PackHeader(PackKind.RECEIPTS, port.bit, generation), frames)
    target = repository.put(PortTargets(port.port_id).receipts, seal(content, [recipient]))
    with writing(engine) as connection:
        set_meta(connection, _fact(port), _entry(mark, target))
    return target


def _acks(connection: Connection, scope: int) -> list[_Ack]:
    """The port's acknowledgements in a steady order: each device's newest journals, so that no
    device can crowd out the others."""
    ack, device = schema.ack.c, schema.device.c
    newest = func.row_number().over(
        partition_by=ack.device_id, order_by=(ack.updated_at.desc(), ack.epoch)
    )
    ranked = (
        select(ack.device_id, ack.epoch, ack.sequence, ack.chain_hash, newest.label("age"))
        .join(schema.device, device.device_id == ack.device_id)
        .where(device.port == scope)
        .subquery()
    )
    found = ranked.c
    rows = connection.execute(
        select(found.device_id, found.epoch, found.sequence, found.chain_hash)
        .where(found.age <= _JOURNALS)
        .order_by(found.age, found.device_id, found.epoch)
        .limit(_MOST)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _registry_epoch(connection: Connection) -> bytes:
    epoch = meta_value(connection, "registry_epoch")
    if epoch is None:
        raise ConfigError("the database names no registry", key="registry.unnamed")
    return bytes.fromhex(epoch)


def _mark(acks: Sequence[_Ack], registry_epoch: bytes, kid: bytes, recipient: str) -> str:
    """Tells any two contents of the pack apart, whenever they were signed."""
    whole = repr((list(acks), registry_epoch, kid, recipient))
    return hashlib.sha256(whole.encode()).hexdigest()


def _entry(mark: str, target: TargetFile) -> str:
    """What the database remembers: a mark, and the very file that was made for it. A publication
    that failed half-way leaves another file listed, and is so completed."""
    return f"{mark} {target.hashes['sha256']}"


def _fact(port: Port) -> str:
    return f"receipts/{port.port_id}"
