"""Which source of pictures a setting names."""

from __future__ import annotations

from pathlib import Path

from checkpoint_app.capture.camera_names import MOST_CAMERAS, is_stable_name
from checkpoint_app.capture.cameras import CameraSource, VideoSource
from checkpoint_app.capture.folders import FolderSource, PictureSource
from checkpoint_app.capture.frames import FrameSource, SourceError
from checkpoint_app.capture.pacing import AtOnce, Pacing, RealTime
from checkpoint_app.clock import Clock, SystemClock

VIDEO_ENDINGS = frozenset({".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".webm"})
_CAMERA = "camera:"
_SHOWN = 40  # characters of a setting that an error repeats


def open_source(text: str, *, paced: bool = True, clock: Clock | None = None) -> FrameSource:
    """The source that a setting names, not opened yet: ``camera:0``, ``camera:NAME`` by a name of
    ``/dev/v4l/by-id``, or the path of a video, of a folder of pictures, or of a picture.

    Without ``paced`` files are read as fast as they are taken, every frame of them, to the end.
    Raises SourceError when there is no such thing.
    """
    clock = clock or SystemClock()
    if text.startswith(_CAMERA):
        return CameraSource(_camera(text), clock)
    path = Path(text)
    if not _exists(text):
        raise SourceError("no such source", key="capture.source_missing", name=path.name[:_SHOWN])
    pacing: Pacing = RealTime(clock) if paced else AtOnce()
    if path.is_dir():
        return FolderSource(path, pacing)
    if path.suffix.lower() in VIDEO_ENDINGS:
        return VideoSource(path, pacing)
    return PictureSource(path, pacing)


def _camera(text: str) -> int | str:
    number = text.removeprefix(_CAMERA)
    if is_stable_name(number):
        return number
    if number.isascii() and number.isdigit() and len(number) <= 2 and int(number) < MOST_CAMERAS:
        return int(number)
    raise SourceError("not a camera", key="capture.camera_number", name=text[:_SHOWN])


def _exists(text: str) -> bool:
    try:
        return bool(text) and Path(text).exists()
    except (OSError, ValueError):  # too long for a path, or signs that none has
        return False
