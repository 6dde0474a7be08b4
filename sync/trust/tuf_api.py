"""What is used of python-tuf, in one place.

python-tuf builds its ``__all__`` at run time, which a type checker cannot read: hence the ignores.
`TrustedMetadataSet` is private there; a test pins what is used of it, and the version is pinned.
"""

from __future__ import annotations

from tuf.api.metadata import (  # type: ignore[attr-defined]  # see the module's text
    Metadata,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.ngclient._internal.trusted_metadata_set import TrustedMetadataSet
from tuf.ngclient.config import EnvelopeType, UpdaterConfig
from tuf.ngclient.fetcher import FetcherInterface
from tuf.ngclient.updater import Updater

__all__ = [
    "EnvelopeType",
    "FetcherInterface",
    "Metadata",
    "Root",
    "Snapshot",
    "TargetFile",
    "Targets",
    "Timestamp",
    "TrustedMetadataSet",
    "Updater",
    "UpdaterConfig",
]
