"""What set-up decides. What it does is shown in tests/integration/installer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from installer import bootstrap
from installer.bootstrap import Found, Stamp, Work, work_left

RUN = Stamp("run", "abc", "3.11 /usr", "/here/.venv")
DEV = replace(RUN, kind="dev")
SOUND = Found(exists=True, runs=True, unfinished=False, stamp=RUN)


@pytest.mark.parametrize(
    ("found", "wanted", "work"),
    [
        (Found(exists=False, runs=False, unfinished=False, stamp=None), RUN, Work.BUILD),
        (SOUND, RUN, Work.NOTHING),
        (SOUND, DEV, Work.ADD),
        (replace(SOUND, stamp=DEV), RUN, Work.NOTHING),
        (replace(SOUND, stamp=DEV), DEV, Work.NOTHING),
        (replace(SOUND, stamp=None), RUN, Work.ADD),
        (replace(SOUND, runs=False), RUN, Work.REBUILD),
        (replace(SOUND, unfinished=True), RUN, Work.REBUILD),
        (SOUND, replace(RUN, requirements="def"), Work.REBUILD),
        (SOUND, replace(RUN, python="3.12 /usr"), Work.REBUILD),
        (SOUND, replace(RUN, place="/there/.venv"), Work.REBUILD),
    ],
)
def test_work_left(found: Found, wanted: Stamp, work: Work) -> None:
    assert work_left(found, wanted) is work


def test_an_unknown_word_is_answered_with_the_words_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert bootstrap.main(["dance"]) == 2
    said = capsys.readouterr().out
    assert all(word in said for word in bootstrap.WORDS)
