"""`checkpoint registry …` as people type it, but for serving."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checkpoint_app.cli import main
from sync.protocol.enrolment_code import parse_code
from tests.integration.registry_api.world import SetClock

NOW = datetime(2027, 1, 10, 9, tzinfo=UTC)


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = main(
        ["registry", *arguments],
        stdin=io.StringIO(),
        out=out,
        err=err,
        clock=SetClock(NOW),
        variables={},
    )
    return code, out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("commands") / "registry"
    code, out, err = run("init", "--demo", "--json", "--data", str(folder))
    assert (code, err) == (0, "")
    assert Path(json.loads(out)["root"]).is_file()
    assert Path(json.loads(out)["admin_token"]).stat().st_mode & 0o777 == 0o600
    return str(folder)


@pytest.fixture(scope="module")
def season(data: str) -> str:
    code, out, _ = run("sample", "--permits", "40", "--seed", "5", "--json", "--data", data)
    assert code == 0
    assert json.loads(out)["permits"] == 40
    return data


@pytest.mark.requirement("C6")
def test_a_registry_is_made_once(data: str) -> None:
    code, _, err = run("init", "--demo", "--data", data)
    assert code == 1
    assert err.strip()


def test_without_a_demo_no_root_is_made(tmp_path: Path) -> None:
    data = tmp_path / "new"
    assert run("init", "--data", str(data))[0] == 0
    assert not list(data.rglob("*.root.json"))
    code, _, err = run("publish", "--data", str(data), "--lang", "en")
    assert code == 1
    assert "ceremony" in err


def test_an_enrolment_code_is_shown_in_groups(data: str) -> None:
    code, out, _ = run("enrol-code", "--port", "cai-air", "--lane", "1", "--json", "--data", data)
    given = json.loads(out)
    assert code == 0
    assert (given["port"], given["lane"], given["hours"]) == ("CAI-AIR", "1", 24)
    assert parse_code(given["code"])
    code, out, _ = run("enrol-code", "--port", "CAI-AIR", "--lane", "2", "--data", data)
    assert code == 0
    assert parse_code(out.split()[0])


def test_an_unknown_port_is_named(data: str) -> None:
    code, _, err = run("enrol-code", "--port", "ZZZ", "--lane", "1", "--data", data, "--lang", "en")
    assert code == 1
    assert "ZZZ" in err


@pytest.mark.requirement("C4")
def test_counts_of_a_day(season: str) -> None:
    code, out, _ = run("counts", "--json", "--data", season)
    counts = json.loads(out)
    assert code == 0
    assert (counts["day"], counts["total"]["departed"]) == ("2027-01-10", 0)
    code, out, _ = run("counts", "--day", "2027-01-09", "--port", "SGA-SEA", "--data", season)
    assert code == 0
    assert out.strip()
    assert run("counts", "--day", "yesterday", "--data", season)[0] == 1


@pytest.mark.parametrize(("suffix", "magic"), [(".pdf", b"%PDF"), (".png", b"\x89PNG")])
def test_a_permit_is_printed(season: str, tmp_path: Path, suffix: str, magic: bytes) -> None:
    number = first_permit(season)
    file = tmp_path / f"permit{suffix}"
    code, _, err = run("sheet", "--permit", number, "--out", str(file), "--data", season)
    assert (code, err) == (0, "")
    assert file.read_bytes().startswith(magic)


def test_what_cannot_be_printed_is_said(season: str, tmp_path: Path) -> None:
    number = first_permit(season)
    for permit, file in (
        ("123", "a.pdf"),
        ("1234567890128", "a.pdf"),
        (number, "a.docx"),
        (number, "no/such/folder/a.pdf"),
    ):
        code, _, err = run(
            "sheet", "--permit", permit, "--out", str(tmp_path / file), "--data", season
        )
        assert code == 1
        assert err.strip()


@pytest.mark.parametrize("word", ["counts", "sample", "publish"])
def test_a_folder_without_a_registry(tmp_path: Path, word: str) -> None:
    code, _, err = run(word, "--data", str(tmp_path))
    assert code == 1
    assert err.strip()


def first_permit(data: str) -> str:
    from sync.registry.db.open import open_database, reading
    from sync.registry.paths import RegistryPaths

    engine = open_database(RegistryPaths(Path(data)).database)
    with reading(engine) as connection:
        number = connection.exec_driver_sql(
            "SELECT number FROM permit WHERE company_approved_at IS NOT NULL LIMIT 1"
        ).scalar_one()
    engine.dispose()
    return str(number)
