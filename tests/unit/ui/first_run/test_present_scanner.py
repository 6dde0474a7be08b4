"""The scanner's trial of the first run as its page shows it."""

from __future__ import annotations

import pytest

from checkpoint_app.capture.scanner_check import Link, Sent
from tests.unit.ui.plain_tongue import PlainTongue
from ui.first_run.present_scanner import NEEDED, present_trial
from ui.lane.views import Mark

TONGUE = PlainTongue()
FIRST, SECOND = NEEDED


def sent(text: str, gap: float = 0.004, link: Link = Link.KEYS) -> Sent:
    return Sent(text, tuple(1 + gap * number for number in range(len(text))), link)


def test_before_any_scan_the_first_code_is_there():
    view = present_trial((), TONGUE)
    assert (view.symbol, view.sent, view.advice) == (FIRST, "", ())
    assert view.banner.text == ""
    assert view.symbol_name


@pytest.mark.requirement("C1")
def test_two_codes_tell_whether_a_scanner_is_set_up_well():
    first, second = sent(FIRST.content + "\r"), sent(SECOND.content + "\r")
    one = present_trial((first,), TONGUE)
    assert (one.symbol, one.banner.mark) == (SECOND, Mark.NOTED)
    assert one.symbol_name in one.banner.text
    both = present_trial((first, second), TONGUE)
    assert (both.symbol, both.banner.mark, both.advice) == (None, Mark.GOOD, ())
    assert SECOND.content in both.sent


def test_what_must_be_set_is_said_at_once():
    slow = present_trial((sent(FIRST.content + "\r", gap=0.08),), TONGUE)
    assert slow.banner.mark is Mark.BAD
    assert slow.advice
    assert slow.symbol is SECOND


def test_a_hand_is_no_scanner_and_another_code_is_heard():
    typed = present_trial((sent("12345", gap=0.2),), TONGUE)
    assert (typed.banner.mark, "hand" in typed.banner.text) == (Mark.WARNING, True)
    other = present_trial((sent("6224000000017\r"),), TONGUE)
    assert other.banner.mark is Mark.NOTED
    assert "heard" in other.banner.text
    serial = present_trial((sent("6224000000017\r", gap=0.0, link=Link.SERIAL),), TONGUE)
    assert serial.banner.mark is Mark.NOTED


def test_of_a_passport_nothing_is_shown():
    zone = "P<EGYHUSSEIN<<AHMED<ALI<<<<<<<<<<<<<<<<<<<<<"
    assert "HUSSEIN" not in present_trial((sent(zone + "\r"),), TONGUE).sent
