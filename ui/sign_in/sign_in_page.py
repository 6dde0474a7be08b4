"""Somebody signs in: with login, password and code, or with a duty supervisor's help."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.lane.views import Mark
from ui.sign_in.call_panel import CallPanel
from ui.sign_in.frame import PostFrame
from ui.sign_in.keys import is_escape
from ui.sign_in.person_fields import PersonFields
from ui.sign_in.tab_order import set_tab_order
from ui.sign_in.views import CallView, TroubleView
from ui.theme.current import ThemeHolder
from ui.widgets.push_button import PushButton
from ui.wording.tongue import Tongue


class SignInPage(PostFrame):
    """``given`` carries login, password and code; ``call_asked`` the login of somebody who needs
    help; ``helped`` what was read back and by whom."""

    given = Signal(str, str, str)
    call_asked = Signal(str)
    helped = Signal(str, int)

    def __init__(self, holder: ThemeHolder, tongue: Tongue) -> None:
        super().__init__(holder, tongue)
        self.person, self.call = PersonFields(holder, tongue), CallPanel(holder, tongue)
        self.second = PushButton(holder)
        self.body.addWidget(self.person)
        self.body.addWidget(self.call)
        self.buttons.addWidget(self.first, 1)
        self.buttons.addWidget(self.second)
        self.first.clicked.connect(self._press)
        self.second.clicked.connect(self._turn)
        self.person.entered.connect(self._press)
        self.call.entered.connect(self._press)
        self.call.again_asked.connect(self._ask_call)
        self._calling = False
        self._show_part()
        called = (self.call.again, self.call.answer.line, self.call.number.line)
        set_tab_order((*self.person.controls(), *called, self.first, self.second))
        set_tab_order((self.second, *self.brand.controls()))

    @property
    def calling(self) -> bool:
        """Whether it asks for what a duty supervisor reads back."""
        return self._calling

    def begin(self) -> None:
        """Somebody else: nothing stands in the fields."""
        self._calling = False
        self.person.clear()
        self.show_busy(False)
        self.show_trouble(None)
        self._show_part()
        self.person.begin()

    def show_call(self, view: CallView) -> None:
        """A challenge to read out, or less time for it."""
        self.call.show_call(view)
        if not self._calling:
            self._calling = True
            self.show_trouble(None)
            self._show_part()
            self.call.begin()

    def refuse(self, view: TroubleView) -> None:
        """Not let in."""
        self.show_busy(False)
        self.show_trouble(view)
        if self._calling:
            self.call.answer.clear()
            self.call.answer.line.setFocus()
        else:
            self.person.try_again()

    def want_code(self, view: TroubleView) -> None:
        """The password was right; the code is asked for too."""
        self.show_busy(False)
        self.show_trouble(replace(view, mark=Mark.WARNING))
        self.person.go_to(self.person.code)

    def retranslate(self) -> None:
        """Its own texts in the language of now."""
        self.person.retranslate()
        self.call.retranslate()
        self._say()
        super().retranslate()

    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the Tab key."""
        fields = (self.call.answer.line, self.call.number.line)
        return *(fields if self._calling else self.person.controls()), self.first, self.second

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the telephone."""
        if self._calling and is_escape(event):
            self._turn()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _press(self) -> None:
        part = self.call if self._calling else self.person
        if not self.first.isEnabled() or part.complain():
            return
        self.show_trouble(None)
        self.show_busy(True)
        if self._calling:
            self.helped.emit(*self.call.given)
        else:
            self.given.emit(*self.person.given)

    @Slot()
    def _turn(self) -> None:
        if self._calling:
            self._calling = False
            self.show_busy(False)
            self.show_trouble(None)
            self._show_part()
            self.person.begin()
        else:
            self._ask_call()

    @Slot()
    def _ask_call(self) -> None:
        login = self.person.given[0]
        if login:
            self.call_asked.emit(login)
        else:
            say = self.tongue.translate
            self.person.login.set_error(
                say("SignIn", "Type your login; the duty supervisor will ask for it")
            )
            self.person.go_to(self.person.login)

    def _show_part(self) -> None:
        self.person.setVisible(not self._calling)
        self.call.setVisible(self._calling)
        self._say()

    def _say(self) -> None:
        say = self.tongue.translate
        self.title.setText(
            say("SignIn", "Help by telephone") if self._calling else say("SignIn", "Sign in")
        )
        self.lead.setText(
            say("SignIn", "It lets you in for one shift. It is written down who helped")
            if self._calling
            else say("SignIn", "Everything done here is recorded under your name")
        )
        self.say_first(say("SignIn", "Sign in"))
        self.second.setText(
            say("SignIn", "Back") if self._calling else say("SignIn", "Forgotten password or code")
        )
        for button in (self.first, self.second):
            button.setAccessibleName(button.text())
