"""Notices at a lane: bad news taken in by camera, which counts until the registry's data has it.

A notice can only make worse. It never clears, and it says nothing once status list or state table
are newer than it: those have heard of it, and of whatever came after. That a key is distrusted
holds until the verified list of such keys says so itself, or the offline keys list that key no
more. Notices are kept with the journal, so that no lost or rebuilt cache forgets one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from checkpoint_app.credential.envelope import CredentialError, KeyLookup, Rejection
from checkpoint_app.credential.envelope import EnvelopeType as Type
from checkpoint_app.credential.keys import IssuerKeyring
from checkpoint_app.credential.notice import Change, Notice, NoticeKind, check_notice, device_number
from checkpoint_app.domain.facts import CompiledRule, DataKind, Grades
from checkpoint_app.domain.lane_rules import LaneRules
from checkpoint_app.domain.permit import PermitClaims, PermitRecord, PermitStatus
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.services.lookup import LookUp
from checkpoint_app.services.stores import NoticeShelf, RecordsCache, TrustView

# A port that has been without a line for longer has no data left that clears anybody.
OLDEST = timedelta(days=60)
_KID_BYTES = 8
_PROTECTED_KID = slice(8, 16)  # where an envelope has its key id
_SEVERITY = {PermitStatus.VALID: 0, PermitStatus.SUSPENDED: 1, PermitStatus.REVOKED: 2}
_REFUSALS = {
    Rejection.UNKNOWN_KEY: "notice.unknown_key",
    Rejection.KEY_EXPIRED: "notice.distrusted",
}


@dataclass(frozen=True, slots=True)
class NoticeAnswer:
    """What a lane says to a notice: a text key that leaves ``{what}`` open, and what it is about.
    ``changes`` are empty where the notice was refused."""

    key: str
    changes: tuple[Change, ...] = ()
    issued: datetime | None = None
    digest: bytes = b""

    @property
    def genuine(self) -> bool:
        """Whether the registry signed it, for this season."""
        return bool(self.digest)


class Notices:
    """The notices of one lane. Signatures once found good are not computed again: the bytes and the
    key are the same. Whether the key is trusted is asked each time."""

    def __init__(
        self, shelf: NoticeShelf, records: RecordsCache, trust: TrustView, season: int
    ) -> None:
        self._shelf, self._records, self._trust, self._season = shelf, records, trust, season
        self._read: dict[bytes, Notice] = {}

    def take(self, envelope: bytes, at: datetime, actor: str, *, keep: bool) -> NoticeAnswer:
        """Verify a notice shown ``at``, and keep it unless ``keep`` is False. Raises StorageError
        when the journal cannot keep it."""
        try:
            notice = check_notice(envelope, self.keys())
        except CredentialError as error:
            return NoticeAnswer(_REFUSALS.get(error.reason, "notice.forged"))
        if notice.season != self._season:
            return NoticeAnswer("notice.other_season")
        if at - notice.issued > OLDEST:
            return NoticeAnswer("notice.too_old")
        digest = hashlib.sha256(envelope).digest()
        key = self._kept(envelope, notice, at, actor) if keep else "notice.genuine"
        return NoticeAnswer(key, notice.changes, notice.issued, digest)

    def keys(self) -> IssuerKeyring:
        """The issuer's keys without those that notices have distrusted."""
        trusted = self._trust.issuer_keys()
        since: dict[bytes, datetime] = {}
        for notice in self._in_force(trusted):
            for change in notice.changes:
                if change.kind is NoticeKind.ISSUER_KEY and change.state:
                    kid = kid_of(change)
                    since[kid] = min(since.get(kid, notice.issued), notice.issued)
        return trusted.distrusting(since)

    def worsened(self, found: LookUp, claims: PermitClaims | None) -> LookUp:
        """What was found of a permit, made worse by notices newer than it."""
        known = found.record or claims
        for notice in self._in_force(self._trust.issuer_keys()):
            for change in notice.changes:
                if _counts(change, notice.issued, found):
                    found = _applied(change, found, known)
        return found

    def unconfirmed(self) -> tuple[bytes, ...]:
        """SHA-256 of each notice that the data held here does not have yet, newest first."""
        issued = dict(self._records.issue_times())
        times = (issued.get(DataKind.STATUS), issued.get(DataKind.STATE))
        known = min((at for at in times if at is not None), default=None)
        if None in times:
            known = None
        return tuple(
            hashlib.sha256(envelope).digest()
            for envelope, notice in self._read_all(self._trust.issuer_keys())
            if known is None or notice.issued >= known or self._awaits_list(notice)
        )

    def _kept(self, envelope: bytes, notice: Notice, at: datetime, actor: str) -> str:
        digest = hashlib.sha256(envelope).digest()
        new = self._shelf.keep_notice(envelope, digest, notice.issued, at, actor)
        if digest not in self.unconfirmed():
            return "notice.overtaken"
        return "notice.taken" if new else "notice.again"

    def _in_force(self, keys: IssuerKeyring) -> Iterator[Notice]:
        return (notice for _, notice in self._read_all(keys))

    def _read_all(self, keys: IssuerKeyring) -> Iterator[tuple[bytes, Notice]]:
        for envelope in self._shelf.notices():
            notice = self._checked(envelope, keys)
            if notice is not None and notice.season == self._season:
                yield envelope, notice

    def _checked(self, envelope: bytes, keys: KeyLookup) -> Notice | None:
        """A kept notice whose key is trusted still; None for one that is not, or was edited."""
        known = self._read.get(envelope)
        try:
            if known is None:
                known = self._read[envelope] = check_notice(envelope, keys)
                return known
        except CredentialError:
            return None
        key = keys.find(envelope[_PROTECTED_KID], Type.NOTICE)
        return known if key is not None and key.window.covers(known.issued) else None

    def _awaits_list(self, notice: Notice) -> bool:
        """Whether it distrusts a key that the verified list lets pass still."""
        trusted = self._trust.issuer_keys()
        return any(
            change.kind is NoticeKind.ISSUER_KEY
            and trusted.was_valid(kid_of(change), notice.issued)
            for change in notice.changes
        )


