"""Nobody's name or number lies about: not in a log, a crash report, a file's name, a temporary
folder, on a stick, or in the raw bytes of the lane's databases."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sync.registry.db.open import open_database, reading
from sync.registry.db.schema import company, permit
from sync.registry.paths import RegistryPaths
from tests.integration.cli.test_lane_commands import PORT, good, serving

pytestmark = pytest.mark.requirement("A15")

ROOT = Path(__file__).parents[2]
PEOPLE = 6
# What a person is known by, and how the two databases have it.
_COLUMNS = ("name_latin", "name_arabic", "passport", "national_id", "number", "visa_number")
_CRASHES = """
import sys, threading
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from checkpoint_app.log import file_sink, logging_to
from ui.crash import CrashWatch, tell_of_hard_crashes

log, texts = Path(sys.argv[1]), sys.stdin.read().split("\\n")
app = QCoreApplication([])
tell_of_hard_crashes(log)

def in_slot():
    held = {"pilgrim": texts}
    raise ValueError(f"no such pilgrim: {held}")

def in_thread():
    {}["|".join(texts)]

with logging_to(file_sink(log), "DEBUG"):
    watch = CrashWatch()
    watch.watch()
    QTimer.singleShot(0, in_slot)
    QTimer.singleShot(10, lambda: threading.Thread(target=in_thread).start())
    QTimer.singleShot(300, app.quit)
    app.exec()
    watch.stop()
"""


@dataclass(frozen=True)
class World:
    """A lane after a day of work and trouble, its sticks, and where its programs put temporary
    files. ``texts`` are what its scanned people are known by."""

    lane: Path
    sticks: Path
    temporary: Path
    texts: tuple[str, ...]

    def files(self) -> Iterator[Path]:
        for folder in (self.lane, self.sticks, self.temporary):
            yield from (path for path in folder.rglob("*") if path.is_file())


class Lane:
    """The lane's commands, each in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.data, self.temporary = folder / "lane", folder / "temporary"
        self.temporary.mkdir()
        home = folder / "home"
        home.mkdir()
        self._environment = {
            **{name: value for name, value in os.environ.items() if name in ("PATH", "LANG")},
            "HOME": str(home),
            "TMPDIR": str(self.temporary),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(folder / "pycache"),
        }

    def run(self, *words: str | Path, said: str = "") -> int:
        """A command of the lane; its exit code."""
        given = [*map(str, words[:1]), "--lang", "en", "--data", str(self.data)]
        return self.python("-m", "checkpoint_app", *given, *map(str, words[1:]), said=said)

    def python(self, *words: str, said: str) -> int:
        done = subprocess.run(
            [sys.executable, *words],
            input=said.encode(),
            capture_output=True,
            env=self._environment,
            cwd=self.temporary,
            timeout=120,
        )
        return done.returncode


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("personal")
    registry, sticks = folder / "registry", folder / "sticks"
    sticks.mkdir()
    lane = Lane(folder)
    lane.data.mkdir()
    (lane.data / "settings.toml").write_text('log_level = "DEBUG"\n', "utf-8")
    good("registry", "init", "--demo", "--data", registry)
    good("registry", "sample", "--permits", "120", "--seed", "11", "--data", registry)
    good("registry", "publish", "--port", PORT, "--data", registry)
    people = pilgrims(registry)
    given = good(
        "registry", "enrol-code", "--port", PORT, "--lane", "7", "--json", "--data", registry
    )
    root = RegistryPaths(registry).root_metadata
    with serving(registry) as address:
        enrolled = lane.run(
            *("enrol", "--registry", address, "--code", json.loads(given)["code"]),
            *("--root", root, "--demo-root"),
        )
        assert enrolled == 0
        assert lane.run("sync", "--once") == 0
        work(lane, registry, people, folder)
        lane.run("sync", "--once")
    trouble(lane, registry, people, sticks)
    return World(lane.data, sticks, lane.temporary, tuple(text for row in people for text in row))


def pilgrims(registry: Path) -> list[tuple[str, ...]]:
    """What some people of the port are known by, their companies' telephones among it."""
    engine = open_database(RegistryPaths(registry).database, read_only=True)
    with reading(engine) as connection:
        rows = connection.execute(
            permit.join(company, permit.c.company == company.c.number)
            .select()
            .where(permit.c.ports.op("&")(1) == 1, permit.c.national_id.is_not(None))
            .limit(PEOPLE)
        ).mappings()
        found = [tuple(str(row[name]) for name in (*_COLUMNS, "phone")) for row in rows]
    engine.dispose()
    assert len(found) == PEOPLE
    return found


def work(lane: Lane, registry: Path, people: list[tuple[str, ...]], folder: Path) -> None:
    """A day at the lane: pages, typed numbers, passports, and what is none of these."""
    sheet = folder / "page.png"
    number = people[0][_COLUMNS.index("number")]
    good("registry", "sheet", "--permit", number, "--out", sheet, "--data", registry)
    typed = [row[_COLUMNS.index("number")] for row in people]
    assert lane.run("scan", "--json", sheet, *typed) in (0, 10, 20, 30)
    tail = people[1][_COLUMNS.index("passport")][-4:]
    lane.run("scan", "--json", "--passport", tail, typed[1])
    everything = "\n".join(text for row in people for text in row)
    lane.run("scan", "--json", "-", said=everything)
    assert lane.run("refresh", typed[2]) == 0


