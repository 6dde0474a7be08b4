"""What reads the permits besides a barcode scanner, with its picture beside the choice, and who is
at the lane, where somebody wants to say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
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
from ui.lane.camera_view import CameraView
from ui.start import PluggedIn
from ui.theme.current import ThemeHolder
from ui.wording.tongue import Tongue

_CAMERA = "camera:"
_MOST = 3  # cameras that are offered; what is plugged in besides is chosen in the settings
_Kind = tuple[SourceKind, str]
_OTHERS: tuple[_Kind, ...] = ((SourceKind.SCANNER, ""), (SourceKind.RECORDING, ""))


class OfficerPage(Page):
    """One of: a camera, a recording or folder, the scanner alone; its picture; the officer's name.
    ``source_changed`` when another is chosen."""

    source_changed = Signal()

    def __init__(self, holder: ThemeHolder, cameras: Sequence[PluggedIn], tongue: Tongue) -> None:
        super().__init__(holder)
        self._tongue = tongue
        self._officer, self._recording = QLineEdit(), latin_line()
        self._file, self._folder = QPushButton(), QPushButton()
        self.picture = CameraView(holder, tongue)
        self._titles: dict[str, str] = {}
        self._choices: dict[_Kind, QRadioButton] = {}
        self._group = QButtonGroup(self)
        beside = QWidget()
        self._beside = QHBoxLayout(beside)
        self._radios, self._recorded = QVBoxLayout(), QHBoxLayout()
        self._beside.addLayout(self._radios, 1)
        self._beside.addWidget(self.picture, 1)
        for widget in (self._recording, self._file, self._folder):
            self._recorded.addWidget(widget, int(widget is self._recording))
        self._sources = QWidget()
        rows = self._source_rows = QVBoxLayout(self._sources)
        rows.addWidget(beside)
        rows.addLayout(self._recorded)
        for kind in _OTHERS:
            self._add_choice(kind)
        self._radios.addStretch(1)
        row = FieldRow(holder, [self._sources], self._choices[_OTHERS[0]], named=False)
        self.add_field(Field.SOURCE, row)
        self.add_field(Field.OFFICER, FieldRow(holder, [self._officer]))
        self.rows.addStretch(1)
        self.offer(cameras)
        self._join()
        self.space()

    @property
    def first_focus(self) -> QWidget | None:
        """The choice that stands: arrow keys make another."""
        return self._group.checkedButton()

    def offer(self, cameras: Sequence[PluggedIn]) -> None:
        """Other cameras are there. What was chosen stays so while it is offered; a first camera is
        chosen by itself."""
        offered = {camera.setting: camera.title for camera in cameras[:_MOST]}
        if offered == self._titles and self._group.checkedButton() is not None:
            return
        before = self._checked() if self._group.checkedButton() is not None else None
        had = bool(self._titles)
        focused = before is not None and self._choices[before].hasFocus()
        for setting in set(self._titles) - set(offered):
            self._remove_choice((SourceKind.CAMERA, setting))
        for setting in offered:
            if setting not in self._titles:
                self._add_choice((SourceKind.CAMERA, setting))
        self._titles = offered
        first = next(((SourceKind.CAMERA, setting) for setting in offered), _OTHERS[0])
        taken = before if before in self._choices and had else None
        chosen = self._choices[taken or first]
        chosen.setChecked(True)
        if focused:
            chosen.setFocus()
        self._name()
        self.edited.emit()
        self.source_changed.emit()

    def read(self, draft: Draft) -> Draft:
        """The officer and the source."""
        kind, camera = self._checked()
        return replace(
            draft,
            officer=self._officer.text(),
            source=kind,
            camera=camera or draft.camera,
            recording=self._recording.text(),
        )

    def take(self, draft: Draft) -> None:
        """What had been chosen; a camera that is not there now is offered all the same."""
        self._officer.setText(draft.officer)
        self._recording.setText(draft.recording)
        kind = (draft.source, draft.camera if draft.source is SourceKind.CAMERA else "")
        if kind not in self._choices:
            self.offer([PluggedIn(draft.camera, "")])
        self._choices[kind].setChecked(True)

    def show_fields(self, problems: Mapping[Field, str], tongue: Tongue) -> None:
        """Also the names of the sources."""
        super().show_fields(problems, tongue)
        align(self._officer, tongue)
        self._name()
        self.picture.retranslate()
        self._recording.setAccessibleName(tongue.translate("FirstRun", "Path of video or folder"))
        self._file.setText(tongue.translate("FirstRun", "File…"))
        self._folder.setText(tongue.translate("FirstRun", "Folder…"))
        for button in (self._file, self._folder):
            button.setAccessibleName(button.text())

    def space(self) -> None:
        """The distances of this size."""
        super().space()
        gap = self.theme.px("space.s")
        for layout in (self._source_rows, self._radios, self._recorded, self._beside):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(gap)
        self._beside.setSpacing(self.theme.px("space.l"))
        self.picture.setFixedHeight(self.theme.px("first_run.picture"))

    def _checked(self) -> _Kind:
        checked = self._group.checkedButton()
        return next(kind for kind, choice in self._choices.items() if choice is checked)

    def _name(self) -> None:
        order = {setting: number for number, setting in enumerate(self._titles)}
        for (kind, setting), choice in self._choices.items():
            number, title = order.get(setting, 0), self._titles.get(setting, "")
            choice.setText(source_name(kind, number, self._tongue, title))
            choice.setAccessibleName(choice.text())
            choice.setToolTip(title)

    def _add_choice(self, kind: _Kind) -> None:
        """Cameras stand before the others."""
        choice = self._choices[kind] = QRadioButton()
        self._group.addButton(choice)
        cameras = sum(each is SourceKind.CAMERA for each, _ in self._choices)
        is_camera = kind[0] is SourceKind.CAMERA
        self._radios.insertWidget(cameras - 1 if is_camera else self._radios.count(), choice)

    def _remove_choice(self, kind: _Kind) -> None:
        choice = self._choices.pop(kind)
        self._group.removeButton(choice)
        choice.hide()
        choice.deleteLater()

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
            self.source_changed.emit()

    @Slot()
    def _recording_edited(self) -> None:
        self._choices[SourceKind.RECORDING, ""].setChecked(True)
        self.edited.emit()
        self.source_changed.emit()

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
