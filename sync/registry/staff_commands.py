"""`checkpoint registry staff …`: the people of the ports, and help by telephone."""

from __future__ import annotations

import argparse
import getpass
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from checkpoint_app.domain.roles import Role
from checkpoint_app.errors import CheckpointError, ConfigError
from checkpoint_app.reference import error_message, message, ports
from sync.registry.command_parts import (
    Command,
    RegistrySetting,
    day_named,
    port_named,
    registry_paths,
    said,
)
from sync.registry.db.upkeep import bring_up_to_date

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from sync.registry.staff import Changed, Person, Staff

_LATER = 1
# What is typed: passwords and codes are far shorter.
_LINE_LIMIT = 1024
_ISSUER = "Umrah Checkpoint"
_ROLES = tuple(role.value for role in Role)


def add_staff_words(parser: argparse.ArgumentParser) -> None:
    """Give the parser of ``registry staff`` its words; each sets ``run``."""
    words = parser.add_subparsers(dest="staff_word", required=True, metavar="WORD")

    def word(name: str, run: Command, *options: Callable[[argparse.ArgumentParser], None]) -> None:
        text = _help(name)
        own = words.add_parser(name, help=text, description=text)
        own.add_argument(
            "--data", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=said("data")
        )
        own.add_argument("--lang", choices=("ar", "en"), default=argparse.SUPPRESS)
        own.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help=said("json")
        )
        for add in options:
            add(own)
        own.set_defaults(run=run)

    word("add", run_add, _add_options, _login_option, _roles_option, _later_option)
    word("list", run_list, _port_option)
    word("roles", run_roles, _login_option, _roles_option, _later_option)
    word("move", run_move, _login_option, _ports_option, _later_option)
    for name in ("lock", "unlock", "remove"):
        word(name, _state_command(name), _login_option, _later_option)
    word("password", run_password, _login_option, _own_option, _later_option)
    word("totp", run_totp, _login_option, _later_option)
    word("duty", run_duty, _duty_options, _later_option)
    word("answer", run_answer, _answer_options)


