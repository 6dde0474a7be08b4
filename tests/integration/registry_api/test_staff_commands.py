"""`checkpoint registry staff …` as people type it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from checkpoint_app.cli import main
from checkpoint_app.credential.telephone import HelpPurpose, HelpWanted, is_answer, new_challenge
from checkpoint_app.reference import ports
from sync.registry.db.open import open_database, reading
from sync.registry.help_keys import help_key
from tests.integration.registry_api.world import SetClock

NOW = datetime(2027, 1, 10, 9, tzinfo=UTC)
CASE = "0a1b2c3d"


class Registry:
    """A registry's folder, and its clock."""

    def __init__(self, folder: Path) -> None:
        self.data, self.clock = str(folder), SetClock(NOW)
        assert self.run("init", "--demo")[0] == 0

    def run(self, *words: str, typed: str = "", lang: str = "en") -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        code = main(
            ["registry", *words, "--data", self.data, "--lang", lang],
            stdin=io.StringIO(typed),
            out=out,
            err=err,
            clock=self.clock,
            variables={},
        )
        return code, out.getvalue(), err.getvalue()

    def staff(self, *words: str, typed: str = "") -> dict[str, Any]:
        later = () if words[0] in ("list", "answer") else ("--later",)
        code, out, err = self.run("staff", *words, *later, "--json", typed=typed)
        assert (code, err) == (0, "")
        return dict(json.loads(out)) if out.strip() else {}

    def add(self, login: str, role: str, port: str = "CAI-AIR") -> dict[str, Any]:
        names = ("--name-ar", "اسم", "--name-en", login.title())
        return self.staff("add", "--port", port, "--login", login, *names, "--role", role)

    def code(self, person: dict[str, Any]) -> str:
        (secret,) = parse_qs(urlsplit(person["otpauth"]).query)["secret"]
        raw = _from_base32(secret)
        return TOTP(raw, 6, SHA1(), 30).generate(int(self.clock.now().timestamp())).decode()


def _from_base32(text: str) -> bytes:
    import base64

    return base64.b32decode(text + "=" * (-len(text) % 8))


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return Registry(tmp_path / "registry")


@pytest.mark.requirement("C1")
def test_somebody_is_added_and_told_a_password_once(registry: Registry) -> None:
    omar = registry.add("omar", "officer")
    assert (omar["number"], omar["ports"], omar["state"]) == (1, ["CAI-AIR"], "active")
    assert len(omar["password"]) == 14
    assert "secret" not in omar
    mona = registry.add("Mona", "supervisor")
    assert mona["login"] == "mona"
    assert mona["otpauth"].startswith("otpauth://totp/Umrah%20Checkpoint:mona?secret=")
    assert len(_from_base32(mona["secret"])) == 20
    code, out, _ = registry.run("staff", "list", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, [row["login"] for row in rows]) == (0, ["omar", "mona"])
    assert all("password" not in row and "secret" not in row for row in rows)
    assert Path(registry.data, "registry.db").stat().st_mode & 0o007 == 0


def test_people_read_it_in_both_languages(registry: Registry) -> None:
    registry.add("mona", "supervisor")
    assert "Mona; supervisor; CAI-AIR; in use, first password" in registry.run("staff", "list")[1]
    assert "مشرف" in registry.run("staff", "list", lang="ar")[1]
    assert "nobody" in registry.run("staff", "list", "--port", "SGA-SEA")[1]
    code, out, _ = registry.run("staff", "totp", "--login", "mona", "--later")
    assert code == 0
    assert "otpauth://" in out
    assert "█" in out


def test_roles_places_and_accounts_change(registry: Registry) -> None:
    registry.add("omar", "officer")
    changed = registry.staff("roles", "--login", "omar", "--role", "officer", "--role", "it")
    assert changed["roles"] == ["officer", "it"]
    assert "secret" in changed
    moved = registry.staff("move", "--login", "omar", "--port", "SGA-SEA", "--port", "HBE-AIR")
    assert sorted(moved["ports"]) == ["HBE-AIR", "SGA-SEA"]
    assert registry.staff("lock", "--login", "omar")["state"] == "locked"
    assert registry.staff("unlock", "--login", "OMAR")["state"] == "active"
    first = registry.staff("password", "--login", "omar")
    assert first["initial"]
    own = registry.staff(
        "password", "--login", "omar", "--own", typed=f"{first['password']}\nكلمة سر ١٢٣\n"
    )
    assert not own["initial"]
    assert "password" not in own
    registry.staff("remove", "--login", "omar")
    assert registry.run("staff", "lock", "--login", "omar", "--later")[0] == 1
    assert registry.run("staff", "list", "--json")[1] == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--login", "o", "--role", "it"), "does not fit"),
        (("--login", "omar", "--role", "it"), "not given to another"),
        (("--login", "new", "--role", "it", "--port", "ZZZ"), "ZZZ"),
        (("--login", "new", "--role", "it", "--name-en", "a\x1b"), "1 to 80"),
        (("--login", "new", "--role", "it", "--until", "soon"), ""),
    ],
)
def test_what_does_not_fit_is_said(registry: Registry, words: tuple[str, ...], told: str) -> None:
    registry.add("omar", "officer")
    usual = ("--port", "CAI-AIR", "--name-ar", "اسم", "--name-en", "Name")
    code, _, err = registry.run("staff", "add", *usual, *words, "--later")
    assert code == 1
    assert told in err


