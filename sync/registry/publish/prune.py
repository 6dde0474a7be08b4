"""Takes files out of the repository that no reader needs any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from checkpoint_app.errors import StorageError
from sync.registry.paths import RegistryPaths
from sync.registry.publish.tuf_repository import TufRepository

# A port that began to read an older state must find all of it: the slowest takes hours.
GRACE = timedelta(days=1)
METADATA_GRACE = timedelta(hours=1)


def prune(paths: RegistryPaths, repository: TufRepository, now: datetime) -> int:
    """Remove metadata and targets that the committed state does not name, once nothing has been
    written to them for an hour or a day; how many. Roots are kept for ever."""
    metadata, targets = repository.files_in_use()
    removed = 0
    try:
        for path in paths.metadata.glob("*.*.json"):
            if path not in metadata and not path.name.endswith(".root.json"):
                removed += _remove(path, now - METADATA_GRACE)
        for path in paths.targets.glob("*/*"):
            if path not in targets:
                removed += _remove(path, now - GRACE)
    except OSError as error:
        raise StorageError(f"repository: {error}", key="registry.repository") from error
    return removed


def _remove(path: Path, before: datetime) -> int:
    if path.stat().st_mtime >= before.timestamp():
        return 0
    path.unlink()
    return 1
