"""What an officer is told, by what was measured."""

from __future__ import annotations

import numpy as np
import pytest

from checkpoint_app.capture.feedback import hint_for, measures_of
from checkpoint_app.capture.frames import Frame
from checkpoint_app.capture.image import GreyImage
from checkpoint_app.capture.live import LiveReader
from checkpoint_app.capture.presence import Hint
from checkpoint_app.capture.reading import Symbology
from checkpoint_app.clock import SystemClock
from tests.simulators.films import on_desk
from tests.unit.capture.pictures import TEXTS, blurry, noisy, symbol

QR = symbol(Symbology.QR_CODE, scale=4)[40:-40, 40:-40]


def glaring(grey: GreyImage) -> GreyImage:
    rows, columns = grey.shape
    lit = grey.copy()
    lit[rows // 3 : 2 * rows // 3, columns // 4 : 3 * columns // 4] = 255
    return lit


@pytest.mark.requirement("C1")
@pytest.mark.parametrize(
    ("patch", "hint"),
    [
        ((QR * 0.2).astype(np.uint8), Hint.MORE_LIGHT),
        (glaring(QR), Hint.LESS_GLARE),
        (blurry(QR, 3.0), Hint.HOLD_STILL),
        (symbol(Symbology.QR_CODE, scale=1)[40:-40, 40:-40], Hint.CLOSER),
    ],
    ids=["dark", "glare", "blurred", "small"],
)
def test_the_first_thing_that_helps_is_said(patch: GreyImage, hint: Hint) -> None:
    assert hint_for(measures_of(patch)) is hint


@pytest.mark.requirement("C1")
def test_it_is_said_after_a_while_and_no_longer_once_it_reads() -> None:
    reader = LiveReader(SystemClock())
    unreadable = on_desk(noisy(blurry(symbol(Symbology.QR_CODE, scale=4), 6.0), 4))
    hints = [reader.look(Frame(unreadable, number / 30)).hint for number in range(40)]
    assert hints[0] is None and hints[-1] is Hint.HOLD_STILL
    clear = on_desk(symbol(Symbology.QR_CODE, scale=4))
    seen = reader.look(Frame(clear, 2.0))
    assert seen.hint is None and [one.text for one in seen.readings] == [TEXTS[Symbology.QR_CODE]]
