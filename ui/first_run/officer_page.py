"""Who is at the lane, and what reads the permits besides a barcode scanner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ui.first_run.browse import choose_file, choose_folder
from ui.first_run.fields import FieldRow, align, latin_line
from ui.first_run.page import Page
from ui.first_run.present_first_run import source_name
from ui.first_run.steps import Draft, Field, SourceKind
from ui.theme.current import ThemeHolder
from ui.wording.tongue import Tongue


class OfficerPage(Page):
    """The officer's name, and one of: a camera, a recording or folder, the scanner alone."""

    def __init__(self, holder: ThemeHolder, cameras: Sequence[int], tongue: Tongue) -> None:
        super().__init__(holder)
        self._tongue = tongue
        self._officer, self._recording = QLineEdit(), latin_line()
        self._file, self._folder = QPushButton(), QPushButton()
        kinds = [(SourceKind.CAMERA, index) for index in cameras]
        kinds += [(SourceKind.SCANNER, 0), (SourceKind.RECORDING, 0)]
        self._choices = {kind: QRadioButton() for kind in kinds}
        self._group = QButtonGroup(self)
        for choice in self._choices.values():
            self._group.addButton(choice)
        first = self._choices[kinds[0]]
        first.setChecked(True)
        self.add_field(Field.OFFICER, FieldRow(holder, [self._officer]))
        self.add_field(Field.SOURCE, FieldRow(holder, [self._sources()], first, named=False))
        self.rows.addStretch(1)
        self._join()
        self.space()

    def read(self, draft: Draft) -> Draft:
        """The officer and the source."""
        checked = self._group.checkedButton()
        kind, camera = next(kind for kind, choice in self._choices.items() if choice is checked)
        return replace(
            draft,
            officer=self._officer.text(),
            source=kind,
            camera=camera,
            recording=self._recording.text(),
        )

    def show_fields(self, problems: Mapping[Field, str], tongue: Tongue) -> None:
        """Also the names of the sources."""
        super().show_fields(problems, tongue)
        align(self._officer, tongue)
        for (kind, camera), choice in self._choices.items():
            choice.setText(source_name(kind, camera, tongue))
            choice.setAccessibleName(source_name(kind, camera, tongue))
        self._recording.setAccessibleName(tongue.translate("FirstRun", "Path of video or folder"))
        self._file.setText(tongue.translate("FirstRun", "File…"))
        self._folder.setText(tongue.translate("FirstRun", "Folder…"))
        for button in (self._file, self._folder):
            button.setAccessibleName(button.text())

    def space(self) -> None:
        """The distances of this size."""
        super().space()
        for layout in self._lines:
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(self.theme.px("space.s"))

    def _sources(self) -> QWidget:
        sources = QWidget()
        rows, cameras, recording = QVBoxLayout(sources), QHBoxLayout(), QHBoxLayout()
        self._lines = (rows, cameras, recording)
        rows.addLayout(cameras)
        for (kind, _), choice in self._choices.items():
            if kind is SourceKind.CAMERA:
                cameras.addWidget(choice)
            else:
                rows.addWidget(choice)
        cameras.addStretch(1)
        for widget in (self._recording, self._file, self._folder):
            recording.addWidget(widget, int(widget is self._recording))
        rows.addLayout(recording)
        return sources

    def _join(self) -> None:
        self._officer.textEdited.connect(self._edited)
        self._recording.textEdited.connect(self._recording_edited)
        self._group.buttonToggled.connect(self._toggled)
        self._file.clicked.connect(self._browse_file)
        self._folder.clicked.connect(self._browse_folder)

    @Slot()
    def _edited(self) -> None:
        self.edited.emit()

    @Slot(QAbstractButton, bool)
    def _toggled(self, _button: QAbstractButton, checked: bool) -> None:
        if checked:
            self.edited.emit()

    @Slot()
    def _recording_edited(self) -> None:
        self._choices[SourceKind.RECORDING, 0].setChecked(True)
        self.edited.emit()

    @Slot()
    def _browse_file(self) -> None:
        title = self._tongue.translate("FirstRun", "Choose a video file")
        self._take(choose_file(self, self._tongue, title, "*"))

    @Slot()
    def _browse_folder(self) -> None:
        title = self._tongue.translate("FirstRun", "Choose a folder of pictures")
        self._take(choose_folder(self, self._tongue, title))

    def _take(self, path: str) -> None:
        if path:
            self._recording.setText(path)
            self._recording_edited()
