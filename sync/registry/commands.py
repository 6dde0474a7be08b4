"""`checkpoint registry …`: the registry's own commands. Each loads its parts when it is used."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from checkpoint_app.domain.permit import parse_permit_number
from checkpoint_app.errors import ConfigError, StorageError
from checkpoint_app.reference import message, ports
from sync.registry import (
    bundle_commands,
    device_commands,
    keys_commands,
    news_commands,
    programme_commands,
    staff_commands,
)
from sync.registry.command_parts import (
    Command,
    Options,
    RegistrySetting,
    answer,
    day_named,
    port_named,
    registry_paths,
    said,
)
from sync.registry.db.upkeep import bring_up_to_date
from sync.registry.lane_options import asks_of, hubs_of, lane_options

if TYPE_CHECKING:
    from sync.protocol.messages import CountsAnswer

_log = logging.getLogger(__name__)
_KINDS = ("departed", "returned", "referred", "deferred", "refused")


def add_registry_arguments(parser: argparse.ArgumentParser) -> None:
    """Give the parser of ``registry`` its words. Each sets ``run``, called with the arguments and
    a `RegistrySetting`; it returns the exit code."""
    words = parser.add_subparsers(dest="registry_word", required=True, metavar="WORD")

    def word(name: str, run: Command, *options: Options) -> None:
        text = said(name)
        own = words.add_parser(name, help=text, description=text)
        own.add_argument(
            "--data", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=said("data")
        )
        own.add_argument("--lang", choices=("ar", "en"), default=argparse.SUPPRESS)
        own.add_argument("--json", action="store_true", help=said("json"))
        for add in options:
            add(own)
        own.set_defaults(run=_up_to_date(run))

    word("init", run_init, _init_options)
    word("serve", run_serve, _serve_options)
    word("sample", run_sample, _sample_options)
    word("publish", run_publish, _publish_options)
    word("enrol-code", run_enrol_code, _enrol_code_options)
    word("counts", run_counts, _counts_options)
    word("sheet", run_sheet, _sheet_options)
    for more in (bundle_commands, device_commands, news_commands, programme_commands):
        more.add_words(word)
    word("keys", keys_commands.run_show, keys_commands.add_key_words)
    word("staff", staff_commands.run_list, staff_commands.add_staff_words)


def _up_to_date(run: Command) -> Command:
    """The command, on a database of this program's own version."""

    def updated(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
        if bring_up_to_date(registry_paths(chosen).database):
            _log.info("the registry's database was brought up to date")
        return run(chosen, setting)

    return updated


def run_init(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Make a registry."""
    from sync.registry.init import initialise
    from sync.registry.port_settings import SettingsChange

    paths = registry_paths(chosen)
    change = SettingsChange(hubs=hubs_of(chosen.hub), ask_ms=asks_of(chosen.ask))
    paths.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    initialise(paths, setting.clock, demo=chosen.demo, season=chosen.season, change=change)
    made = {
        "data": str(paths.data),
        "root": str(paths.root_metadata) if chosen.demo else None,
        "admin_token": str(paths.admin_token),
    }
    answer(chosen, setting, made, "made" if chosen.demo else "made-real")
    return 0


def run_serve(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Serve until a signal ends it; the first line on standard output is the address as JSON."""
    from sync.registry.api.waitress_server import Address
    from sync.registry.publish.tuf_repository import newest_root
    from sync.registry.serve import serve

    paths = registry_paths(chosen)
    if paths.database.exists() and newest_root(paths) is None:
        _log.warning("%s", message("ceremony.first", setting.console.lang))
    serve(
        paths,
        setting.clock,
        Address(chosen.host, chosen.port),
        publish=not chosen.no_publish,
        ready=lambda address: setting.console.object({"listening": address}),
    )
    return 0


def run_sample(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Fill the registry with a synthetic season around today, or the day given."""
    from dataclasses import asdict

    from checkpoint_app.domain.days import cairo_day
    from sync.registry.db.open import open_database
    from sync.registry.sample.season import sample

    engine = open_database(registry_paths(chosen).database)
    try:
        today = day_named(chosen.day) or cairo_day(setting.clock.now())
        made = sample(engine, permits=chosen.permits, seed=chosen.seed, today=today)
    finally:
        engine.dispose()
    answer(chosen, setting, asdict(made), "sampled")
    return 0


def run_publish(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Publish what changed, for the ports given or all."""
    from dataclasses import asdict

    from sync.registry.serve import open_publisher

    with open_publisher(registry_paths(chosen), setting.clock) as publisher:
        published = publisher.publish([port_named(port).port_id for port in chosen.port] or None)
    for each in published:
        answer(chosen, setting, asdict(each), "published")
    return 0


def run_enrol_code(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Give out a one-time code for a lane."""
    import secrets

    from sync.protocol.enrolment_code import spaced_code
    from sync.protocol.limits import ENROLMENT_CODE_SECONDS
    from sync.registry.api.attempts import WrongAttempts
    from sync.registry.api.enrolment import Enrolment
    from sync.registry.db.open import open_database

    port = port_named(chosen.port)
    engine = open_database(registry_paths(chosen).database)
    try:
        wrong = WrongAttempts(setting.clock)
        enrolment = Enrolment(engine, setting.clock, secrets.randbelow, wrong)
        code = spaced_code(enrolment.issue_code(port.bit, chosen.lane))
    finally:
        engine.dispose()
    hours = ENROLMENT_CODE_SECONDS // 3600
    given = {"code": code, "port": port.port_id, "lane": chosen.lane, "hours": hours}
    answer(chosen, setting, given, "code")
    return 0


def run_counts(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """The counts of a day."""
    import msgspec

    from sync.registry.api.counts import DayCounts
    from sync.registry.db.open import open_database

    engine = open_database(registry_paths(chosen).database, read_only=True)
    try:
        counts = DayCounts(engine, ports(), setting.clock)
        bit = port_named(chosen.port).bit if chosen.port else None
        answer = counts.of(day_named(chosen.day) or counts.today(), bit)
    finally:
        engine.dispose()
    if chosen.json:
        setting.console.object(msgspec.to_builtins(answer))
    else:
        for line in _counts_lines(answer, setting.console.lang):
            setting.console.line(line)
    return 0


def run_sheet(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Print one permit to a file."""
    from sync.registry.db.open import open_database
    from sync.registry.permit_sheet import make_pdf, make_png
    from sync.registry.portal.permit_content import permit_content
    from sync.registry.signer.client import SignerClient

    make = {".pdf": make_pdf, ".png": make_png}.get(chosen.out.suffix.lower())
    if make is None:
        raise ConfigError("neither .pdf nor .png", key="api.wrong-file")
    number = parse_permit_number(chosen.permit)
    if number is None:
        raise ConfigError("no permit number", key="api.unknown-permit")
    paths = registry_paths(chosen)
    engine = open_database(paths.database)
    try:
        with SignerClient(paths.data) as signer:
            page = make(permit_content(engine, signer, number))
    finally:
        engine.dispose()
    try:
        chosen.out.write_bytes(page)
    except OSError as error:
        raise StorageError(f"sheet: {error}", key="api.not-written") from error
    answer(chosen, setting, {"file": str(chosen.out)}, "written")
    return 0


def _init_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help=said("demo"))
    parser.add_argument("--season", type=int, default=1448, metavar="YEAR", help=said("season"))
    lane_options(parser)


def _serve_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help=said("host"))
    parser.add_argument("--port", type=int, default=8080, help=said("port-number"))
    parser.add_argument("--no-publish", action="store_true", help=said("no-publish"))


def _sample_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--permits", type=int, default=5000, metavar="N", help=said("permits"))
    parser.add_argument("--seed", type=int, default=1, metavar="S", help=said("seed"))
    parser.add_argument("--day", metavar="DAY", help=said("sample-day"))


def _publish_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", action="append", default=[], metavar="PORT", help=said("some-ports")
    )


def _enrol_code_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", required=True, metavar="PORT", help=said("port"))
    parser.add_argument("--lane", required=True, metavar="LANE", help=said("lane"))


def _counts_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--day", metavar="DAY", help=said("day"))
    parser.add_argument("--port", metavar="PORT", help=said("port"))


def _sheet_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--permit", required=True, metavar="NUMBER", help=said("permit"))
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help=said("out"))


def _counts_lines(counts: CountsAnswer, lang: str) -> Iterable[str]:
    """The counts for a terminal: one line a port that has any, then all."""
    import msgspec

    yield message("page.counts.of", lang, day=counts.day)
    names = [message(f"page.counts.{kind}", lang) for kind in _KINDS]
    rows = [(row.port, row.tally) for row in counts.ports]
    for port, tally in [*rows, (message("page.counts.total", lang), counts.total)]:
        values = msgspec.structs.astuple(tally)
        if any(values) or tally is counts.total:
            comma = "، " if lang == "ar" else ", "
            told = comma.join(f"{name} {value}" for name, value in zip(names, values, strict=True))
            yield f"{port}: {told}"
