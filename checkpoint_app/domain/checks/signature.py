"""Whether the token and the record are what the issuer signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from checkpoint_app.domain.checks.sources import proven_record
from checkpoint_app.domain.facts import Facts, RecordState, TokenState
from checkpoint_app.domain.finding import Finding, FindingCode

_TOKEN_FINDINGS = {
    TokenState.BAD_SIGNATURE: FindingCode.BAD_SIGNATURE,
    TokenState.UNKNOWN_ISSUER: FindingCode.UNKNOWN_ISSUER,
    TokenState.ISSUER_KEY_EXPIRED: FindingCode.ISSUER_KEY_EXPIRED,
}
_RECORD_FINDINGS = {
    RecordState.ALTERED: FindingCode.RECORD_ALTERED,
    RecordState.UNKNOWN_ISSUER: FindingCode.UNKNOWN_ISSUER,
    RecordState.ISSUER_KEY_EXPIRED: FindingCode.ISSUER_KEY_EXPIRED,
}


def check_token(facts: Facts, now: datetime) -> Iterator[Finding]:
    """A false signature, or one that this lane cannot judge."""
    code = _TOKEN_FINDINGS.get(facts.token)
    if code is not None:
        yield Finding(code)


def check_record(facts: Facts, now: datetime) -> Iterator[Finding]:
    """No record, or one whose proof failed."""
    if proven_record(facts) is None:
        yield Finding(_RECORD_FINDINGS.get(facts.record_state, FindingCode.NOT_ON_FILE))
