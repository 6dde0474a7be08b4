"""A port's bundle, from what is published to a finished stick with a number of its own."""

from __future__ import annotations

from sqlalchemy import Engine, insert

from checkpoint_app.clock import Clock
from checkpoint_app.domain.port import Port
from checkpoint_app.reference import ports
from sync.bundle.outward import Progress, Written, write_bundle
from sync.bundle.port_part import MovedOnError, PortPart, choose_part
from sync.bundle.stick_files import StickFiles
from sync.registry.db import schema
from sync.registry.db.open import writing
from sync.registry.paths import RegistryPaths

# A publication takes few files away, and a stick takes minutes at most.
_ATTEMPTS = 5


class Bundling:
    """Writes bundles, and keeps account of them.

    Not under the publisher's lock: a slow stick must not hold up bad news for every port. One state
    is chosen and checked in memory, and its target files carry their digests; when a publication
    takes one of them away meanwhile, the newer state is chosen, and what is on the stick counts.
    """

    def __init__(self, paths: RegistryPaths, engine: Engine, clock: Clock) -> None:
        self._paths, self._engine, self._clock = paths, engine, clock

    def write(self, port: Port, files: StickFiles, progress: Progress) -> Written:
        """Write the bundle of a port as it is published now.

        Raises as `choose_part` and `write_bundle`.
        """
        for attempt in range(_ATTEMPTS):
            try:
                written = self._attempt(port, files, progress)
                break
            except MovedOnError:
                if attempt == _ATTEMPTS - 1:
                    raise
        self._audit(written)
        return written

    def next_number(self, part: PortPart, written_at: int) -> int:
        """Enter a bundle that is about to be finished; its number. One that is torn after this
        keeps its number, which is not given again."""
        row = {
            "port": ports().by_id(part.port_id).bit,
            "written_at": written_at,
            "issued": part.issued,
            "timestamp_version": part.version,
        }
        with writing(self._engine) as connection:
            entered = connection.execute(insert(schema.stick).values(row)).inserted_primary_key
        assert entered is not None, "one row was entered"
        return int(entered[0])

    def _attempt(self, port: Port, files: StickFiles, progress: Progress) -> Written:
        now = self._clock.now()
        part = choose_part(self._paths.metadata.parent, port.port_id, now)
        return write_bundle(files, part, self, now=now, progress=progress)

    def _audit(self, written: Written) -> None:
        label = written.label
        row = {
            "at": int(self._clock.now().timestamp()),
            "actor": "registry",
            "action": "stick.written",
            "subject": str(label.number),
            "detail": f"{label.port}, timestamp {label.timestamp}",
        }
        with writing(self._engine) as connection:
            connection.execute(insert(schema.audit).values(row))
