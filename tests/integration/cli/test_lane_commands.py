"""A lane's commands against a registry that serves in a process of its own."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checkpoint_app import cli
from checkpoint_app.clock import SystemClock
from checkpoint_app.domain.days import cairo_day, day_number
from sync.registry.db.open import open_database, reading
from sync.registry.db.schema import permit
from sync.registry.paths import RegistryPaths

PORT = "CAI-AIR"


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


class ShiftedClock(SystemClock):
    """A computer's clock that is wrong by so much."""

    def __init__(self, off: timedelta) -> None:
        self._off = off

    def now(self) -> datetime:
        return super().now() + self._off


def run(*arguments: str | Path, said: str = "", off: timedelta = timedelta(0)) -> Done:
    out, err = io.StringIO(), io.StringIO()
    given = ["--lang", "en", *map(str, arguments)]
    clock = ShiftedClock(off)
    code = cli.main(given, stdin=io.StringIO(said), out=out, err=err, variables={}, clock=clock)
    return Done(code, out.getvalue(), err.getvalue())


def good(*arguments: str | Path) -> str:
    done = run(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True)
class Place:
    """A registry that is serving, a lane enrolled at it, and a permit good there today."""

    registry: Path
    lane: Path
    permit: int
    passport: str
    sheet: Path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("place")
    registry, lane = folder / "registry", folder / "lane"
    good("registry", "init", "--demo", "--data", registry)
    good("registry", "sample", "--permits", "300", "--seed", "7", "--data", registry)
    good("registry", "publish", "--port", PORT, "--data", registry)
    given = good(
        "registry", "enrol-code", "--port", PORT, "--lane", "7", "--json", "--data", registry
    )
    with serving(registry) as address:
        root = RegistryPaths(registry).root_metadata
        code = json.loads(given)["code"]
        enrol = ("enrol", "--registry", address, "--code", code, "--root", root, "--data", lane)
        assert run(*enrol).returncode == 1  # a demo's root, and nobody said that this is one
        assert "Fingerprint" in good(*enrol, "--demo-root")
        with chdir(folder):  # a folder may be named as people do, from where they are
            assert json.loads(good("sync", "--once", "--json", "--data", "lane"))["ok"] is True
        number, passport = permit_of_today(registry)
        sheet = folder / "sheet.png"
        good("registry", "sheet", "--permit", str(number), "--out", sheet, "--data", registry)
        yield Place(registry, lane, number, passport, sheet)


class serving:  # noqa: N801 - reads as what it does in a with statement
    """`registry serve` on a free port; its address."""

    def __init__(self, registry: Path) -> None:
        words = ["registry", "serve", "--port", "0", "--data", str(registry)]
        self._command = [sys.executable, "-m", "checkpoint_app", *words]

    def __enter__(self) -> str:
        self._server = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        assert self._server.stdout is not None
        return str(json.loads(self._server.stdout.readline())["listening"])

    def __exit__(self, *_: object) -> None:
        self._server.send_signal(signal.SIGTERM)
        assert self._server.wait(60) == 0
        assert self._server.stdout is not None
        self._server.stdout.close()


def permit_of_today(registry: Path) -> tuple[int, str]:
    """A permit of this port without a flaw, and its passport."""
    today = day_number(cairo_day(SystemClock().now()))
    engine = open_database(RegistryPaths(registry).database, read_only=True)
    try:
        with reading(engine) as connection:
            rows = connection.execute(
                permit.select().where(
                    permit.c.ports.op("&")(1) == 1,
                    permit.c.valid_from <= today,
                    permit.c.valid_until >= today,
                    permit.c.status == 0,
                )
            ).mappings()
            row = next(iter(rows))
            return int(row["number"]), str(row["passport"])
    finally:
        engine.dispose()


def answers(done: Done) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.requirement("C1")
def test_verify_answers_a_printed_page_in_the_stable_form(place: Place) -> None:
    done = run("verify", "--json", "--data", place.lane, place.sheet)
    (answer,) = answers(done)
    assert list(answer) == ["scan", "permit", "verdict", "findings", "ms"]
    assert answer["scan"] == str(place.sheet)
    assert answer["permit"] == str(place.permit)
    assert (answer["verdict"], answer["findings"], done.returncode) == ("clear", [], 0)


def test_the_exit_code_is_that_of_the_gravest_answer(place: Place) -> None:
    lane = ("--json", "--data", place.lane)
    assert run("verify", *lane, str(place.permit)).returncode == 10
    mixed = run("verify", *lane, place.sheet, "https://example.org/", str(place.permit))
    assert [row["verdict"] for row in answers(mixed)] == ["clear", None, "refer"]
    assert mixed.returncode == 30


