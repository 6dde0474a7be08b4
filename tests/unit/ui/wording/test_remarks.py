"""Sentences of the message catalogue in a language's own digits."""

from __future__ import annotations

import pytest

from checkpoint_app.errors import ConfigError
from tests.unit.ui.plain_tongue import PlainTongue
from ui.wording import figures
from ui.wording.remarks import complaint, remark


class Arabic(PlainTongue):
    """Writes Arabic digits and isolates codes."""

    language = "ar"
    right_to_left = True

    def digits(self, text: str) -> str:
        return figures.shaped(text, figures.ARABIC)

    def code(self, text: str) -> str:
        return figures.isolated(text)


def test_in_english_it_is_said_as_it_is_written():
    assert "18 digits" in remark("sync.code_malformed", PlainTongue())


@pytest.mark.requirement("A16")
def test_numbers_are_in_the_languages_own_digits():
    said = remark("sync.code_malformed", Arabic())
    assert "١٨" in said and "18" not in said


def test_a_value_that_is_a_number_is_too_and_a_name_of_a_file_is_not():
    place = remark("sync.code_for_other_place", Arabic(), port="مطار القاهرة", lane="2")
    assert "المسار ٢" in place
    file = complaint(ConfigError("x", key="lane.export_failed", file="day-2.csv"), Arabic())
    assert "\u2066day-2.csv\u2069" in file


def test_a_key_that_is_not_there_gives_a_sentence():
    assert remark("no.such.key", PlainTongue()) == remark("error.unexpected", PlainTongue())
