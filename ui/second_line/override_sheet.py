"""A supervisor's word for a refusal that is to be cleared: given here, or over the telephone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.sign_in.big_digits import BigDigits
from ui.sign_in.present_call import grouped
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.field import Field
from ui.widgets.sheet import Sheet
from ui.widgets.tabs import Tabs
from ui.wording.tongue import Tongue

HERE, TELEPHONE = "here", "telephone"
_MINUTE = 60


class OverrideSheet(Sheet):
    """``given_here`` carries login, password and code; ``given_by_telephone`` the answer's digits
    and the duty supervisor's number; ``call_asked`` wants the digits to read out."""

    given_here = Signal(str, str, str)
    given_by_telephone = Signal(str, str)
    call_asked = Signal()

    def __init__(self, holder: ThemeHolder, over: QWidget, tongue: Tongue) -> None:
        super().__init__(holder, over, "second_line.sheet")
        self._tongue = tongue
        self._lead = FitLabel(holder, "body", "ink_soft", lines=0)
        self._tabs = Tabs(holder)
        self.login, self.password = Field(holder, code=True), Field(holder, secret=True)
        self.code, self.answer = Field(holder, code=True), Field(holder, code=True)
        self.number = Field(holder, code=True)
        self._digits = BigDigits(holder)
        self._told = FitLabel(holder, "body", lines=4)
        self._left = FitLabel(holder, "small", "ink_soft")
        self._complaint = FitLabel(holder, "strong", lines=3)
        self._forms = [QWidget(), QWidget()]
        self._stacks = [QVBoxLayout(form) for form in self._forms]
        self._pairs = [QHBoxLayout(), QHBoxLayout()]
        self._compose()
        self.done.connect(self._give)
        self._tabs.turned.connect(self._turned)
        self.retranslate()

    @property
    def way(self) -> str:
        """`HERE` or `TELEPHONE`."""
        return self._tabs.current

    @property
    def complaint(self) -> str:
        """What was wrong, or empty."""
        return self._complaint.text()

    def ask(self) -> None:
        """Come into sight, with nothing typed."""
        for field in (self.login, self.password, self.code, self.answer, self.number):
            field.clear()
        self.complain("")
        self.show_call("", 0, "")
        self._tabs.turn_to(HERE)
        self.begin(self.login.line)

    @property
    def call(self) -> tuple[str, ...]:
        """The digits to read out, in their groups; none while they are on their way."""
        return self._digits.groups

    def show_call(self, challenge: str, seconds: int, say_this: str) -> None:
        """The digits to read out, for how long they are good, and what to say before; empty: they
        are on their way."""
        self._digits.show_groups(grouped(challenge), " ".join(challenge))
        say = self._tongue.translate
        minutes = max(1, seconds // _MINUTE)
        good = say("SecondLine", "Good for %n minute(s)", None, minutes)
        self._told.setText(say_this or say("SecondLine", "Asking for the number to read out …"))
        self._left.setText(good if challenge else "")
        self._measure_forms()

    def complain(self, text: str) -> None:
        """What was wrong and what to do; empty: nothing."""
        self._complaint.setText(text)
        self._complaint.setVisible(bool(text))
        self._measure_forms()
        self.first.setEnabled(True)

    def retranslate(self) -> None:
        """Its texts in the language of now."""
        say = self._tongue.translate
        self.say(
            say("SecondLine", "A supervisor must allow this"),
            say("SecondLine", "Allow and clear"),
            say("SecondLine", "Cancel"),
        )
        self._lead.setText(
            say(
                "SecondLine",
                "A lane refuses this permit. Another person than the officer of the referral, a "
                "supervisor, allows it by name; it is counted and reported.",
            )
        )
        self._tabs.say(
            {HERE: say("SecondLine", "Here"), TELEPHONE: say("SecondLine", "By telephone")}
        )
        self.login.set_label(say("SecondLine", "Supervisor's name for signing in"))
        self.password.set_label(say("SecondLine", "Password"))
        self.code.set_label(say("SecondLine", "Code of six digits"))
        self.number.set_label(say("SecondLine", "Duty supervisor's service number"))
        self.answer.set_label(say("SecondLine", "Number that they read back"))

    def follow_theme(self) -> None:
        """Space anew."""
        self._space_forms()
        super().follow_theme()

    def _compose(self) -> None:
        here, telephone = self._stacks
        here.addWidget(self.login)
        telephone.addWidget(self._told)
        telephone.addWidget(self._digits)
        telephone.addWidget(self._left)
        pairs = ((self.password, self.code), (self.number, self.answer))
        for stack, row, pair in zip(self._stacks, self._pairs, pairs, strict=True):
            for field in pair:
                row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            stack.addLayout(row)
            stack.addStretch(1)
        for key, form in zip((HERE, TELEPHONE), self._forms, strict=True):
            self._tabs.add(key, form)
        for part in (self._lead, self._tabs, self._complaint):
            self.body.addWidget(part)
        self._space_forms()

    def _measure_forms(self) -> None:
        """A form that was never shown has not been dressed, and a text that wraps is asked for its
        height in the window's width, not the card's: both would be measured too low."""
        for field in self.findChildren(Field):
            field.line.ensurePolished()
        inner = self.theme.px("second_line.sheet") - 2 * self.theme.px("space.l")
        for label in (self._lead, self._told, self._left, self._complaint):
            label.setMinimumHeight(label.heightForWidth(inner) if label.text() else 0)

    def _space_forms(self) -> None:
        for stack in self._stacks:
            stack.setContentsMargins(0, 0, 0, 0)
            stack.setSpacing(self.theme.px("space.s"))
        for row in self._pairs:
            row.setSpacing(self.theme.px("space.m"))

    @Slot(str)
    def _turned(self, way: str) -> None:
        self.complain("")
        if way == TELEPHONE and self.isVisible() and not self.call:
            self.call_asked.emit()

    @Slot()
    def _give(self) -> None:
        self.first.setEnabled(False)
        if self.way == HERE:
            self.given_here.emit(self.login.text, self.password.text, self.code.text)
        else:
            self.given_by_telephone.emit(self.answer.text, self.number.text)
