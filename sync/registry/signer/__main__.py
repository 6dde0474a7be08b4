"""The signer's process: ``python -m sync.registry.signer --data DIR``.

It alone holds the issuer's keys. Frames come on standard input, answers go to standard output; it
ends when its input does. In production it runs as a user of its own, the only one that can read
``keys/issuer``.
"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from checkpoint_app.clock import SystemClock
from checkpoint_app.errors import CheckpointError
from sync.registry.db.open import open_database
from sync.registry.paths import RegistryPaths
from sync.registry.signer.desk import SigningDesk
from sync.registry.signer.exchange import answer
from sync.registry.signer.frames import REFUSED, REQUEST_LIMIT, read_frame, write_frame
from sync.registry.signer.keys import signer_keys


def main() -> int:
    """Answer until the input ends."""
    parser = argparse.ArgumentParser(prog="sync.registry.signer")
    parser.add_argument("--data", type=Path, required=True)
    paths = RegistryPaths(parser.parse_args().data)
    # Whoever started the signer ends it, by closing its input; Ctrl-C reaches both.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    try:
        engine = open_database(paths.database, read_only=True)
        desk = SigningDesk(engine, signer_keys(paths), SystemClock())
    except CheckpointError as error:
        write_frame(sink, [REFUSED, error.key, str(error)])
        return 1
    while (request := read_frame(source, limit=REQUEST_LIMIT)) is not None:
        write_frame(sink, answer(desk, request))
    return 0


if __name__ == "__main__":
    sys.exit(main())
