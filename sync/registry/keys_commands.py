"""`checkpoint registry keys …`: key ceremonies, step by step, for people in a room.

`make`, `sign` and `steps` need nothing of the registry: they are used on a computer that is never
connected, with the ceremony's folder and a key file alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import message
from sync.registry.command_parts import Command, RegistrySetting, registry_paths
from sync.registry.lane_options import asks_of, hubs_of, lane_options

if TYPE_CHECKING:
    from sync.registry.ceremony.begin import Order
    from sync.registry.ceremony.progress import Ceremony

_KINDS = ("genesis", "renew", "rotate", "revoke", "targets")
_FILE_LIMIT = 1024 * 1024
_YES = ("y", "yes", "ن", "نعم")


def add_key_words(parser: argparse.ArgumentParser) -> None:
    """Give the parser of ``registry keys`` its words; each sets ``run``."""
    words = parser.add_subparsers(dest="keys_word", required=True, metavar="WORD")

    def word(name: str, run: Command, add: Callable[[argparse.ArgumentParser], None]) -> None:
        text = _help(name)
        own = words.add_parser(name, help=text, description=text)
        own.add_argument("--lang", choices=("ar", "en"), default=argparse.SUPPRESS)
        own.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help=_help("json")
        )
        add(own)
        own.set_defaults(run=run)

    word("make", run_make, _make_options)
    word("begin", run_begin, _begin_options)
    word("sign", run_sign, _sign_options)
    word("steps", run_steps, _ceremony_option)
    word("finish", run_finish, _finish_options)
    word("show", run_show, _data_option)


def run_make(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Make one key, in a file of its own."""
    from sync.registry.ceremony.folder import add_key, read_ceremony
    from sync.registry.ceremony.key_file import make_key
    from sync.registry.ceremony.passwords import ask_new_password
    from sync.registry.ceremony.progress import Act, refuse_out_of_turn

    seat = "recovery" if chosen.role == "recovery" else f"{chosen.role}-{chosen.number}"
    ceremony = None
    if chosen.ceremony is not None:
        ceremony = read_ceremony(chosen.ceremony)
        refuse_out_of_turn(ceremony, Act.MAKE)
        if seat not in ceremony.unmade():
            raise ConfigError("no such seat", key="ceremony.no_seat", seats=seat)
    password = ask_new_password(chosen.password_file, setting.console.lang)
    half = make_key(chosen.to, seat, chosen.name, password, setting.clock)
    if ceremony is not None:
        add_key(chosen.ceremony, ceremony, half)
    told = {
        "seat": seat,
        "file": str(chosen.to / f"{seat}.key"),
        "fingerprint": half.fingerprint,
        "keyid": "" if half.key is None else half.key.keyid,
    }
    _answer(chosen, setting, told, "made")
    if chosen.ceremony is not None and not chosen.json:
        _tell(read_ceremony(chosen.ceremony), setting, steps_only=True)
    return 0


