"""The first question: the language, each in its own script."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from ui.first_run.fields import FieldRow
from ui.first_run.page import Page
from ui.first_run.steps import Draft, Field
from ui.theme.current import ThemeHolder
from ui.widgets.push_button import PushButton

# Not translated: each language names itself.
_NAMES = {"ar": "العربية", "en": "English"}


class LanguagePage(Page):
    """Two large buttons; ``chosen`` carries ``ar`` or ``en`` and takes effect at once."""

    chosen = Signal(str)

    def __init__(self, holder: ThemeHolder, language: str) -> None:
        super().__init__(holder)
        self._group = QButtonGroup(self)
        self._buttons = {key: PushButton(holder, name) for key, name in _NAMES.items()}
        choices = QWidget()
        self._side_by_side = QHBoxLayout(choices)
        for key, button in self._buttons.items():
            button.setCheckable(True)
            button.setChecked(key == language)
            button.setAccessibleName(_NAMES[key])
            self._group.addButton(button)
            self._side_by_side.addWidget(button, 1)
        self._group.buttonToggled.connect(self._toggled)
        self.add_field(Field.LANGUAGE, FieldRow(holder, [choices], labelled=False, named=False))
        self.rows.addStretch(1)
        self.space()

    @property
    def first_focus(self) -> QWidget | None:
        """The language that is chosen."""
        return self._group.checkedButton()

    def read(self, draft: Draft) -> Draft:
        """The language that is chosen."""
        checked = self._group.checkedButton()
        chosen = (key for key, button in self._buttons.items() if button is checked)
        return replace(draft, language=next(chosen, ""))

    def space(self) -> None:
        """Large buttons."""
        super().space()
        self._side_by_side.setContentsMargins(0, 0, 0, 0)
        self._side_by_side.setSpacing(self.theme.px("space.l"))
        for button in self._buttons.values():
            button.setFixedHeight(self.theme.px("first_run.choice"))

    @Slot(QAbstractButton, bool)
    def _toggled(self, button: QAbstractButton, checked: bool) -> None:
        if checked:
            self.chosen.emit(self.read(Draft()).language)
            self.edited.emit()
