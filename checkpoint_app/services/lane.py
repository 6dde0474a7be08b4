"""The lane: from what was scanned to a verdict that is on disk."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace
from datetime import datetime
from typing import Literal, Self, TypeVar
from uuid import UUID

from checkpoint_app.clock import Clock
from checkpoint_app.credential.scanned import Interpretation, interpret
from checkpoint_app.domain.decide import decide
from checkpoint_app.domain.facts import (
    ClockState,
    Facts,
    PresentedDocument,
    ReadingKind,
    RecordState,
)
from checkpoint_app.domain.finding import FindingCode, FindingText, Weight
from checkpoint_app.domain.movement import Direction, Movement, MovementKind
from checkpoint_app.domain.orders import accepted_until
from checkpoint_app.domain.permit import PermitRecord
from checkpoint_app.domain.roles import Deed
from checkpoint_app.domain.verdict import Verdict, VerdictKind
from checkpoint_app.domain.visa import VisaKind
from checkpoint_app.errors import ConfigError, RoleError, StorageError
from checkpoint_app.services import outcomes
from checkpoint_app.services.answer import Answer, LaneSettings
from checkpoint_app.services.gathering import Gathering, Scan
from checkpoint_app.services.guard import Guard
from checkpoint_app.services.identifiers import uuid7
from checkpoint_app.services.lookup import LookUp, Place
from checkpoint_app.services.notices import NoticedTrust, Notices, recalls
from checkpoint_app.services.refreshing import Refreshing, leave_alarm
from checkpoint_app.services.stores import (
    RECALL_ALARM,
    Anchor,
    HistoryMovedOnError,
    Journal,
    MovementDraft,
    RecordsCache,
    RefreshSource,
    ScanEntry,
    TrustView,
)
from checkpoint_app.services.whose_deed import WhoseDeed

__all__ = ["Answer", "LaneService", "LaneSettings"]
_STOPPING = frozenset({Weight.REFER, Weight.REFUSE})
_LOG = logging.getLogger(__name__)
_T = TypeVar("_T")
# How often a verdict is found anew because other lanes moved the same permit meanwhile.
_ATTEMPTS = 8


class LaneService:
    """Scans at one lane. Keeps no result of any check from one scan to the next.

    Not tied to a thread: the stores keep a connection for each.
    """

    def __init__(
        self,
        *,
        records: RecordsCache,
        journal: Journal,
        anchor: Anchor,
        trust: TrustView,
        clock: Clock,
        settings: LaneSettings,
        table: Mapping[FindingCode, FindingText],
        source: RefreshSource | None = None,
        guard: Guard | None = None,
    ) -> None:
        """Without a ``guard`` nobody signs in: the officer is whom the settings name."""
        self._records, self._journal, self._anchor = records, journal, anchor
        self._notices = Notices(journal, records, trust, settings.season)
        trust = NoticedTrust(trust, self._notices)
        self._trust, self._clock, self._table = trust, clock, table
        self._settings = replace(
            settings,
            lane=outcomes.writable(settings.lane),
            officer=outcomes.writable_officer(settings.officer),
        )
        self._whose = WhoseDeed(guard, journal, self.reference_time, self._settings.lane)
        place = Place(settings.port, settings.season, settings.device_id)
        self._gathering = Gathering(records, journal, anchor, trust, clock, place, self._notices)
        self._refreshing = Refreshing(records, anchor, trust, place, source)

    @property
    def settings(self) -> LaneSettings:
        """Where and for whom this lane works."""
        return self._settings

    def facing(self, direction: Direction, officer: str) -> LaneService:
        """The same lane working that way, with that officer."""
        other = copy(self)
        officer = outcomes.writable_officer(officer)
        other._settings = replace(self._settings, direction=direction, officer=officer)
        return other

    def require(self, deed: Deed) -> str:
        """The officer who does this now, as it is written down. Raises as `WhoseDeed.name`."""
        return self._whose.name(deed, self._settings.officer)

    def _by(self, deed: Deed) -> Self:
        """This lane with the officer who may do it now."""
        officer = self.require(deed)
        if officer == self._settings.officer:
            return self
        other = copy(self)
        other._settings = replace(self._settings, officer=officer)
        return other

    def reference_time(self) -> datetime:
        """The time to decide with, now."""
        return self._trust.reference_time(self._clock.now())

    def refuse_if_recalled(self) -> None:
        """Raises ConfigError ``lane.recalled`` at a lane that was recalled: nothing is looked up,
        judged or recorded there any more. A cache that cannot be read does not say so; it clears
        nobody either."""
        try:
            recalled = RECALL_ALARM in self._records.notes()
        except StorageError:
            return
        if recalled:
            raise ConfigError("this lane was recalled", key="lane.recalled")

    def scan(
        self,
        reading: str | bytes,
        *,
        document: PresentedDocument | None = None,
        symbology: str = "",
        by_hand: bool = False,
        record: bool = True,
        outcome: Literal["auto"] | None = "auto",
    ) -> Answer:
        """Read, verify, decide, record. With ``record`` False nothing is written, and whoever works
        cases may, too, without a shift.

        ``by_hand``: an officer typed it, no scanner: then a passport's number is of one shown.
        ``outcome`` "auto" records the movement that the verdict stands for; with None only a
        return is recorded and the officer's key follows by `outcome`. Raises StorageError when
        the journal cannot keep it, ConfigError ``lane.recalled``, RoleError: then there is no
        verdict.
        """
        if by_hand:
            self.require(Deed.LOOK_UP)
        lane = self._by(Deed.SCAN if record else self._looking())
        self.refuse_if_recalled()
        seen = interpret(reading)
        if seen.notice is not None:
            return lane._noticed(seen, seen.notice, symbology, record=record)
        return _until_unmoved(
            lambda: lane._answered(
                self._gathering.of_reading(seen, document, symbology, by_hand=by_hand),
                record=record,
                automatic=outcome == "auto",
            )
        )

    def _looking(self) -> Deed:
        """What looking at a permit is a part of."""
        return Deed.WORK_CASE if self._whose.allows(Deed.WORK_CASE) else Deed.SCAN

    @property
    def notices(self) -> Notices:
        """The bad news that this lane took in by itself."""
        return self._notices

    def scan_visa(
        self,
        kind: VisaKind | None,
        *,
        document: PresentedDocument | None = None,
        record: bool = True,
        outcome: Literal["auto"] | None = "auto",
    ) -> Answer:
        """A pilgrim without a barcode: the officer picked the visa's kind, or None knows none.
        Raises as `scan`."""
        lane = self._by(Deed.SCAN)
        self.refuse_if_recalled()
        scan = self._gathering.of_visa(kind, document)
        return lane._answered(scan, record=record, automatic=outcome == "auto")

    def refresh(self, permit: int) -> bool:
        """Ask the registry for this permit and keep its verified answer; True when it knows it.
        Whoever works cases may, too, without a shift.

        Raises ConfigError ``lane.no_source`` without a tie to the registry, TransportError,
        ProtocolError, TrustError (the answer was not the registry's, or is older than the data
        here), ConfigError ``lane.recalled``, RoleError or StorageError.
        """
        if not self._whose.allows(Deed.WORK_CASE):
            self.require(Deed.SCAN)
        self.refuse_if_recalled()
        return self._refreshing.refresh(permit)

    def answer_of(self, scan_id: UUID) -> Answer:
        """The answer to an earlier scan: its verdict as it was recorded, the movement that stands
        for it, and its record, looked up and proven anew.

        Raises StorageError, ConfigError ``lane.scan_unknown``.
        """
        entry = self._known_entry(scan_id)
        scan = self._gathering.of_entry(entry)
        kind = None if entry.verdict is None else VerdictKind(entry.verdict)
        standing = outcomes.standing(self._journal.movements_of_scan(scan_id))
        return Answer(
            scan_id,
            scan.interpretation,
            entry.permit,
            Verdict(kind, entry.findings),
            scan.found.record,
            None,
            tuple(past for past in scan.movements if past.at < entry.at),
            standing[-1] if standing else None,
            entry.generation,
            entry.note,
        )

    def name_of(self, permit: int) -> str:
        """The Latin name of a permit's record, proven just now; empty when there is none here."""
        record = self.record_of(permit)
        return "" if record is None else record.name_latin

    def record_of(self, permit: int) -> PermitRecord | None:
        """A permit's record, proven just now; None when there is none here that can be."""
        seen = Interpretation(ReadingKind.NUMBER, permit)
        return self._gathering.look_up(seen, None)[0].record

    def weighing(self, verdict: Verdict) -> frozenset[FindingCode]:
        """The findings of a verdict on somebody who leaves that by themselves let nobody pass."""
        weights = {code: self._table[code].departing for code in verdict.codes}
        return frozenset(code for code, weight in weights.items() if weight in _STOPPING)

    def outcome(self, scan_id: UUID, kind: MovementKind, *, automatic: bool = False) -> Movement:
        """The officer's own outcome of an earlier scan; a departure or return that this scan had
        recorded is taken back in the same transaction. ``automatic``: no officer's key gave it.

        Raises StorageError, and ConfigError: ``lane.scan_unknown`` for a scan that is not in the
        journal, ``lane.other_direction`` for an outcome of the other way, ``lane.not_cleared`` for
        a departure that the verdict did not allow, ``lane.already_recorded`` for one that another
        scan has recorded since, ``lane.recalled``; RoleError.
        """
        lane = self._by(Deed.SCAN)
        self.refuse_if_recalled()
        entry = self._known_entry(scan_id)
        if kind not in outcomes.KEYS[entry.direction]:
            raise ConfigError(f"{kind.name} does not fit", key="lane.other_direction")
        if kind is MovementKind.DEPARTED and entry.verdict != VerdictKind.CLEAR:
            raise ConfigError(f"{kind.name} was not allowed", key="lane.not_cleared")
        return _until_unmoved(lambda: lane._outcome(entry, kind, automatic=automatic))

    def _known_entry(self, scan_id: UUID) -> ScanEntry:
        entry = self._journal.scan(scan_id)
        if entry is None:
            raise ConfigError("no such scan", key="lane.scan_unknown")
        return entry

    def _outcome(self, entry: ScanEntry, kind: MovementKind, *, automatic: bool) -> Movement:
        scan_id = entry.scan_id
        history = self._journal.history(entry.permit)
        standing = outcomes.standing(self._journal.movements_of_scan(scan_id))
        if standing and standing[-1].kind is kind:
            return standing[-1]
        at, officer = self.reference_time(), self._settings.officer
        if outcomes.is_recorded_since(entry, kind, history.movements, at):
            raise ConfigError(f"{kind.name} is there already", key="lane.already_recorded")
        drafts = [
            outcomes.annulment(scan_id, each, at, officer)
            for each in standing
            if each.kind in outcomes.COUNTED
        ]
        if standing:
            own = replace(outcomes.again(scan_id, standing[-1], at, officer), kind=kind)
        else:
            own = self._first_outcome(replace(entry, at=at, officer=officer), kind)
        own = replace(own, automatic=automatic)
        case = outcomes.case_of(entry, own)
        return self._journal.record_outcomes([*drafts, own], seen=history.seen, case=case)[-1]

    def undo(self, scan_id: UUID, *, replaced: bool = False) -> Movement | None:
        """Take back the newest standing movement of a scan by an ANNULLED one; None if none.
        ``replaced``: a better known one of the same pilgrim stands in its stead.

        Raises StorageError, RoleError: ``role.not_own`` for one that somebody else recorded.
        """
        officer = self.require(Deed.SCAN if replaced else Deed.UNDO)
        standing = outcomes.standing(self._journal.movements_of_scan(scan_id))
        if not standing:
            return None
        if self._whose.staffed and not replaced and standing[-1].officer != officer:
            raise RoleError("somebody else's movement", key="role.not_own")
        at = self.reference_time()
        draft = outcomes.annulment(scan_id, standing[-1], at, officer)
        return self._journal.record_outcomes([draft])[0]

    def _noticed(
        self, seen: Interpretation, envelope: bytes, symbology: str, *, record: bool
    ) -> Answer:
        """Take a notice in; of no pilgrim, and without a verdict."""
        at = self.reference_time()
        told = self._notices.take(envelope, at, self._settings.officer, keep=record)
        scan = self._gathering.of_notice(seen, symbology, told.key)
        scan_id = uuid7(at) if record else None
        if scan_id is not None:
            self._journal.record_scan(self._entry(scan, scan_id, Verdict(None), at), None)
            if recalls(told.changes, self._settings.device_id):
                self._records.lock(at)
        return Answer(
            scan_id, seen, None, Verdict(None), None, None, (), None, None, told.key, told
        )

    def _answered(self, scan: Scan, *, record: bool, automatic: bool) -> Answer:
        now = self._clock.now()
        at = self._trust.reference_time(now)
        suspect = self._trust.clock_is_suspect(now, scan.history.last_at)
        verdict = decide(self._facts(scan, at, suspect=suspect), at, self._table)
        scan_id = movement = None
        if record:
            scan_id = uuid7(at)
            entry = self._entry(scan, scan_id, verdict, at)
            draft = self._draft(scan, entry, verdict, automatic=automatic)
            counted = draft is not None and draft.kind in outcomes.COUNTED
            seen = scan.history.seen if counted else None
            case = None if draft is None else outcomes.case_of(entry, draft)
            movement = self._journal.record_scan(entry, draft, seen=seen, case=case)
            self._tell_of_damage(scan.found, at)
        return Answer(
            scan_id,
            scan.interpretation,
            scan.found.permit,
            verdict,
            scan.found.record,
            scan.token.claims,
            scan.movements,
            movement,
            scan.found.generation,
            scan.note,
        )

    def _facts(self, scan: Scan, at: datetime, *, suspect: bool) -> Facts:
        found = scan.found
        return Facts(
            direction=self._settings.direction,
            reading=scan.reading,
            port_bit=self._settings.port,
            token=scan.token.state,
            claims=scan.token.claims,
            record_state=found.record_state,
            record=found.record,
            status=found.status,
            company_state=found.company_state,
            agent_state=found.agent_state,
            programme_state=found.programme_state,
            movements=scan.movements,
            document=scan.document,
            exempt_visa=scan.exempt,
            outcomes=scan.history.outcomes,
            reliefs=scan.reliefs(at),
            accepted_stale_until=accepted_until(scan.history.orders, at),
            rules=self._trust.rules(),
            data_issued=found.data_issued,
            grades=self._trust.grades(),
            clock=ClockState.SUSPECT if suspect else ClockState.GOOD,
            permit=found.permit,
        )

    def _entry(self, scan: Scan, scan_id: UUID, verdict: Verdict, at: datetime) -> ScanEntry:
        return ScanEntry(
            scan_id=scan_id,
            at=at,
            reading=scan.reading.name,
            symbology=outcomes.writable(scan.symbology),
            permit=scan.found.permit,
            direction=self._settings.direction,
            verdict=None if verdict.kind is None else verdict.kind.value,
            findings=verdict.findings,
            officer=self._settings.officer,
            lane=self._settings.lane,
            port=self._settings.port,
            generation=scan.found.generation,
            note=scan.note,
        )

    def _draft(
        self, scan: Scan, entry: ScanEntry, verdict: Verdict, *, automatic: bool
    ) -> MovementDraft | None:
        """The movement that goes with a scan; None for none. A return is always one."""
        kind = outcomes.kind_of(entry.direction, verdict.kind)
        if kind is None:
            return None
        if kind is not MovementKind.RETURNED and (
            not automatic or scan.reading is ReadingKind.NOTHING
        ):
            return None
        known = scan.found.record or scan.claims
        if outcomes.is_of_nobody(entry, kind):
            entry, known = replace(entry, permit=None), None
        elif kind is MovementKind.RETURNED and outcomes.has_just_returned(scan.movements, entry.at):
            return None
        named = scan.document or scan.interpretation.document
        passport = (named.number if named else None) or ""
        return outcomes.draft_of(entry, kind, known, passport=passport, automatic=True)

    def _first_outcome(self, entry: ScanEntry, kind: MovementKind) -> MovementDraft:
        """An officer's outcome of a scan that had none, with what is known of the permit now."""
        if outcomes.is_of_nobody(entry, kind):
            entry = replace(entry, permit=None)
        seen = Interpretation(ReadingKind.NUMBER, entry.permit)
        record = self._gathering.look_up(seen, None)[0].record
        return outcomes.draft_of(entry, kind, record, automatic=False)

    def _tell_of_damage(self, found: LookUp, at: datetime) -> None:
        if found.record_state is RecordState.ALTERED:
            _LOG.error("a stored record does not match its signature")
            leave_alarm(self._records, at)


def _until_unmoved(action: Callable[[], _T]) -> _T:
    """The action's answer; it is done anew when another lane has moved its permit meanwhile."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return action()
        except HistoryMovedOnError:
            continue
    return action()
