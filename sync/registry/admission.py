"""Devices at the registry: those in service, those that ask by stick to be, and those recalled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select, update

from checkpoint_app.clock import Clock
from checkpoint_app.credential.envelope import EnvelopeType, key_id
from checkpoint_app.domain.port import Port, PortDirectory
from checkpoint_app.errors import ConfigError, ProtocolError
from sync.bundle.layout import StickLayout
from sync.bundle.stick_files import DurableFolder
from sync.protocol.enrol_request import (
    ENROL_REQUEST_LIMIT,
    DeviceAsking,
    decode_request,
    same_fingerprint,
)
from sync.protocol.fingerprint import device_fingerprint
from sync.registry.db import schema
from sync.registry.db.open import reading, writing

_ENROLLED, _RECALLED = 0, 1
_LONGEST_REASON = 200


class Standing(StrEnum):
    """How a device stands with the registry."""

    ASKING = "asking"
    ENROLLED = "enrolled"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device as people see it; enrolled, or recalled, ``since`` then (seconds since 1970 UTC)."""

    device_id: str
    name: str
    port: Port
    lane: str
    fingerprint: str
    standing: Standing
    since: int


@dataclass(frozen=True, slots=True)
class Asking:
    """A request on a stick. ``file`` is its name there; ``device_id`` names the device that has
    these keys already."""

    file: str
    said: DeviceAsking
    standing: Standing = Standing.ASKING
    device_id: str = ""


class UnreadableRequest(ConfigError):  # noqa: N818 - it is told beside the others, not raised
    """A file among the requests that is none. ``file`` is its name."""

    def __init__(self, file: str, error: ProtocolError) -> None:
        super().__init__(f"{file}: {error}", key=error.key, **error.params)
        self.file = file


