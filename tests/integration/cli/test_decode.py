"""`checkpoint decode` as a program of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import segno

from checkpoint_app.domain.permit import permit_number_from_serial

NUMBER = str(permit_number_from_serial(123456789012))


def decode(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "checkpoint_app", "decode", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "permit.png"
    segno.make(NUMBER, micro=False).save(str(path), scale=6)
    return path


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    path = tmp_path / "blank.pgm"
    path.write_bytes(b"P5 40 40 255\n" + bytes([255]) * 1600)
    return path


def test_one_object_a_barcode_and_one_without_text(picture: Path, blank: Path) -> None:
    done = decode("--json", picture, blank)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [list(row) for row in rows] == [["path", "symbology", "text", "bytes", "ms"]] * 2
    assert rows[0]["path"] == str(picture)
    assert (rows[0]["text"], rows[0]["bytes"]) == (NUMBER, NUMBER.encode().hex())
    assert rows[1]["path"] == str(blank)
    assert rows[1]["text"] is None


def test_a_file_that_is_no_picture_costs_only_itself(picture: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60))
    done = decode("--lang", "en", broken, picture)
    assert done.returncode == 1
    assert done.stdout == f"{picture}: QRCode {NUMBER}\n"
    assert done.stderr.startswith(f"{broken}: ")
    assert len(done.stderr.splitlines()) == 1
