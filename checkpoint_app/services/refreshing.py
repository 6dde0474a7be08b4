"""One permit asked of the registry anew, and its verified answer kept."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime

from checkpoint_app.credential.envelope import CredentialError, Rejection
from checkpoint_app.credential.refresh import NONCE, check_refresh
from checkpoint_app.domain.permit import PermitRecord
from checkpoint_app.errors import ConfigError, StorageError
from checkpoint_app.services.lookup import Place
from checkpoint_app.services.stores import (
    CACHE_ALARM,
    Anchor,
    CachedRefresh,
    RecordsCache,
    RefreshSource,
    TrustView,
)

_LOG = logging.getLogger(__name__)


class Refreshing:
    """Refreshes of one permit each. Without a source there are none."""

    def __init__(
        self,
        records: RecordsCache,
        anchor: Anchor,
        trust: TrustView,
        place: Place,
        source: RefreshSource | None,
    ) -> None:
        self._records, self._anchor, self._trust = records, anchor, trust
        self._place, self._source = place, source

    def refresh(self, permit: int) -> bool:
        """See `services.lane.LaneService.refresh`."""
        if self._source is None:
            raise ConfigError("no tie to the registry", key="lane.no_source")
        nonce = secrets.token_bytes(NONCE)
        return self.keep(permit, nonce, self._source.fetch(permit, nonce))

    def keep(self, permit: int, nonce: bytes, envelope: bytes) -> bool:
        """Verify an answer to this question and keep it; True when the registry knows the permit.

        Raises CredentialError for what is not the registry's answer to it, or is older than the
        data here, StorageError.
        """
        newest = self._anchor.newest()
        answer = check_refresh(
            envelope,
            self._trust.issuer_keys(),
            nonce=nonce,
            device=self._place.device_id,
            permit=permit,
        )
        if newest is not None and newest.issued is not None and answer.issued < newest.issued:
            raise CredentialError(Rejection.NOT_CURRENT, "older than the manifest here")
        record = answer.decoded()
        self._records.keep_refresh(
            permit,
            CachedRefresh(envelope, nonce),
            issued=answer.issued,
            version=None if record is None else record.version,
            passport=None if record is None else record.passport,
        )
        if record is not None and self._should_have_held(record):
            _LOG.error("a record is missing from the data here")
            leave_alarm(self._records, answer.issued)
        return record is not None

    def _should_have_held(self, record: PermitRecord) -> bool:
        """Whether the newest manifest covers this record, and yet there is no row of it."""
        newest = self._anchor.newest()
        covered = newest is not None and newest.issued is not None and record.issued < newest.issued
        if not covered or not record.ports >> self._place.port & 1:
            return False
        with self._records.snapshot() as snapshot:
            return not snapshot.by_permit(record.number)


def leave_alarm(records: RecordsCache, at: datetime) -> None:
    """Leave a note for the next sync, which fetches anew what was edited."""
    try:
        records.note(CACHE_ALARM, at.isoformat(timespec="seconds"))
    except StorageError as error:
        _LOG.error("and the note of it cannot be kept: %s", error)
