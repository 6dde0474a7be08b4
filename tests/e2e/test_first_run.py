"""A new lane from its first start to its first pilgrim: the real program, a real registry."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from sqlalchemy import Engine

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.token import issue_token
from checkpoint_app.credential.token_text import to_digits
from checkpoint_app.demo.registry_side import Server, serving
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.reference import message, ports
from sync.protocol.enrolment_code import make_code, spaced_code
from sync.protocol.fingerprint import device_fingerprint
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

PORT, OTHER_PORT = "CAI-AIR", "SGA-SEA"
ROOT = Path(__file__).parents[2]
INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
# Nobody listens on the discard port.
DEAD_ADDRESS = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Season:
    """A registry's season, some of whose permits are good here today."""

    paths: RegistryPaths
    engine: Engine
    good: tuple[int, ...]

    def token(self, place: int) -> tuple[int, str]:
        """A permit that is good here today, and what its QR says."""
        key, number = read_signing_key(self.paths.issuer_keys, EnvelopeType.TOKEN), self.good[place]
        with reading(self.engine) as connection:
            row = row_by_number(connection, number)
        assert row is not None
        return number, to_digits(number, issue_token(claims_of(row), key))

    def devices(self, lane: str) -> list[dict[str, Any]]:
        with reading(self.engine) as connection:
            rows = connection.exec_driver_sql("SELECT * FROM device WHERE lane = ?", (lane,))
            return [dict(row) for row in rows.mappings()]


@dataclass(frozen=True)
class Centre(Season):
    """A registry that serves a published season."""

    server: Server

    def code(self, lane: str) -> str:
        enrolment = Enrolment(
            self.engine, SystemClock(), secrets.randbelow, WrongAttempts(SystemClock())
        )
        return enrolment.issue_code(ports().by_id(PORT).bit, lane)


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    paths, clock = RegistryPaths(tmp_path_factory.mktemp("centre") / "registry"), SystemClock()
    initialise(paths, clock, demo=True)
    engine, today = open_database(paths.database), cairo_day(clock.now())
    sample(engine, permits=200, seed=1448, today=today, port_weights={PORT: 1})
    good = spotless_permits(engine, PORT, today, 2)
    with SignerClient(paths.data) as signer, serving(paths.data) as server:
        Publisher(paths, engine, signer, clock).publish([PORT])
        yield Centre(paths, engine, good, server)
    engine.dispose()


@dataclass(frozen=True)
class Lane:
    """What people at one new lane have, and how they speak."""

    language: str
    lane: str
    typed_lane: str
    officer: str
    search: str
    other: str
    scanned_code: bool
    permit: int


LANES = (
    Lane("ar", "4", "٤", "سلمى عبد الحميد", "القاهرة", "سفاجا", False, 0),
    Lane("en", "5", "5", "Salma Abdelhamid", "cairo", "safaga", True, 1),
)


# Where each was said, by which text of the catalogue, with what in it.
MISTAKES: tuple[tuple[tuple[str, str], str, dict[str, str]], ...] = (
    (("connect", "root"), "cli.root_unreadable", {"name": "rot.json"}),
    (("connect", "root"), "trust.demo", {}),
    (("connect", "registry"), "window.enrol_unreachable", {}),
    (("connect", "code"), "sync.code_refused", {}),
    (("place", "port"), "sync.code_for_other_place", {}),
)


def run(folder: Path, story: str) -> Any:
    """The program in a process of its own, started where the lane's papers lie."""
    lane = subprocess.run(
        [sys.executable, "-m", "tests.e2e.first_run_walk", str(folder), story],
        capture_output=True,
        text=True,
        timeout=150,
        cwd=folder,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
    )
    assert lane.returncode == 0, lane.stdout + lane.stderr
    assert "Traceback" not in lane.stderr
    return json.loads(lane.stdout.splitlines()[-1])


def put_picture(folder: Path) -> None:
    """A folder of pictures with nothing to read in it."""
    (folder / "pictures").mkdir()
    cv2.imwrite(str(folder / "pictures" / "1.png"), np.full((90, 160), 120, np.uint8))


def written(lane: Lane, centre: Centre, folder: Path) -> dict[str, Any]:
    """The story of this lane, in its folder with the root file and a folder of pictures."""
    (folder / "root.json").write_bytes(centre.paths.root_metadata.read_bytes())
    put_picture(folder)
    code = centre.code(lane.lane)
    story = {
        "language": lane.language,
        "search": lane.search,
        "other": lane.other,
        "lane": lane.typed_lane,
        "officer": lane.officer,
        "source": "pictures",
        "address": centre.server.address,
        "dead_address": DEAD_ADDRESS,
        "code": code if lane.scanned_code else code.translate(INDIC),
        "wrong_code": make_code(secrets.randbelow),
        "scanned_code": lane.scanned_code,
        "root": "root.json",
        "missing_root": "rot.json",
        "token": centre.token(lane.permit)[1],
    }
    (folder / "story.json").write_text(json.dumps(story), "utf-8")
    return story | {"plain_code": code}


def plain(text: str) -> str:
    """Without the marks that keep codes apart, its digits as they are."""
    return text.replace("\u2066", "").replace("\u2069", "")


