"""`checkpoint registry keys …` in this process: what is printed, asked and refused."""

from __future__ import annotations

import ast
import builtins
import getpass
import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

import sync.registry.ceremony
from checkpoint_app.cli import main
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.reference import messages
from sync.registry import keys_commands
from sync.registry.ceremony.begin import Order
from sync.registry.db import schema
from sync.registry.db.open import open_database, reading
from sync.registry.publish.publisher import Publisher
from sync.registry.publish.tuf_repository import TufRepository
from sync.registry.sample.season import sample
from sync.registry.signer.client import SignerClient
from tests.integration.registry_ceremony.room import Room

_NEW = ("— new", "— جديد")
Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(room: Room) -> Typed:
    """Types a command at the room's registry: exit code, answers, the last complaint."""

    def run(*words: str, lang: str = "en") -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        code = main(
            ["registry", "keys", *words, "--lang", lang],
            out=out,
            err=err,
            clock=room.clock,
            variables={},
        )
        return code, out.getvalue(), err.getvalue().strip().rpartition("\n")[2]

    return run


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_ends_that_come_near_are_shown_and_logged(
    room: Room, typed: Typed, caplog: pytest.LogCaptureFixture, lang: str
) -> None:
    data = ("--data", str(room.paths.data))
    code, out, _ = typed("show", *data, lang=lang)
    assert code == 0
    assert "ENDS" not in out
    assert "…" not in out
    room.clock.pass_time(timedelta(days=46))
    _, out, _ = typed("show", *data, lang=lang)
    ending = [line for line in out.splitlines() if "ENDS" in line or "ينتهي" in line]
    assert len(ending) == 1
    assert ending[0].startswith("targets")
    TufRepository(room.paths).commit(room.clock.now())
    assert [record.message.split()[0] for record in caplog.records] == ["targets"]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_rotation_and_a_revocation_are_told_in_plain_words(
    room: Room, typed: Typed, lang: str
) -> None:
    for number, kind in enumerate(("rotate", "revoke")):
        folder = str(room.folder / f"told-{number}")
        keys = ("--key", "root-2", "--key", "CAI-AIR", "--key", "issuer:token")
        data = ("--data", str(room.paths.data), "--ceremony", folder)
        code, out, _ = typed("begin", kind, *data, *keys, lang=lang)
        assert code == 0
        assert "root-2, CAI-AIR, issuer:token" in out
        assert "…" not in out
        code, out, _ = typed("steps", "--ceremony", folder, lang=lang)
        assert code == 0
        room.make_keys(Path(folder))
        code, out, _ = typed("steps", "--ceremony", folder, lang=lang)
        assert ("REVOKED" in out or "ملغى" in out) == (kind == "revoke")
        new = [line.split(":")[0].strip() for line in out.splitlines() if line.endswith(_NEW)]
        assert new == ["root-2", "issuer-keys.json", "port-CAI-AIR"]
        assert "…" not in out


def test_targets_take_files_and_a_recovery_key(room: Room, typed: Typed) -> None:
    password = room.folder / "password"
    password.write_text("a long password\n")
    make = ("make", "--role", "recovery", "--to", str(room.folder / "k"), "--json")
    code, out, _ = typed(*make, "--password-file", str(password))
    assert code == 0
    assert json.loads(out)["seat"] == "recovery"
    public = room.folder / "k" / "recovery.pub.json"
    folder = room.folder / "targets"
    data = ("--data", str(room.paths.data), "--ceremony", str(folder))
    more = ("--recovery", str(public), "--address", "https://r", "--national", "sga-sea")
    assert typed("begin", "targets", *data, *more)[0] == 0
    room.sign(folder, "targets-1", "targets-2")
    code, out, _ = typed("finish", *data)
    assert (code, "Root version 1 and targets version 2" in out) == (0, True)
    place = room.sync().registry
    assert (place.address, place.recovery) == (
        "https://r",
        json.loads(public.read_text())["recipient"],
    )
    wrong = room.folder / "ceremony-1" / "keys" / "root-1.pub.json"
    code, _, said = typed(
        "begin", "targets", *data[:2], "--ceremony", "x", "--recovery", str(wrong)
    )
    assert (code, "root-1.pub.json" in said) == (1, True)


