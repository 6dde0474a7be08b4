"""What the window of help draws beside the page. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EntryView:
    """A line of the contents, or a place that was found; one without a page is a chapter."""

    text: str
    page: str = ""
    anchor: str = ""
    is_hit: bool = False
