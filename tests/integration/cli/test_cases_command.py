"""`checkpoint cases` as a second line types it, at a lane that never synced."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from checkpoint_app import reference
from checkpoint_app.services.cases import REASONS
from sync.registry.paths import RegistryPaths
from tests.integration.cli.test_lane_commands import PORT, good, run, serving

PERMIT = "1000000079197"


@pytest.fixture(scope="module")
def lane(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cases")
    registry, lane = folder / "registry", folder / "lane"
    good("registry", "init", "--demo", "--data", registry)
    given = good(
        "registry", "enrol-code", "--port", PORT, "--lane", "7", "--json", "--data", registry
    )
    with serving(registry) as address:
        root = RegistryPaths(registry).root_metadata
        code = json.loads(given)["code"]
        enrol = ("enrol", "--registry", address, "--code", code, "--root", root, "--data", lane)
        good(*enrol, "--demo-root")
    return lane


@pytest.mark.requirement("C4")
def test_a_referral_is_listed_taken_noted_and_decided(lane: Path) -> None:
    here = ("--data", lane)
    assert "No case of" in good("cases", *here)
    assert run("scan", PERMIT, *here).returncode == 10
    (case,) = json.loads(good("cases", "--json", *here))["cases"]
    assert (case["state"], case["permit"], case["kind"]) == ("open", PERMIT, "referral")
    assert "NOT_ON_FILE" in case["findings"]
    name = case["case"].replace("-", "")[-8:]
    assert re.match(rf"{name} .* lane 7 .* referral  waits\n", good("cases", "list", *here))

    too_early = run("cases", "decide", name, "clear", "--reason", "other", *here)
    assert (too_early.returncode, "Take it first" in too_early.stderr) == (1, True)
    assert "with you until" in good("cases", "take", name, "--minutes", "5", *here)
    assert "on paper\u2028" not in good("cases", "note", name, "it is on paper\u2028", *here)
    never = run(
        "cases", "decide", name, "clear", "--reason", "other", "--hours", "-99999999", *here
    )
    assert (never.returncode, "ended already" in never.stderr) == (1, True)
    wrong = run("cases", "decide", name, "clear", "--reason", "why", "--json", *here)
    assert wrong.returncode == 1
    assert json.loads(wrong.stdout)["error"]["key"] == "case.reason_unknown"
    done = good("cases", "decide", case["case"], "clear", "--reason", "document-checked", *here)
    assert "cleared (The documents were checked" in done
    assert "No case of" in good("cases", *here)
    told = json.loads(good("cases", "show", name, "--json", *here))
    assert (told["state"], told["outcome"], told["contested"]) == ("decided", "clear", False)
    assert [each["what"] for each in told["history"]] == ["opened", "taken", "noted", "decided"]
    assert told["history"][-1]["covers"] == sorted(told["findings"])
    assert name in good("cases", "--all", *here)
    assert name in run("cases", "show", name, *here, "--lang", "ar").stdout
    assert run("verify", PERMIT, *here).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (("show", "12345678"), "case.unknown"),
        (("show", "00000000-0000-0000-0000-000000000000"), "case.unknown"),
        (("show", "z" * 32), "case.unknown"),
        (("take", ""), "case.unknown"),
        (("list", "--day", "yesterday"), "case.day"),
    ],
)
def test_what_does_not_fit_is_said(lane: Path, arguments: tuple[str, ...], key: str) -> None:
    done = run("cases", *arguments, "--json", "--data", lane)
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["key"] == key


def test_every_reason_has_its_text() -> None:
    assert {f"cases.reason-{code}" for code in REASONS} <= reference.keys()
