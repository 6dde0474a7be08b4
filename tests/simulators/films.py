"""Films and folders of pictures for the lane's camera, written to disk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


def on_desk(code: Picture, size: tuple[int, int] = (640, 480)) -> Picture:
    """A symbol lying in the middle of a dark desk; in grey."""
    desk = np.full((size[1], size[0]), 70, np.uint8)
    rows, columns = code.shape
    top, left = (size[1] - rows) // 2, (size[0] - columns) // 2
    desk[top : top + rows, left : left + columns] = code
    return desk


def film(path: Path, pictures: Iterable[Picture], rate: float = 25.0) -> Path:
    """A video file of grey pictures of one size (MJPG in AVI)."""
    writer: cv2.VideoWriter | None = None
    for picture in pictures:
        if writer is None:
            size = (picture.shape[1], picture.shape[0])
            writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), rate, size)
            assert writer.isOpened()
        writer.write(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))
    assert writer is not None
    writer.release()
    return path


def photo(path: Path, picture: Picture) -> Path:
    """A picture file, there at once and whole."""
    half = path.with_name(f".{path.name}.part")
    half.write_bytes(cv2.imencode(path.suffix, picture)[1].tobytes())
    return half.rename(path)
