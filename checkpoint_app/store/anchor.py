"""The anchor: the newest manifest ever imported and the time floor, outside the databases.

An old copy of records.db put back is older than the anchor, and so noticed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from checkpoint_app.services.stores import ManifestMark
from checkpoint_app.store.failure import file_errors
from checkpoint_app.store.files import exclusive, read_bounded, replace_file
from sync.trust.floor import TimeFloor

_LIMIT = 4096
_NO_MANIFEST = ManifestMark(0, b"")


@dataclass(frozen=True, slots=True)
class _Content:
    newest: ManifestMark | None = None
    floor: TimeFloor | None = None


class AnchorFile:
    """anchor.json. Read anew each time; written whole, and only under its lock file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = path.with_name(path.name + ".lock")
        self._parsed: tuple[tuple[int, int, int] | None, _Content | None] = (None, None)

    def newest(self) -> ManifestMark | None:
        """The newest manifest; generation 0 before any import, None when nobody knows: the file is
        missing or unreadable, or was."""
        content = self._read()
        return None if content is None else content.newest

    def floor(self) -> TimeFloor | None:
        """The time floor, or None when none was kept."""
        content = self._read()
        return None if content is None else content.floor

    def begin(self) -> None:
        """Write the file for an empty database: no manifest yet. One that is there stays.

        Not for a database that holds a manifest: an older copy would pass for the newest.
        Raises StorageError.
        """
        with file_errors(self._path.name):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with exclusive(self._lock):
                if not self._path.exists():
                    self._write(_Content(_NO_MANIFEST))

    def raise_to(self, mark: ManifestMark) -> None:
        """Keep this manifest as the newest unless a newer one is kept. Raises StorageError."""
        with file_errors(self._path.name), exclusive(self._lock):
            content = self._read() or _Content()
            if content.newest is None or mark.generation > content.newest.generation:
                self._write(replace(content, newest=mark))

    def keep_floor(self, floor: TimeFloor) -> None:
        """Keep this time floor. Raises StorageError."""
        with file_errors(self._path.name), exclusive(self._lock):
            content = self._read() or _Content()
            if content.floor != floor:
                self._write(replace(content, floor=floor))

    def _read(self) -> _Content | None:
        """The content as it lies there now; parsed again only when the file was replaced."""
        try:
            found = self._path.stat()
            mark = (found.st_ino, found.st_mtime_ns, found.st_size)
            if mark != self._parsed[0]:
                data = read_bounded(self._path, _LIMIT)
                self._parsed = (mark, None if data is None else _parse(data))
            return self._parsed[1]
        except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return None

    def _write(self, content: _Content) -> None:
        newest, floor = content.newest, content.floor
        fields: dict[str, object] = {}
        if newest is not None:
            fields |= {"generation": newest.generation, "manifest": newest.sha256.hex()}
            if newest.issued is not None:
                fields["issued"] = int(newest.issued.timestamp())
        if floor is not None:
            fields["floor"] = int(floor.at.timestamp())
            fields["root_version"] = floor.root_version
        replace_file(self._path, json.dumps(fields).encode())


def _parse(data: bytes) -> _Content:
    fields = json.loads(data)
    if type(fields) is not dict:
        raise ValueError("no JSON object")
    newest = floor = None
    if "generation" in fields:
        issued = fields.get("issued")
        newest = ManifestMark(
            int(fields["generation"]),
            bytes.fromhex(fields["manifest"]),
            None if issued is None else datetime.fromtimestamp(int(issued), UTC),
        )
    if "floor" in fields:
        at = datetime.fromtimestamp(int(fields["floor"]), UTC)
        floor = TimeFloor(at, int(fields["root_version"]))
    return _Content(newest, floor)
