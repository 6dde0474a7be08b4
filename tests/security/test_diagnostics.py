"""The diagnostics file of a lane full of people has nothing of any of them in it."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from checkpoint_app.clock import SystemClock
from checkpoint_app.it_ties import open_it_office
from checkpoint_app.log import file_sink, logging_to
from checkpoint_app.main import open_lane
from checkpoint_app.services.guard import Unstaffed
from sync.registry.db import schema
from sync.registry.db.open import open_database, reading
from sync.registry.paths import RegistryPaths
from tests.bench._lane import Season
from tests.ui.manned import make_season

OFFICER = "Hoda Salem"
_COLUMNS = ("number", "name_arabic", "name_latin", "passport", "national_id", "visa_number")


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Season:
    return make_season(tmp_path_factory.mktemp("people"))


def people(season: Season) -> Iterator[str]:
    """Everything by which a person of this season is known."""
    engine = open_database(RegistryPaths(season.folder / "registry").database)
    table = schema.permit.c
    known = [table[name] for name in _COLUMNS if name in table]
    with reading(engine) as connection:
        for row in connection.execute(select(*known)):
            yield from (str(value) for value in row if value)
    engine.dispose()


@pytest.mark.requirement("C1")
def test_nothing_of_anybody_is_in_the_file(season: Season, tmp_path: Path) -> None:
    known = list(people(season))
    assert len(known) > 500
    clock, path = SystemClock(), tmp_path / "checkpoint.zip"
    with open_lane(season.lane, clock, officer=OFFICER) as lane:
        for token in season.tokens()[:20]:
            lane.service.scan(token)
        with logging_to(file_sink(season.lane.log)):
            # What nobody may write there, and somebody did all the same.
            for said in filter(_is_told_apart, known):
                logging.getLogger("checkpoint_app").error("met %s", said)
        office = open_it_office(lane.stores, clock, Unstaffed(lambda: OFFICER))
        assert office.diagnose(path) == path.stat().st_size
    with zipfile.ZipFile(path) as archive:
        content = "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist())
    assert OFFICER not in content
    assert not [each for each in known if each in content]
    assert '"scan"' in content  # counted, that is all


def _is_told_apart(text: str) -> bool:
    """A number, or Arabic letters: what no entry of our own log has."""
    return not text.isascii() or any(sign.isdigit() for sign in text)
