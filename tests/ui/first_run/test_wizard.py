"""The first run as a person walks through it: by keyboard, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from checkpoint_app.capture.scanner_check import Sent
from checkpoint_app.reference import message, ports
from sync.protocol.enrolment_code import make_code, spaced_code
from tests.ui.fitting import faults
from ui.first_run.end_pages import BusyRing, Fingerprint
from ui.first_run.fields import FieldRow
from ui.first_run.present_first_run import way_name
from ui.first_run.present_scanner import NEEDED, present_trial
from ui.first_run.steps import Draft, Field, SourceKind, Step, Way
from ui.first_run.wizard import FirstRun
from ui.start import PluggedIn
from ui.theme.current import ThemeHolder
from ui.theme.sheet import dress
from ui.theme.theme import Theme, unit_for
from ui.theme.tokens import tokens
from ui.wording.qt_tongue import QtTongue

SIZES = [(960, 540), (1280, 720), (1366, 768), (1920, 1080)]
LANGUAGES = ("ar", "en")
CODE = make_code(lambda below: below // 7)
INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
FINGERPRINT = "12345 67890 11223 44556 77889 90012"
MakeRun = Callable[..., FirstRun]


@pytest.fixture
def tongue(qapp: QApplication) -> Iterator[QtTongue]:
    spoken = QtTongue("en")
    yield spoken
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    spoken.deleteLater()


@pytest.fixture
def make(qtbot: QtBot, qapp: QApplication, holder: ThemeHolder, tongue: QtTongue) -> MakeRun:
    """A first run of this size and language, shown. It switches the language itself."""

    def made(size=(1280, 720), language="en", **given: object) -> FirstRun:
        tongue.switch(language)
        holder.use(Theme(tokens(), False, unit_for(*size)))
        dress(qapp, holder.theme)
        run = FirstRun(holder, tongue, tuple(ports()), **given)
        run.language_chosen.connect(tongue.switch)
        qtbot.addWidget(run)
        run.resize(*size)
        run.show()
        QApplication.processEvents()
        return run

    return made


def press(run: FirstRun, key: Qt.Key, text: str = "") -> None:
    """One key, to whatever has the focus."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
        QApplication.sendEvent(run.focusWidget() or run, event)


def type_text(run: FirstRun, text: str) -> None:
    for sign in text:
        press(run, Qt.Key.Key_unknown, sign)


def enter(run: FirstRun) -> None:
    press(run, Qt.Key.Key_Return, "\r")


def tab(run: FirstRun, times: int = 1) -> None:
    for _ in range(times):
        press(run, Qt.Key.Key_Tab, "\t")


def field(run: FirstRun, name: Field) -> FieldRow:
    return next(
        page.fields[name]
        for page in run.findChildren(QWidget)
        if name in vars(page).get("fields", {})
    )


def line(run: FirstRun, name: Field) -> QLineEdit:
    focus = field(run, name).focus
    assert isinstance(focus, QLineEdit)
    return focus


def to_camera(run: FirstRun, language: str) -> None:
    """As far as the camera's page."""
    enter(run)
    type_text(run, "سفاجا" if language == "ar" else "safaga")
    tab(run, 2)
    type_text(run, "٢" if language == "ar" else "2")
    enter(run)
    assert run.step is Step.OFFICER


def to_connect(run: FirstRun, language: str) -> None:
    """As far as the registry's page, in its first line."""
    to_camera(run, language)
    line(run, Field.OFFICER).setFocus()
    type_text(run, "أحمد عبد الرحمن" if language == "ar" else "Ahmed Abdelrahman")
    enter(run)
    assert run.step is Step.SCANNER
    enter(run)
    assert run.step is Step.CONNECT
    line(run, Field.REGISTRY).setFocus()


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_first_run_by_keyboard(make: MakeRun, qtbot: QtBot, language: str):
    other = "en" if language == "ar" else "ar"
    run = make(language=other, root=Path("/stick/root.json"))
    press(run, Qt.Key.Key_Left)
    if run.draft.language != language:
        press(run, Qt.Key.Key_Right)
    assert run.isRightToLeft() is (language == "ar")
    to_connect(run, language)
    type_text(run, "registry.example")
    tab(run)
    typed = CODE.translate(INDIC) if language == "ar" else CODE
    type_text(run, typed)
    assert line(run, Field.CODE).text() == spaced_code(CODE)
    with qtbot.waitSignal(run.enrol_asked) as asked:
        enter(run)
    (wish,) = asked.args
    assert (wish.language, wish.port_id, wish.lane) == (language, "SGA-SEA", "2")
    assert wish.officer in ("أحمد عبد الرحمن", "Ahmed Abdelrahman")
    assert (wish.registry, wish.code) == ("https://registry.example", CODE)
    assert (wish.source, wish.root, wish.demo) == ("camera:0", Path("/stick/root.json"), False)
    assert run.step is Step.WORKING
    run.show_done("Safaga Port", "2", FINGERPRINT)
    assert FINGERPRINT in run.findChild(Fingerprint).accessibleName()
    with qtbot.waitSignal(run.finished):
        enter(run)


