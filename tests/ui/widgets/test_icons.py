"""The icons."""

from __future__ import annotations

from importlib.resources import files

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from checkpoint_app.errors import ConfigError
from ui.widgets.icons import DIRECTED, icon, icon_image, icon_names

NAMES = sorted(icon_names())
INK = QColor(200, 30, 60)


@pytest.mark.parametrize("name", NAMES)
def test_each_is_drawn_in_the_colour_that_is_asked(qapp: QApplication, name: str) -> None:
    image = icon_image(name, 48, INK.rgb())
    spots = [
        image.pixelColor(x, y)
        for x in range(48)
        for y in range(48)
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert len(spots) > 60
    assert {spot.rgb() for spot in spots} == {INK.rgb()}


@pytest.mark.parametrize("name", NAMES)
def test_each_keeps_off_the_edge_of_its_square(qapp: QApplication, name: str) -> None:
    image = icon_image(name, 96, INK.rgb())
    edge = [(at, side) for at in range(96) for side in (0, 95)]
    assert all(image.pixelColor(x, y).alpha() < 128 for x, y in edge)
    assert all(image.pixelColor(y, x).alpha() < 128 for x, y in edge)


@pytest.mark.parametrize("name", NAMES)
def test_sources_have_one_colour_which_is_the_theme_s(name: str) -> None:
    text = files("resources").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")
    assert "currentColor" in text
    assert "#" not in text
    assert "<text" not in text


@pytest.mark.parametrize("name", NAMES)
def test_what_points_along_the_line_is_mirrored_and_nothing_else(
    qapp: QApplication, name: str
) -> None:
    plain, mirrored = (icon_image(name, 48, INK.rgb(), turned) for turned in (False, True))
    assert (plain != mirrored) == (name in DIRECTED)


def test_an_icon_that_is_not_there_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(ConfigError):
        icon_image("nothing", 16, INK.rgb())


def test_a_standard_button_can_wear_one(qapp: QApplication) -> None:
    assert not icon("export", 20, INK).isNull()


@pytest.mark.parametrize("mirrored", [False, True])
def test_one_beside_a_text_keeps_its_distance(qapp: QApplication, mirrored: bool) -> None:
    beside = icon("export", 20, INK, mirrored, gap=4)
    image = beside.pixmap(48, 40).toImage()
    free = range(8) if mirrored else range(40, 48)
    columns = {x for x in range(48) for y in range(40) if image.pixelColor(x, y).alpha()}
    assert columns and not columns & set(free)


def test_every_mirrored_icon_exists() -> None:
    assert set(NAMES) >= DIRECTED
