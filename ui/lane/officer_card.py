"""Who is at the lane: the name that goes with every movement from now on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.lane.desk_card import DeskCard
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.push_button import PushButton
from ui.wording.tongue import Tongue


class OfficerCard(DeskCard):
    """One field. Enter takes the name; Escape leaves it as it was."""

    officer_given = Signal(str)

    def __init__(self, holder: ThemeHolder, tongue: Tongue, parent: QWidget | None = None) -> None:
        super().__init__(holder, tongue, parent)
        self._note = FitLabel(holder, "body", "ink_soft", lines=0)
        self._name, self._take = QLineEdit(), PushButton(holder)
        self._take.setDefault(True)
        row = QHBoxLayout()
        row.addWidget(self._name, 1)
        row.addWidget(self._take)
        self.body.addWidget(self._note)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self._name.textChanged.connect(self._judge)
        self._name.returnPressed.connect(self._give)
        self._take.clicked.connect(self._give)
        self.retranslate()
        self.follow_theme()

    def open(self, name: str) -> None:
        """Show it with the name that stands."""
        self._name.setText(name)
        self._name.selectAll()
        self._judge()
        self.show()
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the Tab key."""
        return (self._name, self._take, self.closer)

    def retranslate(self) -> None:
        """Its own texts in the tongue's language of now."""
        say = self.tongue.translate
        self.set_title(say("OfficerCard", "Officer at this lane"))
        self._note.setText(say("OfficerCard", "The name goes with every movement from now on"))
        self._name.setAccessibleName(say("OfficerCard", "Officer's name"))
        self._take.setText(say("OfficerCard", "Take over"))
        super().retranslate()

    @Slot()
    def _judge(self) -> None:
        self._take.setEnabled(bool(self._name.text().strip()))

    @Slot()
    def _give(self) -> None:
        if name := self._name.text().strip():
            self.officer_given.emit(name)
            self.closed.emit()
