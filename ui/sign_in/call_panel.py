"""Help by telephone: what to read out, and what is read back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from checkpoint_app.credential.telephone import ANSWER_DIGITS
from checkpoint_app.domain.digits import ascii_digits, is_ascii_digits
from ui.sign_in.big_digits import BigDigits
from ui.sign_in.present_call import grouped
from ui.sign_in.views import CallView
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.field import Field
from ui.widgets.push_button import PushButton
from ui.widgets.themed import ThemedWidget
from ui.wording.tongue import Tongue

_NUMBER = 9
_GAP = " "


def only_digits(text: str, most: int) -> str:
    """The digits of a text as 0 to 9, so many at most."""
    return "".join(filter(is_ascii_digits, ascii_digits(text)))[:most]


class DigitField(Field):
    """A field for a number that is read aloud: any digits go in, Latin ones in threes stand
    there."""

    def __init__(self, holder: ThemeHolder, most: int, *, spaced: bool) -> None:
        super().__init__(holder, code=True)
        self._most, self._spaced = most, spaced
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.edited.connect(self._shape_digits)

    @property
    def digits(self) -> str:
        """The digits alone."""
        return only_digits(self.text, self._most)

    def _shape_digits(self, text: str) -> None:
        digits = only_digits(text, self._most)
        shown = _GAP.join(grouped(digits)) if self._spaced else digits
        if shown == text:
            return
        before = len(only_digits(text[: self.line.cursorPosition()], self._most))
        self.line.setText(shown)
        gaps = max(0, before - 1) // 3 if self._spaced else 0
        self.line.setCursorPosition(before + gaps)


class CallPanel(ThemedWidget):
    """The challenge in large digits with what to say, the answer and who gave it. ``again_asked``
    when it has lapsed; ``entered`` at Enter in the last field."""

    again_asked = Signal()
    entered = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue, *, enters: bool = True) -> None:
        """Without ``enters`` Enter is left to what stands around the panel."""
        super().__init__(holder)
        self.tongue = tongue
        self._say = FitLabel(holder, "body", lines=0)
        self._digits = BigDigits(holder)
        self._left = FitLabel(holder, "label", "ink_soft")
        self.again = PushButton(holder)
        self.answer = DigitField(holder, ANSWER_DIGITS, spaced=True)
        self.number = DigitField(holder, _NUMBER, spaced=False)
        self.again.clicked.connect(self.again_asked)
        if enters:
            self.answer.entered.connect(self._enter)
            self.number.entered.connect(self._enter)
        self._compose()
        self._space()
        self.retranslate()

    @property
    def given(self) -> tuple[str, int]:
        """The answer's ten digits, and the number of who gave it (0: none)."""
        return self.answer.digits, int(self.number.digits or "0")

    def show_call(self, view: CallView) -> None:
        """Another challenge, or less time."""
        self._say.setText(view.say)
        self._digits.show_groups(view.groups, view.spoken, faded=view.lapsed)
        self._left.setText(view.left)
        self._left.set_ink(None)
        self.again.setVisible(view.lapsed)
        self._keep_room()

    def complain(self) -> bool:
        """Say what is lacking and go there; whether anything is."""
        say = self.tongue.translate
        if len(self.answer.digits) < ANSWER_DIGITS:
            self.answer.set_error(say("Call", "Type the ten digits that were read back"))
            self.answer.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if not self.number.digits:
            self.number.set_error(say("Call", "Ask the duty supervisor for their service number"))
            self.number.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def begin(self) -> None:
        """A new call."""
        self.answer.clear()
        self.number.clear()
        self.answer.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Its own texts in the language of now."""
        say = self.tongue.translate
        self.answer.set_label(say("Call", "Answer, ten digits"))
        self.number.set_label(say("Call", "Duty supervisor's service number"))
        self.again.setText(say("Call", "Another number"))

    def follow_theme(self) -> None:
        """Space anew."""
        self._space()
        super().follow_theme()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: other lines."""
        super().resizeEvent(event)
        self._keep_room()

    def _keep_room(self) -> None:
        """A card around it gives it no more than it asks for at least."""
        if self.width():
            self.setMinimumHeight(self._rows.totalHeightForWidth(self.width()))

    @Slot()
    def _enter(self) -> None:
        if self.answer.line.hasFocus() and not self.number.digits:
            self.number.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.entered.emit()

    def _compose(self) -> None:
        self._rows, self._time, self._fields = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        self._time.addWidget(self._left, 1)
        self._time.addWidget(self.again)
        self._fields.addWidget(self.answer, 1)
        self._fields.addWidget(self.number, 1)
        self._rows.addWidget(self._say)
        self._rows.addWidget(self._digits)
        self._rows.addLayout(self._time)
        self._rows.addLayout(self._fields)

    def _space(self) -> None:
        gap = self.theme.px("space.m")
        self._rows.setContentsMargins(0, 0, 0, 0)
        for layout in (self._rows, self._time, self._fields):
            layout.setSpacing(gap)
        self._fields.setAlignment(Qt.AlignmentFlag.AlignTop)
