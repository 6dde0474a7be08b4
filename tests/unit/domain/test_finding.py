from __future__ import annotations

import pytest

from checkpoint_app import reference
from checkpoint_app.domain.finding import FindingCode, Weight, parse_findings

HEAD = "code,verdict,returning,en,ar,next_en,next_ar\n"


def test_only_a_false_signature_and_a_revocation_refuse() -> None:
    refusing = {c for c, text in reference.findings().items() if text.departing is Weight.REFUSE}
    assert refusing == {FindingCode.BAD_SIGNATURE, FindingCode.REVOKED}


def test_a_return_is_never_more_than_noted() -> None:
    weights = {text.returning for text in reference.findings().values()}
    assert weights == {None, Weight.NOTE, Weight.NO_VERDICT}


def test_every_finding_has_a_sentence_and_a_next_step_in_both_languages() -> None:
    for text in reference.findings().values():
        assert text.en
        assert text.next_en
        assert text.en.isascii()
        for arabic in (text.ar, text.next_ar):
            assert any("\u0600" <= sign <= "\u06ff" for sign in arabic)


@pytest.mark.parametrize(
    "rows",
    ["EXPIRED,refer,note,a,b,c,d\n" * 2, "EXPIRED,refer,note,a,b,c,d\n", "STRANGE,,,,,,\n"],
    ids=["twice", "others missing", "unknown"],
)
def test_the_table_is_read_strictly(rows: str) -> None:
    with pytest.raises(ValueError, match=r"finding|STRANGE"):
        parse_findings(HEAD + rows)
