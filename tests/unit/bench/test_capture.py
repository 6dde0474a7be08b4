"""The capture benchmark: its truth files, its pictures, and what it makes of outcomes."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from checkpoint_app.capture.reading import Symbology
from tests.bench._capture_readers import Outcome
from tests.bench._capture_truth import pictures_of
from tests.bench.capture import OURS, Tally, measured, run_images
from tests.bench.result import as_object
from tests.simulators.hard_frames import FACTORS, FRAMES, SIZE, clips_of, negative_clips
from tests.unit.capture.pictures import TEXTS, symbol


def saved(folder: Path, *symbologies: Symbology) -> Path:
    for symbology in symbologies:
        cv2.imwrite(str(folder / f"{symbology}.png"), symbol(symbology))
    cv2.imwrite(str(folder / "blank.png"), np.full((90, 90), 255, np.uint8))
    return folder


def test_the_truth_is_json_or_a_table(tmp_path: Path) -> None:
    saved(tmp_path, Symbology.QR_CODE)
    as_json = tmp_path / "truth.json"
    as_json.write_text(json.dumps({"QRCode.png": ["a", "b"], "blank.png": None}))
    table = tmp_path / "truth.csv"
    table.write_text("file,text\nQRCode.png,a\nQRCode.png,b\nblank.png,\n")
    for truth in (as_json, table):
        first, second = pictures_of(tmp_path, truth)
        assert (first.texts, first.factor) == (frozenset({"a", "b"}), "pictures")
        assert (second.texts, second.factor) == (frozenset(), "negative")


@pytest.mark.parametrize("text", ["file,text\nabsent.png,a\n", "a,b\n1,2\n", ""])
def test_a_truth_that_cannot_be_used_is_refused(tmp_path: Path, text: str) -> None:
    truth = tmp_path / "truth.csv"
    truth.write_text(text)
    with pytest.raises(ValueError, match=r"not in|no columns"):
        list(pictures_of(tmp_path, truth))


def test_pictures_of_ones_own_are_measured(tmp_path: Path) -> None:
    saved(tmp_path, Symbology.QR_CODE, Symbology.CODE_128)
    truth = tmp_path / "truth.json"
    said = {f"{one}.png": TEXTS[one] for one in (Symbology.QR_CODE, Symbology.CODE_128)}
    truth.write_text(json.dumps(said | {"blank.png": None}))
    answer = as_object(run_images(tmp_path, truth))
    assert answer["clips"] == 2 and answer["negative_clips"] == 1
    success = answer["success"]
    assert isinstance(success, dict)
    assert success["ours"] == success["ours_still"] == success["zxing"] == 100.0
    assert success["zxing_qr"] == 50.0 and answer["false_reads"] == 0
    rate = answer["frames_per_second"]
    assert isinstance(rate, float) and rate > 0 and answer["frame_ms_empty"]


def test_what_is_read_by_factor_and_what_is_false() -> None:
    tally = Tally()
    read, unread = Outcome(frame=2, answered=4, cpu=0.1, frames=10), Outcome(cpu=0.1, frames=10)
    alone = Outcome(frame=3, answered=3, cpu=0.1, frames=10)
    tally.add("roll", {OURS: read, "zxing": alone, "zxing_qr": unread, "zbar": unread})
    tally.add("glare", {OURS: unread, "zxing": alone, "zxing_qr": unread, "zbar": unread})
    wrong = Outcome(said={"x"}, cpu=0.3, frames=10)
    tally.add("negative", {OURS: wrong, "zxing": unread, "zxing_qr": unread, "zbar": unread})
    answer = as_object(measured(tally))
    assert answer["value"] == -50.0 and not answer["met"]
    assert answer["below"] == ["glare"] and answer["false_reads"] == 1
    assert answer["cpu_ms"] == pytest.approx(16.67)
    assert answer["frames_to_verdict"] == 3.0


def test_a_second_on_one_core_holds_what_the_whole_way_takes() -> None:
    tally = Tally()
    ours = Outcome(frame=0, answered=0, looks=[0.01, 0.01, 0.03, 0.03], opened=[0.01, 0.03])
    assert ours.whole == pytest.approx([0.02, 0.02, 0.06, 0.06]) and ours.slowest == 0.03
    tally.add("roll", {OURS: ours, "zxing": Outcome(), "zxing_qr": Outcome(), "zbar": Outcome()})
    answer = as_object(measured(tally))
    assert answer["frames_per_second"] == 25.0 and not answer["frames_per_second_met"]
    assert answer["frame_ms"] == {"mean": 40.0, "median": 40.0, "p99": 60.0}
    assert answer["slowest_ms"] == 30.0


@pytest.mark.parametrize("factor", list(FACTORS))
def test_every_factor_shows_its_symbol(factor: str) -> None:
    (clip,) = clips_of(factor, 1)
    frames = clip.frames()
    first, second = next(frames), next(frames)
    assert first.shape == (SIZE[1], SIZE[0]) and first.dtype == np.uint8
    assert not np.array_equal(first, second)
    assert np.array_equal(first, next(next(clips_of(factor, 1)).frames()))
    assert clip.texts and all(clip.texts)


def test_a_clip_has_its_frames_and_a_negative_says_nothing() -> None:
    (clip,) = negative_clips(1)
    assert sum(1 for _ in clip.frames()) == FRAMES and not clip.texts
