"""A published port, a trust folder, and both kinds of sink: in memory, and the encrypted store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from checkpoint_app.store.anchor import AnchorFile
from checkpoint_app.store.records import RecordsStore
from sync.trust.carrier import Carrier
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.intake import Intake, TakenIn
from sync.trust.plan import PortPlace
from sync.trust.reader import PackReader, PackReading
from sync.trust.repository import TrustedRepository
from sync.trust.sink import RecordSink
from tests.integration.sync.publication import PORT, Publication
from tests.unit.sync.memory_sink import MemorySink
from tests.unit.sync.season import BIT, NOW, SEASON, PortSeason

PLACE = PortPlace(PORT, BIT, SEASON)


@dataclass
class Port:
    """One port at a publication's other end."""

    publication: Publication
    trusted: TrustedRepository
    sink: RecordSink
    anchor: AnchorFile
    reader: Callable[[], AbstractContextManager[PackReading]] = field(
        default=lambda: nullcontext(PackReader())
    )

    def intake(self) -> Intake:
        return Intake(
            self.trusted,
            self.sink,
            PLACE,
            str(self.publication.season.device),
            self.anchor.newest,
            self.reader,
            lambda: False,
        )

    def carrier(self, *, staged: bool = True) -> Carrier:
        stick = folder_carrier(self.publication.folder)
        return Carrier(stick.fetcher, stick.metadata_url, stick.targets_url, staged=staged)

    def sync(self, *, staged: bool = True, rebuild: bool = False) -> TakenIn:
        carrier = self.carrier(staged=staged)
        return self.intake().take_in(carrier, NOW, rebuild=rebuild)


@pytest.fixture
def publication(tmp_path: Path) -> Publication:
    made = Publication(tmp_path / "registry", PortSeason())
    made.season.add_versions(list(range(1, 11)))
    made.publish()
    return made


@pytest.fixture(params=["memory", "store"])
def port(
    request: pytest.FixtureRequest, publication: Publication, tmp_path: Path
) -> Iterator[Port]:
    anchor = AnchorFile(tmp_path / "anchor.json")
    trusted = TrustedRepository(tmp_path / "trust", publication.root)
    if request.param == "memory":
        yield Port(publication, trusted, MemorySink(), anchor)
        return
    store = RecordsStore(tmp_path / "records.db", bytes(32), anchor)
    yield Port(publication, trusted, store, anchor)
    store.close()
