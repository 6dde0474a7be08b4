"""A registry that serves in a process of its own, and lanes of one port enrolled there."""

from __future__ import annotations

import io
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from checkpoint_app import cli
from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.token_text import to_digits
from checkpoint_app.demo.registry_side import serving
from checkpoint_app.domain.days import cairo_day, day_number
from checkpoint_app.errors import CheckpointError
from checkpoint_app.main import OpenLane, enrol_lane, open_lane, open_stores, open_sync
from checkpoint_app.paths import LanePaths
from checkpoint_app.reference import ports
from sync.client.rounds import SyncReport
from sync.registry.api.attempts import WrongAttempts
from sync.registry.api.enrolment import Enrolment
from sync.registry.db import schema
from sync.registry.db.open import open_database, reading
from sync.registry.init import initialise
from sync.registry.paths import RegistryPaths
from sync.registry.publish.publisher import Publisher
from sync.registry.sample.season import sample
from sync.registry.signer.client import SignerClient

CLOCK = SystemClock()
PORT = "CAI-AIR"


@dataclass
class Pilgrim:
    """A permit good today at the port."""

    permit: int
    company: int
    agent: int
    programme: int
    passport: str
    token: str


@dataclass
class Newsroom:
    """The registry's end, its commands typed by an officer at night."""

    paths: RegistryPaths
    engine: Engine
    address: str
    folder: Path
    pilgrims: list[Pilgrim] = field(default_factory=list)

    def say(self, *words: object) -> tuple[int, str, str]:
        """`checkpoint registry …`: exit code, answers, complaints."""
        out, err = io.StringIO(), io.StringIO()
        given = ["--lang", "en", "registry", *map(str, words), "--data", str(self.paths.data)]
        code = cli.main(given, stdin=io.StringIO(), out=out, err=err, variables={}, clock=CLOCK)
        return code, out.getvalue(), err.getvalue()

    def news(self, *words: object) -> dict[str, Any]:
        """A word of bad news, well received."""
        by = ("--by", "Night officer", "--reason", "licence", "--json")
        code, out, err = self.say("news", *words, *by)
        assert code == 0, err
        return dict(json.loads(out))

    def where(self, number: int) -> dict[str, str | None]:
        """What holds a notice, by lane."""
        code, out, err = self.say("news", "where", number, "--json")
        assert code == 0, err
        return {each["lane"]: each["holds"] for each in json.loads(out)["lanes"]}

    def enrol(self, lane: str) -> LanePaths:
        """A lane enrolled and synced once."""
        enrolment = Enrolment(self.engine, CLOCK, secrets.randbelow, WrongAttempts(CLOCK))
        paths = LanePaths(self.folder / f"lane-{lane}")
        enrol_lane(
            paths,
            registry=self.address,
            code=enrolment.issue_code(ports().by_id(PORT).bit, lane),
            name=lane,
            root=self.paths.root_metadata.read_bytes(),
            demo=True,
        )
        report = synced(paths)
        assert report.ok, (report.down_error, report.up_error)
        return paths


def synced(paths: LanePaths) -> SyncReport:
    """One whole round of a lane."""
    with open_stores(paths, CLOCK) as stores, open_sync(stores, CLOCK) as client:
        return client.once()


@contextmanager
def at(paths: LanePaths) -> Iterator[OpenLane]:
    """A lane, open to scan."""
    with open_lane(paths, CLOCK, officer="o-7") as lane:
        yield lane


def key_of(error: CheckpointError | None) -> str:
    assert error is not None
    return error.key


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("news")
    paths = RegistryPaths(folder / "registry")
    initialise(paths, CLOCK, demo=True)
    engine = open_database(paths.database)
    sample(engine, permits=400, seed=7, today=cairo_day(CLOCK.now()), port_weights={PORT: 1})
    with SignerClient(paths.data) as signer:
        Publisher(paths, engine, signer, CLOCK).publish([PORT])
        pilgrims = _good_today(engine, signer)
    with serving(paths.data) as server:
        yield Newsroom(paths, engine, server.address, folder, pilgrims)
    engine.dispose()


def _good_today(engine: Engine, signer: SignerClient) -> list[Pilgrim]:
    """One pilgrim of each of several companies."""
    today, table = day_number(cairo_day(CLOCK.now())), schema.permit.c
    wanted = select(schema.permit).where(
        table.valid_from <= today, table.valid_until >= today, table.status == 0
    )
    with reading(engine) as connection:
        rows = connection.execute(wanted.order_by(table.company, table.number)).all()
    chosen = {row.company: row for row in rows}
    return [
        Pilgrim(
            row.number,
            row.company,
            row.agent,
            row.programme,
            row.passport,
            to_digits(row.number, signer.token(row.number)),
        )
        for row in chosen.values()
    ]
