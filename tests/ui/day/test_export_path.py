"""Where the day's counts go."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ui.day.export_path import export_dialog
from ui.wording.qt_tongue import QtTongue


@pytest.mark.parametrize(("language", "word"), [("en", "Export"), ("ar", "تصدير")])
def test_the_dialog_speaks_the_language_and_begins_with_the_name(
    qtbot: QtBot, qapp: QApplication, language: str, word: str
):
    window, tongue = QWidget(), QtTongue(language)
    qtbot.addWidget(window)
    dialog = export_dialog(window, tongue, "CAI-AIR-2-2026-11-01.csv")
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    assert dialog.labelText(QFileDialog.DialogLabel.Accept) == word
    assert dialog.selectedFiles()[0].endswith("CAI-AIR-2-2026-11-01.csv")
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert dialog.isRightToLeft() is tongue.right_to_left
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
