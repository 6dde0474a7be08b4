"""Taking in what a carrier brings, in the order that keeps it safe: news, then records.

The same for network, hub and stick, but for what counts as one step. From a network the status pack
comes first and on its own, since a revocation must not wait for a million records. What a stick
brings is verified whole, then written in one transaction, then its metadata is taken over: a stick
that fails at any point changed nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from checkpoint_app.credential.envelope import CredentialError
from checkpoint_app.credential.manifest import Manifest, decode_page
from checkpoint_app.domain.staff import StaffList
from checkpoint_app.errors import CheckpointError, ProtocolError, TransportError, TrustError
from sync.protocol.device_list import LIST_LIMIT, DeviceList, decode_device_list
from sync.trust.carrier import Carrier
from sync.trust.floor import RootedTime
from sync.trust.importer import (
    CONTACTS_NOTE,
    ELSEWHERE_NOTE,
    CacheDamagedError,
    ContactsChange,
    ElsewhereChange,
    Imported,
    NewestManifest,
    PortChange,
    forget_packs,
    plan_contacts,
    plan_elsewhere,
    plan_port,
    published_manifest,
    read_receipts,
    read_staff,
    replanned,
    unlock,
)
from sync.trust.names import STAFF_NOTE, PortTargets
from sync.trust.news import News, NewsChange, plan_news
from sync.trust.plan import PortPlace
from sync.trust.reader import Answer, PackReading
from sync.trust.recall import RecalledHereError, recalled_here
from sync.trust.repository import TrustedRepository, TrustSession
from sync.trust.sink import ImportTransaction, RecordSink
from sync.trust.takers import ReceiptsOutcome, ReceiptTaker, StaffTaking
from sync.trust.view import TrustView
from sync.trust.watch import Unwatched, Watching

_LOG = logging.getLogger(__name__)
NEWER_FORMAT = "trust.newer_format"
ReaderMaker = Callable[[], AbstractContextManager[PackReading]]
# Notes that tell which target files the records, and the receipts and staff taken, came from.
_MANIFEST_NOTE = "manifest-target"
_RECEIPTS_NOTE = "receipts-target"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What one session brought. ``port`` is None when the records were not looked at, or the
    very same manifest is here whole already.

    ``recalled``: the registry has taken this device out of service; then only news was taken.
    ``devices`` are those in service at this port, None where no list is published. ``receipts``
    tells what new receipts did, None when there were none. ``staff`` is set when a new list of the
    port's people is held now. ``newer`` names targets that only a later program reads: what was
    held of them stays, and the rest came all the same.
    """

    view: TrustView
    news: News
    port: Imported | None = None
    elsewhere: bool = False
    recalled: bool = False
    devices: DeviceList | None = None
    receipts: ReceiptsOutcome | None = None
    staff: bool = False
    newer: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything of the registry's data here is other than before."""
        return self.news.changed or self.elsewhere or (self.port is not None and self.port.changed)


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What a carrier holds, verified, nothing of it kept: the top-level targets and the manifest
    of this port's records, which it would bring to ``manifest.live_count`` permits."""

    view: TrustView
    manifest: Manifest


