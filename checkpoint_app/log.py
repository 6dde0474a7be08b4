"""The log of one process: rotating, and without personal data.

Nobody writes names or numbers of people to the log. As a net under that rule every run of seven
or more digits (permit, passport, national ID, telephone) is masked before a line is written.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# One file and its three elders: 8 MB at most on a lane's disk.
MAX_BYTES = 2 * 1024 * 1024
KEPT_FILES = 3
OWN_LOGGERS = ("checkpoint", "checkpoint_app", "sync", "ui")
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# \d takes Arabic-Indic digits too; groups of digits that people space or hyphenate are one run.
_DIGITS = re.compile(r"\d(?:[ -]?\d){6,}")


def masked(text: str) -> str:
    """The text with each run of seven or more digits replaced by ``#`` and its length."""
    return _DIGITS.sub(lambda run: f"#{sum(sign.isdigit() for sign in run.group())}", text)


class MaskingFormatter(logging.Formatter):
    """Formats as usual, exception included, then masks everything but the time."""

    def __init__(self) -> None:
        super().__init__(_FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        whole = super().format(record)
        stamp = getattr(record, "asctime", "")
        return stamp + masked(whole[len(stamp) :])


@contextmanager
def logging_to(sink: logging.Handler, level: str = "INFO") -> Iterator[None]:
    """Send the process's log here, masked, and nowhere else, while the block runs. ``level`` is
    that of our own packages; libraries speak from WARNING on."""
    root = logging.getLogger()
    earlier = list(root.handlers)
    sink.setFormatter(MaskingFormatter())
    root.handlers[:] = [sink]
    own = [logging.getLogger(name) for name in OWN_LOGGERS]
    for logger in own:
        logger.setLevel(level)
    # A full disk must not print tracebacks on the officer's terminal.
    logging.raiseExceptions = False
    try:
        yield
    finally:
        root.handlers[:] = earlier
        for logger in own:
            logger.setLevel(logging.NOTSET)
        logging.raiseExceptions = True
        sink.close()


def file_sink(path: Path) -> logging.Handler:
    """The rotating file. One that cannot be opened costs the log, never the scan."""
    from logging.handlers import RotatingFileHandler  # with it come sockets and queues

    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        sink = RotatingFileHandler(
            path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8"
        )
        path.chmod(0o600)
    except OSError:
        return logging.NullHandler()
    return sink


def crash_report(error: BaseException) -> str:
    """Which kind of error, and the way to it through the code. The error's own text and all values
    are left out: they may be somebody's."""
    steps = (
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    )
    return f"{type(error).__name__} by {' > '.join(steps)}"
