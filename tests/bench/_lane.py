"""A lane full of records for a benchmark."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from checkpoint_app.clock import SystemClock
from checkpoint_app.main import LaneStores, open_stores
from checkpoint_app.paths import LanePaths
from checkpoint_app.store import keys as store_keys
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.intake import Intake, TakenIn
from sync.trust.plan import PortPlace
from sync.trust.reader_process import ReaderProcess


@dataclass(frozen=True, slots=True)
class Season:
    """A published season and an enrolled lane, in one folder."""

    folder: Path

    @property
    def lane(self) -> LanePaths:
        return LanePaths(self.folder / "lane")

    @property
    def repository(self) -> Path:
        return self.folder / "registry" / "repo"

    def tokens(self) -> list[str]:
        """Scan texts of permits drawn at random."""
        found: list[str] = json.loads((self.folder / "tokens.json").read_text("utf-8"))
        return found


@contextmanager
def season(records: int, tokens: int = 0) -> Iterator[Season]:
    """Build one and remove it afterwards."""
    with tempfile.TemporaryDirectory(prefix="checkpoint-bench-") as name:
        subprocess.run(
            [
                sys.executable,
                "-m",
                "tests.simulators.published_season",
                name,
                str(records),
                str(tokens),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        yield Season(Path(name))


def import_all(
    made: Season,
    stores: LaneStores,
    on_rows: Callable[[], None] = lambda: None,
    *,
    rebuild: bool = False,
) -> TakenIn:
    """From the encrypted packs in a folder to a usable cache, as a stick would bring them."""
    intake = Intake(
        repository=stores.repository,
        sink=stores.records,
        place=PortPlace(stores.device.port_id, stores.port.bit, stores.device.season),
        identity=store_keys.age_identity(stores.key_store),
        newest=stores.anchor.newest,
        reader=ReaderProcess,
        stopping=threading.Event().is_set,
    )
    now = SystemClock().now()
    return intake.take_in(
        folder_carrier(made.repository), now, rebuild=rebuild, on_view=stores.trust.take
    )


@contextmanager
def full_lane(records: int, tokens: int) -> Iterator[Season]:
    """A season whose lane holds all of it."""
    with season(records, tokens) as made:
        with open_stores(made.lane, SystemClock()) as stores:
            import_all(made, stores)
        yield made