@pytest.mark.requirement("C1")
def test_a_duty_supervisor_reads_back_the_answer(registry: Registry) -> None:
    registry.add("omar", "officer", "SGA-SEA")
    mona = registry.add("mona", "supervisor")
    challenge = new_challenge(lambda below: below // 3)
    asked = ("--port", "SGA-SEA", "--login", "omar", "--challenge", challenge, "--number", "2")
    proof = f"{mona['password']}\n{registry.code(mona)}\n"
    sign_in = ("answer", *asked, "--for", "sign-in")
    assert "on duty" in registry.run("staff", *sign_in, typed=proof)[2]
    registry.staff("duty", "--port", "CAI-AIR", "on")
    registry.clock.at += timedelta(minutes=1)
    proof = f"{mona['password']}\n{registry.code(mona)}\n"
    given = registry.staff(*sign_in, typed=proof)["answer"]
    engine = open_database(Path(registry.data, "registry.db"))
    with reading(engine) as connection:
        key = help_key(connection, ports().by_id("SGA-SEA").bit)
    engine.dispose()
    assert key is not None
    wanted = HelpWanted("SGA-SEA", "omar", HelpPurpose.SIGN_IN, "", challenge, 2)
    assert is_answer(key, wanted, given)
    assert registry.run("staff", *sign_in, typed=proof)[0] == 1  # each code once
    registry.clock.at += timedelta(minutes=1)
    proof = f"{mona['password']}\n{registry.code(mona)}\n"
    override = registry.staff(
        "answer", *asked, "--for", "override", "--case", CASE.upper(), typed=proof
    )
    wanted = HelpWanted("SGA-SEA", "omar", HelpPurpose.OVERRIDE, CASE, challenge, 2)
    assert is_answer(key, wanted, override["answer"])


@pytest.mark.requirement("C1")
def test_nobody_else_is_answered(registry: Registry) -> None:
    registry.add("omar", "officer")
    mona = registry.add("mona", "supervisor")
    registry.staff("duty", "--port", "CAI-AIR", "on")
    challenge = new_challenge(lambda below: below // 3)

    def told(*more: str, typed: str | None = None) -> str:
        registry.clock.at += timedelta(minutes=3)
        proof = f"{mona['password']}\n{registry.code(mona)}\n" if typed is None else typed
        usual = ("--port", "CAI-AIR", "--login", "omar", "--for", "sign-in")
        asked = (*usual, "--challenge", challenge, "--number", "2")
        code, out, err = registry.run("staff", "answer", *asked, *more, typed=proof)
        assert (code, out) == (1, "")
        return err

    assert "misheard" in told("--challenge", "1234567890")
    assert "--case" in told("--case", CASE)
    assert "--case" in told("--for", "override")
    assert "--case" in told("--for", "override", "--case", "0a1b2c3g")
    assert "may not sign in" in told("--port", "SGA-SEA")
    assert "may not sign in" in told("--login", "stranger")
    assert "Nothing was typed" in told(typed="")
    assert "on duty" in told("--login", "mona")  # for herself
    assert "on duty" in told("--number", "1")
    assert "on duty" in told(typed=f"wrong\n{registry.code(mona)}\n")
    assert "on duty" in told(typed=f"{mona['password']}\n000000\n")


def test_whoever_guesses_has_to_wait(registry: Registry) -> None:
    registry.add("omar", "officer")
    mona = registry.add("mona", "supervisor")
    registry.staff("duty", "--port", "CAI-AIR", "on")
    challenge = new_challenge(lambda below: below // 3)
    usual = ("--port", "CAI-AIR", "--login", "omar", "--for", "sign-in", "--challenge", challenge)

    def told(code: str) -> str:
        typed = f"{mona['password']}\n{code}\n"
        return registry.run("staff", "answer", *usual, "--number", "2", typed=typed)[2]

    for _ in range(5):
        assert "on duty" in told("000000")
    assert "Too many" in told(registry.code(mona))
    registry.clock.at += timedelta(minutes=11)
    assert told(registry.code(mona)) == ""


def test_it_runs_as_a_program_and_publishes_at_once(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "registry")
    words = ("add", "--port", "CAI-AIR", "--login", "omar", "--name-ar", "عمر", "--name-en", "Omar")
    made = subprocess.run(
        [
            *(sys.executable, "-m", "checkpoint_app", "registry", "staff", *words),
            *("--role", "officer", "--data", registry.data, "--json"),
        ],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (made.returncode, made.stderr) == (0, b"")
    assert json.loads(made.stdout)["login"] == "omar"
    assert list(Path(registry.data, "repo", "targets", "CAI-AIR").glob("*.officers"))
