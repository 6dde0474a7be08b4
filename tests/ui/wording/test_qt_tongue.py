"""Languages switched while the program runs."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ui.wording.qt_tongue import QtTongue

AT = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)


@pytest.fixture
def tongue(qtbot: QtBot) -> Iterator[QtTongue]:
    """An Arabic tongue; the application speaks English again afterwards. Windows of other tests may
    not be gone yet: what they spoke is taken out of the application first."""
    for left in [each for each in gc.get_objects() if isinstance(each, QTranslator)]:
        if isValid(left):
            QCoreApplication.removeTranslator(left)
    speaking = QtTongue("ar")
    yield speaking
    speaking.switch("en")


def test_a_text_in_both_languages(tongue: QtTongue):
    assert tongue.translate("Verdict", "CLEAR") == "سماح"
    tongue.switch("en")
    assert tongue.translate("Verdict", "CLEAR") == "CLEAR"


def test_the_windows_are_mirrored_with_the_language(tongue: QtTongue):
    assert tongue.right_to_left
    assert QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    tongue.switch("en")
    assert not tongue.right_to_left
    assert QGuiApplication.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_who_listens_is_told_of_a_change_and_of_nothing_else(tongue: QtTongue, qtbot: QtBot):
    with qtbot.assertNotEmitted(tongue.changed):
        tongue.switch("ar")
        tongue.set_digits("arabic")
    with qtbot.waitSignal(tongue.changed):
        tongue.switch("en")
    with qtbot.waitSignal(tongue.changed):
        tongue.set_digits("latin")


def test_texts_of_qt_itself_follow(tongue: QtTongue):
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") != "Cancel"
    tongue.switch("en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


@pytest.mark.requirement("A16")
@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "لا شيء للإرسال"),
        (1, "حركة للإرسال"),
        (2, "حركتان للإرسال"),
        (3, "٣ حركات للإرسال"),
        (10, "١٠ حركات للإرسال"),
        (11, "١١ حركة للإرسال"),
        (99, "٩٩ حركة للإرسال"),
        (100, "١٠٠ حركة للإرسال"),
        (103, "١٠٣ حركات للإرسال"),
        (1234, "١٬٢٣٤ حركة للإرسال"),
    ],
)
def test_six_plural_forms(tongue: QtTongue, count: int, said: str):
    assert tongue.translate("Bar", "%n to send", None, count) == said


def test_plurals_of_english(tongue: QtTongue):
    tongue.switch("en")
    text = "%n movement(s) wait to be sent"
    assert tongue.translate("Bar", text, None, 1) == "1 movement waits to be sent"
    assert tongue.translate("Bar", text, None, 1200) == "1,200 movements wait to be sent"


def test_digits_by_setting(tongue: QtTongue):
    assert (tongue.number(1448), tongue.time(AT)) == ("١٬٤٤٨", "١١:٠٥")
    tongue.set_digits("latin")
    assert (tongue.number(1448), tongue.time(AT)) == ("1,448", "11:05")
    assert tongue.date(date(2026, 1, 5)) == "5 يناير 2026"
    tongue.set_digits("arabic")
    tongue.switch("en")
    assert tongue.number(1448) == "1,448"


def test_codes_keep_their_digits_and_their_direction(tongue: QtTongue):
    code = tongue.code("MS671")
    assert code == "\u2066MS671\u2069"
    assert tongue.digits(f"{code} 5") == f"{code} ٥"


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=40), "٤٠ ثانية"),
        (timedelta(minutes=1), "دقيقة واحدة"),
        (timedelta(hours=2), "ساعتان"),
        (timedelta(days=3), "٣ أيام"),
    ],
)
def test_ages(tongue: QtTongue, span: timedelta, said: str):
    assert tongue.age(span) == said


def test_a_text_that_no_catalogue_has_is_said_as_it_is_written(tongue: QtTongue):
    assert tongue.translate("Nowhere", "Never written") == "Never written"


def test_a_language_that_nobody_knows_is_english(tongue: QtTongue):
    tongue.switch("xx")
    assert tongue.language == "en"


def test_an_update_of_the_catalogue_changes_nothing_for_who_speaks(
    tongue: QtTongue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "translations"
    folder.mkdir()
    for name in ("checkpoint_ar.qm", "checkpoint_en.qm"):
        (folder / name).write_bytes(files("resources").joinpath("translations", name).read_bytes())
    monkeypatch.setattr("ui.wording.qt_tongue.files", lambda _package: tmp_path)
    tongue.switch("en")
    tongue.switch("ar")
    said = tongue.translate("Keys", "Depart")
    (folder / "checkpoint_ar.qm").write_bytes(b"")  # where it lies, as an installer may
    assert tongue.translate("Keys", "Depart") == said != "Depart"
    assert tongue.translate("Bar", "Departing") != "Departing"
