"""The state of the permit, and of those who brought the pilgrim. No answer is never "valid"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from checkpoint_app.domain.checks.sources import proven_record
from checkpoint_app.domain.facts import Facts
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.programme import EntityState

_STATUS_FINDINGS = {
    PermitStatus.REVOKED: FindingCode.REVOKED,
    PermitStatus.SUSPENDED: FindingCode.SUSPENDED,
}
_COMPANY_FINDINGS = {
    EntityState.SUSPENDED: FindingCode.COMPANY_SUSPENDED,
    EntityState.CANCELLED: FindingCode.COMPANY_CANCELLED,
}


def check_status(facts: Facts, now: datetime) -> Iterator[Finding]:
    """Revoked, suspended, or not known. What is known is told even of a permit not on file; that
    more is not known of one goes without saying (NOT_ON_FILE says it)."""
    if facts.status is not None:
        code = _STATUS_FINDINGS.get(facts.status)
        if code is not None:
            yield Finding(code)
    elif proven_record(facts) is not None:
        yield Finding(FindingCode.DATA_STALE, "permit status unknown")


def check_company(facts: Facts, now: datetime) -> Iterator[Finding]:
    """The company's licence."""
    if facts.company_state is not None:
        code = _COMPANY_FINDINGS.get(facts.company_state)
        if code is not None:
            yield Finding(code)
    elif proven_record(facts) is not None:
        yield Finding(FindingCode.DATA_STALE, "company state unknown")


def check_programme(facts: Facts, now: datetime) -> Iterator[Finding]:
    """The programme, and the agent who serves it. The token does not name the agent."""
    recorded = proven_record(facts) is not None
    yield from _programme(facts.programme_state, "programme", recorded)
    yield from _programme(facts.agent_state, "agent", recorded)


def _programme(state: EntityState | None, who: str, needed: bool) -> Iterator[Finding]:
    if state is None:
        if needed:
            yield Finding(FindingCode.DATA_STALE, f"{who} state unknown")
    elif state is not EntityState.ACTIVE:
        yield Finding(FindingCode.PROGRAMME_CANCELLED, f"{who} {state.name.lower()}")