def trouble(lane: Lane, registry: Path, people: list[tuple[str, ...]], sticks: Path) -> None:
    """Sticks there and back, a torn one, no line, a damaged cache, bugs."""
    stick, torn = sticks / "a", sticks / "b"
    good("registry", "bundle", "--as-it-is", "--port", PORT, "--to", stick, "--data", registry)
    good("registry", "bundle", "--port", PORT, "--to", torn, "--data", registry)
    assert lane.run("scan", "--json", people[3][_COLUMNS.index("number")]) in (0, 10, 20, 30)
    assert lane.run("bundle", "import", stick, "--yes") == 0
    assert lane.run("bundle", "export", stick) == 0
    for path in (torn / "repository" / "targets").rglob("*.*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-9])
    assert lane.run("bundle", "import", torn, "--yes") != 0
    assert lane.run("sync", "--once") != 0
    cache = bytearray((lane.data / "records.db").read_bytes())
    for place in range(8192, len(cache), 4096):
        cache[place] ^= 0xFF
    (lane.data / "records.db").write_bytes(cache)
    everything = "\n".join(text for row in people for text in row)
    lane.run("scan", "--json", "-", said=everything)
    log = lane.data / "log" / "checkpoint.log"
    assert lane.python("-c", _CRASHES, str(log), said=everything) == 0


def forms(text: str) -> Iterator[bytes]:
    """How a text may lie in a file: as it is, wide, in hex, in base64 at any offset, escaped."""
    plain = text.encode()
    wide = text.encode("utf-16-le")
    yield from (plain, wide, text.encode("utf-16-be"))
    for data in (plain, wide):
        yield from (data.hex().encode(), data.hex().upper().encode())
        for shift in range(3):
            whole = base64.b64encode(bytes(shift) + data)
            # Letters that the neighbours have a part in are left out at both ends.
            inner = whole[4 if shift else 0 : len(whole) // 4 * 4 - 4]
            yield inner
            yield inner.replace(b"+", b"-").replace(b"/", b"_")
    yield json.dumps(text).strip('"').encode()
    if text.isdigit() and len(text) > 9:
        yield int(text).to_bytes(8, "big")
        yield int(text).to_bytes(8, "little")
    if " " in text:
        first_two = " ".join(text.split()[:2])
        yield from (first_two.encode(), first_two.replace(" ", "_").encode())


def needles(texts: tuple[str, ...]) -> dict[bytes, str]:
    """Every form of every text; short ones would be found by chance."""
    return {form: text for text in texts for form in forms(text) if len(form) >= 7}


def test_the_search_finds_what_is_there() -> None:
    name, number = "فاطمة محمود عبد الرحمن", "26504150100001"
    known = needles((name, number))
    for text in (name, number):
        data = text.encode()
        for hidden in (
            *(data, text.encode("utf-16"), data.hex().encode(), json.dumps(text).encode()),
            *(base64.b64encode(b"x" * shift + data + b"yyyy") for shift in range(5)),
            *([int(text).to_bytes(8, "big")] if text.isdigit() else []),
        ):
            assert any(form in b"  " + hidden for form in known), hidden


def test_no_file_of_a_lane_or_stick_holds_anybody(world: World) -> None:
    known = needles(world.texts)
    found = []
    for path in world.files():
        content = path.read_bytes()
        found += [(path.name, text) for form, text in known.items() if form in content]
    assert found == []


def test_no_file_is_named_for_anybody(world: World) -> None:
    for path in world.files():
        name = str(path)
        assert not [text for text in world.texts if text in name or text.replace(" ", "_") in name]


def test_nothing_temporary_is_left(world: World) -> None:
    assert list(world.temporary.rglob("*")) == []
    leftovers = {".part", ".new", ".tmp", ".age.tmp"}
    assert [path for path in world.files() if path.suffix in leftovers] == []
    assert not (world.lane / "trust" / "staged").exists()


def test_the_log_was_written_and_the_bugs_are_in_it(world: World) -> None:
    """The tests above would pass for a lane that keeps no log."""
    log = (world.lane / "log" / "checkpoint.log").read_text("utf-8")
    assert "a bug: ValueError by" in log
    assert "a bug: KeyError by" in log
    assert "WARNING" in log
    assert (world.lane / "log" / "fault.log").exists()
    assert (world.sticks / "a" / "LABEL.txt").exists()
    assert list((world.sticks / "a" / "departures").iterdir())


def test_the_databases_are_noise(world: World) -> None:
    for name in ("records.db", "journal.db"):
        content = (world.lane / name).read_bytes()
        assert len(content) > 0
        assert not content.startswith(b"SQLite format 3")
        assert b"CREATE TABLE" not in content


def test_nothing_is_put_on_the_clipboard() -> None:
    """No program of ours so much as names it."""
    sources = [
        path
        for folder in ("ui", "checkpoint_app", "sync")
        for path in (ROOT / folder).rglob("*.py")
    ]
    assert sources
    named = re.compile(rb"QClipboard|\.clipboard\(")
    assert [path.name for path in sources if named.search(path.read_bytes())] == []
