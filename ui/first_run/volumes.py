"""Sticks that are plugged in, by where the system keeps what is plugged in."""

from __future__ import annotations

import sys

from PySide6.QtCore import QStorageInfo

# Where desktops of Linux mount what a person plugs in.
_PLUGGED = ("/media/", "/run/media/")
_SYSTEM_DRIVE = "C:"


def stick_folders(platform: str = sys.platform) -> tuple[str, ...]:
    """The folders of sticks that can be read now. May wait for a disk: not in the window's
    thread."""
    ready = (each for each in QStorageInfo.mountedVolumes() if each.isValid() and each.isReady())
    return tuple(sorted(each.rootPath() for each in ready if is_stick(each.rootPath(), platform)))


def is_stick(root: str, platform: str) -> bool:
    """Whether a volume may be a stick, by its root: on Windows any but the system's."""
    if platform == "win32":
        return root[1:2] == ":" and not root.upper().startswith(_SYSTEM_DRIVE)
    return root.startswith(_PLUGGED)
