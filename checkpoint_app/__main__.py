"""`python -m checkpoint_app`, and the `checkpoint` command."""

from __future__ import annotations

import sys

from checkpoint_app.cli import main


def run() -> None:
    """Carry out the command line, and leave with its exit code."""
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
