"""Pictures instead of a camera: one, or a folder into which people drop them."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from checkpoint_app.capture.frames import Frame, Gap, SourceError
from checkpoint_app.capture.image import GreyImage, ImageError, grey_frames
from checkpoint_app.capture.mend import at_most
from checkpoint_app.capture.pacing import Pacing

# A picture file may have 64 million pixels; so many are kept, enough for a sheet of two codes.
KEPT_PIXELS = 6_000_000
MOST_FILES = 10_000
_RATE = 8.0  # frames a second
_FRAMES_A_PICTURE = 12
_REST = 0.25  # seconds between two looks into a folder that has nothing new
_ENDINGS = frozenset({".bmp", ".gif", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp"})

_Version = tuple[str, int, int]
"""A file's name, the time it was changed in nanoseconds, its size in bytes."""


class PictureSource:
    """One picture, shown without an end; without a pace for as long as one of a folder's."""

    def __init__(self, path: Path, pacing: Pacing) -> None:
        self.name = path.name
        self.passes_by = pacing.waits
        self._path = path
        self._pacing = pacing
        self._picture: GreyImage | None = None
        self._shown = 0

    def open(self) -> None:
        """Raises ImageError for a picture that cannot be read."""
        self._picture = _picture(self._path)
        self._shown = 0

    def read(self) -> Frame | Gap:
        if self._picture is None or (not self.passes_by and self._shown >= _FRAMES_A_PICTURE):
            return Gap.ENDED
        self._shown += 1
        return Frame(self._picture, self._pacing.next(_RATE))

    def close(self) -> None:
        self._picture = None


class FolderSource:
    """The pictures of a folder by their names, each shown for a while; then those that are dropped
    into it. A file that cannot be read (still being copied) is looked at again when it changes.
    Without a pace it ends when all were shown."""

    def __init__(self, path: Path, pacing: Pacing) -> None:
        self.name = path.name or str(path)
        self.passes_by = pacing.waits
        self._path = path
        self._pacing = pacing
        self._done: set[_Version] = set()
        self._picture: GreyImage | None = None
        self._left = 0

    def open(self) -> None:
        try:
            next(self._path.iterdir(), None)
        except OSError as error:
            raise SourceError(
                f"folder cannot be read: {error.strerror}",
                key="capture.folder_unreadable",
                name=self.name,
            ) from error

    def read(self) -> Frame | Gap:
        if self._left == 0:
            gap = self._turn_over()
            if gap is not None:
                return gap
        assert self._picture is not None
        self._left -= 1
        return Frame(self._picture, self._pacing.next(_RATE))

    def close(self) -> None:
        self._picture = None
        self._left = 0

    def _turn_over(self) -> Gap | None:
        """Open the next picture. Gives why there is none."""
        self._picture = None
        try:
            for version in self._new():
                self._done.add(version)
                self._picture = _readable(self._path / version[0])
                if self._picture is not None:
                    self._left = _FRAMES_A_PICTURE
                    return None
        except OSError:
            return Gap.LOST
        if not self.passes_by:
            return Gap.ENDED
        self._pacing.rest(_REST)
        return Gap.QUIET

    def _new(self) -> list[_Version]:
        """The files that were not shown as they are now, by name. Forgets those that are gone."""
        there = set(islice(_versions(self._path), MOST_FILES))
        self._done &= there
        return sorted(there - self._done)


def _versions(folder: Path) -> Iterator[_Version]:
    for path in folder.iterdir():
        if path.suffix.lower() not in _ENDINGS:
            continue
        try:
            state = path.stat()
        except OSError:  # gone again, or a link to nowhere
            continue
        if stat.S_ISREG(state.st_mode):
            yield path.name, state.st_mtime_ns, state.st_size


def _readable(path: Path) -> GreyImage | None:
    try:
        return _picture(path)
    except ImageError:
        return None


def _picture(path: Path) -> GreyImage:
    """The first frame. Raises ImageError."""
    for grey in grey_frames(path):
        return at_most(KEPT_PIXELS)(grey)
    raise ImageError("picture without frames", key="capture.damaged", name=path.name)
