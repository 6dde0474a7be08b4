"""Why somebody is looked up by hand: one key, and the record opens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checkpoint_app.domain.digits import ascii_digits, is_ascii_digits
from ui.lane.desk_card import DeskCard
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.key_cap import KeyCap
from ui.widgets.push_button import PushButton
from ui.wording.remarks import remark
from ui.wording.tongue import Tongue, fill


class ReasonCard(DeskCard):
    """The reasons, each with its digit. What was typed stands above them."""

    reason_given = Signal(str, str)
    """What was typed, and the reason's key."""

    def __init__(
        self,
        holder: ThemeHolder,
        tongue: Tongue,
        reasons: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(holder, tongue, parent)
        self._reasons, self._text = tuple(reasons), ""
        self._note = FitLabel(holder, "body", "ink_soft", lines=0)
        self._buttons = tuple(_Choice(holder, self) for _ in self._reasons)
        self._rows: list[QHBoxLayout] = []
        self._list = QVBoxLayout()
        self.body.addWidget(self._note)
        self.body.addLayout(self._list)
        self.body.addStretch(1)
        for place, button in enumerate(self._buttons):
            row = QHBoxLayout()
            row.addWidget(KeyCap(holder, str(place + 1)))
            row.addWidget(button)
            row.addStretch(1)
            self._list.addLayout(row)
            self._rows.append(row)
            button.place = place
            button.clicked.connect(self._clicked)
        self.retranslate()
        self.follow_theme()

    def open(self, text: str) -> None:
        """Ask why this is looked up."""
        self._text = text
        self._say()
        self.show()
        self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def take_digits(self, digits: str) -> None:
        """Digits that were typed: the first that is a reason's gives it."""
        for sign in digits:
            place = int(sign) - 1
            if 0 <= place < len(self._reasons):
                self._give(place)
                return

    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the Tab key."""
        return (*self._buttons, self.closer)

    def retranslate(self) -> None:
        """Its own texts in the tongue's language of now."""
        self.set_title(self.tongue.translate("ReasonCard", "Why do you look it up?"))
        for reason, button in zip(self._reasons, self._buttons, strict=True):
            button.setText(remark(f"lookup.reason.{reason}", self.tongue))
            button.setAccessibleName(f"{button.place + 1}. {button.text()}")
        self._say()
        super().retranslate()

    def follow_theme(self) -> None:
        """Another size."""
        self._list.setSpacing(self.theme.px("space.s"))
        for row in self._rows:
            row.setSpacing(self.theme.px("space.m"))
        for button in self._buttons:
            button.setFixedSize(self.theme.px("text.line"), self.theme.px("reason.row"))
        super().follow_theme()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit gives its reason, on whatever keyboard; Up and Down go from one to the next."""
        step = {Qt.Key.Key_Down: True, Qt.Key.Key_Up: False}.get(Qt.Key(event.key()))
        digit = ascii_digits(event.text())
        if step is not None:
            self.focusNextPrevChild(step)
        elif len(digit) == 1 and is_ascii_digits(digit):
            self.take_digits(digit)
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        say = self.tongue.translate(
            "ReasonCard", "{number}: one key opens it. It is kept on record"
        )
        self._note.setText(fill(say, number=self.tongue.code(self._text)))

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, _Choice):
            self._give(button.place)

    def _give(self, place: int) -> None:
        self.reason_given.emit(self._text, self._reasons[place])


class _Choice(PushButton):
    """A reason, and its place in the list."""

    def __init__(self, holder: ThemeHolder, parent: QWidget) -> None:
        super().__init__(holder)
        self.setParent(parent)
        self.setObjectName("reason")
        self.place = 0
