"""What a command makes of an answer."""

from __future__ import annotations

from itertools import product

import pytest

from checkpoint_app.commands.answers import answer_lines, answer_object, exit_code
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.verdict import Verdict, VerdictKind
from checkpoint_app.services.lane import Answer

EXPIRED = Verdict(
    VerdictKind.REFER, (Finding(FindingCode.EXPIRED), Finding(FindingCode.DATA_AGEING, "STATUS"))
)


def answer(verdict: Verdict, permit: int | None = 1234567890128) -> Answer:
    return Answer(None, None, permit, verdict, None, None, (), None, None)


def test_the_object_has_the_stable_fields_in_order() -> None:
    given = answer_object("given", answer(EXPIRED), 1.23456)
    assert list(given.items()) == [
        ("scan", "given"),
        ("permit", "1234567890128"),
        ("verdict", "refer"),
        ("findings", ["EXPIRED", "DATA_AGEING"]),
        ("ms", 1.235),
    ]


def test_no_verdict_and_no_permit_are_null() -> None:
    given = answer_object("given", answer(Verdict(None), None), 0.0)
    assert given["verdict"] is None
    assert given["permit"] is None


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        ([], 0),
        ([VerdictKind.CLEAR], 0),
        ([VerdictKind.CLEAR, VerdictKind.REFER], 10),
        ([VerdictKind.REFUSE, VerdictKind.REFER], 20),
        ([VerdictKind.REFUSE, None, VerdictKind.CLEAR], 30),
    ],
)
def test_the_highest_code_counts(verdicts: list[VerdictKind | None], code: int) -> None:
    assert exit_code(verdicts) == code


def test_more_verdicts_never_lower_the_code() -> None:
    kinds = [*VerdictKind, None]
    for some in product(kinds, repeat=2):
        assert exit_code(some) >= exit_code(some[:1])


def test_people_read_verdict_sentence_detail_and_next_step_in_their_language() -> None:
    english = "\n".join(answer_lines(answer(EXPIRED), "en"))
    arabic = "\n".join(answer_lines(answer(EXPIRED), "ar"))
    assert english.startswith("REFER TO SECOND LINE  1234 5678 90128")
    assert "(STATUS)" in english
    assert "→" in english
    assert arabic.startswith("يُحال إلى الخط الثاني")
    assert "←" in arabic
