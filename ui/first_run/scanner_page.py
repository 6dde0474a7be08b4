"""The barcode scanner: which one, and a trial of what it sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
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

from ui.first_run.fields import FieldRow, latin_line
from ui.first_run.page import Page
from ui.first_run.present_first_run import scanner_name
from ui.first_run.present_scanner import TrialView
from ui.first_run.sample_code import SampleCode
from ui.first_run.steps import Draft, Field
from ui.start import PluggedIn
from ui.theme.current import ThemeHolder
from ui.widgets.banner import Banner
from ui.widgets.elided import FitLabel
from ui.wording.tongue import Tongue

_MOST = 3
_TYPES = ""  # the setting of a scanner that types


class TrialLine(QLineEdit):
    """Shows what came, as it came. While it has the focus a scanner that types is heard here."""

    focused = Signal(bool)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Listen."""
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Listen no more."""
        super().focusOutEvent(event)
        self.focused.emit(False)


class ScannerPage(Page):
    """The scanners that are there, a code to scan from the screen, what came of it, a verdict.
    ``scanner_changed`` when another is chosen, ``sheet_asked`` wants the test sheet."""

    scanner_changed = Signal()
    sheet_asked = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue, *, has_sheet: bool) -> None:
        super().__init__(holder)
        self._tongue = tongue
        self._titles: dict[str, str] = {}
        self._choices: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self.sample, self.trial = SampleCode(holder), TrialLine()
        self.trial.setReadOnly(True)
        self.trial.setLayoutDirection(latin_line().layoutDirection())
        self._heard = FitLabel(holder, "strong")
        self._name_of_sample = FitLabel(
            holder, "small", "ink_soft", lines=2, align=Qt.AlignmentFlag.AlignCenter
        )
        self.verdict, self.advice = Banner(holder), FitLabel(holder, "body", lines=0)
        self._sheet = QPushButton()
        self._sheet.setVisible(has_sheet)
        self._lay_out(holder)
        self.offer(())
        self._group.buttonToggled.connect(self._toggled)
        self._sheet.clicked.connect(self.sheet_asked)
        self.space()

    @property
    def first_focus(self) -> QWidget | None:
        """Where a scan is heard."""
        return self.trial

    @property
    def scanner(self) -> str:
        """The scanner's setting; empty for one that types."""
        checked = self._group.checkedButton()
        return next((key for key, each in self._choices.items() if each is checked), _TYPES)

    def offer(self, scanners: Sequence[PluggedIn]) -> None:
        """Other serial scanners are there. What was chosen stays so, also when it was unplugged."""
        offered = {_TYPES: "", **{each.setting: each.title for each in scanners[:_MOST]}}
        chosen = self.scanner
        offered.setdefault(chosen, self._titles.get(chosen, chosen))
        for setting in set(self._choices) - set(offered):
            choice = self._choices.pop(setting)
            self._group.removeButton(choice)
            choice.hide()
            choice.deleteLater()
        for setting in offered:
            if setting not in self._choices:
                self._add_choice(setting)
        self._titles = offered
        self._choices[chosen].setChecked(True)
        self._name()

    def read(self, draft: Draft) -> Draft:
        """The scanner."""
        return replace(draft, scanner=self.scanner)

    def take(self, draft: Draft) -> None:
        """What had been chosen."""
        if draft.scanner:
            self.offer([PluggedIn(draft.scanner, draft.scanner.partition(":")[2])])
            self._choices[draft.scanner].setChecked(True)

    def show_trial(self, view: TrialView) -> None:
        """What was heard so far."""
        self.verdict.say(view.banner.text, view.banner.mark)
        self.advice.setText("\n".join(view.advice))
        self.advice.setVisible(bool(view.advice))
        self.trial.setText(view.sent)
        self.trial.setCursorPosition(0)
        self.sample.show_symbol(view.symbol, view.symbol_name)
        self.sample.setVisible(view.symbol is not None)
        self._name_of_sample.setText(view.symbol_name)

    def show_fields(self, problems: Mapping[Field, str], tongue: Tongue) -> None:
        """Also the names of the scanners."""
        super().show_fields(problems, tongue)
        self._name()
        self._heard.setText(tongue.translate("FirstRun", "What the scanner sent"))
        self.trial.setAccessibleName(self._heard.text())
        self.trial.setPlaceholderText(tongue.translate("FirstRun", "Nothing scanned yet"))
        self._sheet.setText(tongue.translate("FirstRun", "Save the test sheet…"))
        self._sheet.setAccessibleName(self._sheet.text())

    def space(self) -> None:
        """The distances of this size."""
        super().space()
        self.rows.setSpacing(self.theme.px("space.m"))
        for layout in (self._beside, self._column, self._radios):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(self.theme.px("space.s"))
        self._beside.setSpacing(self.theme.px("space.l"))

    def _lay_out(self, holder: ThemeHolder) -> None:
        beside, radios = QWidget(), QWidget()
        self._beside, self._column = QHBoxLayout(beside), QVBoxLayout()
        self._radios = QVBoxLayout(radios)
        self._add_choice(_TYPES)
        row = FieldRow(holder, [radios], self._choices[_TYPES], named=False)
        self.fields[Field.SCANNER] = row
        self._column.addWidget(row)
        self._column.addStretch(1)
        self._column.addWidget(self._heard)
        self._column.addWidget(self.trial)
        self._beside.addLayout(self._column, 1)
        sample = QVBoxLayout()
        sample.addWidget(self.sample)
        sample.addWidget(self._name_of_sample)
        sample.addStretch(1)
        self._beside.addLayout(sample, 1)
        self.rows.addWidget(beside)
        self.rows.addWidget(self.verdict)
        self.rows.addWidget(self.advice)
        below = QHBoxLayout()
        below.addWidget(self._sheet)
        below.addStretch(1)
        self.rows.addLayout(below)
        self.rows.addStretch(1)

    def _add_choice(self, setting: str) -> None:
        choice = self._choices[setting] = QRadioButton()
        self._group.addButton(choice)
        self._radios.addWidget(choice)

    def _name(self) -> None:
        for setting, choice in self._choices.items():
            choice.setText(scanner_name(self._titles.get(setting, ""), self._tongue))
            choice.setAccessibleName(choice.text())
            choice.setToolTip(self._titles.get(setting, ""))

    @Slot(QAbstractButton, bool)
    def _toggled(self, _button: QAbstractButton, checked: bool) -> None:
        if checked:
            self.edited.emit()
            self.scanner_changed.emit()
