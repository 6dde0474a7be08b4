"""A stick's bundle into a lane: first what it is, then all of it or nothing, then a receipt.

Nothing on a stick is believed for what it says: it is read as from any carrier, each signature
checked, and what was looked at before is checked again when it is taken in.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from checkpoint_app.clock import Clock
from checkpoint_app.credential.envelope import CredentialError
from checkpoint_app.credential.manifest import check_manifest
from checkpoint_app.errors import CheckpointError, StorageError, TransportError, TrustError
from sync.bundle.label import read_label
from sync.bundle.layout import StickLayout
from sync.bundle.preview import Preview, Relation, preview_of, relation_of
from sync.bundle.progress import Progress, ProgressMeter
from sync.bundle.refusals import OLDER, STOPPED, in_words
from sync.bundle.stick_carrier import stick_carrier
from sync.bundle.stick_receipt import StickDevice, write_receipt
from sync.trust.floor import RootedTime
from sync.trust.holding import holding_of
from sync.trust.intake import Intake, LookedAt, TakenIn
from sync.trust.recall import RecalledHereError
from sync.trust.view import TrustView

_LOG = logging.getLogger(__name__)
# Under this note lies what the last import brought.
_LAST = "bundle.imported"
_ROLLED_BACK = "trust.rolled_back"
# What a person's wish to stop looks like: Ctrl-C at a terminal ends the pack reader too.
_STOPPED = ("sync.stopped", "trust.reader")
_RECEIPT_WORDS: Mapping[str, str] = {
    "stick.full": "bundle.receipt_full",
    "stick.read-only": "bundle.receipt_read_only",
}


class Trusting(Protocol):
    """The view in force at this lane, and how late it must be (`sync.client.lane_trust`)."""

    @property
    def view(self) -> TrustView | None: ...
    def rooted_time(self, now: datetime) -> RootedTime: ...
    def take(self, view: TrustView) -> None: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did. ``changed`` is False when all of it was here already.

    ``receipt_error`` is why no receipt could be left on the stick; the import stands all the same.
    """

    taken: TakenIn
    changed: bool
    receipt_error: CheckpointError | None = None

    @property
    def records(self) -> int:
        """Records written."""
        return 0 if self.taken.port is None else self.taken.port.records

    @property
    def acknowledged(self) -> int:
        """Movements of this device that the stick's receipts acknowledge for the first time."""
        return 0 if self.taken.receipts is None else self.taken.receipts.acknowledged


@dataclass(frozen=True, slots=True)
class LastImport:
    """What the last stick that brought anything was: ``at`` by this computer's clock, the signed
    time of its data, its permits, and the number on its label (0 for none)."""

    at: datetime
    issued: datetime
    permits: int
    generation: int
    number: int


