"""A published season and a lane enrolled at its port, made by the registry's real parts.

As a program it works in a process of its own, so that nothing of the registry stays in the memory
of what is measured: `python -m tests.simulators.published_season FOLDER RECORDS TOKENS`.
"""

from __future__ import annotations

import json
import random
import secrets
import sys
from pathlib import Path

from sqlalchemy import Engine, select

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.token import issue_token
from checkpoint_app.credential.token_text import to_digits
from checkpoint_app.demo.registry_side import serving
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.main import enrol_lane
from checkpoint_app.paths import LanePaths
from checkpoint_app.reference import ports
from sync.registry.api.attempts import WrongAttempts
from sync.registry.api.enrolment import Enrolment
from sync.registry.db import schema
from sync.registry.db.open import open_database, reading
from sync.registry.init import initialise
from sync.registry.paths import RegistryPaths
from sync.registry.publish.publisher import Publisher
from sync.registry.sample.season import sample
from sync.registry.signer.client import SignerClient
from sync.registry.signer.keys import read_signing_key
from sync.registry.signer.permit_rows import claims_of, row_by_number

PORT = "CAI-AIR"
SEED = 1448


def publish_season(folder: Path, records: int, tokens: int) -> None:
    """A registry with all permits at one port, published; a lane enrolled there, not yet synced;
    `tokens.json` with the scan texts of some permits drawn at random."""
    clock = SystemClock()
    paths = RegistryPaths(folder / "registry")
    initialise(paths, clock, demo=True)
    engine = open_database(paths.database)
    sample(
        engine,
        permits=records,
        seed=SEED,
        today=cairo_day(clock.now()),
        port_weights={PORT: 1},
    )
    with SignerClient(paths.data) as signer:
        Publisher(paths, engine, signer, clock).publish([PORT])
    drawn = _drawn_tokens(engine, paths, min(tokens, records))
    (folder / "tokens.json").write_text(json.dumps(drawn), "utf-8")
    enrolment = Enrolment(engine, clock, secrets.randbelow, WrongAttempts(clock))
    code = enrolment.issue_code(ports().by_id(PORT).bit, "1")
    with serving(paths.data) as server:
        enrol_lane(
            LanePaths(folder / "lane"),
            registry=server.address,
            code=code,
            name="bench",
            root=paths.root_metadata.read_bytes(),
            demo=True,
        )
    engine.dispose()


def _drawn_tokens(engine: Engine, paths: RegistryPaths, count: int) -> list[str]:
    """Signed here, with the issuer's own key: the signer does not give so many at once."""
    key = read_signing_key(paths.issuer_keys, EnvelopeType.TOKEN)
    with reading(engine) as connection:
        numbers = connection.execute(select(schema.permit.c.number)).scalars().all()
        drawn = random.Random(SEED).sample(list(numbers), count)
        rows = [row_by_number(connection, number) for number in drawn]
    return [to_digits(row.number, issue_token(claims_of(row), key)) for row in rows if row]


if __name__ == "__main__":
    publish_season(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
