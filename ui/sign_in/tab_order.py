"""The Tab key goes through a page as it is read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtWidgets import QWidget


def set_tab_order(controls: Sequence[QWidget]) -> None:
    """One after the other."""
    for before, after in pairwise(controls):
        QWidget.setTabOrder(before, after)
