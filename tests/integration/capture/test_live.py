from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from checkpoint_app.capture.frames import Frame, Pixels
from checkpoint_app.capture.live import LiveReader, Seen
from checkpoint_app.capture.reading import Symbology
from checkpoint_app.capture.source import open_source
from checkpoint_app.clock import SystemClock
from checkpoint_app.credential import token_text
from checkpoint_app.demo.camera import photograph
from sync.registry.permit_sheet import make_png
from tests.integration.permit_sheet.sheets import NUMBER, content
from tests.simulators.films import film, on_desk, photo
from tests.unit.capture.pictures import blurry, noisy, quarter_turned, symbol

TOKEN = token_text.to_digits(NUMBER, bytes(range(185)))


def frames_of(pixels: Pixels, count: int, rate: float = 20.0, start: float = 0.0) -> list[Frame]:
    return [Frame(pixels, start + number / rate) for number in range(count)]


def read_all(frames: list[Frame], reader: LiveReader | None = None) -> tuple[list[Seen], list[str]]:
    reader = reader or LiveReader(SystemClock(), thrifty=False)
    seen = [reader.look(frame) for frame in frames]
    scans = [scan.text for one in seen for scan in one.scans]
    return seen, scans + [scan.text for scan in reader.rest()]


@pytest.fixture(scope="module")
def sheet() -> Pixels:
    picture = cv2.imdecode(
        np.frombuffer(make_png(content(token_text=TOKEN)), np.uint8), cv2.IMREAD_COLOR
    )
    return np.asarray(picture, dtype=np.uint8)


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("seed", range(4))
def test_a_permit_before_the_camera_is_one_scan(sheet: Pixels, seed: int) -> None:
    _, scans = read_all(frames_of(photograph(sheet, seed), 30))
    assert scans == [TOKEN]


@pytest.mark.requirement("C1")
def test_a_film_of_two_permits_gives_two_scans(tmp_path: Path) -> None:
    first, second = (
        on_desk(symbol(Symbology.QR_CODE, text)) for text in ("4839201755662", "1000000000009")
    )
    desk = np.full_like(first, 70)
    path = film(tmp_path / "lane.avi", [desk] * 5 + [first] * 30 + [desk] * 10 + [second] * 30)
    source = open_source(str(path), paced=False)
    source.open()
    reader = LiveReader(SystemClock(), thrifty=False)
    scans = []
    while isinstance(frame := source.read(), Frame):
        scans += [scan.text for scan in reader.look(frame).scans]
    assert scans == ["4839201755662", "1000000000009"]
    source.close()


def test_a_code_is_outlined_where_it_lies() -> None:
    code = symbol(Symbology.QR_CODE, "4839201755662")
    seen, _ = read_all(frames_of(on_desk(code), 1))
    (outlined,) = seen[0].outlines
    assert outlined.read
    xs, ys = zip(*outlined.points, strict=True)
    assert 0.3 < min(xs) < 0.5 < max(xs) < 0.7 and 0.3 < min(ys) < 0.5 < max(ys) < 0.7


def test_in_a_large_picture_too() -> None:
    code = symbol(Symbology.QR_CODE, "4839201755662", scale=12)
    seen, scans = read_all(frames_of(on_desk(code, (3200, 2000)), 1))
    assert scans == ["4839201755662"]
    xs, _ = zip(*seen[0].outlines[0].points, strict=True)
    assert 0.35 < min(xs) < 0.5 < max(xs) < 0.65


@pytest.mark.requirement("C1")
@pytest.mark.parametrize(
    "picture",
    [
        on_desk(blurry(symbol(Symbology.QR_CODE, scale=4), 2.2)),
        on_desk(noisy(symbol(Symbology.QR_CODE, scale=4), 70)),
        on_desk(quarter_turned(symbol(Symbology.CODE_128, scale=2), 1)),
        cv2.bitwise_not(on_desk(symbol(Symbology.DATA_MATRIX))).astype(np.uint8),
        on_desk(symbol(Symbology.PDF417, scale=2)),
    ],
    ids=["blurred", "noisy", "bars turned", "inverted", "PDF417"],
)
def test_what_does_not_read_at_once_reads_after_a_closer_look(picture: Pixels) -> None:
    seen, scans = read_all(frames_of(picture, 60))
    assert not seen[0].scans and len(scans) == 1


def test_what_lies_still_and_unreadable_is_left_alone() -> None:
    """After a whole turn of closer looks none is made, until the scene changes."""
    draw = np.random.default_rng(1)
    noise = draw.integers(0, 255, (120, 160), dtype=np.uint8)
    reader = LiveReader(SystemClock(), thrifty=False)
    read_all(frames_of(noise, 100), reader)
    turned = on_desk(quarter_turned(symbol(Symbology.CODE_128, scale=2), 1), (420, 420))
    _, scans = read_all(frames_of(turned, 40, start=10), reader)
    assert len(scans) == 1


def test_pictures_in_colour_and_in_grey_read_alike(tmp_path: Path) -> None:
    grey = on_desk(symbol(Symbology.QR_CODE, "4839201755662"))
    colour = np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)
    assert read_all(frames_of(colour, 1))[1] == read_all(frames_of(grey, 1))[1]


def test_bars_at_the_end_of_a_film_are_not_lost() -> None:
    picture = on_desk(symbol(Symbology.CODE_128, "4839201755662", scale=2))
    _, scans = read_all(frames_of(picture, 4))
    assert scans == ["4839201755662"]


@pytest.mark.requirement("C1")
def test_a_folder_of_photographs_is_read_like_a_camera(tmp_path: Path, sheet: Pixels) -> None:
    photo(tmp_path / "1.png", photograph(sheet, 5))
    photo(tmp_path / "2.png", on_desk(symbol(Symbology.QR_CODE, "1000000000009")))
    source = open_source(str(tmp_path), paced=False)
    source.open()
    frames = []
    while isinstance(frame := source.read(), Frame):
        frames.append(frame)
    assert read_all(frames)[1] == [TOKEN, "1000000000009"]