@pytest.mark.requirement("A16")
def test_the_language_changes_at_once_and_both_name_themselves(make: MakeRun, tongue: QtTongue):
    run = make(language="ar")
    names = {b.text() for b in run.findChildren(QAbstractButton) if b.isCheckable()}
    assert {"العربية", "English"} <= names
    english = next(b for b in run.findChildren(QAbstractButton) if b.text() == "English")
    english.click()
    assert tongue.language == "en"
    assert run.accessibleName() == "Which language do you read?"
    assert not run.isRightToLeft()


def test_what_is_missing_keeps_the_page_and_has_the_focus(make: MakeRun):
    run = make()
    enter(run)
    enter(run)
    assert run.step is Step.PLACE
    assert field(run, Field.PORT).problem == "Choose a port"
    assert field(run, Field.LANE).problem == "Type the lane's number"
    assert run.focusWidget() is field(run, Field.PORT).focus
    type_text(run, "nuw")
    assert field(run, Field.PORT).problem == ""
    enter(run)
    assert run.focusWidget() is line(run, Field.LANE)


def test_a_complaint_follows_the_language(make: MakeRun, tongue: QtTongue):
    run = make()
    enter(run)
    enter(run)
    tongue.switch("ar")
    assert field(run, Field.PORT).problem == "اختر المنفذ"
    assert run.draft.port_id == ""


def test_escape_goes_back_and_nothing_is_lost(make: MakeRun):
    run = make()
    to_connect(run, "en")
    type_text(run, "registry.example")
    for step in (Step.SCANNER, Step.OFFICER, Step.PLACE, Step.LANGUAGE, Step.LANGUAGE):
        press(run, Qt.Key.Key_Escape)
        assert run.step is step
    draft = run.draft
    assert (draft.port_id, draft.lane, draft.registry) == ("SGA-SEA", "2", "registry.example")
    assert draft.officer == "Ahmed Abdelrahman"


def test_enter_on_the_back_button_goes_back(make: MakeRun):
    run = make()
    enter(run)
    back = next(b for b in run.findChildren(QAbstractButton) if b.text() == "Back")
    back.setFocus(Qt.FocusReason.TabFocusReason)
    enter(run)
    assert run.step is Step.LANGUAGE


@pytest.mark.requirement("C1")
def test_an_error_stands_by_the_field_that_mends_it(make: MakeRun, qtbot: QtBot):
    run = make(root=Path("/stick/root.json"))
    to_connect(run, "en")
    type_text(run, "registry.example")
    run.code_scanned(CODE)
    enter(run)
    text = "This code is for Safaga Port, lane 3"
    run.show_error(text, Field.PORT)
    assert run.step is Step.PLACE
    assert field(run, Field.PORT).problem == text
    assert field(run, Field.PORT).focus.accessibleDescription() == text
    tab(run, 2)
    press(run, Qt.Key.Key_Backspace)
    type_text(run, "3")
    for _ in range(3):
        enter(run)
    assert run.step is Step.CONNECT
    with qtbot.waitSignal(run.enrol_asked) as asked:
        enter(run)
    assert (asked.args[0].lane, asked.args[0].code) == ("3", CODE)


def test_an_error_of_the_line_stands_by_the_address(make: MakeRun):
    run = make()
    run.show_busy("…")
    said = message("sync.unreachable", "en")
    run.show_error(said, "registry")
    assert (run.step, field(run, Field.REGISTRY).problem) == (Step.CONNECT, said)
    assert run.focusWidget() is line(run, Field.REGISTRY)