class OtherPortError(TransportError):
    """The carrier has no part for this port. ``ports`` are those that it has one for, verified."""

    def __init__(self, ports: tuple[str, ...]) -> None:
        super().__init__(f"no part for this port, but for {ports}", key="trust.wrong_pack")
        self.ports = ports


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything a lane needs to take data in.

    ``identity`` is the device's age identity; ``newest`` reads the anchor. ``reader`` starts the
    process that opens packs. ``stopping`` is asked between batches of rows. ``take_receipts`` is
    given the envelopes of new receipts once all else is kept, ``staff`` then a new list of the
    port's people; None for a port's end that keeps none. ``on_recalled`` is told, after all
    else, each time that ``device_id`` is found among the recalled.
    """

    repository: TrustedRepository
    sink: RecordSink
    place: PortPlace
    identity: str
    newest: Callable[[], NewestManifest | None]
    reader: ReaderMaker
    stopping: Callable[[], bool]
    device_id: str = ""
    take_receipts: ReceiptTaker | None = None
    staff: StaffTaking | None = None
    on_recalled: Callable[[], None] = lambda: None
    watch: Watching = field(default_factory=Unwatched)

    def watched(self, watch: Watching, stopping: Callable[[], bool]) -> Intake:
        """The same, its steps told to ``watch``, until ``stopping``."""
        return replace(self, watch=watch, stopping=stopping)

    def take_in(
        self,
        carrier: Carrier,
        reference: datetime | RootedTime,
        *,
        records: bool = True,
        rebuild: bool = False,
        on_view: Callable[[TrustView], None] = lambda _view: None,
    ) -> TakenIn:
        """One session with a carrier; without ``records`` only the news.

        ``rebuild`` makes the records anew whatever is held. ``on_view`` is told of the verified
        top-level targets: from a network before anything else is taken in, from a stick after.
        Raises TrustError, TransportError, ProtocolError, StorageError. What a network brought
        before the failure stays, each part whole; of a stick nothing does.
        """
        with self.repository.session(carrier, reference) as session:
            # Over a line nothing waits for the list of devices: it comes after the news.
            view = session.refresh(devices=carrier.staged)
            if not carrier.staged:
                on_view(view)
            steps = _Steps(self, session, in_one=carrier.staged, rebuild=rebuild, on_view=on_view)
            taken = steps.take(records=records)
        if carrier.staged:
            on_view(view)
        taken = replace(taken, receipts=self._receipts(steps, taken.view), staff=self._staff(steps))
        if taken.recalled:
            self.on_recalled()
        return taken

    def look(self, carrier: Carrier, reference: datetime | RootedTime) -> LookedAt:
        """What a carrier holds for this port, of whatever age within its term; nothing is kept.

        Raises OtherPortError, RecalledHereError, and as `take_in`.
        """
        with self.repository.look(carrier, reference) as session:
            view = session.refresh(devices=False)
            if recalled_here(session, self.sink, self.device_id):
                raise RecalledHereError
            check_port(session, self.place.port_id)
            with self.reader() as process:
                reading = _Stoppable(process, self.stopping)
                unlock(session, reading, self.place, self.identity)
                published = published_manifest(session, reading, self.place, None)
        return LookedAt(view, published.manifest)

    def _receipts(self, steps: _Steps, view: TrustView) -> ReceiptsOutcome | None:
        """Have new receipts take effect, and remember which they were once they have."""
        if self.take_receipts is None or steps.receipts is None:
            return None
        outcome = self.take_receipts(steps.receipts, view)
        self.sink.note(_RECEIPTS_NOTE, steps.receipts_mark)
        return outcome

    def _staff(self, steps: _Steps) -> bool:
        """Keep a new list of people, and remember which once it is kept."""
        if self.staff is None or steps.staff is None:
            return False
        is_new = self.staff.take(steps.staff)
        self.sink.note(STAFF_NOTE, steps.staff_mark)
        return is_new


class _Steps:
    """The steps of one session. ``receipts`` and ``staff`` are those to be taken once it has ended
    well."""

    def __init__(
        self,
        intake: Intake,
        session: TrustSession,
        *,
        in_one: bool,
        rebuild: bool,
        on_view: Callable[[TrustView], None],
    ) -> None:
        self._intake, self._session, self._on_view = intake, session, on_view
        self._sink, self._place, self._watch = intake.sink, intake.place, intake.watch
        self._targets = PortTargets(intake.place.port_id)
        self._in_one, self._rebuild = in_one, rebuild
        self.receipts: list[bytes] | None = None
        self.receipts_mark: str | None = None
        self.staff: StaffList | None = None
        self.staff_mark: str | None = None
        self._newer: list[str] = []

    def take(self, *, records: bool) -> TakenIn:
        """All of it, written. See `Intake.take_in`."""
        news = plan_news(self._session, self._sink, season=self._place.season)
        if not self._in_one:
            self._write(news)
        recalled = recalled_here(self._session, self._sink, self._intake.device_id)
        if not self._in_one and not recalled:
            self._bring_devices()
        taken = TakenIn(self._session.view, news.told, recalled=recalled)
        if records and not taken.recalled:
            taken = self._with_records(taken, news)
        elif self._in_one:
            self._write(news)
        return replace(taken, newer=tuple(self._newer))

    def _bring_devices(self) -> None:
        """Who stands at this port counts at once, whatever becomes of the records."""
        before = self._session.view
        if self._session.bring_devices() != before:
            self._on_view(self._session.view)

    def _with_records(self, taken: TakenIn, news: NewsChange) -> TakenIn:
        if self._in_one:
            check_port(self._session, self._place.port_id)
        taken = replace(taken, devices=self._devices())
        mark = self._session.mark(self._targets.manifest)
        here = not self._rebuild and self._is_here(mark)
        fresh_receipts, fresh_staff = self._has_fresh_receipts(), self._has_fresh_staff()
        if here and not (fresh_receipts or fresh_staff):
            if self._in_one:
                self._write(news)
                forget_packs(self._session, self._place)
            return taken
        with self._intake.reader() as process:
            reading = _Stoppable(process, self._intake.stopping)
            unlock(self._session, reading, self._place, self._intake.identity)
            if fresh_receipts:
                self.receipts = self._read_receipts(reading)
            if fresh_staff:
                self.staff = self._read_staff(reading, self._intake.staff)
            if here:
                self._write(news)
            else:
                taken = self._records(taken, news, reading, mark)
        forget_packs(self._session, self._place)
        return taken

    def _records(
        self, taken: TakenIn, news: NewsChange, reading: PackReading, mark: str | None
    ) -> TakenIn:
        suspected = self._sink.held_manifest() is None
        port = plan_port(
            self._session,
            reading,
            self._sink,
            self._place,
            newest=self._intake.newest(),
            news=news,
            rebuild=self._rebuild,
            watch=self._watch,
        )
        again = self._rebuild or suspected
        take = self._all_in_one if self._in_one else self._one_by_one
        try:
            return take(taken, news, port, reading, again, mark)
        except CacheDamagedError:
            if port.plan.rebuild:
                raise
        port = replanned(port, self._session, self._sink, self._place, self._watch)
        return take(taken, news, port, reading, again, mark)

    def _all_in_one(
        self,
        taken: TakenIn,
        news: NewsChange,
        port: PortChange,
        reading: PackReading,
        again: bool,
        mark: str | None,
    ) -> TakenIn:
        """A stick: everything is fetched and ready, then one transaction."""
        elsewhere, contacts = self._elsewhere(again), self._contacts(again)
        self._session.held_state()
        with self._sink.importing() as changes:
            news.write(changes)
            imported = port.imported()
            if port.needed:
                imported = port.write(changes, reading, self._watch)
            moved = elsewhere is not None and self._write_elsewhere(elsewhere, changes, reading)
            self._write_contacts(contacts, changes, reading)
            changes.note(_MANIFEST_NOTE, mark)
            self._stop_if_asked()
        return replace(taken, port=imported, elsewhere=moved)

    def _one_by_one(
        self,
        taken: TakenIn,
        _news: NewsChange,
        port: PortChange,
        reading: PackReading,
        again: bool,
        mark: str | None,
    ) -> TakenIn:
        """A network: the news are written already."""
        imported = port.imported()
        if port.needed:
            with self._sink.importing() as changes:
                imported = port.write(changes, reading, self._watch)
        elsewhere, moved = self._elsewhere(again), False
        if elsewhere is not None:
            with self._sink.importing() as changes:
                moved = self._write_elsewhere(elsewhere, changes, reading)
        contacts = self._contacts(again)
        if contacts is not None:
            with self._sink.importing() as changes:
                self._write_contacts(contacts, changes, reading)
        self._sink.note(_MANIFEST_NOTE, mark)
        return replace(taken, port=imported, elsewhere=moved)

    def _write(self, news: NewsChange) -> None:
        """The news alone, where there are any."""
        if self._in_one:
            self._session.held_state()
            self._stop_if_asked()
        if news.told.changed:
            with self._sink.importing() as changes:
                news.write(changes)

    def _elsewhere(self, again: bool) -> ElsewhereChange | None:
        return plan_elsewhere(self._session, self._sink, self._place, again=again)

    def _contacts(self, again: bool) -> ContactsChange | None:
        return plan_contacts(self._session, self._sink, self._place, again=again)

    def _devices(self) -> DeviceList | None:
        name = self._targets.devices
        if not self._session.has(name):
            return None
        content = self._session.content(name, limit=LIST_LIMIT)
        try:
            return decode_device_list(content, self._place.port_id)
        except ProtocolError as error:
            self._pass_over(name, error)
            return None

    def _read_receipts(self, reading: PackReading) -> list[bytes] | None:
        try:
            return read_receipts(self._session, reading, self._place)
        except TrustError as error:
            self._pass_over(self._targets.receipts, error)
            return None

    def _read_staff(self, reading: PackReading, taking: StaffTaking | None) -> StaffList | None:
        try:
            staff = read_staff(self._session, reading, self._place)
        except TrustError as error:
            self._pass_over(self._targets.officers, error)
            return None
        if self._in_one and taking is not None:  # while nothing of the stick is written
            taking.refuse_older(staff)
        return staff

    def _write_elsewhere(
        self, elsewhere: ElsewhereChange, changes: ImportTransaction, reading: PackReading
    ) -> bool:
        try:
            elsewhere.write(changes, reading)
        except TrustError as error:
            self._pass_over(self._targets.elsewhere, error)
            return False
        return True

    def _write_contacts(
        self, contacts: ContactsChange | None, changes: ImportTransaction, reading: PackReading
    ) -> None:
        try:
            if contacts is not None:
                contacts.write(changes, reading)
        except TrustError as error:
            self._pass_over(self._targets.contacts, error)

    def _pass_over(self, name: str, error: CheckpointError) -> None:
        """Go on without a target that only a later program reads. Raises any other error."""
        if error.key != NEWER_FORMAT:
            raise error
        _LOG.warning("%s is of a later format: %s", name, error)
        self._newer.append(name)

    def _has_fresh_receipts(self) -> bool:
        if self._intake.take_receipts is None:
            return False
        self.receipts_mark = self._session.mark(self._targets.receipts)
        known = self._sink.notes().get(_RECEIPTS_NOTE)
        return self.receipts_mark is not None and self.receipts_mark != known

    def _has_fresh_staff(self) -> bool:
        """Whether a list is published that is not the one held. One that is published no more
        changes nothing."""
        if self._intake.staff is None:
            return False
        self.staff_mark = self._session.mark(self._targets.officers)
        known = self._sink.notes().get(STAFF_NOTE)
        changed = self.staff_mark != known or not self._intake.staff.is_held()
        return self.staff_mark is not None and changed

    def _is_here(self, mark: str | None) -> bool:
        """Whether this manifest was imported, nothing is missing of it, and nothing else is new."""
        notes = self._sink.notes()
        elsewhere = self._session.mark(self._targets.elsewhere)
        contacts = self._session.mark(self._targets.contacts)
        known = mark is not None and notes.get(_MANIFEST_NOTE) == mark
        beside = notes.get(ELSEWHERE_NOTE) == elsewhere and notes.get(CONTACTS_NOTE) == contacts
        return known and beside and cache_is_whole(self._sink)

    def _stop_if_asked(self) -> None:
        if self._intake.stopping():
            raise TransportError("stopped", key="sync.stopped")


def check_port(session: TrustSession, port_id: str) -> None:
    """Raises OtherPortError where the carrier has other ports' parts and not this one's."""
    if not _has_part(session, port_id):
        others = (port for port in session.ports() if port != port_id)
        found = tuple(port for port in others if _has_part(session, port))
        if found:
            raise OtherPortError(found)


def _has_part(session: TrustSession, port_id: str) -> bool:
    """Whether the carrier has this port's signed list of files."""
    try:
        return session.has(PortTargets(port_id).manifest)
    except TransportError as error:
        if error.key == "sync.file_missing":
            return False
        raise


def cache_is_whole(sink: RecordSink) -> bool:
    """Whether nothing here is under suspicion, and every block that the held pages list is held, as
    listed."""
    if sink.held_manifest() is None:
        return False
    blocks = sink.held_blocks()
    pages = sink.held_pages()
    try:
        listed = [entry for page in pages for entry in decode_page(page)]
    except CredentialError:
        return False
    return len(listed) == len(blocks) and all(
        blocks.get(entry.number) == entry.digest for entry in listed
    )


class _Stoppable:
    """A reading that ends when the program does."""

    def __init__(self, reading: PackReading, stopping: Callable[[], bool]) -> None:
        self._reading = reading
        self._stopping = stopping

    def ask(self, *request: Any) -> Iterator[Answer]:
        for answer in self._reading.ask(*request):
            if self._stopping():
                raise TransportError("stopped", key="sync.stopped")
            yield answer
