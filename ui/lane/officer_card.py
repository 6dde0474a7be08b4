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
        self._editable = True
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
        """Show it with the name that stands, to be changed."""
        self.show_officer(name)

    def show_officer(self, name: str, *, editable: bool = True) -> None:
        """Show who is at the lane. Whoever has signed in is not another by typing a name."""
        self._editable = editable
        self._name.setReadOnly(not editable)
        self._take.setVisible(editable)
        self._name.setText(name)
        self._say()
        self._judge()
        self.show()
        if editable:
            self._name.selectAll()
            self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._name.deselect()
            self.closer.setFocus(Qt.FocusReason.OtherFocusReason)

    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the Tab key."""
        return (self._name, self._take, self.closer)

    def retranslate(self) -> None:
        """Its own texts in the tongue's language of now."""
        say = self.tongue.translate
        self.set_title(say("OfficerCard", "Officer at this lane"))
        self._say()
        self._name.setAccessibleName(say("OfficerCard", "Officer's name"))
        self._take.setText(say("OfficerCard", "Take over"))
        super().retranslate()

    def _say(self) -> None:
        say = self.tongue.translate
        if self._editable:
            text = say("OfficerCard", "The name goes with every movement from now on")
        else:
            text = say("OfficerCard", "Signed in. To hand over, end the shift and sign out")
        self._note.setText(text)

    @Slot()
    def _judge(self) -> None:
        self._take.setEnabled(self._editable and bool(self._name.text().strip()))

    @Slot()
    def _give(self) -> None:
        name = self._name.text().strip()
        if name and self._editable:
            self.officer_given.emit(name)
            self.closed.emit()
