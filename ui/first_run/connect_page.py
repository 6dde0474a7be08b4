"""The registry: over the network by its address and a one-time code, or by a stick; and in either
way the root that its data is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QWidget,
)

from ui.first_run.fields import FieldRow, latin_line
from ui.first_run.page import Page
from ui.first_run.path_row import PathRow
from ui.first_run.present_first_run import way_name
from ui.first_run.steps import Draft, Field, Way, code_digits, grouped_code, is_asked
from ui.theme.current import ThemeHolder
from ui.widgets.push_button import PushButton
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue

_CHOOSE_ROOT = Phrase("FirstRun", "Choose the registry's root file")
_CHOOSE_STICK = Phrase("FirstRun", "Choose the stick's folder")
_ROOT_FILES = Phrase("FirstRun", "Root file (*.json)")


class ConnectPage(Page):
    """The way first, then what that way needs, all left to right. The code is grouped while it is
    typed, whatever digits the keyboard gives; the box for a demonstration is there only where one
    is allowed. ``way_changed`` when another way was chosen."""

    way_changed = Signal()

    def __init__(
        self,
        holder: ThemeHolder,
        tongue: Tongue,
        *,
        registry: str,
        root: Path | None,
        allow_demo: bool,
        by_stick: bool = True,
    ) -> None:
        super().__init__(holder)
        self._registry, self._code = latin_line(), latin_line()
        self._folder = PathRow(holder, tongue, _CHOOSE_STICK)
        self._root = PathRow(holder, tongue, _CHOOSE_ROOT, _ROOT_FILES)
        self._demo = QCheckBox()
        self._registry.setText(registry)
        self._root.set_text("" if root is None else str(root))
        self._ways = {way: PushButton(holder) for way in Way}
        self._group = QButtonGroup(self)
        first = self._ways[Way.NETWORK]
        choices = FieldRow(holder, [self._choices()], first, labelled=False, named=False)
        self.add_field(Field.WAY, choices)
        choices.setVisible(by_stick)
        self.add_field(Field.REGISTRY, FieldRow(holder, [self._registry]))
        self.add_field(Field.CODE, FieldRow(holder, [self._code]))
        self.add_field(Field.FOLDER, FieldRow(holder, [self._folder], self._folder.line))
        self.add_field(Field.ROOT, FieldRow(holder, [self._root], self._root.line))
        self.rows.addWidget(self._demo)
        self.rows.addStretch(1)
        self._demo.setVisible(allow_demo)
        self._join()
        self._show_way()
        self.space()

    @property
    def way(self) -> Way:
        """The way that is chosen."""
        return Way.STICK if self._ways[Way.STICK].isChecked() else Way.NETWORK

    @property
    def first_focus(self) -> QWidget | None:
        """The way that is chosen; where there is but one, its first line."""
        return self._registry if self.fields[Field.WAY].isHidden() else self._ways[self.way]

    def read(self, draft: Draft) -> Draft:
        """Way, address, code, folder, file."""
        return replace(
            draft,
            way=self.way,
            registry=self._registry.text(),
            code=self._code.text(),
            folder=self._folder.text,
            root=self._root.text,
            demo=self._demo.isChecked(),
        )

    def take(self, draft: Draft) -> None:
        """What had been chosen before; a root that was found stays where none is given."""
        self._ways[draft.way].setChecked(True)
        self._registry.setText(draft.registry)
        self._folder.set_text(draft.folder)
        self._root.set_text(draft.root or self._root.text)
        self._demo.setChecked(draft.demo)

    def offer(self, folder: str) -> None:
        """A stick that is plugged in, unless one was named."""
        if not self._folder.text:
            self._folder.set_text(folder)

    def take_code(self, text: str) -> None:
        """A code that was scanned."""
        self._code.setText(grouped_code(text))
        self.edited.emit()

    def show_fields(self, problems: Mapping[Field, str], tongue: Tongue) -> None:
        """Also the buttons and the box."""
        super().show_fields(problems, tongue)
        for way, button in self._ways.items():
            button.setText(way_name(way, tongue))
            button.setAccessibleName(way_name(way, tongue))
        for row in (self._folder, self._root):
            row.retranslate()
        self._demo.setText(tongue.translate("FirstRun", "This is a demonstration's registry"))
        self._demo.setAccessibleName(self._demo.text())

    def space(self) -> None:
        """The distances of this size."""
        super().space()
        self._side_by_side.setContentsMargins(0, 0, 0, 0)
        self._side_by_side.setSpacing(self.theme.px("space.m"))

    def _choices(self) -> QWidget:
        choices = QWidget()
        self._side_by_side = QHBoxLayout(choices)
        for way, button in self._ways.items():
            button.setCheckable(True)
            button.setChecked(way is Way.NETWORK)
            self._group.addButton(button)
            self._side_by_side.addWidget(button, 1)
        return choices

    def _join(self) -> None:
        self._registry.textEdited.connect(self._edited)
        self._folder.edited.connect(self._edited)
        self._root.edited.connect(self._edited)
        self._code.textEdited.connect(self._group_code)
        self._group.buttonToggled.connect(self._toggled)

    def _show_way(self) -> None:
        for field in (Field.REGISTRY, Field.CODE, Field.FOLDER):
            self.fields[field].setVisible(is_asked(field, self.way))

    @Slot(QAbstractButton, bool)
    def _toggled(self, _button: QAbstractButton, checked: bool) -> None:
        if checked:
            self._show_way()
            self.edited.emit()
            self.way_changed.emit()

    @Slot()
    def _edited(self) -> None:
        self.edited.emit()

    @Slot(str)
    def _group_code(self, text: str) -> None:
        """The same digits in groups, the cursor after the same digit."""
        before = len(code_digits(text[: self._code.cursorPosition()]))
        grouped = grouped_code(text)
        self._code.setText(grouped)
        places = range(len(grouped) + 1)
        self._code.setCursorPosition(
            next(at for at in places if len(code_digits(grouped[:at])) == before)
        )
        self.edited.emit()
