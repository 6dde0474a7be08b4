"""What is known of a scan before it is judged: token, record, status, movements, history."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from checkpoint_app.clock import Clock
from checkpoint_app.credential.scanned import Interpretation, shown_document
from checkpoint_app.credential.token import TokenCheck, check_token
from checkpoint_app.domain.days import cairo_day, day_number
from checkpoint_app.domain.facts import (
    PresentedDocument,
    ReadingKind,
    RecordState,
    Relief,
    TokenState,
)
from checkpoint_app.domain.movement import PastMovement
from checkpoint_app.domain.orders import reliefs
from checkpoint_app.domain.permit import PermitClaims, is_permit_number
from checkpoint_app.domain.visa import VisaKind
from checkpoint_app.errors import StorageError
from checkpoint_app.services.lookup import LookUp, Place, look_up, passport_choice, unreadable
from checkpoint_app.services.notices import Notices
from checkpoint_app.services.stores import (
    Anchor,
    History,
    Journal,
    RecordsCache,
    ScanEntry,
    TrustView,
)

_LOG = logging.getLogger(__name__)
_NO_TOKEN = TokenCheck(TokenState.ABSENT, None, None)
# A file that cannot be read at this moment is not damaged for that.
_UNREAD = RecordState.NOT_ON_FILE
_NO_PERMIT = LookUp(None, RecordState.NOT_ON_FILE)
_READINGS_OF_PERMITS = frozenset({ReadingKind.TOKEN, ReadingKind.NUMBER, ReadingKind.PASSPORT})


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan on its way: what was read, and what became known of it.

    ``reading`` is what it counts as: a genuine token of a later schema is an unsigned number.
    ``exempt`` is `Facts.exempt_visa`; ``note`` a text key or empty.
    """

    interpretation: Interpretation
    symbology: str
    token: TokenCheck
    reading: ReadingKind
    document: PresentedDocument | None
    found: LookUp
    history: History
    exempt: bool | None = None
    note: str = ""

    @property
    def claims(self) -> PermitClaims | None:
        """The token's claims, its signature and its key's term proven."""
        return self.token.claims if self.token.state is TokenState.GENUINE else None

    @property
    def movements(self) -> tuple[PastMovement, ...]:
        """Earlier movements of the permit, here and elsewhere, oldest first."""
        known = {*self.history.movements, *self.found.movements}
        return tuple(sorted(known, key=lambda past: (past.at, past.port, past.lane)))

    def reliefs(self, at: datetime) -> tuple[Relief, ...]:
        """What orders of the port relax for this pilgrim at this time. Only a proven record says
        which flight or sailing that is."""
        proven = self.found.record_state is RecordState.FOUND
        record = self.found.record if proven else None
        if record is None:
            return reliefs(self.history.orders, "", None, at)
        return reliefs(self.history.orders, record.service, record.travel_out, at)


class Gathering:
    """Gathers what is known, from the stores as they are at that moment.

    Raises StorageError for the journal. A cache that cannot be read is a fact (RECORD_ALTERED when
    it is damaged, else NOT_ON_FILE): it clears nobody and holds up no return.
    """

    def __init__(
        self,
        records: RecordsCache,
        journal: Journal,
        anchor: Anchor,
        trust: TrustView,
        clock: Clock,
        place: Place,
        notices: Notices,
    ) -> None:
        """``trust`` is without the keys that notices distrust."""
        self._notices = notices
        self._records, self._journal, self._anchor = records, journal, anchor
        self._trust, self._clock, self._place = trust, clock, place

    def of_reading(
        self,
        seen: Interpretation,
        document: PresentedDocument | None,
        symbology: str,
        *,
        by_hand: bool = False,
    ) -> Scan:
        """What is known of a reading. A document that was itself shown by it goes before
        ``document``; one that is only named opens its permit and is still to be shown."""
        document = shown_document(seen, symbology, by_hand=by_hand) or document
        token, reading, note = _NO_TOKEN, seen.kind, ""
        if seen.token is not None:
            token = check_token(seen.token, self._trust.issuer_keys(), number=seen.number)
            if token.newer_format:
                reading, note = ReadingKind.NUMBER, "lane.newer_token"
        found = _NO_PERMIT
        if reading in _READINGS_OF_PERMITS:
            genuine = token.state is TokenState.GENUINE
            found, damage = self.look_up(seen, token.claims if genuine else None)
            note = note or damage
        history = self._journal.history(found.permit)
        return Scan(seen, symbology, token, reading, document, found, history, note=note)

    def of_visa(self, kind: VisaKind | None, document: PresentedDocument | None) -> Scan:
        """What is known of a pilgrim without a barcode."""
        seen = Interpretation(ReadingKind.NOTHING)
        history = self._journal.history(None)
        exempt = None if kind is None else not kind.needs_permit
        return Scan(seen, "", _NO_TOKEN, seen.kind, document, _NO_PERMIT, history, exempt)

    def of_notice(self, seen: Interpretation, symbology: str, note: str) -> Scan:
        """A notice on its way into the journal."""
        history = self._journal.history(None)
        return Scan(seen, symbology, _NO_TOKEN, seen.kind, None, _NO_PERMIT, history, note=note)

    def of_entry(self, entry: ScanEntry) -> Scan:
        """What is known now of the permit of an earlier scan; of its print and passport nothing."""
        seen = Interpretation(ReadingKind[entry.reading], entry.permit)
        found = _NO_PERMIT
        if entry.permit is not None:
            found = self.look_up(Interpretation(ReadingKind.NUMBER, entry.permit), None)[0]
        history = self._journal.history(entry.permit)
        return Scan(seen, entry.symbology, _NO_TOKEN, seen.kind, None, found, history)

    def look_up(self, seen: Interpretation, claims: PermitClaims | None) -> tuple[LookUp, str]:
        """The look-up of a reading, and the key of a note or empty. Notices count in it."""
        found, note = self._looked_up(seen, claims)
        return self._notices.worsened(found, claims), note

    def _looked_up(self, seen: Interpretation, claims: PermitClaims | None) -> tuple[LookUp, str]:
        newest = self._anchor.newest()  # before the snapshot: an import may end between the two
        keys, place = self._trust.issuer_keys(), self._place
        # A forged print may bear any digits; what is no permit number is never looked up or kept.
        number = seen.number if _is_permit(seen.number) else None
        try:
            with self._records.snapshot() as snapshot:
                if seen.kind is not ReadingKind.PASSPORT:
                    return look_up(snapshot, keys, place, newest, number, claims), ""
                passport = (seen.document and seen.document.number) or ""
                found = [
                    look_up(snapshot, keys, place, newest, permit)
                    if _is_permit(permit)
                    else unreadable(None)
                    for permit in snapshot.permits_of_passport(passport)
                ]
                today = day_number(cairo_day(self._trust.reference_time(self._clock.now())))
                chosen = passport_choice(found, passport, today)
                return chosen or look_up(snapshot, keys, place, newest, None), ""
        except StorageError as error:
            _LOG.error("the records cannot be read: %s", error)
            if error.key == "store.damaged":
                return unreadable(number), "lane.cache_damaged"
            return replace(unreadable(number), record_state=_UNREAD), "lane.cache_unread"


def _is_permit(number: object) -> bool:
    return type(number) is int and is_permit_number(number)
