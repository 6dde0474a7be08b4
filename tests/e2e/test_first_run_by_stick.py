"""A new lane without a line: its window asks by a stick, is closed, and takes the stick that came
back; the real program, a real registry, and only the stick between them."""

from __future__ import annotations

import json
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from checkpoint_app.clock import SystemClock
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.reference import message
from sync.registry.db.open import open_database
from sync.registry.init import initialise
from sync.registry.paths import RegistryPaths
from sync.registry.sample.season import sample, spotless_permits
from tests.e2e.test_first_run import DEAD_ADDRESS, PORT, Season, plain, put_picture, run
from tests.integration.cli.test_lane_commands import good as in_here

# A person strikes two keys in three seconds at the worst, and reads a page in twenty.
KEY_SECONDS, PAGE_SECONDS, PAGES = 1.5, 20, 7


@dataclass(frozen=True)
class Walked:
    """One lane: what was seen when it asked, and when it was answered."""

    language: str
    lane: str
    folder: Path
    number: int
    asked: Any
    answered: Any


LANES = (("ar", "7", "٧", "القاهرة"), ("en", "8", "8", "cairo"))


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Walked]:
    """Both lanes ask at the same time on sticks of their own; both are admitted; both come back."""
    paths, clock = RegistryPaths(tmp_path_factory.mktemp("centre") / "registry"), SystemClock()
    initialise(paths, clock, demo=True)
    engine, today = open_database(paths.database), cairo_day(clock.now())
    sample(engine, permits=200, seed=1449, today=today, port_weights={PORT: 1})
    season = Season(paths, engine, spotless_permits(engine, PORT, today, 2))
    folders = [tmp_path_factory.mktemp(language) for language, *_ in LANES]
    permits = [season.token(place) for place in range(2)]
    for lane, folder, (_, token) in zip(LANES, folders, permits, strict=True):
        write(lane, folder, token, paths)
    with ThreadPoolExecutor(2) as both:
        asked = list(both.map(run, folders, ["ask"] * 2))
        for folder in folders:
            answer(folder / "stick", paths.data)
        answered = list(both.map(run, folders, ["answer"] * 2))
    engine.dispose()
    return {
        lane[0]: Walked(lane[0], lane[1], folder, number, *seen)
        for lane, folder, (number, _), *seen in zip(
            LANES, folders, permits, asked, answered, strict=True
        )
    }


def write(lane: tuple[str, str, str, str], folder: Path, token: str, paths: RegistryPaths) -> None:
    """What the people at a lane have in hand."""
    language, _, typed, search = lane
    (folder / "root.json").write_bytes(paths.root_metadata.read_bytes())
    (folder / "stick").mkdir()
    put_picture(folder)
    story = {
        "language": language,
        "search": search,
        "other": search,
        "lane": typed,
        "officer": "",
        "source": "pictures",
        "address": DEAD_ADDRESS,
        "dead_address": DEAD_ADDRESS,
        "code": "",
        "wrong_code": "",
        "scanned_code": False,
        "root": "root.json",
        "missing_root": "",
        "token": token,
        "stick": "stick",
        "missing_stick": "stack",
    }
    (folder / "story.json").write_text(json.dumps(story), "utf-8")


def answer(stick: Path, registry: Path) -> None:
    """At the registry: the one request on this stick is admitted as it was read out, and the
    port's data is written beside it."""
    (row,) = in_here("registry", "admit", stick, "--json", "--data", registry).splitlines()
    asked = json.loads(row)
    words = ("--fingerprint", asked["fingerprint"])
    in_here("registry", "admit", stick, *words, "--data", registry)
    in_here("registry", "bundle", "--port", PORT, "--to", stick, "--data", registry)


@pytest.fixture(params=["ar", "en"])
def walked(request: pytest.FixtureRequest, walks: dict[str, Walked]) -> Walked:
    return walks[request.param]


@pytest.mark.requirement("C1", "C3", "A16")
def test_a_lane_without_a_line_from_its_first_start_to_its_first_pilgrim(walked: Walked) -> None:
    first, second = walked.asked, walked.answered
    assert second["resumed"] == first["asked"] == second["done"]["fingerprint"]
    assert (second["answered"]["tone"], second["answered"]["permit"]) == (
        "clear",
        str(walked.number),
    )
    assert second["recorded"] != second["answered"]["outcome"]
    assert not (walked.folder / "lane" / "asked.json").exists()


@pytest.mark.requirement("C1")
def test_after_a_restart_it_goes_on_at_the_same_step_with_all_that_was_chosen(
    walked: Walked,
) -> None:
    draft = walked.answered["draft"]
    assert (draft["way"], draft["port_id"], draft["lane"]) == ("stick", PORT, walked.lane)
    assert (draft["source"], draft["demo"]) == ("recording", "True")
    settings = tomllib.loads((walked.folder / "lane" / "settings.toml").read_text("utf-8"))
    assert Path(settings["source"]) == walked.folder / "pictures"
    assert walked.answered["opened"]["language"] == walked.language


@pytest.mark.requirement("C1")
def test_each_mistake_is_said_in_words_with_a_next_step(walked: Walked) -> None:
    mistakes = [*walked.asked["mistakes"], *walked.answered["mistakes"]]
    assert [(each["step"], each["field"]) for each in mistakes] == [
        ("connect", "folder"),
        ("stick", "answer"),
        ("stick", "answer"),
    ]
    said = [plain(each["said"]) for each in mistakes]
    keys = ("stick.no-folder", "bundle.torn", "bundle.torn")
    assert said == [message(key, walked.language) for key in keys]
    assert all(each["focused"] for each in mistakes)


@pytest.mark.requirement("C1")
def test_a_person_needs_less_than_five_minutes_for_it(walked: Walked) -> None:
    """By the keys that a hand struck, the mistakes among them."""
    keys = walked.asked["keys"] + walked.answered["keys"]
    assert keys < 100
    assert PAGES * PAGE_SECONDS + keys * KEY_SECONDS < 5 * 60