def run_begin(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Begin a ceremony, at the registry."""
    from sync.registry.ceremony.begin import begin

    ceremony = begin(registry_paths(chosen), setting.clock, chosen.ceremony, _order(chosen))
    told = {"ceremony": str(chosen.ceremony), "kind": chosen.kind, "id": ceremony.plan.id}
    _answer(chosen, setting, told, "begun")
    if not chosen.json:
        _tell(ceremony, setting)
    return 0


def run_sign(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Sign with one key. Exit 1 when the person does not confirm."""
    from sync.registry.ceremony.folder import add_signature, read_ceremony
    from sync.registry.ceremony.key_file import open_key
    from sync.registry.ceremony.lines import about_lines
    from sync.registry.ceremony.passwords import ask_password
    from sync.registry.ceremony.progress import Act, refuse_out_of_turn
    from sync.registry.ceremony.sign import sign

    ceremony = read_ceremony(chosen.ceremony)
    refuse_out_of_turn(ceremony, Act.SIGN)
    assert ceremony.draft is not None
    if not chosen.json:
        for line in about_lines(ceremony, setting.console.lang):
            setting.console.line(line)
    if not (chosen.yes or _is_confirmed(setting)):
        setting.console.line(_said("not_signed", setting.console.lang))
        return 1
    opened = open_key(chosen.key, ask_password(chosen.password_file, setting.console.lang))
    signatures = sign(ceremony, opened, chosen.name, setting.clock.now())
    for signature in signatures:
        add_signature(chosen.ceremony, signature)
    told = {
        "seat": opened.seat,
        "documents": ", ".join(each.document for each in signatures),
        "digits": ceremony.draft.digest,
    }
    _answer(chosen, setting, told, "signed")
    if not chosen.json:
        _tell(read_ceremony(chosen.ceremony), setting, steps_only=True)
    return 0


def run_steps(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Print every step: done, next, or to come."""
    from sync.registry.ceremony.folder import read_ceremony
    from sync.registry.ceremony.lines import steps_object

    ceremony = read_ceremony(chosen.ceremony)
    if chosen.json:
        setting.console.object(steps_object(ceremony))
    else:
        _tell(ceremony, setting)
    return 0


def run_finish(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Take over what was signed, at the registry."""
    from sync.registry.ceremony.finish import finish
    from sync.registry.publish.publisher import Publisher
    from sync.registry.publish.segment_choice import CompactionRule
    from sync.registry.serve import open_parts

    paths = registry_paths(chosen)
    finished = finish(paths, setting.clock, chosen.ceremony)
    if finished.records_anew:
        everything = CompactionRule(superseded_share=-1)
        with open_parts(paths) as (engine, signer):
            Publisher(paths, engine, signer, setting.clock, compaction=everything).publish()
    told = {
        "root": finished.root_version,
        "targets": finished.targets_version,
        "restart": finished.restart,
        "records_anew": finished.records_anew,
    }
    _answer(chosen, setting, told, "finished")
    if finished.restart and not chosen.json:
        setting.console.line(_said("restart", setting.console.lang))
    return 0


def run_show(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Show roles, keys, fingerprints and ends."""
    from sync.registry.ceremony.lines import shown_lines, shown_object
    from sync.registry.ceremony.show import show_keys

    shown = show_keys(registry_paths(chosen), setting.clock.now())
    if chosen.json:
        setting.console.object(shown_object(shown))
    else:
        for line in shown_lines(shown, setting.console.lang):
            setting.console.line(line)
    return 0


def _order(chosen: argparse.Namespace) -> Order:
    from sync.registry.ceremony.begin import Order
    from sync.registry.port_settings import Scope, SettingsChange

    scopes: dict[str, Scope] = {port.upper(): "national" for port in chosen.national}
    scopes |= {port.upper(): "port" for port in chosen.own}
    return Order(
        kind=chosen.kind,
        why=chosen.why,
        by=chosen.name,
        keys=tuple(chosen.key),
        since=_time(chosen.since),
        documents=tuple(chosen.role) or ("root", "targets"),
        rules=_content(chosen.season_rules),
        settings=_content(chosen.port_settings),
        change=SettingsChange(
            address=chosen.address,
            recovery=_recipient(chosen.recovery),
            scopes=scopes,
            hubs=hubs_of(chosen.hub),
            ask_ms=asks_of(chosen.ask),
        ),
    )


def _content(file: Path | None) -> bytes | None:
    from sync.registry.ceremony.bounded import read_bounded

    return None if file is None else read_bounded(file, _FILE_LIMIT)


def _recipient(file: Path | None) -> str | None:
    """The recovery key whose public half lies in this file."""
    from sync.registry.ceremony.bounded import malformed, read_bounded
    from sync.registry.ceremony.public_key import PUBLIC_LIMIT, parse_public

    if file is None:
        return None
    half = parse_public(read_bounded(file, PUBLIC_LIMIT), file.name)
    if not half.recipient:
        raise malformed(file.name)
    return half.recipient


def _time(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError("no such time", key="ceremony.wrong_time") from None
    return at.replace(microsecond=0, tzinfo=at.tzinfo or UTC).astimezone(UTC)


def _is_confirmed(setting: RegistrySetting) -> bool:
    setting.console.line(_said("confirm", setting.console.lang))
    try:
        return input().strip().lower() in _YES
    except EOFError:
        return False


def _tell(ceremony: Ceremony, setting: RegistrySetting, *, steps_only: bool = False) -> None:
    from sync.registry.ceremony.lines import about_lines, step_lines
    from sync.registry.ceremony.progress import steps

    lang = setting.console.lang
    if not steps_only:
        for line in about_lines(ceremony, lang):
            setting.console.line(line)
    for line in step_lines(steps(ceremony), lang):
        setting.console.line(line)


def _answer(
    chosen: argparse.Namespace, setting: RegistrySetting, values: dict[str, Any], name: str
) -> None:
    if chosen.json:
        setting.console.object(values)
    else:
        setting.console.line(_said(name, setting.console.lang, **values))


def _said(name: str, lang: str, **values: object) -> str:
    return message(f"ceremony.said_{name}", lang, **values)


def _help(name: str) -> str:
    return message(f"ceremony.help_{name}", "en")


def _make_options(parser: argparse.ArgumentParser) -> None:
    roles = ("root", "targets", "recovery")
    parser.add_argument("--role", required=True, choices=roles, help=_help("role"))
    parser.add_argument("--number", type=int, choices=(1, 2, 3), default=1, help=_help("number"))
    parser.add_argument("--to", required=True, type=Path, metavar="DIR", help=_help("to"))
    parser.add_argument("--ceremony", type=Path, metavar="DIR", help=_help("ceremony"))
    parser.add_argument("--name", default="", metavar="WHO", help=_help("name"))
    _password_option(parser)


def _begin_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=_KINDS, help=_help("kind"))
    _data_option(parser)
    _ceremony_option(parser)
    parser.add_argument("--why", default="", metavar="TEXT", help=_help("why"))
    parser.add_argument("--name", default="", metavar="WHO", help=_help("name"))
    parser.add_argument("--key", action="append", default=[], metavar="KEY", help=_help("keys"))
    parser.add_argument("--since", metavar="TIME", help=_help("since"))
    parser.add_argument(
        "--role", action="append", default=[], choices=("root", "targets"), help=_help("renewed")
    )
    files = ("--season-rules", "--port-settings", "--recovery")
    for name in files:
        parser.add_argument(name, type=Path, metavar="FILE", help=_help(name[2:].replace("-", "_")))
    parser.add_argument("--address", metavar="URL", help=_help("address"))
    for name in ("national", "own"):
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar="PORT", help=_help(name)
        )

    lane_options(parser)


def _sign_options(parser: argparse.ArgumentParser) -> None:
    _ceremony_option(parser)
    parser.add_argument("--key", required=True, type=Path, metavar="FILE", help=_help("key"))
    parser.add_argument("--name", required=True, metavar="WHO", help=_help("name"))
    parser.add_argument("--yes", action="store_true", help=_help("yes"))
    _password_option(parser)


def _finish_options(parser: argparse.ArgumentParser) -> None:
    _data_option(parser)
    _ceremony_option(parser)


def _ceremony_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--ceremony", required=True, type=Path, metavar="DIR", help=_help("ceremony")
    )


def _data_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=_help("data")
    )


def _password_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--password-file", type=Path, metavar="FILE", help=_help("password_file"))
