"""Who is at the lane, and what reads the permits besides a barcode scanner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
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
from ui.first_run.present_first_run import camera_name, source_name
from ui.first_run.steps import Draft, Field, SourceKind
from ui.theme.current import ThemeHolder
from ui.wording.tongue import Tongue


class OfficerPage(Page):
    """The officer's name, and one of: a camera, a recording or folder, the scanner alone."""

    def __init__(self, holder: ThemeHolder, cameras: Sequence[int], tongue: Tongue) -> None:
        super().__init__(holder)
        self._tongue, self._cameras = tongue, cameras
        self._officer, self._camera, self._recording = QLineEdit(), QComboBox(), latin_line()
        self._file, self._folder = QPushButton(), QPushButton()
        self._choices = {kind: QRadioButton() for kind in SourceKind}
        self._group = QButtonGroup(self)
        for choice in self._choices.values():
            self._group.addButton(choice)
        self._choices[SourceKind.CAMERA].setChecked(True)
        self._camera.addItems([""] * len(cameras))
        self.add_field(Field.OFFICER, FieldRow(holder, [self._officer]))
        source = FieldRow(holder, [self._sources()], self._choices[SourceKind.CAMERA])
        self.add_field(Field.SOURCE, source)
        self.rows.addStretch(1)
        self._join()
        self.space()

    def read(self, draft: Draft) -> Draft:
        """The officer and the source."""
        checked = self._group.checkedButton()
        kind = next(kind for kind, choice in self._choices.items() if choice is checked)
        return replace(
            draft,
            officer=self._officer.text(),
            source=kind,
            camera=self._cameras[max(0, self._camera.currentIndex())] if self._cameras else 0,
            recording=self._recording.text(),
        )

    def show_fields(self, problems: Mapping[Field, str], tongue: Tongue) -> None:
        """Also the names of the sources."""
        super().show_fields(problems, tongue)
        align(self._officer, tongue)
        for kind, choice in self._choices.items():
            choice.setText(source_name(kind, tongue))
            choice.setAccessibleName(source_name(kind, tongue))
        for at, camera in enumerate(self._cameras):
            self._camera.setItemText(at, camera_name(camera, tongue))
        self._camera.setAccessibleName(tongue.translate("FirstRun", "Camera"))
        self._recording.setAccessibleName(tongue.translate("FirstRun", "Path of video or folder"))
        self._file.setText(tongue.translate("FirstRun", "File…"))
        self._folder.setText(tongue.translate("FirstRun", "Folder…"))

    def space(self) -> None:
        """The distances of this size."""
        super().space()
        for layout in self._lines:
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(self.theme.px("space.s"))

    def _sources(self) -> QWidget:
        sources = QWidget()
        rows, camera, recording = QVBoxLayout(sources), QHBoxLayout(), QHBoxLayout()
        self._lines = (rows, camera, recording)
        camera.addWidget(self._choices[SourceKind.CAMERA])
        camera.addWidget(self._camera, 1)
        for widget in (self._recording, self._file, self._folder):
            recording.addWidget(widget, int(widget is self._recording))
        rows.addLayout(camera)
        rows.addWidget(self._choices[SourceKind.SCANNER])
        rows.addWidget(self._choices[SourceKind.RECORDING])
        rows.addLayout(recording)
        return sources

    def _join(self) -> None:
        self._officer.textEdited.connect(self._edited)
        self._recording.textEdited.connect(self._recording_edited)
        self._camera.activated.connect(self._camera_chosen)
        self._group.buttonToggled.connect(self._toggled)
        self._file.clicked.connect(self._browse_file)
        self._folder.clicked.connect(self._browse_folder)
        for button in (self._file, self._folder):
            button.setAutoDefault(True)

    @Slot()
    def _edited(self) -> None:
        self.edited.emit()

    @Slot(QAbstractButton, bool)
    def _toggled(self, _button: QAbstractButton, checked: bool) -> None:
        if checked:
            self.edited.emit()

    @Slot()
    def _camera_chosen(self) -> None:
        self._choices[SourceKind.CAMERA].setChecked(True)
        self.edited.emit()

    @Slot()
    def _recording_edited(self) -> None:
        self._choices[SourceKind.RECORDING].setChecked(True)
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
