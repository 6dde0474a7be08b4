"""The folders of a story between two machines that no network joins: the registry's computer, a
port's two lanes, the stick that goes between them, and the sticks on which keys are kept.

Every command that people type is a program of its own, the first time that it is typed in a
language; said again, it runs within the test's process, as does what the test itself looks up as
programs do (``--json``).
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

from checkpoint_app import cli
from checkpoint_app.clock import SystemClock
from checkpoint_app.domain.days import cairo_day
from sync.registry.db.open import open_database, reading
from sync.registry.db.schema import permit
from sync.registry.paths import RegistryPaths
from sync.registry.sample.season import spotless_permits
from tests.integration.cli.test_lane_commands import good as in_here

PORT = "CAI-AIR"
PASSWORD = "salt wind over the canal\n"
REVOKED = 1
CLEAR, REFER, REFUSE = 0, 10, 20
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_WORD = re.compile(r"[A-Za-z]{3,}")


class Machines:
    """Where everything lies, and what people type there. ``lang`` is the language in which they
    are answered now; an answer with a line of the other language is a fault."""

    def __init__(self, folder: Path) -> None:
        self.lang = "ar"
        self._typed: set[tuple[str, ...]] = set()
        self.registry, self.port = folder / "registry", folder / "port"
        self.stick, self.keys, self.ceremonies = (
            folder / name for name in ("stick", "keys", "ceremonies")
        )
        for made in (self.port, self.stick, self.keys, self.ceremonies):
            made.mkdir()
        self.password = folder / "password"
        self.password.write_text(PASSWORD, encoding="utf-8")

    @property
    def unseen(self) -> tuple[str | Path, ...]:
        """In place of a person who types a password."""
        return "--password-file", self.password

    def typed(self, *words: str | Path, ends: int = 0) -> str:
        """What a command answered, on either stream."""
        command = [*map(str, words), "--lang", self.lang]
        name = (self.lang, *takewhile(_is_command, command))
        code, answer = _within(command) if name in self._typed else _apart(command)
        self._typed.add(name)
        assert code == ends, f"{words} ended with {code}: {answer}"
        foreign = foreign_lines(answer, self.lang)
        assert not foreign, f"{words} answered in the other language: {foreign}"
        return answer

    def at_registry(self, *words: str | Path, ends: int = 0) -> str:
        """A command at the registry's computer."""
        return self.typed("registry", *words, "--data", self.registry, ends=ends)

    def away(self, *words: str | Path, ends: int = 0) -> str:
        """A word of a key ceremony, typed where the registry's folder is not."""
        return self.typed("registry", "keys", *words, ends=ends)

    def at_lane(self, lane: str, *words: str | Path, ends: int = 0) -> str:
        """A command at a lane's computer."""
        return self.typed(*words, "--data", self.port / f"lane-{lane}", ends=ends)

    def rows(self, *words: str | Path) -> list[dict[str, Any]]:
        """What the registry answers to programs."""
        told = in_here("registry", *words, "--json", "--data", self.registry)
        return [json.loads(line) for line in told.splitlines()]

    def row(self, lane: str, *words: str | Path) -> dict[str, Any]:
        """What a lane answers to programs."""
        told = in_here(*words, "--json", "--data", self.port / f"lane-{lane}")
        return dict(json.loads(told))

    def make_key(self, role: str, number: int, ceremony: Path, who: str, to: str = "") -> str:
        """One person's key, on a stick of its own; returns the fingerprint that is read out."""
        seat = ("--role", role, "--number", str(number), "--ceremony", ceremony)
        home = self.keys / (to or f"{role}-{number}")
        made = self.away("make", *seat, "--to", home, "--name", who, *self.unseen)
        return made.splitlines()[0].rpartition(": ")[2]

    def sign(self, seat: str, ceremony: Path, who: str, at: str = "") -> str:
        """One person signs; returns what they were shown."""
        key = self.keys / (at or seat) / f"{seat}.key"
        return self.away(
            "sign", "--ceremony", ceremony, "--key", key, "--name", who, "--yes", *self.unseen
        )

    def bundle(self) -> str:
        """The port's data goes onto the stick."""
        return self.at_registry("bundle", "--port", PORT, "--to", self.stick)

    def import_(self, lane: str, *, ends: int = 0) -> str:
        """The stick is taken in at a lane."""
        return self.at_lane(lane, "bundle", "import", self.stick, "--yes", ends=ends)

    def departures(self, lane: str) -> Mapping[str, Any]:
        """Where a lane's departures stand."""
        return dict(self.row(lane, "bundle", "status")["departures"])

    def counts(self) -> Mapping[str, int]:
        """The day's counts of the port, at the registry."""
        (counted,) = self.rows("counts")
        (row,) = [row for row in counted["ports"] if row["port"] == PORT]
        return dict(row["tally"])

    def print_permit(self, number: int) -> Path:
        """The printed permit that a pilgrim holds out."""
        page = self.port / f"{number}.png"
        self.at_registry("sheet", "--permit", str(number), "--out", page)
        return page

    def spotless(self, count: int) -> tuple[int, ...]:
        """Permits of today with nothing against them."""
        engine = open_database(RegistryPaths(self.registry).database, read_only=True)
        try:
            found = spotless_permits(engine, PORT, cairo_day(SystemClock().now()), count)
        finally:
            engine.dispose()
        assert len(found) == count
        return found

    def revoked(self) -> int:
        """A permit of this port that the season's making revoked."""
        of_port = permit.c.ports.bitwise_and(1) == 1
        query = permit.select().where(of_port, permit.c.status == REVOKED).limit(1)
        return int(self._row(query)["number"])

    def with_passport(self, number: int) -> tuple[str, ...]:
        """A permit's number beside the last four characters of its passport."""
        shown = str(self._row(permit.select().where(permit.c.number == number))["passport"])
        return str(number), "--passport", shown[-4:]

    def company_of(self, number: int) -> str:
        """The company that a permit names."""
        return str(self._row(permit.select().where(permit.c.number == number))["company"])

    def _row(self, query: Any) -> Mapping[str, Any]:
        engine = open_database(RegistryPaths(self.registry).database, read_only=True)
        try:
            with reading(engine) as connection:
                return dict(connection.execute(query).mappings().one())
        finally:
            engine.dispose()


def _is_command(word: str) -> bool:
    return word.islower() and not word.startswith(("-", "/"))


def _apart(command: list[str]) -> tuple[int, str]:
    """A program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "checkpoint_app", *command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def _within(command: list[str]) -> tuple[int, str]:
    """The same by the same entry, without starting an interpreter."""
    out, err = io.StringIO(), io.StringIO()
    code = cli.main(command, stdin=io.StringIO(), out=out, err=err, variables={})
    return code, out.getvalue() + err.getvalue()


def foreign_lines(answer: str, lang: str) -> list[str]:
    """Lines that are not of this language. In Arabic a line may be of names and numbers alone when
    it belongs to the one above it."""
    lines = [line for line in answer.splitlines() if line.strip()]
    if lang == "en":
        return [line for line in lines if _ARABIC.search(line)]
    return [
        line
        for line in lines
        if _WORD.search(line) and not _ARABIC.search(line) and not line.startswith("  ")
    ]
