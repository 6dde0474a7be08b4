"""Taking in what a carrier brings, in the order that keeps it safe: news, then records.

The same for network, hub and stick. The status pack needs no key and comes first, since a
revocation must not wait for a million records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from checkpoint_app.credential.envelope import CredentialError
from checkpoint_app.credential.manifest import decode_page
from checkpoint_app.errors import TransportError
from sync.trust.carrier import Carrier
from sync.trust.importer import (
    Imported,
    NewestManifest,
    forget_packs,
    import_elsewhere,
    import_port,
)
from sync.trust.names import PortTargets
from sync.trust.news import News, import_news
from sync.trust.plan import PortPlace
from sync.trust.reader import Answer, PackReading
from sync.trust.repository import TrustedRepository, TrustSession
from sync.trust.sink import RecordSink
from sync.trust.view import TrustView

ReaderMaker = Callable[[], AbstractContextManager[PackReading]]
# Notes that tell which target files the records came from.
_MANIFEST_NOTE = "manifest-target"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What one session brought. ``port`` is None when the records were not looked at, or the
    very same manifest is here whole already."""

    view: TrustView
    news: News
    port: Imported | None = None
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything a lane needs to take data in.

    ``identity`` is the device's age identity; ``newest`` reads the anchor. ``reader`` starts the
    process that opens packs. ``stopping`` is asked between batches of rows.
    """

    repository: TrustedRepository
    sink: RecordSink
    place: PortPlace
    identity: str
    newest: Callable[[], NewestManifest | None]
    reader: ReaderMaker
    stopping: Callable[[], bool]

    def take_in(
        self,
        carrier: Carrier,
        reference: datetime,
        *,
        records: bool = True,
        rebuild: bool = False,
        on_view: Callable[[TrustView], None] = lambda _view: None,
    ) -> TakenIn:
        """One session with a carrier; without ``records`` only the news.

        ``rebuild`` makes the records anew whatever is held. ``on_view`` is told of the verified
        top-level targets before anything else is taken in. Raises TrustError, TransportError,
        StorageError; what was taken in before the failure stays, each part whole.
        """
        with self.repository.session(carrier, reference) as session:
            view = session.refresh()
            on_view(view)
            news = import_news(session, self.sink, season=self.place.season)
            if not records:
                return TakenIn(view, news)
            port, elsewhere = self._records(session, rebuild=rebuild)
        return TakenIn(view, news, port, elsewhere)

    def _records(self, session: TrustSession, *, rebuild: bool) -> tuple[Imported | None, bool]:
        place = self.place
        mark = session.mark(PortTargets(place.port_id).manifest)
        if not rebuild and self._is_here(mark, session):
            return None, False
        suspected = self.sink.held_manifest() is None
        with self.reader() as process:
            reading = _Stoppable(process, self.stopping)
            port = import_port(
                session,
                reading,
                self.sink,
                place,
                self.identity,
                newest=self.newest(),
                rebuild=rebuild,
            )
            elsewhere = import_elsewhere(
                session, reading, self.sink, place, again=rebuild or suspected
            )
        self.sink.note(_MANIFEST_NOTE, mark)
        forget_packs(session, place)
        return port, elsewhere

    def _is_here(self, mark: str | None, session: TrustSession) -> bool:
        """Whether this manifest was imported, nothing is missing of it, and nothing else is new."""
        notes = self.sink.notes()
        elsewhere = session.mark(PortTargets(self.place.port_id).elsewhere)
        known = mark is not None and notes.get(_MANIFEST_NOTE) == mark
        return known and notes.get("elsewhere") == elsewhere and cache_is_whole(self.sink)


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
