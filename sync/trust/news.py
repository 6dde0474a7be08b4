"""The status lists and the state table: bad news, public, fetched every minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from checkpoint_app.credential.envelope import LIMITS, CredentialError, EnvelopeType, KeyLookup
from checkpoint_app.credential.state import StateTable, check_state
from checkpoint_app.credential.status_list import StatusList, check_status_list
from checkpoint_app.errors import TrustError
from sync.trust import pack
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
) -> ReadNews:
    """Verify a status pack against what is held. Raises TrustError."""
    header, frames = pack.read_pack(compressed, cap=pack.STATUS_PLAIN)
    pack.expect(header, PackKind.STATUS, pack.NATIONAL_SCOPE)
    lists: dict[int, tuple[StatusList, bytes, bool]] = {}
    state: tuple[StateTable, bytes, bool] | None = None
    for frame in frames:
        kind, envelope = _frame(frame)
        if kind == _STATE and state is None:
            state = _state(envelope, held_state, keys, season)
        elif kind == _LIST:
            found, new = _status_list(envelope, held_lists, keys)
            if found.list_id in lists:
                raise TrustError("a status list twice", key="trust.malformed")
            lists[found.list_id] = (found, envelope, new)
        else:
            raise TrustError("a state table twice", key="trust.malformed")
    return ReadNews(tuple(lists.values()), state)


def _status_list(
    envelope: bytes, held: Mapping[int, bytes], keys: KeyLookup
) -> tuple[StatusList, bool]:
    """The list, and whether it is newer than the one held."""
    found = check_status_list(envelope, keys)
    ours = held.get(found.list_id)
    if ours is None or ours == envelope:
        return found, ours is None
    try:
        older = check_status_list(ours, keys)
    except CredentialError:  # damaged here, or of a key since distrusted: any sound one is better
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
    envelope: bytes, held: bytes | None, keys: KeyLookup, season: int
) -> tuple[StateTable, bytes, bool]:
    table = check_state(envelope, keys)
    if table.season != season:
        raise TrustError(f"state table of season {table.season}", key="trust.other_season")
    if held is None or held == envelope:
        return table, envelope, held is None
    try:
        older = check_state(held, keys)
    except CredentialError:  # as for a status list
        return table, envelope, True
    if older.season != season:
        return table, envelope, True
    _must_rise("state table", older.version, table.version)
    return table, envelope, True


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
