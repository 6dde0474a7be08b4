"""Where to write the day's counts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue

_KINDS = {
    "csv": Phrase("Day", "Table (*.csv)"),
    "xlsx": Phrase("Day", "Workbook (*.xlsx)"),
    "pdf": Phrase("Day", "Printed report (*.pdf)"),
}


def choose_export_path(parent: QWidget, tongue: Tongue, suggested: str) -> Path | None:
    """Ask where to write the file, beginning with the name ``suggested``, whose ending tells what
    it is; None for not at all.

    Qt's own dialog, since the system's would neither mirror nor speak this language.
    """
    dialog = export_dialog(parent, tongue, suggested)
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return Path(chosen[0]) if chosen else None


def export_dialog(parent: QWidget, tongue: Tongue, suggested: str) -> QFileDialog:
    """The dialog that `choose_export_path` shows."""
    dialog = QFileDialog(parent, tongue.translate("Day", "Export the day"))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    suffix = suggested.rpartition(".")[2]
    dialog.setDefaultSuffix(suffix)
    dialog.setNameFilter(_KINDS[suffix].said(tongue))
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, tongue.translate("Day", "Export"))
    dialog.setLabelText(QFileDialog.DialogLabel.Reject, tongue.translate("Day", "Cancel"))
    dialog.selectFile(suggested)
    return dialog
