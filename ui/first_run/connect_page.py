"""The registry: its address, the one-time code, and the root that its data is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from ui.first_run.browse import choose_file
from ui.first_run.fields import FieldRow, latin_line
from ui.first_run.page import Page
from ui.first_run.steps import Draft, Field, code_digits, grouped_code
from ui.theme.current import ThemeHolder
from ui.wording.tongue import Tongue


class ConnectPage(Page):
    """Three lines, all left to right. The code is grouped while it is typed, whatever digits the
    keyboard gives; the box for a demonstration is there only where one is allowed."""

    def __init__(
        self,
        holder: ThemeHolder,
        tongue: Tongue,
        *,
        registry: str,
        root: Path | None,
        allow_demo: bool,
    ) -> None:
        super().__init__(holder)
        self._tongue = tongue
        self._registry, self._code, self._root = latin_line(), latin_line(), latin_line()
        self._browse, self._demo = QPushButton(), QCheckBox()
        self._registry.setText(registry)
        self._root.setText("" if root is None else str(root))
        file = QWidget()
        self._side_by_side = QHBoxLayout(file)
        self._side_by_side.addWidget(self._root, 1)
        self._side_by_side.addWidget(self._browse)
        self.add_field(Field.REGISTRY, FieldRow(holder, [self._registry]))
        self.add_field(Field.CODE, FieldRow(holder, [self._code]))
        self.add_field(Field.ROOT, FieldRow(holder, [file], self._root))
        self.rows.addWidget(self._demo)
        self.rows.addStretch(1)
        self._demo.setVisible(allow_demo)
        self._join()
        self.space()

    def read(self, draft: Draft) -> Draft:
        """Address, code, file."""
        return replace(
            draft,
            registry=self._registry.text(),
            code=self._code.text(),
            root=self._root.text(),
            demo=self._demo.isChecked(),
        )

    def take_code(self, text: str) -> None:
        """A code that was scanned."""
        self._code.setText(grouped_code(text))
        self.edited.emit()

    def show_fields(self, problems: Mapping[Field, str], tongue: Tongue) -> None:
        """Also the button and the box."""
        super().show_fields(problems, tongue)
        self._browse.setText(tongue.translate("FirstRun", "Browse…"))
        self._browse.setAccessibleName(self._browse.text())
        self._demo.setText(tongue.translate("FirstRun", "This is a demonstration's registry"))
        self._demo.setAccessibleName(self._demo.text())

    def space(self) -> None:
        """The distances of this size."""
        super().space()
        self._side_by_side.setContentsMargins(0, 0, 0, 0)
        self._side_by_side.setSpacing(self.theme.px("space.s"))

    def _join(self) -> None:
        self._registry.textEdited.connect(self._edited)
        self._root.textEdited.connect(self._edited)
        self._code.textEdited.connect(self._group_code)
        self._browse.clicked.connect(self._browse_root)

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

    @Slot()
    def _browse_root(self) -> None:
        title = self._tongue.translate("FirstRun", "Choose the registry's root file")
        kinds = self._tongue.translate("FirstRun", "Root file (*.json)")
        path = choose_file(self, self._tongue, title, kinds)
        if path:
            self._root.setText(path)
            self.edited.emit()
