"""The verdict on a scan."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checkpoint_app.domain.finding import Finding, FindingCode


class VerdictKind(StrEnum):
    """What the officer is told to do, in the words of the command line's JSON."""

    CLEAR = "clear"
    REFER = "refer"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one scan. ``kind`` is None when there is nothing to judge.

    ``findings`` has each code at most once, worst first, then in the order of findings.csv; where
    a check failed in several ways the details are joined by a comma.
    """

    kind: VerdictKind | None
    findings: tuple[Finding, ...] = ()

    @property
    def codes(self) -> tuple[FindingCode, ...]:
        """The findings' codes, worst first."""
        return tuple(finding.code for finding in self.findings)
