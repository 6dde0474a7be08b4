"""The look-up: all that is known of one permit, each part verified at this very scan.

Nothing is kept from one look-up to the next, and nothing is raised for what does not verify: it is
a fact (`RecordState.ALTERED`) that leads to a verdict. A kept refresh counts only while it is as
new as the newest manifest, and never hides a newer status list or state table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from checkpoint_app.credential.envelope import CredentialError, KeyLookup, Rejection
from checkpoint_app.credential.manifest import Manifest, check_manifest
from checkpoint_app.credential.proof import RecordProof, prove_record, record_state
from checkpoint_app.credential.record import Tombstone
from checkpoint_app.credential.refresh import Refresh, check_refresh
from checkpoint_app.credential.state import StateTable, check_state
from checkpoint_app.credential.status_list import StatusList, check_status_list
from checkpoint_app.domain.days import day_number
from checkpoint_app.domain.facts import DataKind, RecordState
from checkpoint_app.domain.movement import PastMovement
from checkpoint_app.domain.permit import PermitClaims, PermitRecord, PermitStatus
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.services.stores import ManifestMark, RecordsSnapshot

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Place:
    """Whose data counts here: of this port (its bit) and season, refreshed by this device."""

    port: int
    season: int
    device_id: str


@dataclass(frozen=True, slots=True)
class LookUp:
    """What a look-up found. Fields as in `domain.facts.Facts`; ``generation`` is that of the
    manifest, ``movements`` those at other ports, and what a refresh told of others at this one.
    ``record`` is there only when FOUND."""

    permit: int | None
    record_state: RecordState
    record: PermitRecord | None = None
    status: PermitStatus | None = None
    company_state: EntityState | None = None
    agent_state: EntityState | None = None
    programme_state: EntityState | None = None
    movements: tuple[PastMovement, ...] = ()
    data_issued: tuple[tuple[DataKind, datetime | None], ...] = ()
    generation: int | None = None


def unreadable(permit: int | None) -> LookUp:
    """What is known when the cache cannot be read at all."""
    nothing = tuple((kind, None) for kind in DataKind)
    return LookUp(permit, RecordState.ALTERED, data_issued=nothing)


def look_up(
    snapshot: RecordsSnapshot,
    keys: KeyLookup,
    place: Place,
    newest: ManifestMark | None,
    permit: int | None,
    claims: PermitClaims | None = None,
) -> LookUp:
    """Look one permit up. ``newest`` is the anchor, read *before* the snapshot was begun.

    ``claims`` are those of a genuine token: they find status and states where no record does.
    Raises StorageError.
    """
    return _Inquiry(snapshot, keys, place, newest, permit).answer(claims)


class _Inquiry:
    """One look-up. ``_faults`` collects what did not verify, in the order of the checks."""

    def __init__(
        self,
        snapshot: RecordsSnapshot,
        keys: KeyLookup,
        place: Place,
        newest: ManifestMark | None,
        permit: int | None,
    ) -> None:
        self._snapshot, self._keys, self._place = snapshot, keys, place
        self._newest, self._permit = newest, permit
        self._faults: list[RecordState] = []
        self._manifest: Manifest | None = None
        self._manifest_bytes = b""

    def answer(self, claims: PermitClaims | None) -> LookUp:
        """Everything there is to know."""
        self._checked(self._read_manifest)
        record = self._checked(self._base_record)
        refresh = self._checked(self._kept_refresh)
        if refresh is not None:
            # The registry's own answer stands for the base, damaged or not.
            self._faults.clear()
            record = self._checked(lambda: _newer(record, refresh))
        known = record or claims
        statuses = self._checked(lambda: self._status_list(known))
        table = self._checked(self._state)
        state = RecordState.NOT_ON_FILE if record is None else RecordState.FOUND
        if self._faults:
            state, record = self._faults[0], None
        return LookUp(
            self._permit,
            state,
            record,
            _status(known, statuses, refresh),
            *_states(known, table, refresh),
            movements=() if self._permit is None else self._movements(self._permit, refresh),
            data_issued=(
                (DataKind.RECORDS, _latest(self._manifest, refresh)),
                (DataKind.STATUS, _latest(statuses, refresh)),
                (DataKind.STATE, _latest(table, refresh)),
            ),
            generation=None if self._manifest is None else self._manifest.generation,
        )

    def _checked(self, read: Callable[[], _T | None]) -> _T | None:
        try:
            return read()
        except CredentialError as error:
            self._faults.append(record_state(error))
            return None

    def _read_manifest(self) -> None:
        envelope = self._snapshot.manifest()
        if envelope is None:
            return
        manifest = check_manifest(envelope, self._keys)
        if (manifest.scope, manifest.season) != (self._place.port, self._place.season):
            raise CredentialError(Rejection.WRONG_SCOPE, "manifest")
        self._manifest, self._manifest_bytes = manifest, envelope
        if not _is_newest(manifest, envelope, self._newest):
            raise CredentialError(Rejection.NOT_CURRENT, "manifest")

    def _base_record(self) -> PermitRecord | None:
        """The record that the manifest proves; None when there is none, or a tombstone."""
        rows = () if self._permit is None else self._snapshot.by_permit(self._permit)
        if not rows:
            return None
        row = rows[0]
        proof = RecordProof(
            row.body,
            row.block,
            row.position,
            row.envelope,
            row.digests,
            row.page or b"",
            self._manifest_bytes,
        )
        if self._manifest is None or len(rows) > 1:
            raise CredentialError(Rejection.NOT_CURRENT, "record")
        proven = prove_record(proof, self._keys, self._place.port, manifest=self._manifest)
        if proven.record.number != self._permit:
            raise CredentialError(Rejection.WRONG_NUMBER, "record")
        return None if isinstance(proven.record, Tombstone) else proven.record

    def _kept_refresh(self) -> Refresh | None:
        """The kept refresh, unless the newest manifest has overtaken it."""
        kept = None if self._permit is None else self._snapshot.refresh(self._permit)
        if kept is None or self._permit is None or self._newest is None:
            return None
        refresh = check_refresh(
            kept.envelope,
            self._keys,
            nonce=kept.nonce,
            device=self._place.device_id,
            permit=self._permit,
        )
        since = self._newest.issued
        return refresh if since is None or refresh.issued >= since else None

    def _movements(self, permit: int, refresh: Refresh | None) -> tuple[PastMovement, ...]:
        """Those that packs brought, at whole seconds, and those of the refresh; none twice."""
        told = () if refresh is None else refresh.movements
        exact = {(past.kind, past.port, past.at.replace(microsecond=0)) for past in told}
        brought = self._snapshot.elsewhere(permit)
        return (*(past for past in brought if (past.kind, past.port, past.at) not in exact), *told)

    def _status_list(self, known: PermitRecord | PermitClaims | None) -> StatusList | None:
        """The permit's list; for a permit not known, any list, to tell the data's age."""
        listed = () if self._manifest is None else self._manifest.status_lists
        if known is not None:
            list_id = known.status_list
        elif listed:
            list_id = listed[0].list_id
        else:
            return None
        expected = any(entry.list_id == list_id for entry in listed)
        envelope = self._snapshot.status_list(list_id)
        if envelope is None:
            if expected:
                raise CredentialError(Rejection.NOT_CURRENT, "status list")
            return None
        asked = 0 if known is None else known.status_index
        statuses = check_status_list(envelope, self._keys, up_to=asked)
        if statuses.list_id != list_id:
            raise CredentialError(Rejection.WRONG_NUMBER, "status list")
        if expected and not self._accepted_status(statuses, envelope):
            raise CredentialError(Rejection.NOT_CURRENT, "status list")
        return statuses

    def _accepted_status(self, statuses: StatusList, envelope: bytes) -> bool:
        manifest = self._manifest
        return manifest is None or manifest.accepts_status(
            statuses.list_id, statuses.version, envelope
        )

    def _state(self) -> StateTable | None:
        envelope = self._snapshot.state()
        if envelope is None:
            if self._manifest is not None:
                raise CredentialError(Rejection.NOT_CURRENT, "state")
            return None
        table = check_state(envelope, self._keys)
        if table.season != self._place.season:
            raise CredentialError(Rejection.WRONG_SCOPE, "state")
        if self._manifest and not self._manifest.accepts_state(table.version, envelope):
            raise CredentialError(Rejection.NOT_CURRENT, "state")
        return table


def _is_newest(manifest: Manifest, envelope: bytes, newest: ManifestMark | None) -> bool:
    """False for a manifest that lies behind the anchor, or where the anchor is gone."""
    if newest is None:
        return False
    if manifest.generation == newest.generation:
        return newest.matches(envelope)
    return manifest.generation > newest.generation


def _newer(record: PermitRecord | None, refresh: Refresh) -> PermitRecord | None:
    """The newer of the base record and the refreshed one; None when the registry knows none."""
    refreshed = refresh.decoded()
    if record is None or refreshed is None or refreshed.version > record.version:
        return refreshed
    if refreshed.version == record.version and refreshed != record:
        raise CredentialError(Rejection.WRONG_DIGEST, "one version, two records")
    return record


def _status(
    known: PermitRecord | PermitClaims | None, statuses: StatusList | None, refresh: Refresh | None
) -> PermitStatus | None:
    """The newer answer of list and refresh; a revocation stays. A list older than the record says
    nothing of it."""
    if known is None or (statuses is None and refresh is None):
        return None
    listed = None if statuses is None else statuses.status(known.status_index)
    if listed is PermitStatus.REVOKED:
        return listed
    if refresh is not None and (statuses is None or refresh.issued >= statuses.issued):
        return refresh.status
    older = statuses is None or statuses.issued < known.issued
    return None if older else listed


def _states(
    known: PermitRecord | PermitClaims | None, table: StateTable | None, refresh: Refresh | None
) -> tuple[EntityState | None, EntityState | None, EntityState | None]:
    """States of company, agent and programme by the newer of table and refresh."""
    if refresh is not None and (table is None or refresh.issued >= table.issued):
        return refresh.company_state, refresh.agent_state, refresh.programme_state
    if known is None or table is None:
        return None, None, None
    agent = table.agent(known.agent) if isinstance(known, PermitRecord) else None
    return table.company(known.company), agent, table.programme(known.programme)


def _latest(
    dated: Manifest | StatusList | StateTable | None, refresh: Refresh | None
) -> datetime | None:
    times = [each.issued for each in (dated, refresh) if each is not None]
    return max(times, default=None)


def passport_choice(found: list[LookUp], passport: str, day: int) -> LookUp | None:
    """Of the look-ups of all permits filed under a passport, the one meant on this Cairo day
    (days since 1970): valid then, else the nearest; None when there is none.

    A proven record of another passport counts as altered: its column was edited.
    """
    checked = [_of_passport(each, passport) for each in found]
    return min(checked, key=lambda each: _distance(each, day), default=None)


def _of_passport(found: LookUp, passport: str) -> LookUp:
    if found.record is None or found.record.passport == passport:
        return found
    return replace(found, record_state=RecordState.ALTERED, record=None)


def _distance(found: LookUp, day: int) -> tuple[bool, int, int]:
    record = found.record
    if record is None:
        return True, 0, 0
    first, last = day_number(record.valid_from), day_number(record.valid_until)
    return False, max(first - day, day - last, 0), -first
