"""Choosing a file or folder, in Qt's own dialog, which mirrors and speaks this language."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.wording.tongue import Tongue


def choose_file(parent: QWidget, tongue: Tongue, title: str, kinds: str) -> str:
    """The path of a file that is there, or empty. ``kinds`` is a name filter of Qt's."""
    dialog = browse_dialog(parent, tongue, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(kinds)
    return _asked(dialog)


def choose_folder(parent: QWidget, tongue: Tongue, title: str) -> str:
    """The path of a folder that is there, or empty."""
    dialog = browse_dialog(parent, tongue, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _asked(dialog)


def browse_dialog(parent: QWidget, tongue: Tongue, title: str) -> QFileDialog:
    """A dialog with this title, its buttons in this language."""
    dialog = QFileDialog(parent, title)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    choose = tongue.translate("FirstRun", "Choose")
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, choose)
    cancel = tongue.translate("FirstRun", "Cancel")
    dialog.setLabelText(QFileDialog.DialogLabel.Reject, cancel)
    return dialog


def _asked(dialog: QFileDialog) -> str:
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return chosen[0] if chosen else ""
