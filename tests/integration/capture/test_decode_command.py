from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from checkpoint_app.capture.decode_command import decode_paths
from checkpoint_app.capture.reading import Symbology
from tests.unit.capture.pictures import TEXTS, png_bytes, symbol, without_barcode


def saved(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.requirement("C1")
def test_one_object_a_barcode(tmp_path: Path) -> None:
    for symbology in Symbology:
        path = saved(tmp_path, f"{symbology}.png", png_bytes(Image.fromarray(symbol(symbology))))
        (row,) = decode_paths([path])
        assert set(row) == {"path", "symbology", "text", "bytes", "ms"}
        assert row["path"] == str(path)
        assert row["symbology"] == symbology.value
        assert row["text"] == TEXTS[symbology]
        assert row["bytes"] == TEXTS[symbology].encode().hex()
        assert json.loads(json.dumps(row)) == row


def test_a_picture_without_any_gives_one_object_with_null_text(tmp_path: Path) -> None:
    picture = Image.fromarray(without_barcode("text", 1))
    (row,) = decode_paths([saved(tmp_path, "none.jpg", png_bytes(picture, "JPEG"))])
    assert row["text"] is None and row["symbology"] is None and row["bytes"] is None
    assert "error" not in row


def test_an_animated_picture_gives_each_code_once(tmp_path: Path) -> None:
    first = Image.fromarray(symbol(Symbology.QR_CODE, "one", scale=4))
    frames = [
        first.copy(),
        Image.new("L", first.size, 255),
        first.transpose(Image.Transpose.ROTATE_90),
    ]
    data = png_bytes(first, "GIF", save_all=True, append_images=frames)
    (row,) = decode_paths([saved(tmp_path, "moving.gif", data)])
    assert row["text"] == "one"


def test_a_bad_file_is_said_in_both_languages_and_the_next_one_is_read(tmp_path: Path) -> None:
    whole = png_bytes(Image.fromarray(symbol(Symbology.QR_CODE)))
    rows = list(
        decode_paths(
            [
                saved(tmp_path, "empty.png", b""),
                saved(tmp_path, "cut.png", whole[: len(whole) // 2]),
                saved(tmp_path, "letter.txt", b"a letter"),
                tmp_path / "missing.png",
                tmp_path,
                saved(tmp_path, "good.png", whole),
            ]
        )
    )
    errors = [row["error"]["key"] for row in rows[:5]]  # type: ignore[index]  # a dict of strings
    assert errors == [
        "capture.empty",
        "capture.damaged",
        "capture.not_a_picture",
        "capture.missing",
        "capture.missing",
    ]
    for row in rows[:5]:
        said = row["error"]
        assert isinstance(said, dict)
        assert (
            Path(str(row["path"])).name in said["en"] and Path(str(row["path"])).name in said["ar"]
        )
        assert row["text"] is None
    assert rows[5]["text"] == TEXTS[Symbology.QR_CODE]