def test_nothing_is_asked_twice(make: MakeRun):
    run = make(root=Path("/stick/root.json"))
    to_connect(run, "en")
    type_text(run, "registry.example")
    run.code_scanned(CODE)
    asked: list[object] = []
    run.enrol_asked.connect(asked.append)
    for _ in range(3):
        enter(run)
    press(run, Qt.Key.Key_Escape)
    assert len(asked) == 1
    assert run.step is Step.WORKING


@pytest.mark.parametrize("scanned", [CODE, CODE.translate(INDIC), f" {spaced_code(CODE)}\r"])
def test_a_scanned_code_is_typed_in_on_whatever_page(make: MakeRun, scanned: str):
    run = make()
    run.code_scanned(scanned)
    assert line(run, Field.CODE).text() == spaced_code(CODE)
    assert run.step is Step.LANGUAGE


def test_a_digit_in_the_middle_of_the_code_is_mended_in_place(make: MakeRun):
    run = make()
    to_connect(run, "en")
    tab(run)
    type_text(run, "12345")
    code = line(run, Field.CODE)
    assert (code.text(), code.cursorPosition()) == ("123-45", 6)
    code.setCursorPosition(2)
    type_text(run, "9")
    assert (code.text(), code.cursorPosition()) == ("129-345", 3)
    press(run, Qt.Key.Key_Backspace)
    assert (code.text(), code.cursorPosition()) == ("123-45", 2)
    code.setCursorPosition(4)
    press(run, Qt.Key.Key_Backspace)
    assert (code.text(), code.cursorPosition()) == ("123-45", 3)
    press(run, Qt.Key.Key_Backspace)
    assert code.text() == "124-5"


def test_arrow_keys_choose_a_port_from_the_search_line(make: MakeRun):
    run = make()
    enter(run)
    press(run, Qt.Key.Key_Down)
    first = run.draft.port_id
    press(run, Qt.Key.Key_Down)
    assert first
    assert run.draft.port_id not in ("", first)


def test_a_port_stays_chosen_while_others_are_sought(make: MakeRun):
    run = make()
    enter(run)
    type_text(run, "safaga")
    chosen = run.draft.port_id
    type_text(run, "xx")
    assert (chosen, run.draft.port_id) == ("SGA-SEA", "SGA-SEA")


def test_a_recording_is_chosen_by_typing_its_path(make: MakeRun):
    run = make()
    enter(run)
    type_text(run, "safaga")
    tab(run, 2)
    type_text(run, "2")
    enter(run)
    path = next(
        each
        for each in run.findChildren(QLineEdit)
        if each.accessibleName() == "Path of video or folder"
    )
    path.setFocus(Qt.FocusReason.TabFocusReason)
    type_text(run, "/films")
    assert (run.draft.source, run.draft.recording) == ("recording", "/films")


@pytest.mark.parametrize("allowed", [False, True])
def test_a_demonstration_is_offered_only_where_it_is_allowed(make: MakeRun, allowed: bool):
    run = make(allow_demo=allowed)
    to_connect(run, "en")
    box = run.findChild(QCheckBox)
    assert box.isVisibleTo(run) is allowed
    assert run.draft.demo is False
    box.setChecked(allowed)
    assert run.draft.demo is allowed


def test_the_ring_turns_only_in_sight(make: MakeRun):
    run = make()
    ring = run.findChild(BusyRing)
    assert not ring.turning
    run.show_busy("…")
    assert ring.turning
    run.show_done("Safaga Port", "2", FINGERPRINT)
    assert not ring.turning


