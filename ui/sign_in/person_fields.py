"""Login, password and code: the same three wherever somebody says who they are."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checkpoint_app.credential.keyboard import from_arabic_keys
from checkpoint_app.domain.digits import ascii_digits, is_ascii_digits
from ui.sign_in.keyboard_hint import KeyboardHint, KeyboardNote, words_of
from ui.theme.current import ThemeHolder
from ui.widgets.field import Field
from ui.widgets.themed import ThemedWidget
from ui.wording.tongue import Tongue

_CODE = 6
_LONGEST_LOGIN = 32
_FOREIGN = re.compile(r"[^\x00-\x7f]+")


def latin_login(text: str) -> str:
    """A login as its keys say, though the keyboard wrote Arabic letters or digits."""
    return _FOREIGN.sub(lambda run: ascii_digits(from_arabic_keys(run[0])), text)


class PersonFields(ThemedWidget):
    """Three fields, one below the other; Enter goes on to the next that is empty, and at the end
    ``entered`` is emitted. A login comes out in Latin letters whatever the keyboard's layout, a
    code in digits 0 to 9; a password is left as it was typed."""

    entered = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue, *, enters: bool = True) -> None:
        """Without ``enters`` Enter is left to what stands around the fields."""
        super().__init__(holder)
        self.tongue = tongue
        self.login, self.code = Field(holder, code=True), Field(holder, code=True)
        self.password = Field(holder, secret=True)
        self._rows = QVBoxLayout(self)
        for field in (self.login, self.password, self.code):
            self._rows.addWidget(field)
        self.login.line.setMaxLength(_LONGEST_LOGIN)
        self.login.edited.connect(self._latin)
        self.code.edited.connect(self._digits)
        self._hint = KeyboardHint(self.password.line)
        self._hint.noticed.connect(self._note)
        self._dress()
        if enters:
            for field in (self.login, self.password, self.code):
                field.entered.connect(self._enter)
        self.retranslate()
        self._space()

    @property
    def given(self) -> tuple[str, str, str]:
        """Login, password, code, as they stand."""
        return self.login.text.lower(), self.password.text, self.code.text

    def lacking(self) -> Field | None:
        """The first field that has to be filled still."""
        return next((each for each in (self.login, self.password) if not each.text), None)

    def complain(self) -> bool:
        """Say what is lacking and go there; whether anything is."""
        missing = self.lacking()
        if missing is None:
            return False
        say = self.tongue.translate
        missing.set_error(
            say("SignIn", "Type your login")
            if missing is self.login
            else say("SignIn", "Type your password")
        )
        self.go_to(missing)
        return True

    def begin(self) -> None:
        """Where typing begins."""
        self.go_to(self.password if self.login.text else self.login)

    def try_again(self) -> None:
        """Password and code have to be typed anew; the login stays."""
        self.password.clear()
        self.code.clear()
        self.begin()

    def clear(self) -> None:
        """Nobody."""
        for field in (self.login, self.password, self.code):
            field.clear()

    def go_to(self, field: Field) -> None:
        """Put the cursor into a field."""
        field.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the Tab key."""
        return self.login.line, self.password.line, self.code.line

    def retranslate(self) -> None:
        """Its own texts in the language of now."""
        say = self.tongue.translate
        self.login.set_label(say("SignIn", "Login"))
        self.password.set_label(say("SignIn", "Password"))
        self.code.set_label(say("SignIn", "Code, if you have one"))
        self.code.set_hint(say("SignIn", "Six digits from your telephone"))
        self._note(self._hint.note)

    def follow_theme(self) -> None:
        """Space anew."""
        self._space()
        super().follow_theme()

    @Slot()
    def _enter(self) -> None:
        missing = self.lacking()
        if missing is None or missing.line.hasFocus():
            self.entered.emit()
        else:
            self.go_to(missing)

    @Slot(object)
    def _note(self, note: KeyboardNote) -> None:
        self.password.set_hint(words_of(note, self.tongue))

    @Slot(str)
    def _latin(self, text: str) -> None:
        latin = latin_login(text)
        if latin != text:
            self.login.set_text(latin)

    @Slot(str)
    def _digits(self, text: str) -> None:
        digits = "".join(filter(is_ascii_digits, ascii_digits(text)))[:_CODE]
        if digits != text:
            self.code.set_text(digits)

    def _dress(self) -> None:
        hints = Qt.InputMethodHint
        plain = hints.ImhNoPredictiveText | hints.ImhNoAutoUppercase
        self.login.line.setInputMethodHints(plain | hints.ImhLatinOnly)
        self.password.line.setInputMethodHints(plain | hints.ImhHiddenText | hints.ImhSensitiveData)
        self.code.line.setInputMethodHints(plain | hints.ImhDigitsOnly | hints.ImhSensitiveData)

    def _space(self) -> None:
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(self.theme.px("space.m"))