class Devices:
    """The registry's register of devices, for people."""

    def __init__(self, engine: Engine, clock: Clock, ports: PortDirectory) -> None:
        self._engine, self._clock, self._ports = engine, clock, ports

    def listed(self, port: Port | None = None) -> tuple[DeviceRow, ...]:
        """All devices, or those of a port, by port and lane."""
        table = schema.device.c
        wanted = select(schema.device).order_by(table.port, table.lane, table.enrolled_at)
        with reading(self._engine) as connection:
            rows = connection.execute(
                wanted if port is None else wanted.where(table.port == port.bit)
            ).all()
        return tuple(
            DeviceRow(
                row.device_id,
                row.name,
                self._ports.by_bit(row.port),
                row.lane,
                device_fingerprint(row.batch_key, row.auth_key, row.age_recipient),
                Standing.RECALLED if row.state else Standing.ENROLLED,
                (row.recalled_at if row.state else row.enrolled_at) or 0,
            )
            for row in rows
        )

    def recall(self, device_id: str, reason: str) -> Port:
        """Take a device out of service, at once and for good; its port. Publish afterwards.

        Raises ConfigError for a device that is not known, or recalled already.
        """
        table, now = schema.device.c, self._now()
        with writing(self._engine) as connection:
            found = connection.execute(
                select(table.port, table.state).where(table.device_id == device_id)
            ).one_or_none()
            if found is None:
                raise ConfigError("no such device", key="api.unknown-device", device=device_id[:64])
            if found.state != _ENROLLED:
                raise ConfigError("recalled already", key="api.recalled-already", device=device_id)
            connection.execute(
                update(schema.device)
                .where(table.device_id == device_id)
                .values(state=_RECALLED, recalled_at=now)
            )
            _audit(connection, now, "device.recall", device_id, reason[:_LONGEST_REASON])
        return self._ports.by_bit(found.port)

    def requests(self, place: Path) -> Iterator[Asking | UnreadableRequest]:
        """What lies on a stick (its folder), or in one file. Raises ConfigError, StorageError."""
        for file, content in _files(place):
            try:
                said = decode_request(content)
            except ProtocolError as error:
                yield UnreadableRequest(file, error)
                continue
            yield self._standing(Asking(file, said))

    def admit(
        self, asked: Asking, typed: str, below: Callable[[int], int], port: Port | None = None
    ) -> str:
        """Enrol the device that asks, once its fingerprint was typed whole; its device id. The same
        again changes nothing. Publish afterwards.

        Raises ConfigError: another fingerprint, a port that there is not or that is not ``port``,
        keys that another device has, or that were recalled.
        """
        if not same_fingerprint(typed, asked.said.fingerprint):
            raise ConfigError("another fingerprint", key="api.other-fingerprint")
        stands_at = self._port_of(asked.said)
        if port is not None and port != stands_at:
            raise ConfigError("another port", key="api.request-elsewhere", port=stands_at.port_id)
        with writing(self._engine) as connection:
            known = _with_these_keys(connection, asked.said)
            if known is None:
                device_id = f"lane-{below(16**16):016x}"
                self._insert(connection, device_id, stands_at, asked.said)
                return device_id
        if known.state != _ENROLLED or not _is_same(known, asked.said, stands_at):
            raise ConfigError("keys in use", key="api.keys-in-use", device=known.device_id)
        return str(known.device_id)

    def _standing(self, asked: Asking) -> Asking:
        with reading(self._engine) as connection:
            known = _with_these_keys(connection, asked.said)
        if known is None:
            return asked
        standing = Standing.RECALLED if known.state else Standing.ENROLLED
        return Asking(asked.file, asked.said, standing, known.device_id)

    def _port_of(self, said: DeviceAsking) -> Port:
        try:
            return self._ports.by_id(said.port)
        except KeyError:
            raise ConfigError("no such port", key="api.unknown-port", port=said.port) from None

    def _insert(
        self, connection: Connection, device_id: str, port: Port, said: DeviceAsking
    ) -> None:
        batch, auth = bytes.fromhex(said.batch_key), bytes.fromhex(said.auth_key)
        now = self._now()
        connection.execute(
            insert(schema.device).values(
                device_id=device_id,
                name=said.name,
                port=port.bit,
                lane=said.lane,
                batch_key=batch,
                batch_kid=key_id(EnvelopeType.BATCH, batch),
                auth_key=auth,
                auth_kid=key_id(EnvelopeType.AUTH, auth),
                age_recipient=said.age_recipient,
                enrolled_at=now,
                state=_ENROLLED,
            )
        )
        _audit(connection, now, "device.admit", device_id, f"{port.bit}/{said.lane}")

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def _files(place: Path) -> Iterator[tuple[str, bytes]]:
    """The request files of a stick, or the one file named. Raises ConfigError, StorageError."""
    if place.is_dir():
        files, folder = DurableFolder(place), StickLayout(Path()).requests.name
        names = [name for name in sorted(files.listed(folder)) if name.endswith(".json")]
    else:
        files, names = DurableFolder(place.parent), [place.name]
    for name in names:
        content = files.read(name, ENROL_REQUEST_LIMIT + 1)
        if content is None:
            raise ConfigError("no such file", key="api.no-request", file=place.name[:64])
        yield name.rpartition("/")[2], content


def _with_these_keys(connection: Connection, said: DeviceAsking) -> Row[Any] | None:
    table = schema.device.c
    keys = [bytes.fromhex(said.batch_key), bytes.fromhex(said.auth_key)]
    return connection.execute(
        select(schema.device).where(table.batch_key.in_(keys) | table.auth_key.in_(keys)).limit(1)
    ).one_or_none()


def _is_same(known: Row[Any], said: DeviceAsking, port: Port) -> bool:
    held = (known.batch_key.hex(), known.auth_key.hex(), known.age_recipient, known.port)
    return held == (said.batch_key, said.auth_key, said.age_recipient, port.bit)


def _audit(connection: Connection, at: int, action: str, subject: str, detail: str) -> None:
    connection.execute(
        insert(schema.audit).values(
            at=at, actor="registry", action=action, subject=subject, detail=detail
        )
    )