def pages(run: FirstRun, language: str) -> Iterator[Step]:
    """Every page, first as it comes and then with all its complaints, wherever the focus is."""
    for step in (Step.LANGUAGE, Step.PLACE):
        yield step
        run.go_on()
    yield Step.PLACE
    run.go_back()
    to_connect(run, language)
    run.go_back()
    yield Step.SCANNER
    run.go_back()
    yield Step.OFFICER
    line(run, Field.OFFICER).setText("A" * 65)
    run.go_on()
    yield Step.OFFICER
    line(run, Field.OFFICER).setText("A")
    run.go_on()
    first, second = NEEDED
    for scans in (
        (scan(first.content + "XX", 0.05),),
        (scan(first.content), scan(second.content)),
    ):
        run.scanner_page.show_trial(present_trial(scans, QtTongue(language)))
        yield Step.SCANNER
    run.go_on()
    yield Step.CONNECT
    run.go_on()
    yield Step.CONNECT
    choose_stick(run)
    yield Step.CONNECT
    run.go_on()
    yield Step.CONNECT
    for enrolled in (False, True):
        run.show_request(ports().by_id("SSH-AIR").name_en, "12", FINGERPRINT, enrolled=enrolled)
        yield Step.STICK
        run.go_on()
        yield Step.STICK
    run.show_error(message("sync.not_admitted", language), Field.ANSWER)
    yield Step.STICK
    choose_network(run)
    run.show_error(message("sync.not_registry", language), Field.REGISTRY)
    yield Step.CONNECT
    run.show_busy(message("sync.unreachable", language))
    yield Step.WORKING
    run.show_done(ports().by_id("SSH-AIR").name_en, "12", FINGERPRINT)
    yield Step.DONE


def scan(text: str, gap: float = 0.004) -> Sent:
    return Sent(f"{text}\r", tuple(1 + gap * number for number in range(len(text) + 1)))


def way_button(run: FirstRun, way: Way) -> QAbstractButton:
    said = way_name(way, run.tongue)
    return next(each for each in run.findChildren(QAbstractButton) if each.text() == said)


def choose_stick(run: FirstRun) -> None:
    way_button(run, Way.STICK).click()


def choose_network(run: FirstRun) -> None:
    way_button(run, Way.NETWORK).click()


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("way", Way)
def test_how_many_keys_and_pages_a_first_run_takes(make: MakeRun, way: Way):
    """Five minutes for a person: at a page 20 seconds to read it, and two keys in three seconds,
    which is less than half of what an unpractised typist does."""
    struck: list[int] = []
    run = make(root=Path("/stick/root.json"))
    shown: list[str] = []
    run.step_shown.connect(shown.append)

    def strike(key: Qt.Key, text: str = "") -> None:
        struck.append(key)
        press(run, key, text)

    def write(text: str) -> None:
        for sign in text:
            strike(Qt.Key.Key_unknown, sign)

    strike(Qt.Key.Key_Return, "\r")
    write("safaga")
    for _ in range(2):
        strike(Qt.Key.Key_Tab, "\t")
    write("2")
    for _ in range(3):  # place, camera, scanner as they stand
        strike(Qt.Key.Key_Return, "\r")
    asked: list[object] = []
    run.enrol_asked.connect(asked.append)
    run.request_asked.connect(asked.append)
    if way is Way.STICK:
        strike(Qt.Key.Key_Right)
    strike(Qt.Key.Key_Tab, "\t")
    write("/media/officer/KINGSTON" if way is Way.STICK else "registry.example.gov")
    if way is Way.NETWORK:
        strike(Qt.Key.Key_Tab, "\t")
        write(CODE)
    strike(Qt.Key.Key_Return, "\r")
    assert len(asked) == 1
    if way is Way.STICK:
        run.show_request("Safaga Port", "2", FINGERPRINT, enrolled=False)
        write("/media/officer/KINGSTON")
        strike(Qt.Key.Key_Return, "\r")
    run.show_done("Safaga Port", "2", FINGERPRINT)
    strike(Qt.Key.Key_Return, "\r")
    pages = 1 + len([step for step in shown if step != Step.WORKING])
    assert pages == (7 if way is Way.STICK else 6)
    assert len(struck) == {Way.NETWORK: 55, Way.STICK: 64}[way]
    assert 20 * pages + 1.5 * len(struck) < 5 * 60


