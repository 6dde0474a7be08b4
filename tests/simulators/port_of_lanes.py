"""A registry, and a port with several enrolled lanes that have synced: all real, in one folder.

As a program it works in a process of its own:
`python -m tests.simulators.port_of_lanes FOLDER RECORDS TOKENS LANES`.
"""

from __future__ import annotations

import json
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.token import issue_token
from checkpoint_app.credential.token_text import to_digits
from checkpoint_app.demo.registry_side import serving
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.main import enrol_lane, open_stores, open_sync
from checkpoint_app.paths import LanePaths
from checkpoint_app.reference import ports
from sync.registry.api.attempts import WrongAttempts
from sync.registry.api.enrolment import Enrolment
from sync.registry.db.open import open_database, reading
from sync.registry.init import initialise
from sync.registry.paths import RegistryPaths
from sync.registry.publish.publisher import Publisher
from sync.registry.sample.season import sample, spotless_permits
from sync.registry.signer.client import SignerClient
from sync.registry.signer.keys import read_signing_key
from sync.registry.signer.permit_rows import claims_of, row_by_number

PORT = "CAI-AIR"
SEED = 1448


@dataclass(frozen=True, slots=True)
class PortOfLanes:
    """Where the parts lie."""

    folder: Path

    @property
    def registry(self) -> Path:
        return self.folder / "registry"

    @property
    def lanes(self) -> tuple[LanePaths, ...]:
        """The lanes in the order of their numbers."""
        found = sorted(self.folder.glob("lane-*"), key=lambda path: int(path.name[5:]))
        return tuple(map(LanePaths, found))

    def tokens(self) -> list[str]:
        """Scan texts of permits that are in order today."""
        found: list[str] = json.loads((self.folder / "tokens.json").read_text("utf-8"))
        return found


def build_port(folder: Path, records: int, tokens: int, lanes: int) -> PortOfLanes:
    """See the module."""
    clock = SystemClock()
    paths = RegistryPaths(folder / "registry")
    initialise(paths, clock, demo=True)
    engine = open_database(paths.database)
    today = cairo_day(clock.now())
    sample(engine, permits=records, seed=SEED, today=today, port_weights={PORT: 1})
    enrolment = Enrolment(engine, clock, secrets.randbelow, WrongAttempts(clock))
    root = paths.root_metadata.read_bytes()
    with serving(paths.data) as server:
        for number in range(1, lanes + 1):
            code = enrolment.issue_code(ports().by_id(PORT).bit, str(number))
            enrol_lane(
                LanePaths(folder / f"lane-{number}"),
                registry=server.address,
                code=code,
                name=f"lane {number}",
                root=root,
                demo=True,
            )
        with SignerClient(paths.data) as signer:
            Publisher(paths, engine, signer, clock).publish([PORT])
        made = PortOfLanes(folder)
        for lane in made.lanes:
            with open_stores(lane, clock) as stores, open_sync(stores, clock) as client:
                report = client.once()
                assert report.ok, report
    (folder / "tokens.json").write_text(json.dumps(_tokens(engine, paths, tokens)), "utf-8")
    engine.dispose()
    return made


def _tokens(engine: Engine, paths: RegistryPaths, count: int) -> list[str]:
    """Signed here, with the issuer's own key: the signer does not give so many at once."""
    key = read_signing_key(paths.issuer_keys, EnvelopeType.TOKEN)
    drawn = spotless_permits(engine, PORT, cairo_day(SystemClock().now()), count)
    with reading(engine) as connection:
        rows = [row_by_number(connection, number) for number in drawn]
    return [to_digits(row.number, issue_token(claims_of(row), key)) for row in rows if row]


if __name__ == "__main__":
    build_port(Path(sys.argv[1]), *map(int, sys.argv[2:5]))
