from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fitting import assert_nothing_clipped, on_window
from tests.ui.lane import samples
from tests.ui.lane.conftest import Opened
from tests.ui.spoken import spoken
from ui.lane.bar import Bar
from ui.lane.camera_view import CameraView
from ui.lane.hints_panel import HintsPanel
from ui.lane.key_bar import KeyBar
from ui.lane.last_scans import LastScans
from ui.lane.number_field import NumberField
from ui.lane.toast import Toast
from ui.lane.verdict_panel import VerdictPanel
from ui.lane.views import Action, Mark, Tone
from ui.lane.window import LaneWindow
from ui.wording.qt_tongue import QtTongue

# 1920 by 1080 also at 200 %: then it is 960 by 540 logical pixels.
SIZES = [(1280, 720), (1366, 768), (1920, 1080), (960, 540)]
_FOCUSABLE = Qt.FocusPolicy.TabFocus


def part(window: LaneWindow, kind: type) -> QWidget:
    found = window.findChild(kind)
    assert isinstance(found, QWidget)
    return found


def show(window: LaneWindow, tongue: QtTongue, tone: Tone, **how: bool) -> None:
    window.show_bar(samples.bar(tongue))
    window.show_scans(samples.scans(tongue))
    window.show_verdict(samples.verdict(tone, tongue, **how))


def officer(tongue: QtTongue) -> str:
    return samples.bar(tongue).officer


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("tone", list(Tone))
def test_every_state_fits_every_size(
    opened: Opened, tongue: QtTongue, tone: Tone, size: tuple[int, int]
) -> None:
    window = opened(tongue, size)
    show(window, tongue, tone)
    assert_nothing_clipped(window)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_as_much_as_there_can_be_fits(
    opened: Opened, tongue: QtTongue, size: tuple[int, int]
) -> None:
    window = opened(tongue, size)
    show(window, tongue, Tone.REFUSE, longest=True)
    window.show_bar(samples.bar(tongue, crowded=True))
    assert_nothing_clipped(window, may_give_way=frozenset({officer(tongue)}))


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("needs_tail", [False, True])
def test_asking_for_a_number_fits(
    opened: Opened, tongue: QtTongue, size: tuple[int, int], needs_tail: bool
) -> None:
    window = opened(tongue, size)
    show(window, tongue, Tone.REFER)
    window.open_no_barcode(needs_tail=needs_tail)
    assert_nothing_clipped(window)


def test_nothing_found_and_nobody_known_fit(opened: Opened, tongue: QtTongue) -> None:
    window = opened(tongue)
    show(window, tongue, Tone.CLEAR, empty=True)
    window.show_scans(())
    assert_nothing_clipped(window)


@pytest.mark.requirement("C1")
def test_arabic_has_the_verdict_on_the_right(opened: Opened, tongue: QtTongue) -> None:
    window = opened(tongue)
    show(window, tongue, Tone.CLEAR)
    verdict = on_window(part(window, VerdictPanel), window)
    camera = on_window(part(window, CameraView), window)
    if tongue.language == "ar":
        assert camera.right() < verdict.left()
    else:
        assert verdict.right() < camera.left()


def test_the_other_language_at_run_time_mirrors_and_says_all(
    opened: Opened, english: QtTongue
) -> None:
    window = opened(english)
    show(window, english, Tone.CLEAR)
    assert spoken(part(window, LastScans)).name == "Last scans"
    english.switch("ar")
    window.retranslate()
    show(window, english, Tone.CLEAR)
    QApplication.processEvents()
    verdict = on_window(part(window, VerdictPanel), window)
    assert verdict.left() > window.width() // 4
    assert spoken(part(window, LastScans)).name == "آخر عمليات المسح"
    assert_nothing_clipped(window)


def test_no_button_has_the_focus_at_first(opened: Opened, english: QtTongue) -> None:
    """A scanner's Enter must find nothing to press."""
    window = opened(english)
    focus = QApplication.focusWidget()
    assert focus is None or focus.focusPolicy() == Qt.FocusPolicy.NoFocus
    window.open_no_barcode()
    window.close_no_barcode()
    focus = QApplication.focusWidget()
    assert focus is None or focus.focusPolicy() == Qt.FocusPolicy.NoFocus


def controls(window: LaneWindow) -> set[QWidget]:
    """What can be used by mouse."""
    return {
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & _FOCUSABLE
    }


def tabbed(window: LaneWindow) -> set[QWidget]:
    """What the Tab key comes to, once round."""
    reached: set[QWidget] = set()
    for _ in range(100):
        QApplication.sendEvent(window, samples.key(Qt.Key.Key_Tab))
        focus = QApplication.focusWidget()
        if focus is None or focus in reached:
            break
        reached.add(focus)
    return reached


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("tone", [Tone.CLEAR, Tone.REFUSE, Tone.WAITING, Tone.UNREAD])
def test_the_tab_key_comes_to_every_control(opened: Opened, tongue: QtTongue, tone: Tone) -> None:
    window = opened(tongue)
    show(window, tongue, tone)
    assert tabbed(window) == controls(window)
    assert len(controls(window)) >= 8


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("card", ["none", "no_barcode", "tail", "officer"])
def test_every_control_has_a_name_and_a_role(opened: Opened, tongue: QtTongue, card: str) -> None:
    window = opened(tongue)
    show(window, tongue, Tone.REFER)
    if card in ("no_barcode", "tail"):
        window.open_no_barcode(needs_tail=card == "tail")
    elif card == "officer":
        part(window, Bar).officer_asked.emit()  # type: ignore[attr-defined]
    for widget in controls(window):
        said = spoken(widget)
        assert said.name, widget
        assert said.role not in (QAccessible.Role.NoRole, QAccessible.Role.Client), widget
        assert said.focusable


