"""The first key ceremony as people type it: each word in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkpoint_app.clock import SystemClock
from sync.registry.ceremony.folder import add_key, add_signature, read_ceremony
from sync.registry.ceremony.key_file import OpenedKey
from sync.registry.ceremony.public_key import PublicHalf
from sync.registry.ceremony.sign import sign
from sync.registry.paths import RegistryPaths
from sync.registry.publish.tuf_repository import iso
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.repository import TrustedRepository

PASSWORD = "a password of the test\n"


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "checkpoint_app", "registry", *words, "--lang", "en"]


def typed(*words: str) -> list[str]:
    """What a command printed, line by line."""
    ran = subprocess.run(
        command(*words), capture_output=True, text=True, encoding="utf-8", timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


def first_word_of_service(paths: RegistryPaths) -> str:
    """What the service complains of when it starts."""
    words = command("serve", "--data", str(paths.data), "--port", "0")
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, encoding="utf-8") as service:
        assert service.stderr is not None
        line = service.stderr.readline()
        service.terminate()
        service.stderr.read()
    return line


def other_people(folder: Path) -> None:
    """Everybody but the keeper of root-1, who is at the keyboard: their keys made and used here."""
    now, keys = datetime.now(UTC), {}
    for seat in read_ceremony(folder).unmade():
        keys[seat] = OpenedKey(seat, Ed25519PrivateKey.generate())
        half = PublicHalf.of_key(seat, "", iso(now), keys[seat].key)
        add_key(folder, read_ceremony(folder), half)
    for seat in ("root-2", "targets-1", "targets-2"):
        for signature in sign(read_ceremony(folder), keys[seat], seat, now):
            add_signature(folder, signature)


@pytest.mark.requirement("C5")
def test_from_an_empty_folder_to_what_a_lane_trusts(tmp_path: Path) -> None:
    paths, ceremony, stick = RegistryPaths(tmp_path / "registry"), tmp_path / "c", tmp_path / "k"
    password = tmp_path / "password"
    password.write_text(PASSWORD)
    data, folder = ("--data", str(paths.data)), ("--ceremony", str(ceremony))
    unseen = ("--password-file", str(password))

    assert "keys begin genesis" in typed("init", *data)[0]
    assert "keys begin genesis" in first_word_of_service(paths)
    begun = typed("keys", "begin", "genesis", *data, *folder, "--why", "go live", "--name", "Mona")
    assert any("NEXT: make the key of root-1" in line for line in begun)

    made = typed("keys", "make", "--role", "root", "--to", str(stick), *folder, *unseen)
    fingerprint = made[0].rpartition(": ")[2]
    assert (stick / "root-1.key").exists()
    other_people(ceremony)
    key = ("--key", str(stick / "root-1.key"), "--name", "Huda")
    signed = typed("keys", "sign", *folder, *key, *unseen, "--yes")
    assert any(f"root-1: {fingerprint}" in line for line in signed)
    digits = next(line for line in signed if line.startswith("Digits of all")).rpartition(": ")[2]
    steps = json.loads(typed("keys", "steps", *folder, "--json")[0])
    assert (steps["stage"], steps["digest"]) == ("finish", digits)

    finished = json.loads(typed("keys", "finish", *data, *folder, "--json")[0])
    assert finished == {"root": 1, "targets": 1, "restart": False, "records_anew": False}
    keys = json.loads(typed("keys", "show", *data, "--json")[0])
    assert [role["role"] for role in keys["roles"]][:3] == ["root", "targets", "snapshot"]
    assert keys["roles"][0]["keys"][0]["fingerprint"] == fingerprint
    assert not any(role["ending"] for role in keys["roles"])

    trusted = TrustedRepository(tmp_path / "lane", paths.root_metadata.read_bytes())
    carrier = folder_carrier(paths.metadata.parent)
    os.mkdir(tmp_path / "lane")
    with trusted.session(carrier, SystemClock().now()) as session:
        assert not session.refresh().demo
