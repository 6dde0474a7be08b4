"""The pictures of help: drawn by the build, all there, of one size, each shown by some page."""

from __future__ import annotations

import pytest
from PIL import Image

from checkpoint_app.help_pages import HelpPages
from installer.pictures import FOLDER, LANGUAGES, PICTURES, SIZE, path_of

_LARGEST = 160 * 1024  # bytes
PAGES = HelpPages()


@pytest.mark.requirement("A16")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PICTURES)
def test_each_picture_is_there_and_of_the_size_of_a_small_window(name: str, language: str) -> None:
    path = path_of(name, language)
    assert path.stat().st_size <= _LARGEST
    with Image.open(path) as image:
        assert image.size == SIZE


@pytest.mark.requirement("A16")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_that_a_page_shows_is_there_and_every_one_is_shown(language: str) -> None:
    pages = (PAGES.page(name, language) for name in PAGES.names())
    shown = {picture.rpartition("/")[2] for page in pages for picture in page.pictures}
    assert shown == {path_of(name, language).name for name in PICTURES}


def test_nothing_else_is_kept_beside_them() -> None:
    made = {path_of(name, language).name for name in PICTURES for language in LANGUAGES}
    assert {each.name for each in FOLDER.iterdir()} == made
