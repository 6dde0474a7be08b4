"""The post is locked: nothing is read, nothing recorded, until its officer is back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.lane.views import Mark
from ui.sign_in.frame import PostFrame
from ui.sign_in.keyboard_hint import KeyboardHint, KeyboardNote, words_of
from ui.sign_in.views import LockView, TroubleView
from ui.theme.current import ThemeHolder
from ui.widgets.banner import Banner
from ui.widgets.field import Field
from ui.widgets.push_button import PushButton
from ui.wording.tongue import Tongue


class LockPage(PostFrame):
    """``unlock_asked`` carries the password; ``other_asked``: somebody else takes over."""

    unlock_asked = Signal(str)
    other_asked = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue) -> None:
        super().__init__(holder, tongue)
        self._view, self._kept_out = LockView("", "", ""), 0
        self._outside = Banner(holder)
        self.password, self.other = Field(holder, secret=True), PushButton(holder)
        self._hint = KeyboardHint(self.password.line)
        self._hint.noticed.connect(self._note)
        self.body.addWidget(self._outside)
        self.body.addWidget(self.password)
        self.buttons.addWidget(self.first, 1)
        self.buttons.addWidget(self.other)
        self.first.clicked.connect(self._press)
        self.password.entered.connect(self._press)
        self.other.clicked.connect(self.other_asked)
        self.retranslate()
        self.order_tabs()

    @property
    def kept_out(self) -> int:
        """How many readings were refused since it was locked."""
        return self._kept_out

    def begin(self, view: LockView) -> None:
        """Locked now."""
        self._kept_out = 0
        self.password.clear()
        self.show_busy(False)
        self.show_trouble(None)
        self.show_lock(view)
        self._say_outside()
        self.password.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_lock(self, view: LockView) -> None:
        """Who and since when, in the language of now."""
        self._view = view
        self.retranslate()

    @Slot()
    def refuse_scan(self) -> None:
        """Something was held to the scanner: it is not read, and that is said."""
        self._kept_out += 1
        self._say_outside()

    def refuse(self, view: TroubleView) -> None:
        """It stays locked."""
        self.show_busy(False)
        self.show_trouble(view)
        self.password.clear()
        self.password.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Its own texts in the language of now."""
        say = self.tongue.translate
        self.title.setText(self._view.name)
        self.lead.setText(" · ".join(filter(None, (self._view.role, self._view.since))))
        self.password.set_label(say("SignIn", "Password"))
        self._note(self._hint.note)
        self.say_first(say("Lock", "Unlock"))
        self.other.setText(say("Lock", "Another officer"))
        self._say_outside()
        super().retranslate()

    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the Tab key."""
        return self.password.line, self.first, self.other

    @Slot()
    def _press(self) -> None:
        if not self.first.isEnabled():
            return
        if not self.password.text:
            self.password.set_error(self.tongue.translate("SignIn", "Type your password"))
            return
        self.show_trouble(None)
        self.show_busy(True)
        self.unlock_asked.emit(self.password.text)

    @Slot(object)
    def _note(self, note: KeyboardNote) -> None:
        self.password.set_hint(words_of(note, self.tongue))

    def _say_outside(self) -> None:
        say = self.tongue.translate
        if self._kept_out:
            text = say(
                "Lock",
                "%n readings were refused: this post is locked. Unlock, then scan again",
                None,
                self._kept_out,
            )
            self._outside.say(text, Mark.WARNING)
        else:
            self._outside.say(say("Lock", "This post is locked"), Mark.PLAIN)
