"""`checkpoint registry programmes …`: what the centre changes of a trip."""

from __future__ import annotations

import argparse
from pathlib import Path

from checkpoint_app.errors import CheckpointError
from checkpoint_app.reference import error_message, message, ports
from sync.registry.command_parts import AddWord, RegistrySetting, answer, registry_paths, said

_PUBLISHED_LATER = 1


def add_words(word: AddWord) -> None:
    """Add these words to ``registry``."""
    word("programmes", run_programmes, _words)


def run_programmes(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Carry out what stands after ``programmes``."""
    return int(chosen.programmes(chosen, setting))


def run_phone(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Show, set or remove the telephone of a group's supervisor; what is changed is published."""
    from sync.registry.db.open import open_database
    from sync.registry.programmes import Programmes

    changes = chosen.remove or chosen.telephone is not None
    engine = open_database(registry_paths(chosen).database)
    try:
        programmes = Programmes(engine, setting.clock, ports())
        if changes:
            phone = "" if chosen.remove else chosen.telephone
            told = programmes.set_phone(chosen.number, phone)
        else:
            told = programmes.phone(chosen.number)
    finally:
        engine.dispose()
    shown = "programme-phone" if told.phone else "programme-no-phone"
    fields = {"number": told.programme, "telephone": told.phone, "ports": list(told.ports)}
    answer(chosen, setting, fields, shown)
    return _publish(chosen, setting, told.ports) if changes and not chosen.later else 0


def _publish(
    chosen: argparse.Namespace, setting: RegistrySetting, port_ids: tuple[str, ...]
) -> int:
    """What fails is said, and done by the serving registry's next round."""
    from sync.registry.serve import open_publisher

    try:
        with open_publisher(registry_paths(chosen), setting.clock) as publisher:
            publisher.publish(sorted(port_ids))
    except CheckpointError as error:
        if not chosen.json:
            setting.console.line(error_message(error, setting.console.lang))
            setting.console.line(message("api.said-published-later", setting.console.lang))
        return _PUBLISHED_LATER
    return 0


def _words(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(dest="programmes_word", required=True, metavar="WORD")
    text = said("programme-phone")
    own = words.add_parser("phone", help=text, description=text)
    kept = argparse.SUPPRESS
    own.add_argument("--data", type=Path, metavar="DIR", default=kept, help=said("data"))
    own.add_argument("--lang", choices=("ar", "en"), default=kept)
    own.add_argument("--json", action="store_true", default=kept, help=said("json"))
    own.add_argument("number", type=int, metavar="NUMBER", help=said("programme"))
    either = own.add_mutually_exclusive_group()
    either.add_argument("telephone", nargs="?", metavar="TELEPHONE", help=said("telephone"))
    either.add_argument("--remove", action="store_true", help=said("remove-phone"))
    own.add_argument("--later", action="store_true", help=message("staff.help_later", "en"))
    own.set_defaults(programmes=run_phone)
