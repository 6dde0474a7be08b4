"""How far an import has come, for whoever shows it to people."""

from __future__ import annotations

from typing import Protocol


class Watching(Protocol):
    """Told of an import's steps as they happen, in the thread that imports; returns at once.

    An import that finds its records damaged plans, fetches and writes once more.
    """

    def planned(self, size: int, records: int) -> None:
        """So many bytes of packs are to be fetched, by their signed lengths, and so many records
        of theirs to be written, by the signed manifest."""
        ...

    def fetched(self, size: int) -> None:
        """So many bytes more are here and verified."""
        ...

    def written(self, records: int) -> None:
        """So many records more are written; they count once all is."""
        ...


class Unwatched:
    """Shown to nobody."""

    def planned(self, size: int, records: int) -> None:
        """See `Watching`."""

    def fetched(self, size: int) -> None:
        """See `Watching`."""

    def written(self, records: int) -> None:
        """See `Watching`."""
