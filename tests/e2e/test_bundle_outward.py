"""`checkpoint registry bundle`, as the registry's IT staff type it, in both languages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sync.bundle.label import Label, read_label


def registry(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "checkpoint_app", "registry", *arguments, "--data", str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("typed") / "registry"
    for words in (("init", "--demo"), ("sample", "--permits", "500")):
        done = registry(folder, *words)
        assert done.returncode == 0, done.stderr
    return folder


def bundle(data: Path, stick: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return registry(data, "bundle", "--port", "CAI-AIR", "--to", str(stick), *more)


def label_of(stick: Path) -> Label:
    label = read_label(stick)
    assert label is not None
    return label


@pytest.mark.requirement("C2")
@pytest.mark.parametrize(
    ("lang", "first", "last"),
    [
        ("en", "Publishing what changed for CAI-AIR", "The stick may be taken out"),
        ("ar", "جارٍ نشر ما تغير للمنفذ CAI-AIR", "يمكن نزع الوحدة"),
    ],
)
def test_a_stick_is_written_with_progress_and_a_label(
    data: Path, tmp_path: Path, lang: str, first: str, last: str
) -> None:
    done = bundle(data, tmp_path / "stick", "--lang", lang)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == first
    assert lines[-1].endswith(last)
    steps = [int(found[1]) for line in lines if (found := re.match(r"(\d+) [%٪]", line))]
    assert steps == sorted(steps)
    assert steps[-1] == 100
    label = label_of(tmp_path / "stick")
    assert str(label.number) in lines[-1]
    text = (tmp_path / "stick" / "LABEL.txt").read_text("utf-8-sig")
    assert "Cairo International Airport" in text
    assert "مطار القاهرة الدولي" in text
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    assert max(times, key=lambda path: times[path]).name == "timestamp.json"


def test_the_next_one_over_it_has_the_next_number_and_is_fresher(
    data: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    first = json.loads(bundle(data, stick, "--json").stdout)
    again = json.loads(bundle(data, stick, "--json", "--as-it-is").stdout)
    fresher = json.loads(bundle(data, stick, "--json", "--publish").stdout)
    assert [again["number"], fresher["number"]] == [first["number"] + 1, first["number"] + 2]
    assert (again["timestamp"], fresher["timestamp"]) == (
        first["timestamp"],
        first["timestamp"] + 1,
    )
    assert again["copied"] < first["copied"]
    assert label_of(stick).number == fresher["number"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "bundle of another port: CAI-AIR"), ("ar", "حزمة منفذ آخر: CAI-AIR")],
)
def test_another_port_s_stick_is_refused_in_words(
    data: Path, tmp_path: Path, lang: str, words: str
) -> None:
    stick = tmp_path / "stick"
    (stick / "repository" / "metadata").mkdir(parents=True)
    (stick / "repository" / "metadata" / "7.port-CAI-AIR.json").write_bytes(b"{}")
    before = sorted(path.stat().st_mtime_ns for path in stick.rglob("*"))
    refused = registry(data, "bundle", "--port", "HBE-AIR", "--to", str(stick), "--lang", lang)
    assert refused.returncode == 1
    assert words in refused.stderr
    assert sorted(path.stat().st_mtime_ns for path in stick.rglob("*")) == before


def test_what_cannot_be_is_said_and_nothing_is_published_for_it(data: Path, tmp_path: Path) -> None:
    holiday = tmp_path / "stick"
    holiday.mkdir()
    (holiday / "holiday.jpg").write_bytes(b"sun")
    published = (data / "repo" / "metadata" / "timestamp.json").read_bytes()
    for stick, words in (
        (holiday, "not a bundle of this program"),
        (tmp_path / "media" / "not-in", "Put the stick in"),
    ):
        refused = bundle(data, stick, "--lang", "en")
        assert refused.returncode == 1
        assert words in refused.stderr
    assert [path.name for path in holiday.iterdir()] == ["holiday.jpg"]
    assert not (tmp_path / "media").exists()
    assert (data / "repo" / "metadata" / "timestamp.json").read_bytes() == published