@pytest.mark.requirement("C3")
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_ports_hubs_and_its_asking_are_told_signed_and_read(
    room: Room, typed: Typed, lang: str
) -> None:
    folder, hubs = room.folder / "hubs", ("https://10.0.0.5:8443", "https://hub-2")
    data = ("--data", str(room.paths.data), "--ceremony", str(folder))
    more = [word for hub in hubs for word in ("--hub", f"cai-air={hub}")]
    assert typed("begin", "targets", *data, *more, "--ask", "CAI-AIR=300")[0] == 0
    code, told, _ = typed("steps", "--ceremony", str(folder), lang=lang)
    assert code == 0
    assert f"CAI-AIR {' '.join(hubs)}" in told
    assert "CAI-AIR 300 ms" in told
    room.sign(folder, "targets-1", "targets-2")
    assert typed("finish", *data)[0] == 0
    rules = room.sync().lane_rules("CAI-AIR")
    assert (rules.hubs, rules.ask_ms) == (hubs, 300)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("--hub", "https://10.0.0.5"), "ceremony.wrong_choice"),
        (("--hub", "CAI-AIR=http://10.0.0.5"), "ceremony.wrong_hub"),
        (("--ask", "CAI-AIR=401"), "ceremony.wrong_ask"),
        (("--ask", "CAI-AIR=-1"), "ceremony.wrong_ask"),
        (("--ask", "CAI-AIR=a"), "ceremony.wrong_ask"),
        (("--ask", "X=5"), "api.unknown-port"),
    ],
)
def test_what_no_lane_could_follow_begins_no_ceremony(
    room: Room, typed: Typed, words: tuple[str, ...], key: str
) -> None:
    data = ("--data", str(room.paths.data), "--ceremony", str(room.folder / "none"))
    code, _, said = typed("begin", "targets", *data, *words)
    assert code == 1
    assert said.startswith(messages()[key].en.partition("{")[0])


def test_two_passwords_that_differ_make_no_key(
    room: Room, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["a long password", "another password"])
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(answers))
    code, _, said = typed("make", "--role", "root", "--to", str(room.folder / "k"))
    assert (code, said) == (1, messages()["ceremony.passwords_differ"].en)
    assert not (room.folder / "k").exists()


@pytest.mark.parametrize("answer", ["", "no", None])
def test_nothing_is_signed_without_a_yes(
    room: Room, typed: Typed, monkeypatch: pytest.MonkeyPatch, answer: str | None
) -> None:
    folder = room.begin(Order("renew"))

    def typed_in() -> str:
        if answer is None:
            raise EOFError
        return answer

    monkeypatch.setattr(builtins, "input", typed_in)
    key = ("--key", str(room.folder / "root-1.key"), "--name", "Huda")
    code, out, _ = typed("sign", "--ceremony", str(folder), *key)
    assert (code, out.splitlines()[-1]) == (1, "Nothing was signed")
    assert not (folder / "signatures").exists()


def test_records_are_signed_anew_when_their_key_is_revoked(room: Room, typed: Typed) -> None:
    engine = open_database(room.paths.database)
    sample(engine, permits=60, seed=1, today=cairo_day(room.clock.now()))
    with SignerClient(room.paths.data) as signer:
        Publisher(room.paths, engine, signer, room.clock).publish(["CAI-AIR"])
    blocks = schema.block.c
    live = select(func.min(blocks.number), func.count()).where(blocks.scope == 0, blocks.live > 0)
    with reading(engine) as connection:
        assert connection.execute(live).one() == (1, 1)
    folder = room.begin(Order("revoke", keys=("issuer:block",)))
    room.sign(folder, "targets-1", "targets-3")
    data = ("--data", str(room.paths.data), "--ceremony", str(folder))
    code, out, _ = typed("finish", *data)
    assert (code, len(out.splitlines())) == (0, 2)
    with reading(engine) as connection:
        first, count = connection.execute(live).one()
    engine.dispose()
    assert (first > 1, count) == (True, 1)


def test_a_time_that_is_none(room: Room, typed: Typed) -> None:
    data = ("--data", str(room.paths.data), "--ceremony", str(room.folder / "t"))
    code, _, said = typed("begin", "revoke", *data, "--key", "issuer:block", "--since", "noon")
    assert (code, said) == (1, messages()["ceremony.wrong_time"].en)


def test_every_text_of_ceremonies_is_used_and_in_arabic() -> None:
    folder = Path(str(sync.registry.ceremony.__path__[0]))
    sources = [
        *folder.glob("*.py"),
        *folder.parent.glob("publish/*.py"),
        Path(keys_commands.__file__),
    ]
    sources += [folder.parent / f"{name}.py" for name in ("port_settings", "lane_options", "init")]
    words = {
        node.value
        for source in sources
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for key, message in messages().items():
        area, _, name = key.partition(".")
        if area != "ceremony":
            continue
        assert re.search("[ء-ي]", message.ar) or not re.search(
            "[a-z]{3}", message.en.format_map(_ANY)
        )
        kind, _, rest = name.partition("_")
        spoken = {"help", "said", "step", "state", "tells", "shows", "setting"}
        known = {rest, rest.replace("_", "-"), f"--{rest.replace('_', '-')}"}
        assert key in words or (kind in spoken and (known & words or rest in _BUILT)), key


class _Any(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""


_ANY = _Any()
_BUILT = {"changes_rotate", "changes_revoke"}