@dataclass(frozen=True)
class Walked:
    """What one lane's people did and saw, at the first start and at the second."""

    lane: Lane
    folder: Path
    story: dict[str, Any]
    first: Any
    second: Any


@pytest.fixture(scope="module")
def walks(centre: Centre, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Walked]:
    """Both lanes, at the same time."""
    folders = [tmp_path_factory.mktemp(lane.language) for lane in LANES]
    stories = [written(*each) for each in zip(LANES, [centre] * 2, folders, strict=True)]

    def walk(lane: Lane, folder: Path, story: dict[str, Any]) -> Walked:
        return Walked(lane, folder, story, run(folder, "enrol"), run(folder, "again"))

    with ThreadPoolExecutor(len(LANES)) as both:
        walked = list(both.map(walk, LANES, folders, stories))
    return {each.lane.language: each for each in walked}


@pytest.fixture(params=["ar", "en"])
def walked(request: pytest.FixtureRequest, walks: dict[str, Walked]) -> Walked:
    return walks[request.param]


@pytest.mark.requirement("C1")
@pytest.mark.requirement("A16")
def test_a_new_lane_from_its_first_start_to_its_first_pilgrim(
    walked: Walked, centre: Centre
) -> None:
    said, number = walked.first, centre.token(walked.lane.permit)[0]
    assert said["page"] == "first_run"
    assert said["opened"]["tone"] == "waiting"
    assert (said["answered"]["tone"], said["answered"]["permit"]) == ("clear", str(number))
    assert said["recorded"] != said["answered"]["outcome"]


@pytest.mark.requirement("C1")
def test_the_camera_is_seen_and_let_go_and_the_scanner_is_judged(walked: Walked) -> None:
    senses = walked.first["senses"]
    assert senses["pictured"]
    assert senses["released"] == {"camera": False, "scanner": True}
    assert senses["verdict"] == message("scanner.grade_good", walked.lane.language)
    assert senses["left"] == {"camera": False, "scanner": False}


def test_both_ends_show_one_fingerprint_and_the_settings_are_kept(
    walked: Walked, centre: Centre
) -> None:
    lane, folder = walked.lane, walked.folder
    (row,) = centre.devices(lane.lane)
    assert row["port"] == ports().by_id(PORT).bit
    fingerprint = device_fingerprint(row["batch_key"], row["auth_key"], row["age_recipient"])
    assert fingerprint in walked.first["done"]["fingerprint"]
    settings = tomllib.loads((folder / "lane" / "settings.toml").read_text("utf-8"))
    assert settings["officer"] == lane.officer
    assert Path(settings["source"]) == folder / "pictures"
    assert settings.get("language", "ar") == lane.language


def test_at_the_second_start_nobody_is_asked_and_the_last_pilgrim_stands(walked: Walked) -> None:
    again, opened = walked.second, walked.second["opened"]
    assert not again["first_run"]
    assert (opened["language"], opened["officer"]) == (walked.lane.language, walked.lane.officer)
    assert opened["permit"] == walked.first["answered"]["permit"]


@pytest.mark.requirement("C1")
def test_each_mistake_is_said_beside_what_mends_it_and_nothing_typed_is_lost(
    walked: Walked,
) -> None:
    lane, story, mistakes = walked.lane, walked.story, walked.first["mistakes"]
    port = ports().by_id(PORT)
    place = {"port": port.name_ar if lane.language == "ar" else port.name_en, "lane": story["lane"]}
    assert [(each["step"], each["field"]) for each in mistakes] == [at for at, _, _ in MISTAKES]
    for each, (_, key, named) in zip(mistakes, MISTAKES, strict=True):
        told = place if key == "sync.code_for_other_place" else named
        assert plain(each["said"]) == message(key, lane.language, **told)
        assert each["focused"]
    check_drafts([each["draft"] for each in mistakes], story)


def check_drafts(drafts: list[dict[str, str]], story: dict[str, Any]) -> None:
    """At each mistake all that had been typed, and what was mended since."""
    kept = {"lane": story["lane"], "officer": story["officer"], "recording": "pictures"}
    for draft in drafts:
        assert draft.items() >= (kept | {"port_id": OTHER_PORT, "source": "recording"}).items()
    dead, good = story["dead_address"], story["address"]
    assert [draft["registry"] for draft in drafts] == [dead, dead, dead, good, good]
    wrong, right = spaced_code(story["wrong_code"]), spaced_code(story["plain_code"])
    assert [draft["code"] for draft in drafts] == [wrong, wrong, wrong, wrong, right]
    assert [draft["root"] for draft in drafts] == ["rot.json", *["root.json"] * 4]
    assert [draft["demo"] for draft in drafts] == ["False", "False", "True", "True", "True"]


def test_nothing_personal_is_written_down(walked: Walked) -> None:
    logs = "".join(each.read_text("utf-8") for each in (walked.folder / "lane/log").iterdir())
    code, token = walked.story["plain_code"], walked.story["token"]
    for personal in (walked.lane.officer, code, token[2:15]):
        assert personal not in logs
