"""`checkpoint decode`: what barcodes say, without a lane."""

from __future__ import annotations

from argparse import Namespace

from checkpoint_app.capture.decode_command import decode_paths
from checkpoint_app.commands.console import Console, printable
from checkpoint_app.commands.setting import Setting

OWN_FAILURE = 1


def decode(chosen: Namespace, setting: Setting) -> int:
    """One object or line a barcode. Exit 1 when a file could not be opened."""
    console = setting.console
    code = 0
    for row in decode_paths(chosen.images, setting.clock):
        error = row.pop("error", None)
        if isinstance(error, dict):
            console.warn(f"{printable(str(row['path']))}: {error[console.lang]}")
            code = OWN_FAILURE
        if chosen.json:
            console.object(row)
        elif error is None:
            _show(row, console)
    return code


def _show(row: dict[str, object], console: Console) -> None:
    path = printable(str(row["path"]))
    if row["text"] is None:
        console.say("cli.no_barcode", path=path)
    else:
        console.line(f"{path}: {row['symbology']} {printable(str(row['text']))}")
