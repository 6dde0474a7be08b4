"""Files on a stick: whole under their names, never through a link, and what goes wrong in words."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from checkpoint_app.errors import CheckpointError, ConfigError, StorageError
from sync.bundle.label import read_label
from sync.bundle.layout import LABEL_LIMIT, MOST_FILES
from sync.bundle.stick_files import DurableFolder, stick_folder
from tests.integration.bundle.sticks import content_of

PATH = "repository/metadata/1.root.json"


def torn(code: int) -> Iterator[bytes]:
    yield b"half of it"
    raise OSError(code, "no more")


def test_a_file_is_written_read_and_taken_away(tmp_path: Path) -> None:
    stick = DurableFolder(tmp_path)
    stick.put(PATH, [b"ro", b"ot"])
    assert content_of(tmp_path) == {PATH: b"root"}
    assert stick.names() == ("repository",)
    assert stick.listed("repository") == {PATH: 4}
    assert (stick.read(PATH, 2), stick.read("label.json", 9)) == (b"ro", None)
    stick.remove(PATH)
    stick.remove(PATH)
    assert stick.listed("repository") == {}
    assert stick.listed("departures") == {}


def test_only_the_very_content_counts_as_held(tmp_path: Path) -> None:
    stick = DurableFolder(tmp_path)
    stick.put(PATH, [b"root"])
    digest = hashlib.sha256(b"root").hexdigest()
    assert stick.holds(PATH, 4, digest)
    assert not stick.holds(PATH, 5, digest)
    assert not stick.holds(PATH, 4, "0" * 64)
    assert not stick.holds("repository/metadata/2.root.json", 4, digest)


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (errno.ENOSPC, "stick.full"),
        (errno.EROFS, "stick.read-only"),
        (errno.EIO, "stick.not-written"),
        (errno.ENODEV, "stick.not-written"),
    ],
)
def test_what_cannot_be_written_leaves_the_old_file_and_is_said(
    tmp_path: Path, code: int, key: str
) -> None:
    stick = DurableFolder(tmp_path)
    stick.put(PATH, [b"root"])
    with pytest.raises(StorageError) as caught:
        stick.put(PATH, torn(code))
    assert caught.value.key == key
    assert content_of(tmp_path) == {PATH: b"root"}


def test_links_on_the_stick_are_never_followed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "stick"
    outside.mkdir()
    folder.mkdir()
    (outside / "secret").write_bytes(b"secret")
    (folder / "repository").symlink_to(outside, target_is_directory=True)
    (folder / "label.json").symlink_to(outside / "secret")
    stick = DurableFolder(folder)
    for act in (
        lambda: stick.put(PATH, [b"root"]),
        lambda: stick.listed("repository"),
        lambda: stick.read("label.json", 9),
        lambda: stick.holds("label.json", 6, hashlib.sha256(b"secret").hexdigest()),
    ):
        with pytest.raises(ConfigError) as caught:
            act()
        assert caught.value.key == "stick.link"
    stick.put("label.json", [b"{}"])
    assert content_of(outside) == {"secret": b"secret"}


def test_a_link_within_the_repository_is_refused(tmp_path: Path) -> None:
    stick = DurableFolder(tmp_path)
    stick.put(PATH, [b"root"])
    (tmp_path / "repository" / "metadata" / "timestamp.json").symlink_to("/etc/hostname")
    with pytest.raises(ConfigError) as caught:
        stick.listed("repository")
    assert caught.value.key == "stick.link"


def test_folders_without_end_and_files_without_number_are_not_ours(tmp_path: Path) -> None:
    deep = tmp_path / "deep" / "repository"
    deep.joinpath(*"abcdefgh").mkdir(parents=True)
    many = tmp_path / "many" / "repository"
    many.mkdir(parents=True)
    for number in range(MOST_FILES + 1):
        (many / str(number)).touch()
    for folder in (deep.parent, many.parent):
        with pytest.raises(ConfigError) as caught:
            DurableFolder(folder).listed("repository")
        assert caught.value.key == "stick.not-ours"


def test_only_the_folder_itself_is_made_never_one_for_a_stick_that_is_not_in(
    tmp_path: Path,
) -> None:
    stick_folder(tmp_path / "CAI-AIR").put(PATH, [b"root"])
    assert stick_folder(tmp_path / "CAI-AIR").listed("repository") == {PATH: 4}
    (tmp_path / "file").touch()
    for missing in (tmp_path / "media" / "stick", tmp_path / "file"):
        with pytest.raises(CheckpointError) as caught:
            stick_folder(missing)
        assert caught.value.key == "stick.no-folder"


def test_a_label_that_is_no_plain_small_file_is_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "label.json")
    assert read_label(tmp_path) is None
    (tmp_path / "label.json").unlink()
    (tmp_path / "label.json").mkdir()
    assert read_label(tmp_path) is None
    (tmp_path / "label.json").rmdir()
    with (tmp_path / "label.json").open("wb") as file:
        file.truncate(10 * 1024**3)  # no bytes on the disk
    assert read_label(tmp_path) is None
    assert LABEL_LIMIT < 10 * 1024**3


def test_free_room_is_that_of_the_disk(tmp_path: Path) -> None:
    stick = DurableFolder(tmp_path)
    assert stick.free() > 0
    assert [stick.room_for(length) // 1024 for length in (1, 32 * 1024, 32 * 1024 + 1)] == [
        33,
        33,
        65,
    ]
