"""Takes files out of the repository that no reader needs any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from checkpoint_app.errors import StorageError
from sync.registry.paths import RegistryPaths
from sync.registry.publish import port_keys
from sync.registry.publish.tuf_repository import TufRepository

# A port that began to read an older state must find all of it: the slowest takes hours.
GRACE = timedelta(days=1)
METADATA_GRACE = timedelta(hours=1)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
# What was sealed to a port's older key can still be read by a device that was recalled: it goes as
# soon as lanes in the middle of a download can be expected to have begun anew.
OLDER_KEY_GRACE = timedelta(hours=1)


def prune(paths: RegistryPaths, repository: TufRepository, now: datetime) -> int:
    """Remove metadata and targets that the committed state does not name, once nothing has been
    written to them for an hour or a day; how many. Roots are kept for ever. Of a port with a new
    key what is older than that goes an hour after it was made."""
    metadata, targets = repository.files_in_use()
    removed = 0
    try:
        for path in paths.metadata.glob("*.*.json"):
            if path not in metadata and not path.name.endswith(".root.json"):
                removed += _remove(path, now - METADATA_GRACE)
        for path in paths.targets.glob("*/*"):
            if path not in targets:
                removed += _remove(path, max(now - GRACE, _older_key(paths, path, now)))
    except OSError as error:
        raise StorageError(f"repository: {error}", key="registry.repository") from error
    return removed


def _older_key(paths: RegistryPaths, target: Path, now: datetime) -> datetime:
    """Until when targets in this folder were sealed to a key that counts no more."""
    newest = port_keys.newest_file(paths, target.parent.name)
    if newest < 2:
        return _LONG_AGO
    key = port_keys.identity_file(paths, target.parent.name, newest)
    made = datetime.fromtimestamp(key.stat().st_mtime, UTC)
    return made if now - made >= OLDER_KEY_GRACE else _LONG_AGO


def _remove(path: Path, before: datetime) -> int:
    if path.stat().st_mtime >= before.timestamp():
        return 0
    path.unlink()
    return 1
