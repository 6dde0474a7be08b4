"""What `checkpoint decode` answers. Needs no lane and no enrolment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from checkpoint_app.capture.image import ImageError
from checkpoint_app.capture.reading import Reading
from checkpoint_app.capture.still import read_picture
from checkpoint_app.clock import Clock, SystemClock
from checkpoint_app.reference import LANGUAGES, error_message


def decode_paths(
    paths: Iterable[Path | str], clock: Clock | None = None
) -> Iterator[dict[str, object]]:
    """One object a barcode: ``path``, ``symbology``, ``text``, ``bytes`` (hex), ``ms``.

    ``ms`` is the time for the whole picture. A picture without any barcode gives one object whose
    ``symbology``, ``text`` and ``bytes`` are None. One that cannot be opened gives such an object
    with an ``error`` besides, ``{"key", "en", "ar"}``; the others are still read.
    """
    clock = clock or SystemClock()
    for path in paths:
        started = clock.monotonic()
        error: ImageError | None = None
        readings: list[Reading] = []
        try:
            readings = read_picture(Path(path))
        except ImageError as refused:
            error = refused
        ms = round((clock.monotonic() - started) * 1000, 3)
        if error is not None:
            yield _row(path, None, ms) | {"error": _sentences(error)}
        for reading in readings:
            yield _row(path, reading, ms)
        if error is None and not readings:
            yield _row(path, None, ms)


def _row(path: Path | str, reading: Reading | None, ms: float) -> dict[str, object]:
    return {
        "path": str(path),
        "symbology": reading.symbology.value if reading else None,
        "text": reading.text if reading else None,
        "bytes": reading.data.hex() if reading else None,
        "ms": ms,
    }


def _sentences(error: ImageError) -> dict[str, str]:
    return {"key": error.key} | {lang: error_message(error, lang) for lang in LANGUAGES}
