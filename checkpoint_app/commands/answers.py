"""A lane's answer as a command gives it: an object, lines for people, an exit code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checkpoint_app.domain.finding import Finding
from checkpoint_app.domain.permit import spaced_permit_number
from checkpoint_app.domain.verdict import Verdict, VerdictKind
from checkpoint_app.notice_words import notice_words
from checkpoint_app.reference import findings, message
from checkpoint_app.services.lane import Answer

OWN_FAILURE = 1
# Scripts and later checks rely on these; a run of several scans ends with the highest.
EXIT_CODES: dict[VerdictKind | None, int] = {
    VerdictKind.CLEAR: 0,
    VerdictKind.REFER: 10,
    VerdictKind.REFUSE: 20,
    None: 30,
}


def exit_code(verdicts: Iterable[VerdictKind | None]) -> int:
    """The exit code of a run with these verdicts; 0 without any."""
    return max((EXIT_CODES[kind] for kind in verdicts), default=0)


def answer_object(scan: str, answer: Answer, ms: float) -> dict[str, object]:
    """The stable object of one scan. ``scan`` is the argument as it was given."""
    kind = answer.verdict.kind
    return {
        "scan": scan,
        "permit": None if answer.permit is None else str(answer.permit),
        "verdict": None if kind is None else kind.value,
        "findings": [code.value for code in answer.verdict.codes],
        "ms": round(ms, 3),
    }


def answer_lines(answer: Answer, lang: str) -> Iterator[str]:
    """The same for people: the verdict, whose permit, what was scanned instead of a permit, then
    every finding with its next step."""
    permit = "" if answer.permit is None else f"  {spaced_permit_number(answer.permit)}"
    yield f"{_verdict_word(answer.verdict, lang)}{permit}{_who(answer, lang)}"
    hint = "" if answer.interpretation is None else answer.interpretation.hint
    what = "" if answer.notice is None else notice_words(answer.notice.changes, lang)
    for key in filter(None, (hint, answer.note)):
        yield f"  {message(key, lang, what=what)}"
    for finding in answer.verdict.findings:
        yield from _finding_lines(finding, lang)


def _verdict_word(verdict: Verdict, lang: str) -> str:
    return message(f"cli.verdict_{verdict.kind.value if verdict.kind else 'none'}", lang)


def _who(answer: Answer, lang: str) -> str:
    if answer.record is not None:
        name = answer.record.name_arabic if lang == "ar" else answer.record.name_latin
        return f"  {name}  {answer.record.passport}"
    if answer.claims is not None:
        return f"  {answer.claims.name_latin}  {answer.claims.passport}"
    return ""


def _finding_lines(finding: Finding, lang: str) -> Iterator[str]:
    text = findings()[finding.code]
    sentence, step = (text.ar, text.next_ar) if lang == "ar" else (text.en, text.next_en)
    detail = f" ({finding.detail})" if finding.detail else ""
    yield f"  {sentence}{detail}"
    if step:
        yield f"    {'←' if lang == 'ar' else '→'} {step}"
