from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from checkpoint_app.domain.facts import PresentedDocument
from tests.ui.fitting import assert_nothing_clipped, place_of
from tests.ui.lane import samples
from tests.ui.spoken import spoken
from tests.unit.domain.cases import RECORD
from ui.lane.person_panel import PersonPanel
from ui.lane.present_passport import present_passport
from ui.lane.views import Mark, Tone
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.theme.tokens import tokens
from ui.wording.qt_tongue import QtTongue

OTHER = PresentedDocument(
    "5678",
    "A12345678",
    names="ERIKSSON ANNA MARIA",
    birth_yymmdd="900315",
    doubtful=frozenset({"nationality"}),
)
_NAME_UNITS = 24
_PERMIT = "1234 5678 90123"


@pytest.fixture
def panel(qtbot: QtBot, tongue: QtTongue) -> PersonPanel:
    """As large as in a window of 1280 by 720."""
    made = PersonPanel(ThemeHolder(Theme(tokens())), tongue)
    qtbot.addWidget(made)
    made.resize(436, 326)
    return made


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("longest", [False, True])
def test_names_are_read_from_two_metres(
    panel: PersonPanel, tongue: QtTongue, longest: bool
) -> None:
    view = samples.person_of(Tone.CLEAR, tongue, longest=longest)
    panel.show_person(view, _PERMIT)
    sizes = {text.written.text: text.written.font.pixelSize() for text in panel.sheet.texts}
    assert sizes[view.name_arabic] >= _NAME_UNITS
    assert sizes[view.name_latin] >= _NAME_UNITS
    assert_nothing_clipped(panel)


@pytest.mark.requirement("C1")
def test_the_last_four_stand_apart_and_run_from_left_to_right(
    panel: PersonPanel, tongue: QtTongue
) -> None:
    panel.show_person(samples.person_of(Tone.REFER, tongue))
    texts = {text.written.text: text for text in panel.sheet.texts}
    places = [place_of(texts[part]) for part in ("A0123", "4", "5", "6", "7")]
    assert all(one.right() < other.left() for one, other in pairwise(places))
    boxes = pairwise(places[1:])
    steps = [other.center().x() - one.center().x() for one, other in boxes]
    assert max(steps) - min(steps) < 1
    assert all(texts[part].written.font.pixelSize() >= _NAME_UNITS for part in "4567")


@pytest.mark.requirement("C1")
def test_what_to_compare_in_the_passport_stands_under_the_names(
    panel: PersonPanel, tongue: QtTongue
) -> None:
    hints = tuple(present_passport(OTHER, RECORD, tongue))
    assert len(hints) == 2
    view = replace(samples.person_of(Tone.CLEAR, tongue), hints=hints)
    panel.show_person(view, _PERMIT)
    places = {text.written.text: place_of(text) for text in panel.sheet.texts}
    for hint in hints:
        assert places[view.name_latin].bottom() <= places[hint].top()
        assert places[hint].bottom() <= places["A0123"].top()
        assert hint in panel.accessibleName()
    assert_nothing_clipped(panel)


@pytest.mark.parametrize("tone", [Tone.CLEAR, Tone.REFER, Tone.REFUSE, Tone.AGAIN])
def test_it_tells_how_the_passport_stands(panel: PersonPanel, tongue: QtTongue, tone: Tone) -> None:
    view = samples.person_of(tone, tongue)
    panel.show_person(view, _PERMIT)
    shown = {text.written.text: text for text in panel.sheet.texts}
    assert shown[view.passport_note].colour == panel.theme.mark(view.passport_mark).stroke
    assert _PERMIT in shown


def test_a_fact_that_a_finding_speaks_of_is_marked(panel: PersonPanel, tongue: QtTongue) -> None:
    view = samples.person_of(Tone.REFER, tongue)
    panel.show_person(view)
    shown = {text.written.text: text for text in panel.sheet.texts}
    for fact in view.facts:
        plain = fact.mark is Mark.PLAIN
        wanted = panel.theme.colour("ink") if plain else panel.theme.mark(fact.mark).stroke
        assert shown[fact.value].colour == wanted


def test_a_pilgrim_of_whom_little_is_known(panel: PersonPanel, tongue: QtTongue) -> None:
    view = samples.person_of(Tone.CLEAR, tongue)
    panel.show_person(replace(view, name_arabic="", facts=view.facts[:2], passport_note=""))
    assert_nothing_clipped(panel)
    panel.show_person(replace(view, name_latin="", passport_head="", passport_tail="", facts=()))
    assert_nothing_clipped(panel)


def test_all_of_it_is_said(panel: PersonPanel, tongue: QtTongue) -> None:
    view = samples.person_of(Tone.CLEAR, tongue)
    panel.show_person(view, _PERMIT)
    name = spoken(panel).name
    for text in (view.name_arabic, view.name_latin, "A01234567", view.passport_note, _PERMIT):
        assert text in name
    assert all(fact.value in name for fact in view.facts)
