"""Which volumes may be sticks."""

from __future__ import annotations

import pytest

from ui.first_run.volumes import is_stick


@pytest.mark.parametrize(
    ("root", "platform", "is_one"),
    [
        ("/media/officer/KINGSTON", "linux", True),
        ("/run/media/officer/KINGSTON", "linux", True),
        *(("/", "linux", False), ("/home", "linux", False), ("/mnt/backup", "linux", False)),
        *(("E:/", "win32", True), ("C:/", "win32", False), ("//server/share", "win32", False)),
    ],
)
def test_a_stick_is_known_by_where_it_is(root: str, platform: str, is_one: bool):
    assert is_stick(root, platform) is is_one
