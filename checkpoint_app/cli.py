"""The command line: `checkpoint WORD …`, for people and programs without a window.

Only what every word needs is loaded here; each command loads its own parts when it is asked for,
so that `--help` and `decode` answer at once.

Exit codes: `verify` and `scan` say what was found (`commands.answers`); else 0, 1 for a failure
that was said in one sentence, 2 for arguments that do not fit, 130 when stopped from the keyboard.
"""

from __future__ import annotations

import io
import logging
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TextIO

from checkpoint_app import config
from checkpoint_app.arguments import LANE_WORDS, SERVICE, WINDOW, build_parser
from checkpoint_app.clock import Clock, SystemClock
from checkpoint_app.commands.console import Console
from checkpoint_app.commands.setting import Setting
from checkpoint_app.errors import CheckpointError
from checkpoint_app.log import crash_report, file_sink, logging_to
from checkpoint_app.paths import LanePaths

OWN_FAILURE = 1
STOPPED = 130
_log = logging.getLogger("checkpoint")


def main(
    arguments: Sequence[str],
    *,
    stdin: TextIO | None = None,
    out: TextIO | None = None,
    err: TextIO | None = None,
    clock: Clock | None = None,
    variables: Mapping[str, str] | None = None,
) -> int:
    """Carry out one command line and return its exit code. Streams, clock and environment are the
    process's own where none are given."""
    stdin, out, err = stdin or sys.stdin, out or sys.stdout, err or sys.stderr
    variables = config.environment() if variables is None else variables
    for stream in (stdin, out, err):
        _speak_utf8(stream)
    early = config.language(_given_language(arguments), variables, config.Settings(language="en"))
    try:
        chosen = build_parser(early, arguments).parse_args(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    console = Console(out, err, early)
    try:
        paths = LanePaths(config.data_dir(chosen.data, variables))
        settings = config.load_settings(paths)
        console = Console(out, err, config.language(chosen.lang, variables, settings))
        setting = Setting(console, stdin, clock or SystemClock(), paths, settings)
        with logging_to(_sink(chosen, setting), settings.log_level):
            return carry_out(chosen, setting)
    except CheckpointError as error:
        console.fail(error)
        return OWN_FAILURE


def carry_out(chosen: Namespace, setting: Setting) -> int:
    """Run the command. What goes wrong is logged, said in one sentence, and an exit code."""
    try:
        return int(chosen.run(chosen, setting))
    except CheckpointError as error:
        if not _is_typed_service(chosen):
            _log.warning("%s: %s: %s", chosen.word, type(error).__name__, error)
        setting.console.fail(error)
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:  # whoever read the answers has gone
        sys.stdout = io.StringIO()  # nothing is left for the interpreter to flush into the pipe
    except Exception as error:  # noqa: BLE001 - the crash handler: what is not ours is a bug
        _log.error("a bug ended %s: %s", chosen.word, crash_report(error))
        setting.console.fail(CheckpointError("a bug"))
    return OWN_FAILURE


def _is_typed_service(chosen: Namespace) -> bool:
    """Whether a person at a terminal typed one of the registry's words: its log goes to that same
    terminal, where the sentence says enough."""
    return chosen.word == SERVICE and getattr(chosen, "registry_word", None) != "serve"


def _sink(chosen: Namespace, setting: Setting) -> logging.Handler:
    """A service logs to its error stream, for whoever runs it; a lane to its own file, if it has a
    folder or its window will make one; what is not a lane's keeps no log."""
    if chosen.word == SERVICE:
        return logging.StreamHandler(setting.console.err)
    own = chosen.word == WINDOW or (chosen.word in LANE_WORDS and setting.paths.root.is_dir())
    if own:
        with suppress(OSError):  # said by whoever needs the folder
            setting.paths.make()
    return file_sink(setting.paths.log) if own else logging.NullHandler()


def _given_language(arguments: Sequence[str]) -> str | None:
    """The language asked for, before the parser (which speaks it) can be built."""
    for place, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
        if argument == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
    return None


def _speak_utf8(stream: TextIO) -> None:
    """Arabic goes through whatever encoding the terminal's settings imply."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="replace")