def test_a_number_is_cleared_by_the_passport(place: Place) -> None:
    number, tail = str(place.permit), place.passport[-4:]
    matched = run("verify", "--json", "--passport", tail, "--data", place.lane, number)
    assert (answers(matched)[0]["verdict"], matched.returncode) == ("clear", 0)
    other = run("verify", "--json", "--passport", "Z0Z0", "--data", place.lane, number)
    assert answers(other)[0]["findings"] == ["DOCUMENT_MISMATCH"]


def test_lines_of_the_input_are_scans(place: Place) -> None:
    done = run("verify", "--json", "--data", place.lane, "-", said=f"{place.permit}\n\nhello\n")
    assert [row["scan"] for row in answers(done)] == [str(place.permit), "hello"]


def test_the_time_given_is_the_time_of_the_answer(place: Place) -> None:
    later = datetime(SystemClock().now().year + 1, 12, 31, tzinfo=UTC).isoformat()
    done = run("verify", "--json", "--at", later, "--data", place.lane, place.sheet)
    findings = answers(done)[0]["findings"]
    assert isinstance(findings, list)
    assert {"EXPIRED", "DATA_STALE"} <= set(findings)


def test_people_are_answered_in_their_language(place: Place) -> None:
    english = run("verify", "--data", place.lane, str(place.permit))
    arabic = run("verify", "--lang", "ar", "--data", place.lane, str(place.permit))
    assert english.stdout.startswith("REFER")
    assert arabic.stdout.startswith("يُحال")


@pytest.mark.requirement("C3")
def test_verify_leaves_no_trace_and_a_scan_reaches_the_counts(place: Place) -> None:
    run("verify", "--data", place.lane, place.sheet)
    assert pending(place) == 0
    scanned = run("scan", "--json", "--data", place.lane, place.sheet)
    assert answers(scanned)[0]["verdict"] == "clear"
    assert pending(place) == 1
    sent = json.loads(good("sync", "--once", "--json", "--data", place.lane))
    assert sent["up"] == {"sent": 1, "pending": 0}
    counts = json.loads(good("registry", "counts", "--json", "--data", place.registry))
    assert counts["total"]["departed"] == 1
    again = run("scan", "--json", "--data", place.lane, place.sheet)
    assert answers(again)[0]["findings"] == ["ALREADY_DEPARTED_HERE"]


def test_one_permit_can_be_asked_for(place: Place) -> None:
    assert "newest record" in good("refresh", str(place.permit), "--data", place.lane)
    assert run("refresh", "1234", "--data", place.lane).returncode == 1


def test_a_registry_that_is_gone_stops_no_scan(place: Place, tmp_path: Path) -> None:
    device = place.lane / "device.json"
    kept = device.read_bytes()
    told = json.loads(kept)
    device.write_text(json.dumps({**told, "registry": "http://127.0.0.1:9"}))
    try:
        failed = run("sync", "--once", "--data", place.lane)
        assert failed.returncode == 1
        assert "Traceback" not in failed.stderr
        assert answers(run("verify", "--json", "--data", place.lane, place.sheet))[0]["permit"]
        status = json.loads(good("status", "--json", "--data", place.lane))
        assert set(status["errors"]) == {"down", "up"}
        assert status["errors"]["down"]["ar"]
    finally:
        device.write_bytes(kept)


def pending(place: Place) -> object:
    return json.loads(good("status", "--json", "--data", place.lane))["pending"]


@pytest.mark.requirement("C3")
def test_status_says_what_is_wrong_with_the_clock_and_what_to_do(place: Place) -> None:
    for off, fault, words in (
        (timedelta(hours=-3), "behind_data", "the clock is behind"),
        (timedelta(days=400), "ahead", "the clock is ahead"),
    ):
        told = run("status", "--data", place.lane, off=off).stdout
        assert words in told and "Africa/Cairo" in told
        shown = json.loads(run("status", "--json", "--data", place.lane, off=off).stdout)
        assert shown["clock"]["fault"] == fault and shown["clock_suspect"]
        scanned = run("verify", "--json", "--data", place.lane, place.sheet, off=off)
        assert json.loads(scanned.stdout)["verdict"] != "clear"
    ended = run("status", "--data", place.lane, off=timedelta(days=400)).stdout
    assert "The registry's word for this data ended" in ended
    assert json.loads(good("status", "--json", "--data", place.lane))["clock"]["fault"] is None
