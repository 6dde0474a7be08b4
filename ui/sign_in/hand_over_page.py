"""A shift ends: its counts, and who follows, or nobody."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.lane.views import Mark
from ui.sign_in.frame import PostFrame
from ui.sign_in.keys import is_escape
from ui.sign_in.person_fields import PersonFields
from ui.sign_in.shift_card import ShiftCard
from ui.sign_in.views import ShiftView, TroubleView
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.push_button import PushButton
from ui.wording.tongue import Tongue


class HandOverPage(PostFrame):
    """``given`` carries the next officer's login, password and code; ``ended``: nobody follows;
    ``back``: the shift goes on."""

    given = Signal(str, str, str)
    ended = Signal()
    back = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue) -> None:
        super().__init__(holder, tongue, "sign_in.wide")
        self._ending = False
        self.card, self.person = ShiftCard(holder), PersonFields(holder, tongue)
        self._next, self._note = FitLabel(holder, "lead"), FitLabel(holder, "body", lines=0)
        self.end, self.cancel = PushButton(holder), PushButton(holder)
        self._halves, self._form = QHBoxLayout(), QVBoxLayout()
        for widget in (self._next, self._note, self.person):
            self._form.addWidget(widget)
        self._form.addStretch(1)
        self._halves.addWidget(self.card, 1)
        self._halves.addLayout(self._form, 1)
        self.body.addLayout(self._halves)
        self.buttons.addWidget(self.cancel)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.end)
        self.buttons.addWidget(self.first)
        self.first.clicked.connect(self._press)
        self.person.entered.connect(self._press)
        self.end.clicked.connect(self._turn)
        self.cancel.clicked.connect(self.back)
        self.retranslate()
        self.follow_theme()
        self.order_tabs()

    @property
    def ending(self) -> bool:
        """Whether nobody is to follow."""
        return self._ending

    def begin(self, *, ending: bool = False) -> None:
        """Ask for the next officer, or whether the shift ends."""
        self._ending = ending
        self.person.clear()
        self.show_busy(False)
        self.show_trouble(None)
        self.retranslate()
        if ending:
            self.first.setFocus()
        else:
            self.person.begin()

    def show_shift(self, view: ShiftView) -> None:
        """The counts of now."""
        self.card.show_shift(view)

    def refuse(self, view: TroubleView) -> None:
        """The shift goes on."""
        self.show_busy(False)
        self.show_trouble(view)
        if not self._ending:
            self.person.try_again()

    def want_code(self, view: TroubleView) -> None:
        """The password was right; the code is asked for too."""
        self.show_busy(False)
        self.show_trouble(replace(view, mark=Mark.WARNING))
        self.person.go_to(self.person.code)

    def retranslate(self) -> None:
        """Its own texts in the language of now."""
        say, ending = self.tongue.translate, self._ending
        self.title.setText(
            say("HandOver", "End of the shift") if ending else say("HandOver", "Hand over")
        )
        self.lead.setText(
            say("HandOver", "The counts go to the supervisor. What is open stays with the port")
        )
        self._next.setText(
            say("HandOver", "Nobody follows") if ending else say("HandOver", "The next officer")
        )
        self._note.setText(
            say(
                "HandOver", "You are signed out, and the lane reads nothing until somebody signs in"
            )
            if ending
            else say("HandOver", "The lane goes on the same way, with a new shift")
        )
        self.person.setVisible(not ending)
        self.person.retranslate()
        self.say_first(say("HandOver", "End the shift") if ending else say("HandOver", "Hand over"))
        self.end.setText(
            say("HandOver", "Somebody follows") if ending else say("HandOver", "Nobody follows")
        )
        self.cancel.setText(say("HandOver", "Go on with the shift"))
        super().retranslate()

    def follow_theme(self) -> None:
        """Space anew."""
        self._halves.setSpacing(self.theme.px("space.xxl"))
        self._form.setSpacing(self.theme.px("space.m"))
        super().follow_theme()

    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the Tab key."""
        return *self.person.controls(), self.cancel, self.end, self.first

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape: the shift goes on."""
        if is_escape(event):
            self.back.emit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _turn(self) -> None:
        self.begin(ending=not self._ending)

    @Slot()
    def _press(self) -> None:
        if not self.first.isEnabled() or (not self._ending and self.person.complain()):
            return
        self.show_trouble(None)
        self.show_busy(True)
        if self._ending:
            self.ended.emit()
        else:
            self.given.emit(*self.person.given)
