"""A supervisor's word for one case: given here, or over the telephone."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.lane.views import Mark
from ui.sign_in.call_panel import CallPanel
from ui.sign_in.person_fields import PersonFields
from ui.sign_in.views import CallView, TroubleView
from ui.theme.current import ThemeHolder
from ui.widgets.banner import Banner
from ui.widgets.elided import FitLabel
from ui.widgets.push_button import PushButton
from ui.widgets.sheet import Sheet
from ui.wording.tongue import Tongue


class ApprovalSheet(Sheet):
    """``given`` carries a supervisor's login, password and code; ``call_asked``: no supervisor is
    here; ``helped`` carries what was read back and by whom. It stays until `leave` or Escape."""

    given = Signal(str, str, str)
    call_asked = Signal()
    helped = Signal(str, int)

    def __init__(self, holder: ThemeHolder, tongue: Tongue, over: QWidget) -> None:
        super().__init__(holder, over)
        self.tongue, self._calling, self._what = tongue, False, ""
        self._lead = FitLabel(holder, "body", "ink_soft", lines=0)
        self.person = PersonFields(holder, tongue, enters=False)
        self.call = CallPanel(holder, tongue, enters=False)
        self.trouble, self.turn = Banner(holder), PushButton(holder)
        for widget in (self._lead, self.person, self.call, self.trouble, self.turn):
            self.body.addWidget(widget)
        self.done.connect(self._press)
        self.turn.clicked.connect(self._turn)
        self.call.again_asked.connect(self.call_asked)
        self.retranslate()

    @property
    def calling(self) -> bool:
        """Whether it asks for what is read back over the telephone."""
        return self._calling

    def ask(self, what: str) -> None:
        """Come into sight; ``what`` says in one sentence what the word is asked for."""
        self._calling, self._what = False, what
        self.person.clear()
        self.show_trouble(None)
        self.retranslate()
        self.begin(self.person.login.line)

    def show_call(self, view: CallView) -> None:
        """A challenge to read out, or less time for it."""
        self.call.show_call(view)
        if not self._calling:
            self._calling = True
            self.show_trouble(None)
            self.retranslate()
            self.call.begin()

    def show_trouble(self, view: TroubleView | None) -> None:
        """Why the word was not taken; it can be given anew."""
        self.trouble.say("" if view is None else view.text, Mark.BAD)
        self.first.setEnabled(True)
        if view is not None and not self._calling:
            self.person.try_again()

    def retranslate(self) -> None:
        """Its own texts in the language of now."""
        say, calling = self.tongue.translate, self._calling
        self.say(
            say("Approval", "A supervisor's word"),
            say("Approval", "Approve"),
            say("Approval", "Cancel"),
        )
        self._lead.setText(self._what)
        self._lead.setVisible(bool(self._what))
        self.person.setVisible(not calling)
        self.call.setVisible(calling)
        self.person.retranslate()
        self.call.retranslate()
        self.turn.setText(
            say("Approval", "A supervisor is here")
            if calling
            else say("Approval", "No supervisor here: by telephone")
        )

    @Slot()
    def _press(self) -> None:
        part = self.call if self._calling else self.person
        if part.complain():
            return
        self.trouble.say("", Mark.BAD)
        self.first.setEnabled(False)
        if self._calling:
            self.helped.emit(*self.call.given)
        else:
            self.given.emit(*self.person.given)

    @Slot()
    def _turn(self) -> None:
        if self._calling:
            self._calling = False
            self.show_trouble(None)
            self.retranslate()
            self.person.begin()
        else:
            self.call_asked.emit()