@pytest.mark.requirement("C1", "C3")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_by_stick_and_its_answer_by_keyboard(make: MakeRun, qtbot: QtBot, language: str):
    run = make(language=language, root=Path("/stick/root.json"))
    to_connect(run, language)
    way_button(run, Way.NETWORK).setFocus()
    press(run, Qt.Key.Key_Left if language == "ar" else Qt.Key.Key_Right)
    assert run.draft.way is Way.STICK
    enter(run)
    assert run.focusWidget() is line(run, Field.FOLDER)
    assert field(run, Field.FOLDER).problem
    type_text(run, "/media/stick")
    with qtbot.waitSignal(run.request_asked) as asked:
        enter(run)
    (wish,) = asked.args
    assert (wish.port_id, wish.lane, wish.folder) == ("SGA-SEA", "2", Path("/media/stick"))
    assert run.step is Step.WORKING
    run.show_request("Safaga Port", "2", FINGERPRINT, enrolled=False)
    shown = [each for each in run.findChildren(Fingerprint) if each.isVisible()]
    assert [FINGERPRINT in each.accessibleName() for each in shown] == [True]
    enter(run)
    assert field(run, Field.ANSWER).problem
    type_text(run, "/media/back")
    with qtbot.waitSignal(run.answer_asked) as taken:
        enter(run)
    assert taken.args == [Path("/media/back")]
    run.show_busy("…", "Cancel")
    run.show_progress(0.5, "10")
    enter(run)
    assert run.step is Step.WORKING
    with qtbot.waitSignal(run.cancelled):
        press(run, Qt.Key.Key_Escape)
    tab(run)
    with qtbot.waitSignal(run.cancelled):
        press(run, Qt.Key.Key_Space, " ")


def test_from_a_request_one_can_go_back_and_from_an_answer_only_on(make: MakeRun, qtbot: QtBot):
    run = make()
    run.resume(Draft(port_id="SGA-SEA", lane="2", way=Way.STICK, scanner="serial:/dev/ttyACM0"))
    run.show_request("Safaga Port", "2", FINGERPRINT, enrolled=False)
    press(run, Qt.Key.Key_Escape)
    assert (run.step, run.draft.port_id, run.draft.lane) == (Step.CONNECT, "SGA-SEA", "2")
    assert (run.draft.way, run.draft.scanner) == (Way.STICK, "serial:/dev/ttyACM0")
    run.show_request("Safaga Port", "2", FINGERPRINT, enrolled=True)
    with qtbot.waitSignal(run.finished):
        press(run, Qt.Key.Key_Escape)


def test_cameras_come_and_go_and_what_was_chosen_stays(make: MakeRun):
    front, back = PluggedIn("camera:front", "Front"), PluggedIn("camera:back", "Back")
    run = make(cameras=[front])
    page = run.camera_page
    assert (run.draft.source, run.draft.camera) == (SourceKind.CAMERA, "camera:front")
    page.offer([back, front])
    assert run.draft.camera == "camera:front"
    page.offer([back])
    assert run.draft.camera == "camera:back"
    page.offer([])
    assert run.draft.source is SourceKind.SCANNER
    page.offer([front])
    assert run.draft.camera == "camera:front"


def test_a_serial_scanner_that_was_chosen_stays_when_it_is_unplugged(make: MakeRun):
    run = make()
    run.scanner_page.offer([PluggedIn("serial:/dev/ttyACM0", "Xenon")])
    radio = next(b for b in run.findChildren(QAbstractButton) if "Xenon" in b.text())
    radio.click()
    run.scanner_page.offer([])
    assert run.draft.scanner == "serial:/dev/ttyACM0"


@pytest.mark.requirement("A16")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_clipped(make: MakeRun, size: tuple[int, int], language: str):
    run = make(size, language, allow_demo=True)
    for step in pages(run, language):
        QApplication.processEvents()
        assert run.step is step
        assert run.size().toTuple() == size
        assert faults(run) == []


@pytest.mark.requirement("A16")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_has_a_name_and_is_reached_by_keyboard(make: MakeRun, language: str):
    run = make(language=language, allow_demo=True)
    for _ in pages(run, language):
        QApplication.processEvents()
        wanted = {
            widget
            for widget in run.findChildren(QWidget)
            if widget.isVisibleTo(run)
            and widget.isEnabled()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        }
        assert all(widget.accessibleName() for widget in wanted), wanted
        reached = {run.focusWidget()}
        for _ in range(len(wanted) + 1):
            run.focusNextChild()
            reached.add(run.focusWidget())
        choices = {
            each for each in wanted if isinstance(each, QAbstractButton) and each.isCheckable()
        }
        assert wanted - choices <= reached


@pytest.mark.requirement("A16")
def test_codes_and_addresses_run_from_left_to_right(make: MakeRun):
    run = make(language="ar")
    for name in (Field.REGISTRY, Field.CODE, Field.ROOT):
        assert line(run, name).layoutDirection() is Qt.LayoutDirection.LeftToRight
    assert line(run, Field.OFFICER).isRightToLeft()
