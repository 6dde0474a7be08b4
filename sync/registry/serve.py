"""`checkpoint registry serve`: the registry on one ordinary machine, waitress in front."""

from __future__ import annotations

import logging
import os
import secrets
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import metadata
from typing import NoReturn

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine

from checkpoint_app.clock import Clock
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import ports
from sync.registry.api.admin import AdminToken
from sync.registry.api.attempts import WrongAttempts
from sync.registry.api.counts import DayCounts
from sync.registry.api.device_auth import DeviceAuthentication
from sync.registry.api.devices import DeviceRegister
from sync.registry.api.enrolment import Enrolment
from sync.registry.api.ingest import Ingest
from sync.registry.api.nonces import NonceMint
from sync.registry.api.refreshes import Refreshes, RefreshSigner
from sync.registry.api.relays import Relays
from sync.registry.api.services import PortKeys, RegistryIdentity, RegistryServices
from sync.registry.api.waitress_server import Address, listen, shown_host
from sync.registry.app import create_app
from sync.registry.db.open import meta_value, open_database, reading
from sync.registry.frames import BroughtFrames
from sync.registry.inbox_keys import inbox_identities
from sync.registry.paths import RegistryPaths
from sync.registry.portal.pages import Pages
from sync.registry.publish.publisher import Publisher
from sync.registry.publish.quiet_hours import read_quiet_hours
from sync.registry.rounds import PACKS_SECONDS, STATUS_SECONDS, PublicationRounds
from sync.registry.signer.client import SignerClient
from sync.registry.signer.keys import read_private, receipt_key

_log = logging.getLogger(__name__)

_PACKAGE = "umrah-checkpoint"


@contextmanager
def open_parts(paths: RegistryPaths) -> Iterator[tuple[Engine, SignerClient]]:
    """The registry's database, and its signer in a process of its own. Raises ConfigError."""
    with ExitStack() as stack:
        engine = open_database(paths.database)
        stack.callback(engine.dispose)
        yield engine, stack.enter_context(SignerClient(paths.data))


@contextmanager
def open_publisher(paths: RegistryPaths, clock: Clock) -> Iterator[Publisher]:
    """A publisher with all it needs. Raises ConfigError."""
    with open_parts(paths) as (engine, signer):
        yield Publisher(paths, engine, signer, clock)


def build_services(
    paths: RegistryPaths,
    engine: Engine,
    signer: RefreshSigner,
    port_keys: PortKeys,
    clock: Clock,
) -> RegistryServices:
    """Join the registry's parts. Raises ConfigError when the data folder lacks one."""
    identity = read_identity(engine)
    # Nonces end with the process: a lane then signs its request again with a new one.
    nonces = NonceMint(secrets.token_bytes(32), clock, os.urandom)
    register = DeviceRegister(engine, clock)
    ingest = Ingest(engine, clock, receipt_key(paths), identity.epoch)
    frames = BroughtFrames(
        engine=engine, register=register, ingest=ingest, audience=identity.audience, clock=clock
    )
    relays = Relays(
        engine=engine,
        frames=frames,
        ingest=ingest,
        identities=inbox_identities(paths),
        clock=clock,
    )
    return RegistryServices(
        identity=identity,
        engine=engine,
        clock=clock,
        ports=ports(),
        metadata=paths.metadata,
        targets=paths.targets,
        nonces=nonces,
        devices=DeviceAuthentication(register, nonces, identity.audience),
        admin=AdminToken(read_private(paths.admin_token)),
        enrolment=Enrolment(engine, clock, secrets.randbelow, WrongAttempts(clock)),
        port_keys=port_keys,
        ingest=ingest,
        relays=relays,
        refreshes=Refreshes(engine, clock, signer),
        counts=DayCounts(engine, ports(), clock),
        pages=Pages(),
    )


def read_identity(engine: Engine) -> RegistryIdentity:
    """Which registry a database is of. Raises ConfigError when it does not say."""
    with reading(engine) as connection:
        values = [meta_value(connection, name) for name in ("season", "registry_epoch", "audience")]
    season, epoch, audience = values
    if season is None or epoch is None or audience is None:
        raise ConfigError("the database names no registry", key="registry.unnamed")
    return RegistryIdentity(int(season), bytes.fromhex(epoch), audience, _program_version())


def serve(
    paths: RegistryPaths,
    clock: Clock,
    address: Address,
    *,
    publish: bool,
    ready: Callable[[str], None],
) -> None:
    """Serve until SIGTERM or SIGINT. ``ready`` is told the address once requests are answered;
    ``publish`` also runs the publication rounds. Must be called from the main thread.

    Raises ConfigError (no registry here, address taken), StorageError, TransportError.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    with ExitStack() as stack:
        try:
            engine, signer = stack.enter_context(open_parts(paths))
            publisher = Publisher(paths, engine, signer, clock)
            rounds = PublicationRounds(publisher, engine, clock, read_quiet_hours(paths.data))
            services = build_services(paths, engine, signer, rounds, clock)
            if read := services.ingest.reread():
                _log.info("movements set aside before, counted now: %d", read)
            server = listen(create_app(services), address)
            stack.callback(server.close)
            if publish:
                stack.enter_context(_scheduled(rounds))
            ready(f"http://{shown_host(address.host)}:{server.effective_port}")
            server.run()
        except _Stopped:
            pass


def _program_version() -> str:
    try:
        return metadata.version(_PACKAGE)
    except metadata.PackageNotFoundError:  # run from its source folder
        return "0"


class _Stopped(SystemExit):
    """A signal asked for the end."""


def _stop(number: int, frame: object) -> NoReturn:
    raise _Stopped(0)


@contextmanager
def _scheduled(rounds: PublicationRounds) -> Iterator[None]:
    scheduler = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True})
    scheduler.add_job(rounds.packs_round)  # at once: what waited while nobody served
    scheduler.add_job(rounds.status_round, "interval", seconds=STATUS_SECONDS)
    scheduler.add_job(rounds.packs_round, "interval", seconds=PACKS_SECONDS)
    scheduler.start()
    try:
        yield
    finally:
        # A publication under way is finished: it is one transaction of a few seconds.
        scheduler.shutdown(wait=True)
