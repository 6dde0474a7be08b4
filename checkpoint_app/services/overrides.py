"""Overrides: a supervisor lets somebody pass whom a lane refused.

It takes another person than the one who referred the case, and is audited before it is recorded:
there is no override that nobody answers for.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from checkpoint_app.domain.case_fold import Case
from checkpoint_app.domain.cases import Opened
from checkpoint_app.domain.roles import Deed
from checkpoint_app.domain.staff import Approval
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import RoleError
from checkpoint_app.services.guard import Approvals, Guard


class Audit(Protocol):
    """What an override is audited in. Raises StorageError."""

    def audit(self, at: datetime, actor: str, action: str, detail: str = "") -> None:
        """See `services.stores.Journal`."""
        ...


class Overrides:
    """Those of one post. ``approvals`` are the ones given there."""

    def __init__(self, guard: Guard, approvals: Approvals, audit: Audit) -> None:
        self._guard, self._approvals, self._audit = guard, approvals, audit

    def lift(
        self, case: Case, officer: str, approval: Approval | None, reason: str, now: datetime
    ) -> str:
        """The supervisor in whose name clearing this case lifts a refusal. Empty where there is
        none to lift, or nobody signs in: then a refusal stands. ``officer`` decides the case.

        Raises RoleError ``case.needs_supervisor``, ``case.same_person``; StorageError.
        """
        if not _is_refused(case) or not self._guard.staffed:
            return ""
        supervisor = self._supervisor_here() if approval is None else approval.login
        if case.opened is not None and case.opened.officer == supervisor:
            raise RoleError("of one's own referral", key="case.same_person")
        how = "here"
        if approval is not None:
            self._approvals.spend(approval, case.case_id, now)
            how = "telephone" if approval.by_telephone else "approval"
        detail = f"{case.case_id} by {supervisor} {how} {reason}"
        self._audit.audit(now, officer, "case.override", detail)
        return supervisor

    def _supervisor_here(self) -> str:
        try:
            return self._guard.require(Deed.LIFT_REFUSAL).name
        except RoleError as error:
            raise RoleError("an override", key="case.needs_supervisor") from error


def _is_refused(case: Case) -> bool:
    seen = None if case.opened is None else case.opened.content
    return isinstance(seen, Opened) and seen.verdict == VerdictKind.REFUSE
