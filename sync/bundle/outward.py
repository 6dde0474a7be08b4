"""A port's part of the repository, written onto a stick that may be torn out at any byte.

The order is the whole of it. A port reads ``timestamp.json`` first and believes only what that
leads to, so:

1. the label goes, so that nobody takes a half-written stick for a finished one;
2. every file with a new name is written beside what is there: targets, then the metadata that
   lists them, then the roots. Names carry digests or versions, so an older bundle stays whole;
3. the label comes, and last of all ``timestamp.json``: the step from the old bundle to the new;
4. only then are the files removed that the new metadata does not name.

Torn before the timestamp, the stick is the older bundle, or is refused whole (no timestamp; or new
roots over an older timestamp). Torn after it, the stick is the new bundle. On FAT and exFAT the
step itself may leave a missing or garbled timestamp: refused whole. Where a file on the stick must
change under its name (it is damaged, or the stick is another registry's), the old timestamp goes
before anything else: the older bundle is not to be believed any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from checkpoint_app.errors import StorageError
from checkpoint_app.reference import ports
from sync.bundle.label import Label, encode_label, label_text, megabytes
from sync.bundle.layout import LABEL_LIMIT
from sync.bundle.on_stick import LABEL, LABEL_TEXT, REPOSITORY, check_is_ours, is_litter
from sync.bundle.port_part import MovedOnError, PartFile, PortPart
from sync.bundle.stick_files import StickFiles, content_of

# Folders that may have to be made, each a cluster.
_FOLDERS = 6


@dataclass(frozen=True, slots=True)
class Written:
    """A bundle on a stick. ``files`` and ``size`` (bytes) as on its label; ``copied``: the bytes
    that were not there already."""

    label: Label
    readable: bool
    copied: int


class Numbering(Protocol):
    """Gives bundles their numbers."""

    def next_number(self, part: PortPart, written_at: int) -> int:
        """The number of the bundle that is about to be finished; never given again.
        ``written_at`` in seconds since 1970 UTC, as on the label."""
        ...


Progress = Callable[[int, int], None]


def write_bundle(
    files: StickFiles,
    part: PortPart,
    numbering: Numbering,
    *,
    now: datetime,
    progress: Progress,
) -> Written:
    """Write a port's part over whatever older bundle of this port is on the stick; departures,
    holdings and requests stay as they are.

    ``progress`` is told the bytes written and the bytes to write. Raises ConfigError with nothing
    written for a folder of another port or of somebody else's files; StorageError: no room (nothing
    written), or torn, full, read-only; MovedOnError when a newer publication took a file away.
    """
    check_is_ours(files, part.port_id)
    return _Writing(files, part, progress).write(numbering, int(now.timestamp()))


class _Writing:
    """One bundle being written."""

    def __init__(self, files: StickFiles, part: PortPart, progress: Progress) -> None:
        self._files, self._part, self._progress = files, part, progress
        # By folded name: on a stick a file may be there under another spelling.
        self._here = {path.casefold(): path for path in files.listed(REPOSITORY)}
        self._missing = [file for file in part.files if not self._is_here(file)]
        self._total = sum(file.length for file in self._missing) + part.timestamp.length
        self._done = 0

    def write(self, numbering: Numbering, written_at: int) -> Written:
        self._check_room()
        if any(_place(file).casefold() in self._here for file in self._missing):
            self._files.remove(_place(self._part.timestamp))
        for name in (LABEL, LABEL_TEXT):
            self._files.remove(name)
        for file in self._missing:
            self._put(file)
        label = self._label(numbering.next_number(self._part, written_at), written_at)
        self._files.put(LABEL, [encode_label(label)])
        text = label_text(label, ports().by_id(label.port))
        self._files.put(LABEL_TEXT, [text])
        self._put(self._part.timestamp)
        self._remove_old()
        return Written(label, self._part.readable, self._total)

    def _is_here(self, file: PartFile) -> bool:
        place = _place(file)
        return place.casefold() in self._here and self._files.holds(place, file.length, file.sha256)

    def _check_room(self) -> None:
        room_for = self._files.room_for
        needed = sum(room_for(file.length) for file in (*self._missing, self._part.timestamp))
        needed += 2 * room_for(LABEL_LIMIT) + _FOLDERS * room_for(1)
        free = self._files.free()
        if needed > free:
            raise StorageError(
                f"{needed} bytes needed, {free} free",
                key="stick.no-room",
                needed=megabytes(needed),
                free=free // 1_000_000,
            )

    def _put(self, file: PartFile) -> None:
        self._files.put(_place(file), self._told(_checked(file)))

    def _told(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            yield chunk
            self._done += len(chunk)
            self._progress(self._done, self._total)

    def _label(self, number: int, written_at: int) -> Label:
        part = self._part
        return Label(
            port=part.port_id,
            number=number,
            issued=part.issued,
            expires=part.expires,
            written=written_at,
            timestamp=part.version,
            files=len(part.names),
            size=part.size,
        )

    def _remove_old(self) -> None:
        """Take away what the new metadata does not name. The bundle is whole without this."""
        wanted = {f"{REPOSITORY}/{name}".casefold() for name in self._part.names}
        for folded, path in self._here.items():
            if folded not in wanted and not is_litter(path):
                self._files.remove(path)


def _place(file: PartFile) -> str:
    return f"{REPOSITORY}/{file.path}"


def _checked(file: PartFile) -> Iterator[bytes]:
    """The file's bytes; raises before the last is used when they are not those that were signed."""
    if isinstance(file.content, bytes):
        yield file.content
        return
    digest = hashlib.sha256()
    try:
        for chunk in content_of(file.content):
            digest.update(chunk)
            yield chunk
    except FileNotFoundError as error:
        raise MovedOnError(f"{file.path} is gone") from error
    except OSError as error:
        raise StorageError(f"{file.path}: {error}", key="registry.repository") from error
    if digest.hexdigest() != file.sha256:
        raise StorageError(f"{file.path} is damaged", key="registry.repository")
