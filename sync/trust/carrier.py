"""Where the registry's files come from: a registry, a hub, or a folder on a stick."""

from __future__ import annotations

from dataclasses import dataclass

from sync.trust.tuf_api import FetcherInterface


@dataclass(frozen=True, slots=True)
class Carrier:
    """How to reach one copy of the repository.

    ``fetcher`` opens eagerly and raises only tuf's DownloadError. ``staged`` is set for a stick:
    what it brings counts only when all of it was usable, so that a torn stick does not shut out
    the next one.
    """

    fetcher: FetcherInterface
    metadata_url: str
    targets_url: str
    staged: bool
