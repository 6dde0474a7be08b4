"""From a picture to the sentence in the window: permits and what else pilgrims hold out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import TimeoutError as QtBotTimeoutError
from pytestqt.qtbot import QtBot

from checkpoint_app.credential.scanned import interpret
from tests.bench._lane import Season
from tests.simulators.films import photo
from tests.simulators.hard_frames import Clip, Held
from tests.simulators.hard_pages import Page, cracked, in_dark_mode, page_with
from tests.ui.manned import PLAIN, Manned, make_season, opened
from tests.ui.spoken import spoken
from ui.lane.verdict_panel import VerdictPanel
from ui.lane.views import Tone

# As IATA's Resolution 792 lays out a pass of one leg (mandatory items, 60 signs).
PASSES = [f"M1ELSHERBINY/FATIMA   EABC123 CAIJEDMS 0671 326Y012{seat}0025 100" for seat in "ABC"]
CERTIFICATE = (
    "HC1:6BFOXN%TS3DH0YOJ58S S-W5HDC *M0II5XHC9B5G2+$N IOP-IA%NFQGRJPC%OQHIZC4.OI1RM8ZA.A5:S9MK"
)
LINK = "https://example.org/umrah/permit?id=4839201755662"
SAID = {
    "boarding pass": {"en": "This is a boarding pass", "ar": "هذه بطاقة صعود الطائرة"},
    "certificate": {"en": "This is a vaccination certificate", "ar": "هذه شهادة تطعيم"},
    "link": {"en": "This is a web link", "ar": "هذا رابط إنترنت"},
}
# In such an order that no sentence stands there already from the one before.
HELD_OUT = [
    ("boarding pass", "PDF417", PASSES[0]),
    ("certificate", "QRCode", CERTIFICATE),
    ("boarding pass", "Aztec", PASSES[1]),
    ("link", "QRCode", LINK),
    ("boarding pass", "QRCode", PASSES[2]),
    ("link", "DataMatrix", "www.example.org/umrah"),
]


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Season:
    return make_season(tmp_path_factory.mktemp("season"))


@pytest.fixture(params=["ar", "en"])
def manned(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, season: Season, tmp_path: Path
) -> Iterator[Manned]:
    desk = tmp_path / "desk"
    desk.mkdir()
    settings = replace(PLAIN, language=request.param, source=str(desk))
    lane = opened(qtbot, qapp, season, tmp_path, settings=settings)
    yield lane
    lane.close()
    qapp.setStyleSheet("")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def hold_out(
    manned: Manned, folder: Path, page: Page, number: int, held: Held, answered: Callable[[], bool]
) -> None:
    """A photograph of it is laid under the camera, again and again while it is not answered: a
    folder shows each for a moment only, and the computer may be busy."""
    clip = Clip("held", "", frozenset({page.text}), page, held, number)
    frame = next(clip.frames())
    for time in range(12):
        photo(folder / f"{number:02}-{time:02}.png", frame)
        with suppress(QtBotTimeoutError):
            manned.qtbot.waitUntil(answered, timeout=2_500)
            break
    assert answered()
    manned.settled()


@pytest.mark.requirement("C1")
def test_what_is_no_permit_is_called_by_its_name(manned: Manned, tmp_path: Path) -> None:
    language = _language()
    for number, (what, kind, text) in enumerate(HELD_OUT, 1):
        page = page_with(kind, number, text)
        words = SAID[what][language]
        hold_out(manned, tmp_path / "desk", page, number, Held(), partial(says, manned, words))
        assert manned.view.tone is Tone.UNREAD


@pytest.mark.requirement("C1")
def test_after_it_the_permit_is_read_from_a_cracked_telephone(
    manned: Manned, tmp_path: Path
) -> None:
    desk = tmp_path / "desk"
    link = partial(says, manned, SAID["link"][_language()])
    hold_out(manned, desk, page_with("QRCode", 1, LINK), 1, Held(), link)
    token = manned.tokens[3]
    page = cracked(in_dark_mode(page_with("QRCode", 2, token), 200), 4, 5)
    number = interpret(token).number
    assert number is not None

    def opened_permit() -> bool:
        return str(number) in manned.view.permit.replace(" ", "")

    hold_out(manned, desk, page, 2, Held(module=3.6, moire=0.2, roll=-6), opened_permit)
    assert manned.view.person is not None


def says(manned: Manned, words: str) -> bool:
    """Whether this stands in the window's verdict."""
    return words in spoken(manned.part(VerdictPanel)).name


def _language() -> str:
    return "ar" if QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft else "en"
