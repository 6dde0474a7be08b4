"""Departures onto a stick: what of the journal the registry has not acknowledged, sealed for it.

Nothing leaves the outbox by an export, for sticks get lost: only a receipt lets go of movements.
What was exported is noted in the journal's audit, beside the movements themselves: the registry's
data may be rebuilt at any time, and what is restored from a backup then knows only those files
whose movements it has. So a file that this journal knows, and no longer needs, can be taken off the
stick; one that it does not know may hold what nobody else has, and stays.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from checkpoint_app.clock import Clock
from checkpoint_app.credential import canonical
from checkpoint_app.credential.envelope import SigningKey
from checkpoint_app.errors import ConfigError, StorageError
from sync.bundle.departures_file import SUFFIX, HoldingFrame, departures_file
from sync.bundle.departures_loop import Loop, loop_of
from sync.bundle.departures_note import (
    ExportedFile,
    ExportNote,
    decode_note,
    encode_note,
    known_files,
)
from sync.bundle.layout import StickLayout
from sync.bundle.stick_files import UNFINISHED, StickFiles, stick_folder
from sync.bundle.stick_receipt import StickDevice, sign_holding, write_receipt
from sync.engine.receipts import ReceivedEpoch, SealedBatch
from sync.protocol.holdings import Holding

_LOG = logging.getLogger(__name__)
EXPORTED = "departures.exported"
# Batches of so many sequences of an epoch share a file: some 2 MB, 10 MB at the most. The spans lie
# fixed, so that more movements, or a receipt, change few files.
SPAN = 8192
# Batches taken from the outbox at once: some 2 MiB.
_AT_ONCE = 8
_FOLDER = StickLayout(Path()).departures.as_posix()
_NAMES = b"umrah/1/departures/names"
# What is wrong with a stick, as it is told of one that departures are written to.
_WORDS: Mapping[str, str] = {
    "stick.full": "departures.full",
    "stick.link": "departures.link",
    "stick.not-ours": "departures.crowded",
    "stick.not-written": "departures.not-written",
    "stick.read-only": "departures.read-only",
}


class Departing(Protocol):
    """What of the journal the registry has not acknowledged. Raises StorageError."""

    def epochs(self) -> Sequence[ReceivedEpoch]:
        """All journal epochs that have movements, oldest first."""
        ...

    def seal_batches(
        self, limit: int, key: SigningKey, device: str, *, beyond: tuple[bytes, int] | None = None
    ) -> Sequence[SealedBatch]:
        """Up to ``limit`` batches after that epoch and sequence; always the same bytes."""
        ...


class Diary(Protocol):
    """The journal's audit. Raises StorageError."""

    def audit(self, at: datetime, actor: str, action: str, detail: str = "") -> None:
        """Add an entry."""
        ...

    def audited(self, action: str) -> Sequence[tuple[datetime, str]]:
        """When and with what detail, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did: ``movements`` in ``files`` files are on the stick now, of which
    ``written`` were not there before; ``removed`` files were no longer needed."""

    movements: int
    files: int
    written: int
    removed: int


@dataclass(slots=True)
class _Stick:
    """What one export finds and leaves in a stick's folder of departures."""

    files: StickFiles
    here: Mapping[str, int]
    wanted: set[str] = field(default_factory=set)
    written: list[ExportedFile] = field(default_factory=list)
    movements: int = 0
    removed: int = 0