class NoticedTrust:
    """`services.stores.TrustView` with the keys that notices leave."""

    def __init__(self, trust: TrustView, notices: Notices) -> None:
        self._trust, self._notices = trust, notices

    def issuer_keys(self) -> IssuerKeyring:
        """See `services.stores.TrustView`."""
        return self._notices.keys()

    def rules(self) -> tuple[CompiledRule, ...] | None:
        """See `services.stores.TrustView`."""
        return self._trust.rules()

    def grades(self) -> tuple[tuple[DataKind, Grades], ...]:
        """See `services.stores.TrustView`."""
        return self._trust.grades()

    def lane_rules(self) -> LaneRules:
        """See `services.stores.TrustView`."""
        return self._trust.lane_rules()

    def reference_time(self, now: datetime) -> datetime:
        """See `services.stores.TrustView`."""
        return self._trust.reference_time(now)

    def clock_is_suspect(self, now: datetime, last_entry: datetime | None) -> bool:
        """See `services.stores.TrustView`."""
        return self._trust.clock_is_suspect(now, last_entry)


def recalls(changes: Iterable[Change], device_id: str) -> bool:
    """Whether one of a genuine notice's changes is that this device was recalled."""
    own = device_number(device_id)
    return own is not None and any(
        change.kind is NoticeKind.DEVICE and change.number == own and change.state > 0
        for change in changes
    )


def kid_of(change: Change) -> bytes:
    """The key id that a change of the kind ISSUER_KEY is about."""
    return change.number.to_bytes(_KID_BYTES, "big")


def _counts(change: Change, issued: datetime, found: LookUp) -> bool:
    """Whether the data that the permit was judged by is older than the change, or of its very
    second: it may have been signed before it."""
    kind = DataKind.STATUS if change.kind is NoticeKind.PERMIT else DataKind.STATE
    known = dict(found.data_issued).get(kind)
    return change.state > 0 and (known is None or known <= issued)


def _applied(change: Change, found: LookUp, known: PermitRecord | PermitClaims | None) -> LookUp:
    if change.kind is NoticeKind.PERMIT:
        if change.number != found.permit:
            return found
        return replace(found, status=_worse_status(found.status, PermitStatus(change.state)))
    if known is None or change.kind is NoticeKind.ISSUER_KEY:
        return found
    state = EntityState(change.state)
    if change.kind is NoticeKind.COMPANY and change.number == known.company:
        return replace(found, company_state=_worse(found.company_state, state))
    if change.kind is NoticeKind.PROGRAMME and change.number == known.programme:
        return replace(found, programme_state=_worse(found.programme_state, state))
    agent = known.agent if isinstance(known, PermitRecord) else None
    if change.kind is NoticeKind.AGENT and change.number == agent:
        return replace(found, agent_state=_worse(found.agent_state, state))
    return found


def _worse(held: EntityState | None, told: EntityState) -> EntityState:
    return told if held is None else max(held, told)


def _worse_status(held: PermitStatus | None, told: PermitStatus) -> PermitStatus:
    return told if held is None else max(held, told, key=_SEVERITY.__getitem__)
