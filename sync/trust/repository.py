"""The one path by which any of the registry's data becomes trusted, whatever carries it.

python-tuf's `Updater` does the work of the TUF client; this module adds what a port needs around
it: the reference time, the demo root, staging for sticks, targets under names of their own, a lock
against two imports at once, and the last whole state for a start without network.

Layout of the folder: ``metadata/`` is python-tuf's, ``targets/`` holds verified target files under
the digest of their signed description, ``held.cbor`` see `sync.trust.held`, ``lock``. ``staged/``
holds both kinds while a stick is read.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from checkpoint_app.errors import TrustError
from sync.trust import held
from sync.trust.carrier import Carrier
from sync.trust.distrusted import Since
from sync.trust.floor import RootedTime
from sync.trust.lock import import_lock
from sync.trust.places import Places, commit, keep_roots, lay_out
from sync.trust.session import Known, TrustSession, root_version
from sync.trust.tuf_api import (
    EnvelopeType,
    TrustedMetadataSet,
    Updater,
)
from sync.trust.tuf_errors import trust_errors
from sync.trust.updater import (
    open_updater,
)
from sync.trust.view import TrustView

__all__ = ["TrustSession", "TrustedRepository", "check_shipped_root", "root_version"]


class TrustedRepository:
    """The port's trusted copy of the repository, in one folder.

    ``root`` is the root.json that came with the installer, as bytes: the one thing believed
    without proof. A demo root (signed field ``x-umrah-demo``) is refused unless ``allow_demo``.
    The devices of ``port_id`` are held too; of none where it is empty.
    """

    def __init__(
        self, folder: Path, root: bytes, *, port_id: str = "", allow_demo: bool = False
    ) -> None:
        self._folder = folder
        self._root = root
        self._port_id = port_id
        self._allow_demo = allow_demo
        root_version(root)

    def load_local(self) -> TrustView | None:
        """The newest whole state held here, every signature checked again; None before any.

        Needs no network, no lock, and accepts metadata past its end (`TrustView.expired` tells).
        Raises TrustError when the held state does not verify, StorageError.
        """
        data = held.read_held(self._folder / "held.cbor")
        if data is None:
            return None
        return self._verified(data)

    @contextmanager
    def session(self, carrier: Carrier, reference: datetime | RootedTime) -> Iterator[TrustSession]:
        """Read one carrier's repository at this reference time (aware, UTC).

        When the block ends, the state is held for the next start; when it raises, what a network
        had verified is kept for protection against replays, of a stick only the verified roots.
        Raises as `TrustSession.refresh`, and StorageError when another import is running.
        """
        with self._places(apart=carrier.staged, known=True) as places:
            session = self._opened(carrier, places, reference, self._known())
            yield session
            data = session.held_state()
            if carrier.staged:
                with trust_errors():
                    commit(places.metadata, self._folder / "metadata")
            if held.read_held(self._folder / "held.cbor") != data:
                held.write_held(self._folder / "held.cbor", data)

    @contextmanager
    def look(self, carrier: Carrier, reference: datetime | RootedTime) -> Iterator[TrustSession]:
        """Read a carrier's repository as one that knows nothing but verified roots, and keep
        nothing but those: a state older than the one held can be looked at too. Raises as
        `session`.
        """
        with self._places(apart=True, known=False) as places:
            yield self._opened(carrier, places, reference, Known(lambda _fresh: {}))

    def _verified(self, data: bytes) -> TrustView:
        allow_demo, port_id = self._allow_demo, self._port_id
        return held.verify_held(data, self._root, allow_demo=allow_demo, port_id=port_id)

    def _known(self) -> Known:
        """What the held state says, as far as it can be read at all."""
        try:
            data = held.read_held(self._folder / "held.cbor")
        except TrustError:
            data = None
        port = held.held_port(data, self._port_id) if self._port_id else None
        return Known(self._known_distrusted, port)

    def _known_distrusted(self, fresh: bytes | None) -> Since:
        """The keys that the held state distrusts, verified; none where it has this very list, or is
        spoilt: it then vouches for nothing anyway."""
        try:
            data = held.read_held(self._folder / "held.cbor")
            if data is None or held.held_distrusted(data) in (None, fresh):
                return {}
            return self._verified(data).distrusted
        except TrustError:
            return {}

    def _opened(
        self,
        carrier: Carrier,
        places: Places,
        reference: datetime | RootedTime,
        known: Known,
    ) -> TrustSession:
        root, allow_demo = self._root, self._allow_demo

        def open_at(at: datetime) -> Updater:
            return open_updater(
                places.metadata, places.fresh, carrier, root, at, allow_demo=allow_demo
            )

        return TrustSession(
            open_at,
            reference,
            places,
            root,
            known,
            port_id=self._port_id,
            allow_demo=allow_demo,
        )

    @contextmanager
    def _places(self, *, apart: bool, known: bool) -> Iterator[Places]:
        """Where a session works, under the lock: the folders themselves, or copies that are gone
        afterwards but for verified roots. Not ``known``: of the metadata only the roots."""
        metadata, targets = self._folder / "metadata", self._folder / "targets"
        with trust_errors():
            metadata.mkdir(parents=True, exist_ok=True)
            targets.mkdir(exist_ok=True)
        with import_lock(self._folder / "lock"):
            if not apart:
                yield Places(metadata, targets, targets)
                return
            staged = self._folder / "staged"
            places = Places(staged / "metadata", targets, staged / "targets")
            with trust_errors():
                lay_out(places, metadata, known=known)
            try:
                yield places
            finally:
                with trust_errors():
                    keep_roots(places.metadata, metadata)
                    shutil.rmtree(staged, ignore_errors=True)


def check_shipped_root(root: bytes, *, allow_demo: bool) -> None:
    """Raise TrustError unless these bytes are a root, signed by itself, that may be used here."""
    with trust_errors():
        held.refuse_demo(
            TrustedMetadataSet(root, EnvelopeType.METADATA).root, allow_demo=allow_demo
        )
