"""`checkpoint registry programmes …`: whom to telephone about a group, from the centre to a port's
packs."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from checkpoint_app.cli import main
from checkpoint_app.reference import ports
from sync.registry.db import schema
from sync.registry.db.open import meta_value, open_database, reading


class Registry:
    """A registry with a few trips."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        assert self.run("init", "--demo")[0] == 0
        assert self.run("sample", "--permits", "120", "--seed", "7")[0] == 0

    def run(self, *words: str, lang: str = "en") -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        given = ["registry", *words, "--data", str(self.folder), "--lang", lang]
        code = main(given, stdin=io.StringIO(), out=out, err=err, variables={})
        return code, out.getvalue(), err.getvalue()

    def rows(self, *columns):
        engine = open_database(self.folder / "registry.db", read_only=True)
        try:
            with reading(engine) as connection:
                return connection.execute(select(*columns)).all()
        finally:
            engine.dispose()

    def published(self, port: str) -> str | None:
        """The mark of the contacts that a port has now."""
        engine = open_database(self.folder / "registry.db", read_only=True)
        try:
            with reading(engine) as connection:
                return meta_value(connection, f"contacts/{port}")
        finally:
            engine.dispose()


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return Registry(tmp_path_factory.mktemp("programmes"))


def a_trip(registry: Registry) -> tuple[int, str]:
    trip = schema.programme.c
    number, at = registry.rows(trip.number, trip.ports)[0]
    return number, next(port.port_id for port in ports() if at >> port.bit & 1)


def test_a_telephone_is_set_shown_published_and_removed(registry: Registry) -> None:
    number, port = a_trip(registry)
    assert registry.run("publish", "--port", port)[0] == 0
    before = registry.published(port)
    code, out, err = registry.run("programmes", "phone", str(number), "٠١٠٠-123 4567", "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert (told["number"], told["telephone"]) == (number, "0100-123 4567")
    assert port in told["ports"]
    after = registry.published(port)
    assert before is not None and after is not None and before != after
    assert "0100-123 4567" in registry.run("programmes", "phone", str(number))[1]
    removed = registry.run("programmes", "phone", str(number), "--remove", "--later", lang="ar")
    assert removed[0] == 0 and "لا يُعرف" in removed[1]
    assert registry.published(port) == after
    audit = schema.audit.c
    written = registry.rows(audit.action, audit.subject, audit.detail)
    mine = [tuple(row) for row in written if row.action == "programme.phone"]
    assert mine == [("programme.phone", str(number), done) for done in ("set", "removed")]


@pytest.mark.parametrize(
    "wrong", ["call me", "12", "0" * 33, "٠" * 200, "+20 100\u202e123", "1;2345", "x123"]
)
def test_what_is_no_telephone_changes_nothing(registry: Registry, wrong: str) -> None:
    number, _ = a_trip(registry)
    before = registry.rows(schema.programme.c.supervisor_phone)
    code, out, err = registry.run("programmes", "phone", str(number), wrong, "--later")
    if "\u202e" in wrong:
        assert (code, "+20 100123" in out) == (0, True)  # a sign that nobody sees is left out
        registry.run("programmes", "phone", str(number), "--remove", "--later")
        return
    assert (code, "no telephone" in err) == (1, True)
    assert registry.rows(schema.programme.c.supervisor_phone) == before


def test_a_trip_that_there_is_not_is_said(registry: Registry) -> None:
    for number in ("99999999", "9" * 30, "0"):
        code, _, err = registry.run("programmes", "phone", number, "0100 123")
        assert (code, f"There is no programme {number}" in err) == (1, True)
