"""staff.sealed: who may sign in at this port, as the registry signed it last.

The file is sealed (ChaCha20-Poly1305, RFC 8439) with a key of the key store, and the journal
remembers which list was taken: an edited one does not open, an older one put back is not the one
that the journal names. The key is made with the first list; from then on somebody must sign in here
as long as one of the three is left: journal, file or key.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from checkpoint_app.credential import canonical
from checkpoint_app.domain.staff import StaffList
from checkpoint_app.errors import StorageError, TrustError
from checkpoint_app.store.encrypted import KEY_LENGTH
from checkpoint_app.store.failure import file_errors
from checkpoint_app.store.files import exclusive, read_bounded, replace_file
from checkpoint_app.store.journal_staff import StaffMark
from checkpoint_app.store.keys import KeyStore
from sync.trust.pack import STAFF_PLAIN
from sync.trust.staff_pack import staff_frames, staff_of

_KEY = "staff"
_CONTEXT = b"umrah/1/staff-file"
_NONCE = 12
_LIMIT = STAFF_PLAIN + 1024


class StaffJournal(Protocol):
    """The journal, as far as lists of staff go. Raises StorageError."""

    def add_staff_taken(self, mark: StaffMark, at: datetime) -> None: ...
    def newest_staff_taken(self) -> tuple[int, bytes] | None: ...


class StaffFile:
    """`services.stores.StaffShelf` over a file. For several threads."""

    def __init__(
        self,
        path: Path,
        keys: KeyStore,
        journal: StaffJournal,
        noted: Callable[[], bool] = lambda: False,
    ) -> None:
        """``noted``: what else remembers that a list was taken in, should all of these be gone."""
        self._path, self._keys, self._journal = path, keys, journal
        self._noted = noted
        self._lock_path = path.with_name(path.name + ".lock")
        self._turn = threading.Lock()
        self._opened: tuple[bytes, StaffList] | None = None
        self._had_no_key = False

    def staff(self) -> StaffList | None:
        """See `StaffShelf`."""
        taken = self._journal.newest_staff_taken()
        sealed = self._sealed()
        if taken is None and sealed is None:
            return None
        staff = None if sealed is None else self._open(sealed)
        if staff is None or not _is_the_one(staff, taken):
            raise _damaged()
        return staff

    def staff_ever(self) -> bool:
        """See `StaffShelf`. Asked at every scan: a key store that answered once is not asked again,
        so that one which fails later stops no lane. Whichever program takes a list in from then on
        says so in the journal."""
        if self._journal.newest_staff_taken() is not None or self._path.exists():
            return True
        if not self._had_no_key:
            self._had_no_key = self._keys.load(_KEY) is None and not self._noted()
        return not self._had_no_key

    def is_held(self) -> bool:
        """Whether the list that was taken last is here as it was taken. Raises StorageError for a
        journal or key store that cannot be read."""
        try:
            return self.staff() is not None
        except StorageError as error:
            if error.key == "staff.damaged":
                return False
            raise

    def take_staff(self, staff: StaffList, at: datetime) -> bool:
        """See `StaffShelf`. First the file, then the journal: what a crash leaves between the two
        is newer than the journal, and holds."""
        content = _content(staff)
        mark = _mark(staff, content)
        with file_errors(self._path.name), self._turn, exclusive(self._lock_path):
            if self._is_known(mark) and self.is_held():
                return False
            replace_file(self._path, self._seal(content))
            if self._journal.newest_staff_taken() != (mark.version, mark.sha256):
                self._journal.add_staff_taken(mark, at)
        return True

    def refuse_older(self, staff: StaffList) -> None:
        """Raise TrustError for a list that `take_staff` would refuse. Raises StorageError."""
        self._is_known(_mark(staff, _content(staff)))

    def _is_known(self, mark: StaffMark) -> bool:
        """Whether this very list was taken before. Raises TrustError for one that goes back."""
        newest = self._journal.newest_staff_taken()
        if newest is None:
            return False
        version, sha256 = newest
        if mark.version < version:
            raise TrustError(
                f"staff {mark.version}, {version} was here already", key="trust.rolled_back"
            )
        if mark.version == version and mark.sha256 != sha256:
            raise TrustError(f"staff {version} in two forms", key="trust.mixed")
        return mark.version == version

    def _sealed(self) -> bytes | None:
        with file_errors(self._path.name):
            return read_bounded(self._path, _LIMIT)

    def _seal(self, content: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        key = self._keys.load(_KEY) or self._keys.add(_KEY, secrets.token_bytes(KEY_LENGTH))
        return nonce + _cipher(key).encrypt(nonce, content, _CONTEXT)

    def _open(self, sealed: bytes) -> StaffList | None:
        """The list; None for a file that was not sealed here. Opened anew when it changed."""
        before = self._opened
        if before is not None and before[0] == sealed:
            return before[1]
        key = self._keys.load(_KEY)
        if key is None or len(sealed) < _NONCE:
            return None
        try:
            content = _cipher(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _CONTEXT)
            frames = canonical.decode(content, limit=_LIMIT)
            staff = staff_of(frames if isinstance(frames, list) else [])
        except (InvalidTag, TrustError):
            return None
        self._opened = (sealed, staff)
        return staff


class TakenStaff:
    """`sync.trust.takers.StaffTaking` into a file, at a clock's time."""

    def __init__(self, file: StaffFile, now: Callable[[], datetime]) -> None:
        self._file, self._now = file, now

    def is_held(self) -> bool:
        """See `StaffTaking`."""
        return self._file.is_held()

    def refuse_older(self, staff: StaffList) -> None:
        """See `StaffTaking`."""
        self._file.refuse_older(staff)

    def take(self, staff: StaffList) -> bool:
        """See `StaffTaking`."""
        return self._file.take_staff(staff, self._now())


def _is_the_one(staff: StaffList, taken: tuple[int, bytes] | None) -> bool:
    if taken is None or staff.version > taken[0]:
        return True
    return (staff.version, _digest(_content(staff))) == taken


def _content(staff: StaffList) -> bytes:
    return canonical.encode(staff_frames(staff))


def _mark(staff: StaffList, content: bytes) -> StaffMark:
    return StaffMark(staff.version, _digest(content), int(staff.issued.timestamp()))


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _cipher(key: bytes) -> ChaCha20Poly1305:
    if len(key) != KEY_LENGTH:
        raise StorageError("key staff of a wrong length", key="store.key_unfit", name=_KEY)
    return ChaCha20Poly1305(key)


def _damaged() -> StorageError:
    return StorageError("the list of staff is not the one taken", key="staff.damaged")
