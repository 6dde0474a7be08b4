"""What the demonstration found, for people and for `verdicts.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checkpoint_app.demo.scenes import Scene
from checkpoint_app.reference import message
from checkpoint_app.services.lane import Answer


@dataclass(frozen=True, slots=True)
class Shot:
    """One scene as it was played. ``answer`` is None when the photograph could not be read;
    ``ms`` is from the text of the barcode, or the last key, to the answer in the window."""

    scene: Scene
    answer: Answer | None
    ms: float

    @property
    def got(self) -> str | None:
        """The verdict's word, None without a verdict, ``unread`` when no barcode was read."""
        if self.answer is None:
            return "unread"
        kind = self.answer.verdict.kind
        return None if kind is None else kind.value

    @property
    def codes(self) -> tuple[str, ...]:
        """The findings, worst first."""
        return () if self.answer is None else tuple(c.value for c in self.answer.verdict.codes)

    @property
    def answered_as_expected(self) -> bool:
        """Whether verdict and findings are what the making of the season demands. The movement may
        be recorded by the next reading only."""
        wanted = {code.value for code in self.scene.findings}
        return self.got == self.scene.verdict and wanted <= set(self.codes)

    @property
    def as_expected(self) -> bool:
        """The same, and the movement is."""
        movement = None if self.answer is None else self.answer.movement
        recorded = None if movement is None else movement.kind
        return self.answered_as_expected and recorded is self.scene.movement

    def as_object(self) -> dict[str, object]:
        """The stable object of `verdicts.json`."""
        return {
            "scan": self.scene.name,
            "expected": self.scene.verdict,
            "got": self.got,
            "findings": list(self.codes),
            "ms": round(self.ms, 3),
        }


@dataclass(frozen=True, slots=True)
class CountCheck:
    """Movements by kind: as the scenes demand, and as the registry counted them."""

    expected: Mapping[str, int]
    counted: Mapping[str, int]

    @property
    def as_expected(self) -> bool:
        """Whether both are equal."""
        return dict(self.expected) == dict(self.counted)


def shot_line(shot: Shot, lang: str) -> str:
    """One line of the running report."""
    mark = "✓" if shot.answered_as_expected else "✗"
    word = message(f"cli.verdict_{shot.got or 'none'}", lang) if shot.answer else "—"
    codes = " ".join(shot.codes) or "—"
    return f"  {mark} {shot.scene.name:<32} {word:<14} {codes}  ({shot.ms:.1f} ms)"


def count_line(check: CountCheck, lang: str) -> str:
    """The counts in one line."""
    figures = ", ".join(f"{kind} {count}" for kind, count in check.counted.items())
    key = "demo.counts_equal" if check.as_expected else "demo.counts_differ"
    return message(key, lang, figures=figures)


def write_verdicts(path: Path, shots: Sequence[Shot]) -> None:
    """Write `verdicts.json`: one object a scan, in order."""
    rows = [shot.as_object() for shot in shots]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