class Inward:
    """Takes sticks into one lane. Not for several threads at once: the repository's lock says so.

    ``pending`` counts the movements that wait for an acknowledgement; ``notices`` are the digests
    of notices that no sync has confirmed yet.
    """

    def __init__(
        self,
        *,
        intake: Intake,
        trust: Trusting,
        device: StickDevice,
        pending: Callable[[], int],
        clock: Clock,
        notices: Callable[[], tuple[bytes, ...]] = lambda: (),
    ) -> None:
        self._intake, self._trust, self._device = intake, trust, device
        self._pending, self._clock, self._notices = pending, clock, notices

    def preview(self, folder: Path, *, stopping: Callable[[], bool] = lambda: False) -> Preview:
        """What the stick is. Raises CheckpointError, in words about sticks, for one that cannot be
        taken in; one that is merely older is told by `Preview.relation`. One that says that this
        device was recalled is obeyed at once, and raises RecalledHereError."""
        label = read_label(folder)
        with self._in_words(folder, stopping):
            try:
                looked = self._look(folder, stopping)
            except RecalledHereError:
                carrier = stick_carrier(folder, stopping)
                intake = self._intake.watched(self._intake.watch, stopping)
                intake.take_in(carrier, self._reference(), on_view=self._trust.take)
                raise
            held = self._held()
            is_older = relation_of(looked.view, held) is Relation.OLDER
            if not is_older and self._intake.sink.held_manifest() is None:
                held = None  # enrolled by this very stick, or recovered: nothing is taken in yet
        return preview_of(looked, held, self._intake.place.port_id, label)

    def take(
        self,
        folder: Path,
        *,
        stopping: Callable[[], bool] = lambda: False,
        on_progress: Callable[[Progress], None] = lambda _progress: None,
    ) -> Outcome:
        """Take the stick in. Until it is all written, ``stopping`` ends it with nothing changed.

        ``on_progress`` is called in this thread, often. Raises CheckpointError, in words about
        sticks: then nothing was changed.
        """
        held, label = self._held(), read_label(folder)
        meter = ProgressMeter(self._clock.monotonic, on_progress)
        with self._in_words(folder, stopping):
            carrier = stick_carrier(folder, stopping)
            intake = self._intake.watched(meter, stopping)
            try:
                taken = intake.take_in(carrier, self._reference(), on_view=self._trust.take)
            except TrustError as error:
                if error.key == _ROLLED_BACK:  # older than what is here, or within itself
                    self._look(folder, stopping)
                raise
        changed = taken.changed or relation_of(taken.view, held) is Relation.NEWER
        if changed and not taken.recalled:
            self._remember(taken, 0 if label is None else label.number)
        return Outcome(taken, changed, self._leave_receipt(folder, taken.view))

    def last(self) -> LastImport | None:
        """What the last stick was; None before any. Raises StorageError."""
        try:
            return _decode_last(self._intake.sink.notes()[_LAST])
        except (KeyError, ValueError, TypeError, OverflowError):
            return None

    def _look(self, folder: Path, stopping: Callable[[], bool]) -> LookedAt:
        """What is on the stick, as for one who knows nothing: then nothing on it is older than it
        may be unless files of several bundles are mixed."""
        intake = self._intake.watched(self._intake.watch, stopping)
        try:
            return intake.look(stick_carrier(folder, stopping), self._reference())
        except TrustError as error:
            if error.key == _ROLLED_BACK:
                raise TrustError(str(error), key="trust.mixed") from error
            raise

    def _reference(self) -> RootedTime:
        return self._trust.rooted_time(self._clock.now())

    def _held(self) -> TrustView | None:
        """What is held, whichever process brought it; the view in force when that is unreadable."""
        try:
            return self._intake.repository.load_local()
        except CheckpointError as error:
            _LOG.warning("held trust data unusable: %s", error)
            return self._trust.view

    @contextmanager
    def _in_words(self, folder: Path, stopping: Callable[[], bool]) -> Iterator[None]:
        try:
            yield
        except CheckpointError as error:
            if stopping() and error.key in _STOPPED:
                raise TransportError("stopped", retryable=False, key=STOPPED) from error
            raise in_words(error, root_is_older=self._lacks_our_root(folder)) from error

    def _lacks_our_root(self, folder: Path) -> bool:
        """Whether the stick has no root as new as ours. By a file's name: it only chooses words."""
        view = self._trust.view
        name = "" if view is None else f"{view.root_version}.root.json"
        return bool(name) and not (StickLayout(folder).metadata / name).exists()

    def _remember(self, taken: TakenIn, number: int) -> None:
        """Keep what came and when; a disk that is full by now undoes nothing."""
        manifest = self._intake.newest()
        last = {
            "at": int(self._clock.now().timestamp()),
            "issued": int(taken.view.issued.timestamp()),
            "permits": self._permits(taken.view),
            "generation": 0 if manifest is None else manifest.generation,
            "number": number,
        }
        try:
            self._intake.sink.note(_LAST, json.dumps(last))
        except StorageError as error:
            _LOG.warning("the import is not noted: %s", error)

    def _permits(self, view: TrustView) -> int:
        envelope = self._intake.sink.held_manifest()
        try:
            return 0 if envelope is None else check_manifest(envelope, view.keys).live_count
        except CredentialError:  # edited here since
            return 0

    def _leave_receipt(self, folder: Path, view: TrustView) -> CheckpointError | None:
        intake = self._intake
        try:
            held = holding_of(
                view,
                intake.sink,
                intake.newest(),
                device_id=self._device.device_id,
                pending=self._pending(),
                at=self._clock.now(),
                notices=self._notices(),
            )
            write_receipt(folder, held, self._device)
        except CheckpointError as error:
            _LOG.warning("no receipt on the stick: %s", error)
            key = _RECEIPT_WORDS.get(error.key, "bundle.receipt_unwritten")
            return StorageError(str(error), key=key)
        return None


def older() -> TrustError:
    """Why a stick older than what is here is not taken in."""
    return TrustError("an older stick", key=OLDER)


def _decode_last(text: str) -> LastImport:
    fields = json.loads(text)
    return LastImport(
        at=datetime.fromtimestamp(int(fields["at"]), UTC),
        issued=datetime.fromtimestamp(int(fields["issued"]), UTC),
        permits=int(fields["permits"]),
        generation=int(fields["generation"]),
        number=int(fields["number"]),
    )
