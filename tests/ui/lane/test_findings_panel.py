from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from tests.ui.fitting import assert_nothing_clipped, place_of
from tests.ui.lane import samples
from tests.ui.spoken import spoken
from tests.ui.widgets.paint import painted, where
from ui.lane.findings_panel import FindingsPanel
from ui.lane.views import FindingView, Tone
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.theme.tokens import tokens
from ui.wording.qt_tongue import QtTongue

_SEEN_AT_ONCE = 4


@pytest.fixture
def panel(qtbot: QtBot, tongue: QtTongue) -> FindingsPanel:
    """As large as in a window of 1280 by 720."""
    made = FindingsPanel(ThemeHolder(Theme(tokens())), tongue)
    qtbot.addWidget(made)
    made.resize(396, 326)
    made.show()
    return made


def many(tongue: QtTongue) -> tuple[FindingView, ...]:
    return tuple(samples.finding(code, tongue, longest=True) for code in samples.MANY)


@pytest.mark.requirement("C1")
def test_four_findings_are_seen_at_once_with_their_next_steps(
    panel: FindingsPanel, tongue: QtTongue
) -> None:
    panel.show_findings(many(tongue), samples.earlier(tongue))
    texts = {text.written.text: text for text in panel.list.sheet.texts}
    for finding in many(tongue)[:_SEEN_AT_ONCE]:
        assert place_of(texts[finding.sentence]).bottom() <= panel.height()
        assert place_of(texts[finding.next_step]).bottom() <= panel.height()


def test_every_finding_is_there_worst_first(panel: FindingsPanel, tongue: QtTongue) -> None:
    panel.show_findings(many(tongue), samples.earlier(tongue))
    texts = {text.written.text: text for text in panel.list.sheet.texts}
    tops = [place_of(texts[finding.sentence]).top() for finding in many(tongue)]
    assert tops == sorted(tops)
    for event in samples.earlier(tongue):
        assert place_of(texts[event.what]).top() > tops[-1]
    assert_nothing_clipped(panel)


def test_many_scroll_by_keyboard(panel: FindingsPanel, tongue: QtTongue, qtbot: QtBot) -> None:
    panel.show_findings(many(tongue), samples.earlier(tongue))
    scroll = panel.findChild(QScrollArea)
    assert scroll is not None and scroll.verticalScrollBar().maximum() > 0
    scroll.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.sendEvent(scroll, samples.key(Qt.Key.Key_PageDown))
    assert scroll.verticalScrollBar().value() > 0
    panel.show_findings(many(tongue), ())
    assert scroll.verticalScrollBar().value() == 0


def test_few_do_not_scroll(panel: FindingsPanel, tongue: QtTongue) -> None:
    panel.show_findings(many(tongue)[:3], ())
    scroll = panel.findChild(QScrollArea)
    assert scroll is not None and scroll.verticalScrollBar().maximum() == 0


def test_that_nothing_was_found_is_said_in_each_tones_own_words(
    panel: FindingsPanel, tongue: QtTongue
) -> None:
    said = set()
    for tone in (Tone.CLEAR, Tone.AGAIN, Tone.READING):
        panel.show_findings((), (), nothing=tone)
        assert len(panel.list.sheet.texts) == 1
        assert spoken(panel.list).name == panel.list.sheet.texts[0].written.text
        said.add(spoken(panel.list).name)
    assert len(said) == 3
    panel.show_findings((), (), nothing=None)
    assert not panel.list.sheet.texts


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("earlier", [True, False])
def test_only_the_clear_have_the_sign_of_the_clear(
    panel: FindingsPanel, tongue: QtTongue, earlier: bool
) -> None:
    green = panel.theme.tone(Tone.CLEAR).stroke
    events = samples.earlier(tongue) if earlier else ()
    for tone in (Tone.CLEAR, Tone.AGAIN, Tone.UNREAD, None):
        panel.show_findings((), events, nothing=tone)
        assert where(painted(panel.list), green).isEmpty() is (tone is not Tone.CLEAR)


def test_that_nothing_was_found_stands_in_the_middle(
    panel: FindingsPanel, tongue: QtTongue
) -> None:
    panel.show_findings((), (), nothing=Tone.CLEAR)
    place = place_of(panel.list.sheet.texts[0])
    assert abs(place.center().x() - panel.list.width() / 2) <= 1
    assert place.top() > panel.list.height() / 2


def test_alone_they_are_set_larger(panel: FindingsPanel, tongue: QtTongue) -> None:
    one = many(tongue)[:1]
    panel.resize(840, 326)
    panel.show_findings(one, ())
    beside = panel.list.sheet.texts[0].written.font.pixelSize()
    panel.show_findings(one, (), wide=True)
    assert panel.list.sheet.texts[0].written.font.pixelSize() > beside
    assert_nothing_clipped(panel)


def test_all_of_it_is_said(panel: FindingsPanel, tongue: QtTongue) -> None:
    panel.show_findings(many(tongue), samples.earlier(tongue))
    name = spoken(panel.list).name
    for finding in many(tongue):
        assert finding.sentence in name and finding.next_step in name
    for event in samples.earlier(tongue):
        assert event.what in name
