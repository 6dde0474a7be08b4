"""Permits as the registry renders them, in every form in which pilgrims hold them out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checkpoint_app.capture.frames import Frame
from checkpoint_app.capture.live import LiveReader
from checkpoint_app.clock import SystemClock
from checkpoint_app.credential import token_text
from sync.registry.permit_sheet import make_png
from tests.integration.permit_sheet.sheets import NUMBER, content
from tests.simulators.hard_frames import RATE, Clip, Held
from tests.simulators.hard_pages import Page, cracked, in_dark_mode, page_of_sheet
from tests.simulators.paper import LETTER, POCKET, QUARTERS, Fold, folded, photocopied

TOKEN = token_text.to_digits(NUMBER, bytes(range(185)))
SCREEN = Held(module=3.4, moire=0.3, roll=-6)


@pytest.fixture(scope="module")
def permit() -> Page:
    return page_of_sheet(make_png(content(token_text=TOKEN)))


def creased(page: Page, fold: Fold) -> Page:
    return replace(page, pixels=folded(page.pixels, fold, 3))


def copied(page: Page, generations: int) -> Page:
    return replace(page, pixels=photocopied(page.pixels, 3, generations))


def scans_of(page: Page, held: Held) -> list[str]:
    """What a camera's pictures of it are answered as; a second of them."""
    clip = Clip("held", "QRCode", frozenset({TOKEN}), page, held, 11)
    reader = LiveReader(SystemClock(), thrifty=False)
    scans = [
        scan.text
        for number, pixels in enumerate(clip.frames())
        for scan in reader.look(Frame(pixels, number / RATE)).scans
    ]
    return scans + [scan.text for scan in reader.rest()]


@pytest.mark.requirement("C1")
@pytest.mark.parametrize(
    "held",
    [Held(), Held(module=2.4), Held(roll=180), Held(tilt=45, module=5), Held(light=0.12)],
    ids=["well", "far", "upside down", "tilted", "evening"],
)
def test_on_paper(permit: Page, held: Held) -> None:
    assert scans_of(permit, held) == [TOKEN]


@pytest.mark.requirement("C1")
@pytest.mark.parametrize(("bright", "cracks"), [(255, 0), (100, 0), (255, 5), (160, 5)])
def test_on_a_telephone_in_dark_mode(permit: Page, bright: float, cracks: int) -> None:
    """Moiré, a dimmed screen, cracked glass."""
    page = in_dark_mode(permit, bright)
    assert scans_of(cracked(page, 4, cracks) if cracks else page, SCREEN) == [TOKEN]


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("moire", [0.15, 0.45])
def test_on_a_telephone_as_a_white_page(permit: Page, moire: float) -> None:
    assert scans_of(permit, replace(SCREEN, moire=moire, glare=0.2)) == [TOKEN]


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("glare", [0.6, 1.0])
def test_laminated_under_a_lamp(permit: Page, glare: float) -> None:
    assert scans_of(permit, Held(glare=glare)) == [TOKEN]


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("fold", [LETTER, POCKET, QUARTERS], ids=["letter", "pocket", "quarters"])
def test_creased(permit: Page, fold: Fold) -> None:
    assert scans_of(creased(permit, fold), Held(module=3.2, tilt=10)) == [TOKEN]


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("generations", [1, 3])
def test_photocopied(permit: Page, generations: int) -> None:
    """Also the copy of a copy of a copy."""
    assert scans_of(copied(permit, generations), Held(module=3.2)) == [TOKEN]


@pytest.mark.requirement("C1")
def test_creased_and_copied_and_laminated(permit: Page) -> None:
    worn = copied(creased(permit, LETTER), 1)
    assert scans_of(worn, Held(module=3.6, glare=0.5)) == [TOKEN]
