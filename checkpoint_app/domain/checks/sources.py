"""Which of the facts about a permit can be believed."""

from __future__ import annotations

from checkpoint_app.domain.facts import Facts, RecordState, TokenState
from checkpoint_app.domain.permit import PermitClaims, PermitRecord


def proven_record(facts: Facts) -> PermitRecord | None:
    """The record, when every signature over it held at this scan."""
    return facts.record if facts.record_state is RecordState.FOUND else None


def proven_claims(facts: Facts) -> PermitClaims | None:
    """The token's claims, when its signature held."""
    return facts.claims if facts.token is TokenState.GENUINE else None


def permit_at_hand(facts: Facts) -> PermitRecord | PermitClaims | None:
    """What the permit is judged by: the record; without one, the token's own claims."""
    return proven_record(facts) or proven_claims(facts)
