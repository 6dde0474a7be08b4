from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor, QFontMetricsF, QImage
from pytestqt.qtbot import QtBot

from checkpoint_app.capture.presence import Hint, Outlined
from tests.ui.fitting import assert_nothing_clipped
from tests.ui.spoken import spoken
from ui.lane.camera_view import CameraView
from ui.lane.states import SourceState
from ui.lane.views import Mark
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.theme.tokens import tokens
from ui.wording.qt_tongue import QtTongue
from ui.workers.camera import Pictured

_SQUARE = ((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))


@pytest.fixture
def view(qtbot: QtBot, tongue: QtTongue) -> CameraView:
    made = CameraView(ThemeHolder(Theme(tokens())), tongue)
    qtbot.addWidget(made)
    made.resize(400, 225)
    return made


def halves(width: int, height: int) -> QImage:
    """A picture that is blue on its left and yellow on its right."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    for x in range(width // 2, width):
        for y in range(height):
            image.setPixelColor(x, y, QColor("yellow"))
    return image


@pytest.mark.parametrize(("width", "height"), [(64, 36), (64, 48), (36, 64)])
def test_the_picture_is_whole_and_keeps_its_form(view: CameraView, width: int, height: int) -> None:
    view.show_picture(Pictured(halves(width, height), ()))
    place = view.picture_place()
    assert place.width() <= view.width() and place.height() <= view.height()
    assert place.width() == view.width() or place.height() == view.height()
    assert place.width() / place.height() == pytest.approx(width / height, rel=0.02)
    assert (place.center() - QPointF(200, 112.5)).manhattanLength() <= 1


@pytest.mark.requirement("C1")
def test_the_picture_is_never_mirrored(view: CameraView) -> None:
    view.show_picture(Pictured(halves(64, 36), ()))
    image = view.grab().toImage()
    assert image.pixelColor(QPoint(100, 110)) == QColor("blue")
    assert image.pixelColor(QPoint(300, 110)) == QColor("yellow")


@pytest.mark.parametrize("read", [True, False])
def test_a_barcode_is_outlined_by_whether_it_was_read(view: CameraView, read: bool) -> None:
    view.show_picture(Pictured(halves(64, 36), (Outlined(_SQUARE, read),)))
    image = view.grab().toImage()
    mark = view.theme.mark(Mark.GOOD if read else Mark.WARNING)
    left = [image.pixelColor(x, y) for x in range(90, 100) for y in range(90, 140)]
    assert left.count(mark.strong) > 20 and left.count(mark.on_strong) > 20
    assert image.pixelColor(102, 110) == QColor("blue")  # nothing is drawn over the barcode


@pytest.mark.requirement("C1")
def test_found_and_read_differ_by_more_than_colour(view: CameraView) -> None:
    """Dashes around what is found; an unbroken line and a tick around what is read."""
    breaks, ticks = {}, {}
    for read in (False, True):
        view.show_picture(Pictured(halves(64, 36), ()))
        view.show_picture(Pictured(halves(64, 36), (Outlined(_SQUARE, read),)))
        image = view.grab().toImage()
        strong = view.theme.mark(Mark.GOOD if read else Mark.WARNING).strong
        column = 97
        along = [image.pixelColor(column, y) == strong for y in range(75, 160)]
        breaks[read] = sum(one and not two for one, two in pairwise(along))
        around = [image.pixelColor(x, y) for x in range(80, 112) for y in range(40, 70)]
        ticks[read] = sum(colour == strong for colour in around)
    assert breaks[False] >= 3 and breaks[True] == 0
    assert ticks[True] > 3 * ticks[False]


@pytest.mark.requirement("C1")
def test_what_is_found_does_not_flicker(view: CameraView) -> None:
    """It is sought in every other picture; taken away, it is outlined no longer."""
    warning = view.theme.mark(Mark.WARNING).strong

    def outlined() -> bool:
        image = view.grab().toImage()
        return any(image.pixelColor(97, y) == warning for y in range(60, 170))

    for number in range(12):
        found = () if number % 2 else (Outlined(_SQUARE, False),)
        view.show_picture(Pictured(halves(64, 36), found))
        assert outlined()
    for _ in range(8):
        view.show_picture(Pictured(halves(64, 36), ()))
    assert not outlined()


@pytest.mark.requirement("C1")
@pytest.mark.parametrize(
    "corners", [_SQUARE, ((0.3, 0.5), (0.7, 0.5), (0.7, 0.98), (0.3, 0.98))], ids=["middle", "foot"]
)
@pytest.mark.parametrize("hint", list(Hint))
@pytest.mark.parametrize("width", [400, 200])
def test_the_hint_covers_no_barcode_and_is_whole(
    view: CameraView, hint: Hint, width: int, corners: tuple[tuple[float, float], ...]
) -> None:
    view.resize(width, 225)
    view.show_picture(Pictured(halves(64, 36), (Outlined(corners, False),), hint))
    plate = view.hint_plate()
    assert plate is not None and view.rect().contains(plate.place.toAlignedRect())
    advance = QFontMetricsF(plate.font).horizontalAdvance(plate.text)
    assert advance <= plate.words_place.width() + 0.5
    assert plate.place.contains(plate.words_place) and plate.place.contains(plate.sign_place)
    assert not plate.words_place.intersects(plate.sign_place)
    sign, words = plate.sign_place.center().x(), plate.words_place.center().x()
    assert (sign > words) == view.mirrored
    if width == 400:
        place = view.picture_place()
        ys = [place.y() + y * place.height() for _, y in corners]
        assert plate.place.top() >= max(ys) or plate.place.bottom() <= min(ys)


@pytest.mark.parametrize("state", [SourceState.NONE, SourceState.OPENING, SourceState.LOST])
def test_without_a_picture_it_says_why(view: CameraView, state: SourceState) -> None:
    view.show_source(SourceState.LIVE)
    view.show_picture(Pictured(halves(64, 36), ()))
    view.show_source(state)
    said = [text.written.text for text in view.sheet.texts]
    assert said and all(text in spoken(view).name for text in said)
    assert view.picture_place().isEmpty()
    assert_nothing_clipped(view)


def test_a_film_that_ended_keeps_its_last_picture(view: CameraView) -> None:
    view.show_source(SourceState.LIVE)
    view.show_picture(Pictured(halves(64, 36), ()))
    view.show_source(SourceState.ENDED)
    assert not view.picture_place().isEmpty()


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("hint", list(Hint))
def test_over_what_cannot_be_read_it_says_what_would_help(view: CameraView, hint: Hint) -> None:
    view.show_source(SourceState.LIVE)
    view.show_picture(Pictured(halves(64, 36), (Outlined(_SQUARE, False),)))
    plain = spoken(view).name
    view.show_picture(Pictured(halves(64, 36), (Outlined(_SQUARE, False),), hint))
    assert spoken(view).name.startswith(plain) and spoken(view).name != plain
    plate = view.hint_plate()
    assert plate is not None and view.rect().contains(plate.place.toAlignedRect())
    corner = (plate.place.topLeft() + QPointF(view.theme.exact("radius.m"), 4)).toPoint()
    assert view.grab().toImage().pixelColor(corner) == view.theme.mark(Mark.WARNING).strong
    view.show_picture(Pictured(halves(64, 36), ()))
    assert spoken(view).name == plain and view.hint_plate() is None