class Departures:
    """Exports one device's movements. ``scope`` is its port's bit, ``inbox`` the registry's age
    recipient, empty where the offline keys name none; ``holding`` what the device holds, None when
    that cannot be told. ``further`` are batches of other devices, as those signed them, by epoch
    and sequence; they go along for as long as they are given."""

    def __init__(
        self,
        *,
        outbox: Departing,
        diary: Diary,
        device: StickDevice,
        batch_key: SigningKey,
        scope: int,
        inbox: str,
        holding: Callable[[], Holding | None],
        clock: Clock,
        span: int = SPAN,
        further: Callable[[], Iterable[SealedBatch]] = tuple,
    ) -> None:
        self._outbox, self._diary, self._device = outbox, diary, device
        self._span, self._further = span, further
        self._batch_key, self._scope, self._inbox = batch_key, scope, inbox
        self._holding, self._clock = holding, clock
        self._names = hmac.digest(batch_key.private_bytes(), _NAMES, "sha256")

    def export(self, folder: Path) -> Exported:
        """As `export_to`, in the folder on a stick that a person named. Where nothing was written
        the device still leaves what it holds: the registry is to learn of a notice taken in."""
        with _in_words():
            done = self.export_to(stick_folder(folder))
        if not done.written:
            self._leave_holding(folder)
        return done

    def _leave_holding(self, folder: Path) -> None:
        """Without the statement the departures are as good."""
        held = self._holding()
        try:
            if held is not None:
                write_receipt(folder, held, self._device)
        except (ConfigError, StorageError) as error:
            _LOG.warning("what is held is not left on the stick: %s", error)

    def export_to(self, files: StickFiles) -> Exported:
        """Have every movement that is not acknowledged on the stick, once. The same again writes
        nothing; files that are not needed any more go, once the others are there.

        Raises ConfigError (no inbox, no such folder, a link on the stick), StorageError (read-only,
        full): what was written by then is whole, and nothing has left the outbox.
        """
        if not self._inbox:
            raise ConfigError("no inbox is named", key="departures.no-inbox")
        with _in_words():
            return self._export(_Stick(files, files.listed(_FOLDER)))

    def _export(self, stick: _Stick) -> Exported:
        for path in stick.here:
            if path.casefold().endswith(f"{SUFFIX}{UNFINISHED}"):  # torn out while it was written
                stick.files.remove(path)
        known = known_files(self._notes())
        reached = {each.epoch: each.acknowledged for each in self._outbox.epochs()}
        self._remove(stick, [file for file in known if file.last <= reached.get(file.epoch, 0)])
        try:
            self._write(stick, known)
        finally:
            self._note(stick)
        self._remove(stick, known)
        return Exported(stick.movements, len(stick.wanted), len(stick.written), stick.removed)

    def loop(self) -> Loop:
        """Where departures stand, as far as this device knows. Raises StorageError."""
        return loop_of(self._notes(), self._outbox.epochs())

    def _write(self, stick: _Stick, known: Iterable[ExportedFile]) -> None:
        made: dict[str, list[ExportedFile]] = {}
        for file in known:
            made.setdefault(file.name, []).append(file)
        held: HoldingFrame | None = None
        for group in self._groups():
            name = self._name(group)
            stick.wanted.add(name)
            stick.movements += sum(batch.last - batch.first + 1 for batch in group)
            if _is_whole(stick, made.get(name, ())):
                continue
            held = held or self._signed_holding()
            stick.written.append(self._put(stick, name, group, held))

    def _put(
        self, stick: _Stick, name: str, group: Sequence[SealedBatch], held: HoldingFrame | None
    ) -> ExportedFile:
        envelopes = (batch.envelope for batch in group)
        content = departures_file(self._scope, envelopes, held, self._inbox)
        stick.files.put(_path(name), [content])
        digest = hashlib.sha256(content).hexdigest()
        first, last = group[0], group[-1]
        return ExportedFile(name, first.epoch, first.first, last.last, len(content), digest)

    def _groups(self) -> Iterator[list[SealedBatch]]:
        """The batches, file by file."""
        for _, group in itertools.groupby(self._batches(), self._place):
            yield list(group)

    def _batches(self) -> Iterator[SealedBatch]:
        beyond: tuple[bytes, int] | None = None
        device_id = self._device.device_id
        while batches := self._outbox.seal_batches(
            _AT_ONCE, self._batch_key, device_id, beyond=beyond
        ):
            yield from batches
            beyond = batches[-1].epoch, batches[-1].last
        yield from self._further()

    def _place(self, batch: SealedBatch) -> tuple[bytes, int]:
        return batch.epoch, (batch.first - 1) // self._span

    def _name(self, group: Sequence[SealedBatch]) -> str:
        """The file's name: the same for the same batches, and for nobody else to guess."""
        digests = [hashlib.sha256(batch.envelope).digest() for batch in group]
        said = canonical.encode([self._inbox, group[0].epoch, digests])
        return hmac.digest(self._names, said, "sha256").hex()

    def _signed_holding(self) -> HoldingFrame | None:
        held = self._holding()
        return None if held is None else HoldingFrame(*sign_holding(held, self._device))

    def _remove(self, stick: _Stick, known: Iterable[ExportedFile]) -> None:
        """Take those off the stick that are not wanted."""
        for name in sorted({file.name for file in known} - stick.wanted):
            if _path(name) in stick.here:
                stick.files.remove(_path(name))
                stick.here = {
                    path: size for path, size in stick.here.items() if path != _path(name)
                }
                stick.removed += 1

    def _notes(self) -> list[ExportNote]:
        return [decode_note(at, detail) for at, detail in self._diary.audited(EXPORTED)]

    def _note(self, stick: _Stick) -> None:
        """Note what was written; without the note the next export writes it again."""
        if not stick.written:
            return
        detail = encode_note(stick.movements, stick.written)
        try:
            self._diary.audit(self._clock.now(), "", EXPORTED, detail)
        except StorageError as error:
            _LOG.error("an export is not noted: %s", error)


def _is_whole(stick: _Stick, made: Iterable[ExportedFile]) -> bool:
    """Whether one of the files that were made under a name lies on the stick as it was made."""
    return any(
        _path(file.name) in stick.here
        and stick.files.holds(_path(file.name), file.length, file.sha256)
        for file in made
    )


def _path(name: str) -> str:
    return f"{_FOLDER}/{name}{SUFFIX}"


@contextmanager
def _in_words() -> Iterator[None]:
    """What is wrong with the stick, told as of departures."""
    try:
        yield
    except (ConfigError, StorageError) as error:
        key = _WORDS.get(error.key)
        if key is None:
            raise
        raise type(error)(str(error), key=key) from error
