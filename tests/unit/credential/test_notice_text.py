"""Digits of a notice: the frozen form, damage of every kind, and what a reading of them is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential.envelope import CredentialError, EnvelopeType, Rejection
from checkpoint_app.credential.notice_text import NoticeText, from_digits, to_digits
from checkpoint_app.credential.scanned import interpret
from checkpoint_app.domain.facts import ReadingKind
from tests.unit.credential import samples

NOTICE = samples.envelopes()[EnvelopeType.NOTICE]
TEXT = to_digits(NOTICE)


def test_the_text_is_digits_that_come_back():
    assert TEXT.isascii() and TEXT.isdigit()
    assert TEXT.startswith("81")
    assert from_digits(TEXT) == NoticeText(1, NOTICE)


@given(st.binary(max_size=1024))
def test_any_envelope_comes_back(envelope):
    assert from_digits(to_digits(envelope)) == NoticeText(1, envelope)


@pytest.mark.requirement("C2")
def test_every_dropped_digit_is_damage():
    for place in range(len(TEXT)):
        with pytest.raises(CredentialError) as refusal:
            from_digits(TEXT[:place] + TEXT[place + 1 :])
        assert refusal.value.reason is Rejection.DAMAGED_TEXT


@given(st.text(alphabet="0123456789", max_size=600), st.sampled_from(["", "8", "81", "82"]))
def test_any_digits_are_read_or_refused(digits, lead):
    try:
        read = from_digits(lead + digits)
    except CredentialError:
        return
    assert to_digits(read.envelope).startswith("8")


@pytest.mark.parametrize(
    "typed", [TEXT, f"]Q1{TEXT}\r\n", TEXT.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))]
)
def test_a_notice_is_told_from_a_permit(typed):
    seen = interpret(typed)
    assert (seen.kind, seen.notice, seen.number) == (ReadingKind.NOTICE, NOTICE, None)


def test_a_damaged_or_newer_notice_is_none():
    assert interpret(TEXT[:-1]).kind is ReadingKind.UNREADABLE
    newer = interpret(_closed("82" + TEXT[2:-10]))
    assert (newer.kind, newer.hint) == (ReadingKind.NOT_A_PERMIT, "scan.newer_notice")


def _closed(body):
    from checkpoint_app.credential import digit_blocks

    return digit_blocks.closed(body)
