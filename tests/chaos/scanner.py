"""A lane that scans and syncs as fast as it can, to be killed: run as a program by the test.

It loads everything once, then forks a lane for each line on its standard input, and tells the
lane's process id. A lane writes one line for each answer, after the scan has returned, and one for
each scan that it could not record and so did not answer.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path

from checkpoint_app.clock import SystemClock
from checkpoint_app.errors import CheckpointError
from checkpoint_app.main import open_lane, open_stores, open_sync
from checkpoint_app.paths import LanePaths


def scan_and_sync(paths: LanePaths, texts: list[str], start: int) -> None:
    """Scan the texts round and round from a place on, with a thread that syncs, until killed."""
    threading.Thread(target=_sync, args=(paths,), daemon=True).start()
    with open_lane(paths, SystemClock(), officer="chaos") as lane:
        _tell("ready")
        while True:
            try:
                answer = lane.service.scan(texts[start % len(texts)])
            except CheckpointError as error:
                _tell(f"refused {error.key}")
            else:
                _tell(f"answered {answer.scan_id}")
            start += 1


def _sync(paths: LanePaths) -> None:
    with open_stores(paths, SystemClock()) as stores, open_sync(stores, SystemClock()) as client:
        while True:
            with suppress(CheckpointError):
                client.once()


def _tell(line: str) -> None:
    """One line in one write: a kill leaves it whole or absent."""
    os.write(1, f"{line}\n".encode())


def main() -> None:
    paths, texts = LanePaths(Path(sys.argv[1])), json.loads(Path(sys.argv[2]).read_text())
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            # Of its own group: the pack reader that it started dies with it.
            os.setpgid(0, 0)
            scan_and_sync(paths, texts, int(line))
        with suppress(OSError):
            os.setpgid(pid, pid)
        _tell(f"lane {pid}")
        _, status = os.waitpid(pid, 0)
        killed = os.WIFSIGNALED(status)
        _tell(f"ended {signal.Signals(os.WTERMSIG(status)).name if killed else status}")


if __name__ == "__main__":
    main()
