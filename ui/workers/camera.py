"""The camera beside the window: pictures for the preview, readings, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from checkpoint_app.errors import CheckpointError


class Presence(Enum):
    """How a source stands."""

    OPENED = auto()
    ABSENT = auto()  # it gives nothing: unplugged, taken by another program, hanging; tried again
    ENDED = auto()  # a file came to its end, or was stopped


@dataclass(frozen=True, slots=True)
class Outlined:
    """A barcode in the picture: its corners as shares of width and height, in order around it;
    ``read`` tells whether it was read, or only found."""

    points: tuple[tuple[float, float], ...]
    read: bool


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture for the preview, with what was seen in it or shortly before."""

    image: QImage
    outlines: tuple[Outlined, ...]


@dataclass(frozen=True, slots=True)
class CameraRead:
    """A scan by camera: what `LaneOffice.read` takes."""

    content: str | bytes
    symbology: str


@dataclass(frozen=True, slots=True)
class CameraState:
    """How the source stands. ``error`` tells why it is absent, when that is known."""

    presence: Presence
    name: str
    error: CheckpointError | None = None


class Camera(QObject):
    """A source of pictures, read in a thread of its own. Its signals come in this object's thread;
    pictures that the window had no time for are left out."""

    pictured = Signal(object)  # Pictured
    read = Signal(object)  # CameraRead
    state = Signal(object)  # CameraState

    def __init__(self, source: str, parent: QObject | None = None) -> None:
        """``source`` as in `checkpoint_app.capture.source.open_source`: ``camera:0``, a video
        file, a folder of pictures, a picture."""
        super().__init__(parent)

    @Slot()
    def start(self) -> None:
        """Open the source and read it; returns at once. What is wrong with it comes as a state."""

    @Slot()
    def stop(self) -> None:
        """Let go of the source; returns within two seconds, also while a camera hangs."""