def test_what_is_only_read_has_a_name_and_a_role(opened: Opened, tongue: QtTongue) -> None:
    window = opened(tongue)
    show(window, tongue, Tone.REFUSE, longest=True)
    window.say("Hello", Mark.NOTED)
    roles = {
        "VerdictPanel": QAccessible.Role.AlertMessage,
        "PersonPanel": QAccessible.Role.StaticText,
        "FindingsList": QAccessible.Role.StaticText,
        "BarPlace": QAccessible.Role.StaticText,
        "CameraView": QAccessible.Role.Graphic,
        "LastScans": QAccessible.Role.Grouping,
        "Toast": QAccessible.Role.AlertMessage,
    }
    seen = {
        type(widget).__name__: spoken(widget)
        for widget in window.findChildren(QWidget)
        if type(widget).__name__ in roles and widget.isVisible()
    }
    assert {name: said.role for name, said in seen.items()} == roles
    assert all(said.name for said in seen.values())


def test_it_tells_what_the_officer_asks_for(
    opened: Opened, english: QtTongue, qtbot: QtBot
) -> None:
    window = opened(english)
    show(window, english, Tone.CLEAR)
    bar, keys = part(window, Bar), part(window, KeyBar)
    assert isinstance(keys, KeyBar) and isinstance(bar, Bar)
    with qtbot.waitSignal(window.acted) as acted:
        keys.button(Action.DEPART).click()
    assert acted.args == [Action.DEPART]
    for asked, told in (
        (bar.direction_asked, window.direction_asked),
        (bar.language_asked, window.language_asked),
        (bar.theme_asked, window.theme_asked),
    ):
        with qtbot.waitSignal(told):
            asked.emit()


def test_pages(opened: Opened, english: QtTongue) -> None:
    window = opened(english)
    day, first = QLabel("day"), QLabel("first run")
    window.set_day_page(day)
    assert window.page == "lane"
    window.show_page("day")
    assert day.isVisible() and part(window, Bar).isVisible()
    assert not part(window, KeyBar).isVisible()
    window.set_first_run(first)
    assert window.page == "first_run"
    assert first.isVisible() and not part(window, Bar).isVisible()
    window.show_page("lane")
    assert part(window, Bar).isVisible() and part(window, KeyBar).isVisible()
    with pytest.raises(KeyError):
        window.show_page("night")


def test_it_tells_of_its_first_paint_and_of_its_size(
    opened: Opened, english: QtTongue, qtbot: QtBot
) -> None:
    window = opened(english)
    with qtbot.waitSignal(window.resized):
        window.resize(1000, 600)


def test_it_can_be_made_smaller_than_what_is_in_it(opened: Opened, english: QtTongue) -> None:
    """The theme follows the window, not the window the theme."""
    window = opened(english, (1920, 1080))
    show(window, english, Tone.CLEAR)
    QApplication.processEvents()
    window.resize(960, 540)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (960, 540)


def test_it_tells_that_it_closes(opened: Opened, english: QtTongue, qtbot: QtBot) -> None:
    window = opened(english)
    with qtbot.waitSignal(window.closing):
        window.close()


def test_an_officer_gives_his_name(opened: Opened, english: QtTongue, qtbot: QtBot) -> None:
    window = opened(english)
    show(window, english, Tone.WAITING)
    part(window, Bar).officer_asked.emit()  # type: ignore[attr-defined]
    field = QApplication.focusWidget()
    assert field is not None and spoken(field).name == "Officer's name"
    with qtbot.waitSignal(window.officer_given) as given:
        field.setText("Capt. Mona Adel")  # type: ignore[attr-defined]
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert given.args == ["Capt. Mona Adel"]
    assert not field.isVisible()


def test_while_nobody_stands_there_the_ways_to_begin_have_all_the_room(
    opened: Opened, tongue: QtTongue
) -> None:
    window = opened(tongue)
    show(window, tongue, Tone.CLEAR)
    show(window, tongue, Tone.WAITING)
    hints, verdict = part(window, HintsPanel), part(window, VerdictPanel)
    assert hints.isVisible()
    gap = on_window(hints, window).top() - on_window(verdict, window).bottom()
    assert gap < hints.height() / 4
    assert hints.height() > verdict.height()


def test_a_message_is_seen_on_every_page(opened: Opened, english: QtTongue) -> None:
    window = opened(english)
    toast = part(window, Toast)
    window.set_day_page(QLabel("day"))
    for name in ("day", "lane"):
        window.show_page(name)
        assert not toast.isVisible()
        window.say("The registry does not answer", Mark.BAD)
        assert toast.isVisible()
        window.resize(1100, 640)
        QApplication.processEvents()
        assert window.rect().contains(on_window(toast, window))


def test_typed_digits_open_the_number_only_on_the_lane(opened: Opened, english: QtTongue) -> None:
    window = opened(english)
    window.set_day_page(QLabel("day"))
    window.show_page("day")
    window.open_no_barcode_with("12")
    assert window.findChild(NumberField) is None
    window.show_page("lane")
    window.open_no_barcode_with("12")
    window.open_no_barcode_with("3")
    number = window.findChild(NumberField)
    assert number is not None and number.isVisible() and number.digits == "123"
