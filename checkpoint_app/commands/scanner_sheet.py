"""`checkpoint scanner-sheet`: the page of test symbols with which the IT desk checks a scanner."""

from __future__ import annotations

from argparse import Namespace

from checkpoint_app.commands.setting import Setting
from checkpoint_app.errors import ConfigError
from checkpoint_app.scanner_page import make_scanner_sheet


def scanner_sheet(chosen: Namespace, setting: Setting) -> int:
    """Write the sheet as PDF. Raises ConfigError when it cannot be saved there."""
    page = make_scanner_sheet(setting.clock.now())
    try:
        chosen.out.write_bytes(page)
    except OSError as error:
        raise ConfigError(
            "sheet not written", key="scanner.sheet_unwritten", name=chosen.out.name
        ) from error
    setting.console.say("scanner.sheet_written", name=chosen.out.name)
    return 0
