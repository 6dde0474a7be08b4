"""Builds a drill: a registry of samples and a lane of its own, in a folder that ends with it.

The lane takes its data from a folder as from a stick, and its enrolment names no address: there is
no line by which anything of a drill could reach the registry, the port's hub or the real journal.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine

from checkpoint_app.clock import Clock
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.port import Port
from checkpoint_app.enrolling import ask_to_enrol, enrol_from
from checkpoint_app.errors import TransportError
from checkpoint_app.main import open_inward, open_stores
from checkpoint_app.paths import LanePaths
from checkpoint_app.reference import ports
from checkpoint_app.services.drill import MARK, Drill, SamplePermit
from sync.bundle.stick_files import stick_folder
from sync.client.stick_enrol import Asked
from sync.registry.admission import Asking, Devices
from sync.registry.bundling import Bundling
from sync.registry.db import changes
from sync.registry.db.open import open_database, writing
from sync.registry.init import initialise
from sync.registry.paths import RegistryPaths
from sync.registry.portal.permit_content import permit_content
from sync.registry.publish.publisher import Publisher
from sync.registry.sample.season import sample, spotless_permits
from sync.registry.signer.client import SignerClient

LANE = "D"
# Few enough to be ready in seconds, enough for groups and companies to look like themselves.
_PERMITS, _SEED = 240, 2040
# Days in which the season has more permits than are practised with.
_LOOK_AHEAD = 40
# What each permit practises, in the order of the sheet, and how many there are of it.
SHOWS = (
    *("it.drill_clear",) * 5,
    "it.drill_expired",
    "it.drill_wrong_day",
    "it.drill_revoked",
    "it.drill_unreadable",
)
_PREFIX = "checkpoint-drill-"


def build_drill(port: Port, clock: Clock, stopping: Callable[[], bool]) -> Drill:
    """A drill at this port, in a new folder; whoever is given it ends it by `end_drill`. Raises
    CheckpointError; TransportError ``it.drill_stopped`` for one that was not wanted any more."""
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    try:
        return _built(folder, port, clock, stopping)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def end_drill(drill: Drill) -> None:
    """Take a drill away with all that was recorded in it. Its lane is closed before."""
    shutil.rmtree(drill.folder.parent, ignore_errors=True)


def _built(folder: Path, port: Port, clock: Clock, stopping: Callable[[], bool]) -> Drill:
    registry, lane = RegistryPaths(folder / "registry"), LanePaths(folder / "lane")
    stick = folder / "stick"
    stick.mkdir()
    _go_on(stopping)
    initialise(registry, clock, demo=True)
    engine = open_database(registry.database)
    try:
        with SignerClient(registry.data) as signer:
            permits = _season(engine, signer, port, cairo_day(clock.now()))
            _go_on(stopping)
            _admit(engine, clock, lane, registry, stick, port)
            publisher = Publisher(registry, engine, signer, clock)
            publisher.publish([port.port_id])
            publisher.rewrap_port_key(port.port_id)
            Bundling(registry, engine, clock).write(port, stick_folder(stick), _silent)
    finally:
        engine.dispose()
    _go_on(stopping)
    _fill(lane, stick, clock)
    return Drill(lane.root, permits)


def _season(
    engine: Engine, signer: SignerClient, port: Port, today: date
) -> tuple[SamplePermit, ...]:
    """A season of samples at one port, some of whose permits are made to practise with."""
    sample(engine, permits=_PERMITS, seed=_SEED, today=today, port_weights={port.port_id: 1})
    cast = tuple(zip(_sound(engine, port, today), SHOWS, strict=False))
    with writing(engine) as connection:
        for number, shows in cast:
            _set_dates(connection, number, shows, today)
    permits = tuple(
        SamplePermit(shows, number, _text(engine, signer, number, shows)) for number, shows in cast
    )
    with writing(engine) as connection:  # after its print, as it happens
        for number, shows in cast:
            if shows == "it.drill_revoked":
                changes.revoke_permit(connection, number)
    return permits


def _sound(engine: Engine, port: Port, today: date) -> Iterator[int]:
    """Permits with nothing against them, those that leave soonest first."""
    for days in range(_LOOK_AHEAD):
        day = today + timedelta(days=days)
        yield from spotless_permits(engine, port.port_id, day, len(SHOWS))


def _set_dates(connection: Connection, number: int, shows: str, today: date) -> None:
    out = today + timedelta(days=21) if shows == "it.drill_wrong_day" else today
    until = today - timedelta(days=1) if shows == "it.drill_expired" else out + timedelta(days=7)
    changes.change_dates(
        connection,
        number,
        valid_from=today - timedelta(days=3),
        travel_out=out,
        travel_back=out + timedelta(days=10),
        valid_until=until,
    )


def _text(engine: Engine, signer: SignerClient, number: int, shows: str) -> str:
    text = permit_content(engine, signer, number).token_text
    return _spoilt(text) if shows == "it.drill_unreadable" else text


def _spoilt(text: str) -> str:
    """A token's digits with one of them another, as a bad print would read."""
    at = len(text) // 2
    return f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"


def _admit(
    engine: Engine,
    clock: Clock,
    lane: LanePaths,
    registry: RegistryPaths,
    stick: Path,
    port: Port,
) -> None:
    """The lane asks on the stick, and is let in."""
    root = registry.root_metadata.read_bytes()
    asked = Asked(port.port_id, LANE, "drill", demo=True)
    made = ask_to_enrol(lane, stick, asked, root)
    (lane.root / MARK).touch()
    devices = Devices(engine, clock, ports())
    request = Asking(made.file, made.said)
    devices.admit(request, made.said.fingerprint, secrets.randbelow, port)


def _fill(lane: LanePaths, stick: Path, clock: Clock) -> None:
    """The enrolment is completed, and the samples are taken in."""
    enrol_from(lane, stick, clock)
    with open_stores(lane, clock) as stores:
        open_inward(stores, clock).take(stick)


def _go_on(stopping: Callable[[], bool]) -> None:
    if stopping():
        raise TransportError("stopped", retryable=False, key="it.drill_stopped")


def _silent(_done: int, _total: int) -> None:
    """Nobody watches the samples being written."""
