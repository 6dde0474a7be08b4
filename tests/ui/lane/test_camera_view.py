from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor, QImage
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
    assert image.pixelColor(QPoint(100, 110)) == mark.strong


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
    place = view.hint_place()
    assert view.rect().contains(place.toAlignedRect())
    corner = (place.topLeft() + QPointF(view.theme.exact("radius.m"), 3)).toPoint()
    assert view.grab().toImage().pixelColor(corner) == view.theme.mark(Mark.WARNING).strong
    view.show_picture(Pictured(halves(64, 36), ()))
    assert spoken(view).name == plain
