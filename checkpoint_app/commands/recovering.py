"""`checkpoint recover`: a computer's key store is lost, its journal is not."""

from __future__ import annotations

from argparse import Namespace
from getpass import getpass
from pathlib import Path

from checkpoint_app.commands.setting import Setting
from checkpoint_app.errors import ConfigError
from checkpoint_app.main import open_stores
from checkpoint_app.reference import message
from checkpoint_app.store.files import read_bounded
from checkpoint_app.store.keys import open_key_store
from checkpoint_app.store.recovery import read_identity, recover, remove_keyless_records

_PASSWORD_LIMIT = 1024


def recover_keys(chosen: Namespace, setting: Setting) -> int:
    """Put this lane's keys back from `recovery.age` by the offline recovery key, and open the
    journal with them. The registry's data is to come again: its key was not kept."""
    paths = setting.paths
    identity = read_identity(chosen.identity, _password(chosen.password_file, setting))
    key_store = open_key_store(paths.keys)
    back = recover(paths.recovery, key_store, identity)
    is_empty = remove_keyless_records(paths.records, key_store)
    with open_stores(paths, setting.clock) as stores:
        pending = stores.journal.pending()
    setting.console.say("cli.recovered", count=len(back.names), pending=pending)
    if is_empty:
        setting.console.say("cli.recovered_empty")
    return 0


def _password(file: Path | None, setting: Setting) -> str:
    if file is None:
        return getpass(message("cli.recovery_password", setting.console.lang) + " ")
    try:
        content = read_bounded(file, _PASSWORD_LIMIT)
    except OSError:
        content = None
    if content is None:
        raise ConfigError("no password file", key="store.recovery_identity", name=file.name)
    return content.decode("utf-8", "replace").rstrip("\r\n")
