"""Every command by every role, at a lane whose port has a list of staff: one table. And the same
commands where nobody signs in."""

from __future__ import annotations

import argparse
import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from checkpoint_app.arguments import ELSEWHERE, WINDOW, build_parser
from checkpoint_app.commands import signing_in
from checkpoint_app.commands.console import Console
from checkpoint_app.commands.setting import Setting
from checkpoint_app.config import Settings
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.notice import sign_notice
from checkpoint_app.credential.notice_text import to_digits
from checkpoint_app.domain.cases import CaseOutcome
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.roles import Role
from checkpoint_app.domain.shift import ShiftEnd
from checkpoint_app.main import open_stores
from checkpoint_app.reference import message
from checkpoint_app.store.files import alone
from tests.integration.cli.staffed_lane import PASSWORD, StaffedLane, Terminal, enrolled
from tests.unit.credential.samples import KEYS, notice

PERMIT = "1000000079197"
NOTICE = to_digits(sign_notice(KEYS[EnvelopeType.NOTICE], notice()))
OFFICER, SECOND, SUPERVISOR, IT = Role
DESKS = frozenset({OFFICER, SECOND, SUPERVISOR})
CASES = frozenset({SECOND, SUPERVISOR})
CARRIERS = frozenset({SUPERVISOR, IT})
NOBODY = "ffffffff"


@dataclass(frozen=True)
class Row:
    """A command with arguments that do no harm, and who may; None: nobody signs in for it."""

    words: tuple[str, ...]
    roles: frozenset[Role] | None