def run_add(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """A new person of a port."""
    from checkpoint_app.domain.days import cairo_day_bounds

    port, day = port_named(chosen.port), day_named(chosen.until)
    until = None if day is None else cairo_day_bounds(day)[1]
    with _staff(chosen, setting) as staff:
        names = (chosen.name_ar, chosen.name_en)
        changed = staff.add(port, chosen.login, names, _roles(chosen), until)
    return _told(chosen, setting, changed)


def run_list(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Show the people of a port, or of all."""
    port = port_named(chosen.port) if chosen.port else None
    with _staff(chosen, setting) as staff:
        people = staff.listed(port)
    for person in people:
        _say_person(chosen, setting, person)
    if not people and not chosen.json:
        setting.console.line(_said("nobody", setting.console.lang))
    return 0


def run_roles(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Other roles for somebody."""
    with _staff(chosen, setting) as staff:
        changed = staff.set_roles(chosen.login, _roles(chosen))
    return _told(chosen, setting, changed)


def run_move(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Have somebody sign in at these ports, and at no other."""
    wanted = [port_named(port) for port in chosen.port]
    with _staff(chosen, setting) as staff:
        changed = staff.move(chosen.login, wanted)
    return _told(chosen, setting, changed)


def run_password(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """A new password: made here, or of the person's own choice."""
    with _staff(chosen, setting) as staff:
        if chosen.own:
            before, after = (_unseen(setting, name) for name in ("password", "new_password"))
            changed = staff.own_password(chosen.login, before, after)
        else:
            changed = staff.new_password(chosen.login)
    return _told(chosen, setting, changed)


def run_totp(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """A new second factor."""
    with _staff(chosen, setting) as staff:
        changed = staff.new_secret(chosen.login)
    return _told(chosen, setting, changed)


def run_duty(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Whether a port's supervisors answer for the other ports."""
    port, is_on = port_named(chosen.port), chosen.on == "on"
    with _staff(chosen, setting) as staff:
        staff.set_duty(port, on=is_on)
    told = {"port": port.port_id, "on": is_on}
    _answer(chosen, setting, told, "duty_on" if is_on else "duty_off")
    return _publish(chosen, setting, [port.port_id])


def run_answer(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """The ten digits that a duty supervisor reads back over the telephone."""
    from checkpoint_app.credential.telephone import HelpPurpose
    from sync.registry.staff_answers import Proof, StaffAnswers

    purpose = HelpPurpose.OVERRIDE if chosen.purpose == "override" else HelpPurpose.SIGN_IN
    port = port_named(chosen.port)
    proof = Proof(chosen.number, *(_unseen(setting, name) for name in ("password", "code")))
    with _database(chosen) as engine:
        digits = StaffAnswers(engine, setting.clock).answer(
            port,
            chosen.login,
            purpose,
            chosen.challenge,
            proof,
            case=chosen.case,
            older=chosen.older,
        )
    told = {"answer": digits, "spaced": f"{digits[:5]} {digits[5:]}", "number": chosen.number}
    _answer(chosen, setting, told, "answer")
    return 0


def _state_command(name: str) -> Command:
    def run(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
        from sync.registry.staff import PersonState

        states = {"lock": PersonState.LOCKED, "unlock": PersonState.ACTIVE}
        with _staff(chosen, setting) as staff:
            changed = staff.set_state(chosen.login, states.get(name, PersonState.REMOVED))
        return _told(chosen, setting, changed)

    return run


@contextmanager
def _database(chosen: argparse.Namespace) -> Iterator[Engine]:
    """The database, of this program's version, closed to strangers: it holds second factors."""
    from sync.registry.db.open import open_database

    path = registry_paths(chosen).database
    bring_up_to_date(path)
    engine = open_database(path)
    try:
        _close_to_others(path)
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _staff(chosen: argparse.Namespace, setting: RegistrySetting) -> Iterator[Staff]:
    from sync.registry.staff import Staff

    with _database(chosen) as engine:
        yield Staff(engine, setting.clock, ports())


def _close_to_others(path: Path) -> None:
    """Nobody reads it but its owner and, as the signer in production, its group."""
    mode = path.stat().st_mode & 0o777
    if mode & 0o007:
        path.chmod(mode & 0o770)


def _told(chosen: argparse.Namespace, setting: RegistrySetting, changed: Changed) -> int:
    """Say what was changed, secrets once, and publish it."""
    uri = _uri(changed) if changed.secret else ""
    if chosen.json:
        once = {"password": changed.password} if changed.password else {}
        factor = {"secret": _base32(changed.secret), "otpauth": uri} if uri else {}
        setting.console.object({**_fields(changed.person), **once, **factor})
    else:
        _say_person(chosen, setting, changed.person)
        lang = setting.console.lang
        if changed.password:
            setting.console.line(_said("password", lang, password=changed.password))
        if uri:
            setting.console.line(_said("secret", lang, secret=_base32(changed.secret), uri=uri))
            for line in _picture(uri):
                setting.console.line(line)
    return _publish(chosen, setting, changed.ports)


def _say_person(chosen: argparse.Namespace, setting: RegistrySetting, person: Person) -> None:
    lang = setting.console.lang
    fields = _fields(person)
    if chosen.json:
        setting.console.object(fields)
        return
    comma = "، " if lang == "ar" else ", "
    words = {
        **fields,
        "name": person.name_ar if lang == "ar" else person.name_en,
        "roles": comma.join(_said(f"role_{role}", lang) for role in Role if role in person.roles),
        "ports": comma.join(person.ports),
        "state": comma.join(_states(person, lang)),
    }
    setting.console.line(_said("person", lang, **words))


def _states(person: Person, lang: str) -> Iterator[str]:
    """How the account stands, and whether its owner still has the password that was given out."""
    yield _said(f"state_{person.state.name.lower()}", lang)
    if person.initial:
        yield _said("initial", lang)


def _fields(person: Person) -> dict[str, object]:
    return {
        "number": person.number,
        "login": person.login,
        "name_ar": person.name_ar,
        "name_en": person.name_en,
        "roles": [role.value for role in Role if role in person.roles],
        "ports": list(person.ports),
        "state": person.state.name.lower(),
        "until": None if person.until is None else _last_day(person.until),
        "initial": person.initial,
        "second_factor": person.has_code,
    }


def _last_day(until: datetime) -> str:
    from checkpoint_app.domain.days import cairo_day

    return cairo_day(until - timedelta(seconds=1)).isoformat()


def _publish(chosen: argparse.Namespace, setting: RegistrySetting, port_ids: Iterable[str]) -> int:
    """Publish the lists of these ports; what fails is said, and done by the serving registry's next
    round."""
    from sync.registry.serve import open_publisher

    if chosen.later:
        return 0
    try:
        with open_publisher(registry_paths(chosen), setting.clock) as publisher:
            publisher.publish(sorted(port_ids))
    except CheckpointError as error:
        if not chosen.json:
            lang = setting.console.lang
            setting.console.line(error_message(error, lang))
            setting.console.line(message("api.said-published-later", lang))
        return _LATER
    return 0


def _unseen(setting: RegistrySetting, name: str) -> str:
    """What a person types unseen, or a line of standard input where nobody sits. Never on the
    command line, where others on the computer could read it."""
    if setting.stdin.isatty():
        return getpass.getpass(_said(f"type_{name}", setting.console.lang) + " ")
    line = setting.stdin.readline(_LINE_LIMIT)
    if not line.strip():
        raise ConfigError("nothing typed", key="staff.nothing_typed")
    return line.rstrip("\r\n")


def _uri(changed: Changed) -> str:
    """What authenticators take in (the Key URI Format that they share)."""
    from urllib.parse import quote

    issuer = quote(_ISSUER)
    account = f"{issuer}:{quote(changed.person.login)}"
    secret = _base32(changed.secret)
    return f"otpauth://totp/{account}?secret={secret}&issuer={issuer}&digits=6&period=30"


def _base32(secret: bytes) -> str:
    from base64 import b32encode

    return b32encode(secret).decode("ascii").rstrip("=")


def _picture(uri: str) -> list[str]:
    """The same as a QR code of block signs, for the telephone."""
    import segno

    drawn = io.StringIO()
    segno.make(uri, micro=False).terminal(drawn, border=2, compact=True)
    return drawn.getvalue().rstrip("\n").split("\n")


def _roles(chosen: argparse.Namespace) -> frozenset[Role]:
    return frozenset(Role(each) for each in chosen.role)


def _answer(
    chosen: argparse.Namespace, setting: RegistrySetting, values: dict[str, object], name: str
) -> None:
    if chosen.json:
        setting.console.object(values)
    else:
        setting.console.line(_said(name, setting.console.lang, **values))


def _said(name: str, lang: str, /, **values: object) -> str:
    return message(f"staff.said_{name}", lang, **values)


def _help(name: str) -> str:
    return message(f"staff.help_{name}", "en")


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", required=True, metavar="PORT", help=said("port"))
    parser.add_argument("--name-ar", required=True, metavar="NAME", help=_help("name_ar"))
    parser.add_argument("--name-en", required=True, metavar="NAME", help=_help("name_en"))
    parser.add_argument("--until", metavar="DAY", help=_help("until"))


def _login_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--login", required=True, metavar="LOGIN", help=_help("login"))


def _roles_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--role", required=True, action="append", choices=_ROLES, help=_help("role")
    )


def _port_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", metavar="PORT", help=said("port"))


def _ports_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", required=True, action="append", metavar="PORT", help=_help("ports")
    )


def _own_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--own", action="store_true", help=_help("own"))


def _later_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--later", action="store_true", help=_help("later"))


def _duty_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", required=True, metavar="PORT", help=said("port"))
    parser.add_argument("on", choices=("on", "off"), help=_help("on"))


def _answer_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", required=True, metavar="PORT", help=said("port"))
    parser.add_argument("--login", required=True, metavar="LOGIN", help=_help("login"))
    parser.add_argument(
        "--for", required=True, dest="purpose", choices=("sign-in", "override"), help=_help("for")
    )
    parser.add_argument("--case", default="", metavar="HEX8", help=_help("case"))
    parser.add_argument("--challenge", required=True, metavar="DIGITS", help=_help("challenge"))
    parser.add_argument("--number", required=True, type=int, metavar="N", help=_help("number"))
    parser.add_argument("--older", action="store_true", help=_help("older"))
