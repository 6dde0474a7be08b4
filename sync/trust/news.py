"""The status lists and the state table: bad news, public, fetched every minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from checkpoint_app.credential.envelope import (
    LIMITS,
    CredentialError,
    EnvelopeType,
    KeyLookup,
    VerifyingKey,
)
from checkpoint_app.credential.rejection import Rejection
from checkpoint_app.credential.state import StateTable, check_state
from checkpoint_app.credential.status_list import StatusList, check_status_list
from checkpoint_app.errors import TrustError
from sync.trust import pack
from sync.trust.floor import LATEST, TOLERANCE
from sync.trust.names import STATUS_TARGET
from sync.trust.pack import PackKind
from sync.trust.repository import TrustSession
from sync.trust.sink import ImportTransaction, RecordSink

_LIST, _STATE = "list", "state"


@dataclass(frozen=True, slots=True)
class News:
    """What a status pack brought: how many lists are new, whether the state table is, and the
    issue times of all that are held now (None when nothing is)."""

    lists: int
    state: bool
    oldest_list: datetime | None
    state_issued: datetime | None

    @property
    def changed(self) -> bool:
        """Whether the store was written to."""
        return bool(self.lists) or self.state


@dataclass(frozen=True, slots=True)
class ReadNews:
    """A status pack's verified content; the last part of each tells whether it is new here."""

    lists: tuple[tuple[StatusList, bytes, bool], ...]
    state: tuple[StateTable, bytes, bool] | None


@dataclass(frozen=True, slots=True)
class NewsChange:
    """Verified news, not yet written. ``lists`` (envelopes by list id) and ``state`` are what is
    held once they are."""

    fresh: ReadNews
    lists: Mapping[int, bytes]
    state: bytes | None

    @property
    def told(self) -> News:
        """What they are."""
        lists, state = self.fresh.lists, self.fresh.state
        return News(
            sum(new for _, _, new in lists),
            state is not None and state[2],
            min((found.issued for found, _, _ in lists), default=None),
            None if state is None else state[0].issued,
        )

    def write(self, changes: ImportTransaction) -> None:
        """Keep what is new."""
        for found, envelope, new in self.fresh.lists:
            if new:
                changes.put_status_list(found.list_id, found.version, found.issued, envelope)
        if self.fresh.state is not None and self.fresh.state[2]:
            table, envelope, _ = self.fresh.state
            changes.put_state(table.version, table.issued, envelope)


def plan_news(session: TrustSession, sink: RecordSink, *, season: int) -> NewsChange:
    """The newest status lists and state table, verified against what is held.

    Raises TrustError for a list that clears a revocation, for a version that goes back, and for
    the same version with other content; TransportError, StorageError.
    """
    held_lists, held_state = sink.held_status_lists(), sink.held_state()
    fresh = read_news(
        session.content(STATUS_TARGET, limit=pack.SEGMENT_LIMIT),
        session.view.keys,
        held_lists=held_lists,
        held_state=held_state,
        season=season,
        reference=session.trusted.reference_time,
    )
    return NewsChange(
        fresh,
        {**held_lists, **{found.list_id: envelope for found, envelope, _ in fresh.lists}},
        held_state if fresh.state is None else fresh.state[1],
    )


def read_news(
    compressed: bytes,
    keys: KeyLookup,
    *,
    held_lists: Mapping[int, bytes],
    held_state: bytes | None,
    season: int,
    reference: datetime = LATEST,
) -> ReadNews:
    """Verify a status pack against what is held; ``reference`` is how late it is at least. Raises
    TrustError."""
    header, frames = pack.read_pack(compressed, cap=pack.STATUS_PLAIN)
    pack.expect(header, PackKind.STATUS, pack.NATIONAL_SCOPE)
    lists: dict[int, tuple[StatusList, bytes, bool]] = {}
    state: tuple[StateTable, bytes, bool] | None = None
    for frame in frames:
        kind, envelope = _frame(frame)
        if kind == _STATE and state is None:
            state = _state(envelope, held_state, keys, season, reference)
        elif kind == _LIST:
            found, new = _status_list(envelope, held_lists, keys, reference)
            if found.list_id in lists:
                raise TrustError("a status list twice", key="trust.malformed")
            lists[found.list_id] = (found, envelope, new)
        else:
            raise TrustError("a state table twice", key="trust.malformed")
    return ReadNews(tuple(lists.values()), state)


def _status_list(
    envelope: bytes, held: Mapping[int, bytes], keys: KeyLookup, reference: datetime
) -> tuple[StatusList, bool]:
    """The list, and whether it is newer than the one held."""
    found = check_status_list(envelope, keys)
    ours = held.get(found.list_id)
    if ours is None or ours == envelope:
        return found, ours is None
    try:
        older = check_status_list(ours, keys)
    except CredentialError as error:  # damaged here: any sound one is better
        if error.reason is Rejection.KEY_EXPIRED:
            distrusted = check_status_list(ours, _Whenever(keys))
            _must_be_later("status list", distrusted.issued, found.issued, reference)
        return found, True
    if older.list_id != found.list_id:  # another list was put in its place
        return found, True
    _must_rise(f"status list {found.list_id}", older.version, found.version)
    if found.clears_revocation_of(older):
        raise TrustError(
            f"status list {found.list_id} clears a revocation", key="trust.revocation_cleared"
        )
    return found, True


def _state(
    envelope: bytes, held: bytes | None, keys: KeyLookup, season: int, reference: datetime
) -> tuple[StateTable, bytes, bool]:
    table = check_state(envelope, keys)
    if table.season != season:
        raise TrustError(f"state table of season {table.season}", key="trust.other_season")
    if held is None or held == envelope:
        return table, envelope, held is None
    try:
        older = check_state(held, keys)
    except CredentialError as error:  # as for a status list
        if error.reason is Rejection.KEY_EXPIRED:
            distrusted = check_state(held, _Whenever(keys))
            _must_be_later("state table", distrusted.issued, table.issued, reference)
        return table, envelope, True
    if older.season != season:
        return table, envelope, True
    _must_rise("state table", older.version, table.version)
    return table, envelope, True


class _Whenever:
    """Keys as if each had been good at any time, to read the issue time of what is held."""

    def __init__(self, keys: KeyLookup) -> None:
        self._keys = keys

    def find(self, kid: bytes, purpose: EnvelopeType) -> VerifyingKey | None:
        key = self._keys.find(kid, purpose)
        return None if key is None else VerifyingKey(purpose, key.public)


def _must_be_later(what: str, held: datetime, fresh: datetime, reference: datetime) -> None:
    """What takes the place of data by a key since distrusted was issued after it.

    Else the online role could distrust the key from just before a revocation on, and bring back
    what the same key had signed before. What claims to be of a time to come binds nobody: whoever
    stole the key may have dated it so.
    """
    if fresh <= held <= reference + TOLERANCE:
        raise TrustError(f"{what} of a time before the distrusted one", key="trust.rolled_back")


def _must_rise(what: str, older: int, newer: int) -> None:
    """Another content must have a higher version."""
    if newer < older:
        raise TrustError(f"{what} goes back to {newer}", key="trust.rolled_back")
    if newer == older:
        raise TrustError(f"{what} {newer} in two forms", key="trust.mixed")


def _frame(frame: object) -> tuple[str, bytes]:
    match frame:
        case [("list" | "state") as kind, bytes(envelope)]:
            limit = EnvelopeType.STATUS if kind == _LIST else EnvelopeType.STATE
            if len(envelope) <= LIMITS[limit]:
                return kind, envelope
    raise TrustError("status pack malformed", key="trust.malformed")