TABLE = {
    "verify": Row(("--reason", "damaged", PERMIT), DESKS),
    "scan": Row(("--reason", "no_paper", PERMIT), DESKS),
    "notice": Row((NOTICE,), DESKS),
    "refresh": Row((PERMIT,), DESKS),
    "cases": Row((), CASES),
    "cases list": Row((), CASES),
    "cases show": Row((NOBODY,), CASES),
    "cases take": Row((NOBODY,), CASES),
    "cases release": Row((NOBODY,), CASES),
    "cases note": Row((NOBODY, "seen"), CASES),
    "cases decide": Row((NOBODY, "clear", "--reason", "other"), CASES),
    "bundle import": Row(("/nowhere", "--yes"), CARRIERS),
    "bundle export": Row(("/nowhere",), CARRIERS),
    "hub bundle-in": Row(("/nowhere",), CARRIERS),
    "hub succeed": Row(("lane-00000000000000ff",), frozenset({IT})),
    "hub copy": Row(("lane-00000000000000ff", "--to", "/nowhere/copy"), frozenset({SUPERVISOR})),
    # Signed at its source, and how a list of staff comes to whoever has none; a name is audited.
    "sync": Row(("--once",), None),
    "hub serve": Row(("--port", "0"), None),
    # How things stand, of no pilgrim.
    "status": Row((), None),
    "bundle status": Row((), None),
    "hub status": Row((), None),
    "staff status": Row((), None),
    # No lane's: pictures, a scanner, a page. What a folder holds is not read.
    "decode": Row(("/nowhere.png",), None),
    "scanner-check": Row(("--file", "/nowhere"), None),
    "scanner-sheet": Row(("--out", "/nowhere/sheet.pdf"), None),
    # By what the registry, or whoever keeps the offline keys, gave for this very thing.
    "enrol": Row(("--from", "/nowhere"), None),
    "recover": Row(("--identity", "/nowhere", "--password-file", "/nowhere"), None),
}
SERVES = {"hub serve"}  # until it is stopped
ASKED = [name for name, row in TABLE.items() if row.roles is not None]
FREE = [name for name, row in TABLE.items() if row.roles is None and name not in SERVES]
REFUSALS = (
    *("cli.sign_in_first", "role.signed_out", "role.forbidden", "role.no_shift", "role.no_code"),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return enrolled(tmp_path_factory.mktemp("staffed"))


@pytest.fixture(scope="module")
def table_lane(made: Path, tmp_path_factory: pytest.TempPathFactory) -> StaffedLane:
    """One lane for the whole table."""
    folder = tmp_path_factory.mktemp("table") / "lane"
    shutil.copytree(made, folder)
    lane = StaffedLane(folder)
    lane.send_list()
    return lane


@pytest.fixture
def bare(made: Path, tmp_path: Path) -> StaffedLane:
    """A lane that has had no list."""
    shutil.copytree(made, tmp_path / "lane")
    return StaffedLane(tmp_path / "lane")


@pytest.fixture
def lane(bare: StaffedLane) -> StaffedLane:
    bare.send_list()
    return bare


def refused(said: str) -> str:
    """Why somebody may not, by its key; empty for whoever may."""
    return next((key for key in REFUSALS if message(key, "en") in said), "")


# The table.


def words_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                steps = list(words_of(below))
                if not steps or not action.required or word == "cases":
                    yield word
                yield from (f"{word} {step}" for step in steps)


def test_every_command_of_a_lane_is_in_the_table() -> None:
    named = set(words_of(build_parser("en", ["--help"])))
    steps = {name.split()[0] for name in named if " " in name} - {"cases"}
    assert set(TABLE) == named - steps - {WINDOW, *ELSEWHERE}


@pytest.mark.requirement("C4")
@pytest.mark.requirement("C5")
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", ASKED)
def test_a_command_is_allowed_or_refused_as_the_table_says(
    table_lane: StaffedLane, name: str, role: Role
) -> None:
    row = TABLE[name]
    assert row.roles is not None
    done = table_lane.run(*name.split(), *row.words, login=role.value)
    assert refused(done.stderr) == ("" if role in row.roles else "role.forbidden"), done.stderr
    assert "bug" not in done.stderr


@pytest.mark.requirement("C5")
@pytest.mark.parametrize("name", ASKED)
def test_nobody_does_what_needs_a_name(table_lane: StaffedLane, name: str) -> None:
    done = table_lane.run(*name.split(), *TABLE[name].words)
    assert (done.returncode, refused(done.stderr)) == (1, "cli.sign_in_first")
    arabic = table_lane.run(*name.split(), *TABLE[name].words, lang="ar")
    assert "--login" in arabic.stderr and message("cli.sign_in_first", "ar") in arabic.stderr


@pytest.mark.parametrize("name", FREE)
def test_what_needs_nobody_asks_for_nobody(table_lane: StaffedLane, name: str) -> None:
    done = table_lane.run(*name.split(), *TABLE[name].words)
    assert refused(done.stderr) == ""


@pytest.mark.parametrize("name", [name for name in ASKED if name != "refresh"])
def test_where_nobody_signs_in_all_is_as_before(bare: StaffedLane, name: str) -> None:
    done = bare.run(*name.split(), *TABLE[name].words)
    assert refused(done.stderr) == ""
    assert bare.audited("sign_in.good") == []
    named = bare.run(*name.split(), *TABLE[name].words, "--login", "officer")
    assert named.returncode == 1
    assert message("cli.nobody_signs_in", "en") in named.stderr


# Signing in.


def test_a_wrong_password_does_nothing_and_is_counted(lane: StaffedLane) -> None:
    done = lane.raw("cases", "--json", "--login", "second_line", said="wrong\n")
    assert json.loads(done.stdout)["error"]["key"] == "sign_in.wrong"
    assert lane.audited("sign_in.bad") == ["password"]
    nothing = lane.raw("cases", "--login", "second_line")
    assert message("cli.nothing_typed", "en") in nothing.stderr
    uncoded = lane.raw("cases", "--login", "supervisor", said=f"{PASSWORD}\n")
    assert message("cli.nothing_typed", "en") in uncoded.stderr


def test_a_code_is_good_once(lane: StaffedLane) -> None:
    typed = lane.typed("supervisor")
    assert lane.raw("cases", "--login", "supervisor", said=typed).returncode == 0
    again = lane.raw("cases", "--login", "supervisor", said=typed)
    assert message("sign_in.code_used", "en") in again.stderr
    assert len(lane.audited("sign_in.left")) == 1


def test_at_a_terminal_it_is_typed_unseen(
    lane: StaffedLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    typed = iter(lane.typed("supervisor").splitlines())

    def unseen(prompt: str) -> str:
        asked.append(prompt)
        return next(typed)

    monkeypatch.setattr(signing_in, "getpass", unseen)
    done = lane.raw("cases", "--login", "supervisor", stdin=Terminal())
    assert done.returncode == 0, done.stderr
    assert asked == ["Password of supervisor: ", "Code of the second factor: "]


# Scans and shifts.


@pytest.mark.requirement("C4")
def test_a_scan_is_in_a_shift_that_begins_and_ends_with_it(lane: StaffedLane) -> None:
    done = lane.run(
        "scan", "--reason", "damaged", PERMIT, "--direction", "returning", login="officer"
    )
    assert done.returncode == 0, done.stderr
    with open_stores(lane.paths, lane.clock) as stores:
        now = lane.clock.now()
        (told,) = stores.journal.shifts_between(now - timedelta(hours=1), now + timedelta(hours=1))
        (moved,) = stores.journal.movements_of_permit(int(PERMIT))
    assert (told.shift.officer, told.shift.end) == ("officer", ShiftEnd.CLOSED)
    assert told.shift.direction.name == "RETURNING"
    assert told.counts is not None and told.counts.scans == 1
    assert moved.movement.officer == "officer"
    assert len(lane.audited("lookup.asked")) == len(lane.audited("lookup.opened")) == 1


def test_lines_after_the_password_are_scans(lane: StaffedLane) -> None:
    done = lane.run(
        "scan", "--json", "--reason", "damaged", "-", login="officer", said=f"{PERMIT}\nhello\n"
    )
    assert [json.loads(line)["scan"] for line in done.stdout.splitlines()] == [PERMIT, "hello"]


def test_a_look_begins_no_shift_and_records_who_looked(lane: StaffedLane) -> None:
    done = lane.run("verify", "--reason", "question", PERMIT, login="second_line")
    assert done.returncode == 10, done.stderr
    with open_stores(lane.paths, lane.clock) as stores:
        assert stores.journal.open_shift("7") is None
        assert stores.journal.last_scans("7", 9) == ()
        assert stores.journal.pending() == 0
    (asked,) = lane.audited("lookup.asked")
    assert asked.startswith("permit question ") and PERMIT not in asked


def test_a_number_needs_a_reason_and_a_time_is_now(lane: StaffedLane) -> None:
    without = lane.run("verify", PERMIT, login="officer")
    assert (without.returncode, message("cli.reason_wanted", "en") in without.stderr) == (1, True)
    earlier = lane.run(
        "verify", "--at", "2026-01-01", "--reason", "question", PERMIT, login="officer"
    )
    assert message("cli.at_not_here", "en") in earlier.stderr
    assert lane.audited("lookup.asked") == []


def test_a_scan_is_not_made_behind_an_open_window(lane: StaffedLane) -> None:
    with alone(lane.paths.window) as is_only:
        assert is_only
        done = lane.run("scan", "--reason", "damaged", PERMIT, login="officer")
        assert message("cli.lane_is_open", "en") in done.stderr
        assert lane.run("verify", "--reason", "damaged", PERMIT, login="officer").returncode == 10
    assert lane.audited("sign_in.good") == [""]


def test_a_shift_left_open_goes_on_for_its_officer_and_ends_for_another(lane: StaffedLane) -> None:

    with open_stores(lane.paths, lane.clock) as stores:
        console = Console(io.StringIO(), io.StringIO(), "en")
        setting = Setting(console, io.StringIO(), lane.clock, lane.paths, Settings())
        post = signing_in.staffing_at(stores, setting)
        lane.typed("officer")
        post.shifts.enter(post.sign_in.sign_in("officer", PASSWORD))
        begun = post.shifts.begin(Direction.DEPARTING)
        post.shifts.leave()
    words = ("scan", "--reason", "damaged", PERMIT)
    assert lane.run(*words, login="officer").returncode == 10
    with open_stores(lane.paths, lane.clock) as stores:
        assert stores.journal.open_shift("7") == begun
    assert lane.run(*words, login="second_line").returncode == 10
    with open_stores(lane.paths, lane.clock) as stores:
        assert stores.journal.open_shift("7") is None
        now = lane.clock.now()
        ends = {
            told.shift.officer: told.shift.end
            for told in stores.journal.shifts_between(now - timedelta(days=1), now)
        }
    assert ends == {"officer": ShiftEnd.LEFT_OPEN, "second_line": ShiftEnd.CLOSED}


# Cases.


def test_a_case_is_worked_under_the_name_of_whoever_signed_in(lane: StaffedLane) -> None:
    assert lane.run("scan", "--reason", "damaged", PERMIT, login="officer").returncode == 10
    (case,) = json.loads(lane.run("cases", "--json", login="second_line").stdout)["cases"]
    lane.run("cases", "take", case["case"], login="second_line")
    told = lane.run(
        *("cases", "decide", case["case"], "clear", "--reason", "document-checked", "--json"),
        login="second_line",
    )
    answer = json.loads(told.stdout)
    assert (answer["outcome"], told.returncode) == (CaseOutcome.CLEAR.name.lower(), 0)
    assert [each["officer"] for each in answer["history"]] == ["officer"] + ["second_line"] * 2
    assert case["kind"] == "referral"


# Where nobody can sign in.


@pytest.mark.requirement("C2")
def test_a_stick_is_taken_where_the_list_has_ended(bare: StaffedLane) -> None:
    bare.send_list(age=timedelta(days=8))
    refused_ = bare.run("cases", login="second_line")
    assert message("sign_in.lease_ended", "en") in refused_.stderr
    done = bare.run("bundle", "import", "/nowhere", "--yes")
    assert message("cli.unattended", "en") in done.stderr
    assert "no bundle" in done.stderr
    assert bare.audited("post.unattended") == ["bundle"]
    assert refused(bare.run("cases").stderr) == "cli.sign_in_first"
    told = json.loads(bare.run("staff", "status", "--json").stdout)
    assert (told["state"], told["people"], told["version"]) == ("ended", 5, 1)


def test_a_damaged_list_lets_nobody_in_and_a_stick_still_comes(lane: StaffedLane) -> None:
    sealed = lane.paths.staff.read_bytes()
    lane.paths.staff.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    done = lane.run("cases", login="second_line")
    assert message("staff.damaged", "en") in done.stderr
    assert message("cli.unattended", "en") in lane.run("bundle", "export", "/nowhere").stderr
    for lang in ("en", "ar"):
        told = lane.run("staff", "status", lang=lang).stdout
        assert message("cli.staff_damaged", lang) in told


def test_the_standing_of_the_list_names_nobody(bare: StaffedLane) -> None:
    assert message("cli.staff_none", "en") in bare.run("staff", "status").stdout
    assert json.loads(bare.run("staff", "status", "--json").stdout)["required"] is False
    bare.send_list(version=3)
    told = bare.run("staff", "status").stdout
    assert "People: 5; list 3" in told and "officer" not in told
    bare.paths.staff.unlink()
    assert bare.run("staff", "status").returncode == 0


def test_whoever_asks_for_a_round_by_name_is_in_the_audit(lane: StaffedLane) -> None:
    assert lane.run("sync", "--once", login="it").returncode == 1  # the registry is gone
    assert lane.audited("sync.asked") == [""]
