"""A duty supervisor answers for somebody at another post, who reads a number out."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checkpoint_app.credential.telephone import CHALLENGE_DIGITS, HelpPurpose, is_challenge
from ui.lane.views import Mark
from ui.sign_in.big_digits import BigDigits
from ui.sign_in.call_panel import DigitField
from ui.sign_in.person_fields import latin_login
from ui.sign_in.present_call import REFERENCE, grouped
from ui.sign_in.tab_order import set_tab_order
from ui.sign_in.views import TroubleView
from ui.theme.current import ThemeHolder
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.elided import FitLabel
from ui.widgets.field import Choice, Field
from ui.widgets.push_button import PushButton
from ui.widgets.themed import ThemedWidget
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

_PURPOSES: Mapping[HelpPurpose, Phrase] = {
    HelpPurpose.SIGN_IN: Phrase("Answering", "To sign in for one shift"),
    HelpPurpose.OVERRIDE: Phrase("Answering", "A supervisor's word on one case"),
}
_HEX = frozenset("0123456789abcdef")


class AnswerPage(ThemedWidget):
    """``asked`` carries port id, login, `HelpPurpose`, reference and challenge."""

    asked = Signal(str, str, object, str, str)

    def __init__(self, holder: ThemeHolder, tongue: Tongue) -> None:
        super().__init__(holder)
        self.tongue = tongue
        self.port, self.purpose = Choice(holder), Choice(holder)
        self.login, self.reference = Field(holder, code=True), Field(holder, code=True)
        self.challenge = DigitField(holder, CHALLENGE_DIGITS, spaced=True)
        self.make = PushButton(holder)
        self.make.setDefault(True)
        self._asking, self._answering = Card(holder), Card(holder)
        self._lead = FitLabel(holder, "body", "ink_soft", lines=0)
        self._digits, self._number = BigDigits(holder), FitLabel(holder, "strong", lines=0)
        self._then, self._trouble = FitLabel(holder, "body", lines=0), Banner(holder)
        self._answered: tuple[tuple[str, ...], str] | None = None
        self._compose()
        self._join()
        self.retranslate()
        self._space()
        set_tab_order(self.controls())

    def offer(self, ports: tuple[tuple[str, str], ...]) -> None:
        """The ports to choose from, by id and name; without any, nobody here answers."""
        self.port.offer(ports)
        self.make.setEnabled(bool(ports))
        if not ports:
            none = self.tongue.translate("Answering", "This port answers for no other")
            self._trouble.say(none, Mark.PLAIN)

    def show_answer(self, digits: str, number: str) -> None:
        """What is read back, and the service number that goes with it."""
        self._answered = (grouped(digits), number)
        self._trouble.say("", Mark.BAD)
        self._say_answer()

    def clear(self) -> None:
        """Nobody is calling."""
        for field in (self.login, self.reference, self.challenge):
            field.clear()
        self._trouble.say("", Mark.BAD)
        self._forget()

    def refuse(self, view: TroubleView) -> None:
        """There is no answer, and why."""
        self._forget()
        self._trouble.say(view.text, view.mark)

    def retranslate(self) -> None:
        """Its own texts in the language of now."""
        say = self.tongue.translate
        self._asking.set_title(say("Answering", "Who is calling"))
        self._answering.set_title(say("Answering", "What you read back"))
        self._lead.setText(
            say("Answering", "Answer only somebody whose voice you know, or whom you call back")
        )
        self.port.set_label(say("Answering", "Port"))
        self.login.set_label(say("Answering", "Their login"))
        self.purpose.set_label(say("Answering", "What for"))
        self.reference.set_label(say("Answering", "Case, last eight signs"))
        self.challenge.set_label(say("Answering", "The number they read out"))
        self.make.setText(say("Answering", "Make the answer"))
        self.purpose.offer(
            tuple((purpose.name, said.said(self.tongue)) for purpose, said in _PURPOSES.items())
        )
        self._say_answer()
        self._fit_reference()

    def follow_theme(self) -> None:
        """Space anew."""
        self._space()
        super().follow_theme()

    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the Tab key."""
        typed = (self.login.line, self.purpose.box, self.reference.line, self.challenge.line)
        return self.port.box, *typed, self.make

    @Slot()
    def _ask(self) -> None:
        say, challenge = self.tongue.translate, self.challenge.digits
        case = self.reference.text.lower()
        purpose = HelpPurpose[self.purpose.key]
        if not self.login.text:
            self.login.set_error(say("Answering", "Ask for the login of who is calling"))
        elif purpose is HelpPurpose.OVERRIDE and not _is_reference(case):
            self.reference.set_error(say("Answering", "Ask for the eight signs of the case"))
        elif not is_challenge(challenge):
            self.challenge.set_error(
                say("Answering", "A digit was misheard. Have the number read out again")
            )
        else:
            reference = case if purpose is HelpPurpose.OVERRIDE else ""
            self.asked.emit(self.port.key, self.login.text.lower(), purpose, reference, challenge)

    @Slot()
    def _forget(self) -> None:
        """An answer belongs to what was typed, and to nothing else."""
        self._answered = None
        self._say_answer()

    @Slot(str)
    def _latin(self, text: str) -> None:
        if latin_login(text) != text:
            self.login.set_text(latin_login(text))

    @Slot()
    def _fit_reference(self) -> None:
        self.reference.setVisible(self.purpose.key == HelpPurpose.OVERRIDE.name)

    def _say_answer(self) -> None:
        say, answered = self.tongue.translate, self._answered
        groups, number = answered or ((), "")
        self._digits.setVisible(bool(groups))
        self._number.setVisible(bool(groups))
        self._digits.show_groups(groups, " ".join("".join(groups)))
        self._number.setText(
            fill(say("Answering", "Your service number: {number}"), number=self.tongue.code(number))
        )
        self._then.setText(
            say("Answering", "Read out the ten digits and your service number. It is written down")
            if groups
            else say("Answering", "The answer stands here once the number is typed")
        )

    def _compose(self) -> None:
        self._across, form = QHBoxLayout(self), self._asking.body
        self._form: QVBoxLayout = form
        for widget in (self.port, self.login, self.purpose, self.reference, self.challenge):
            form.addWidget(widget)
        form.addWidget(self.make)
        form.addStretch(1)
        for shown in (self._lead, self._digits, self._number, self._then, self._trouble):
            self._answering.body.addWidget(shown)
        self._answering.body.addStretch(1)
        top = Qt.AlignmentFlag.AlignTop
        self._across.addWidget(self._asking, 1, top)
        self._across.addWidget(self._answering, 1, top)

    def _join(self) -> None:
        self.make.clicked.connect(self._ask)
        self.challenge.entered.connect(self._ask)
        self.login.edited.connect(self._latin)
        self.purpose.picked.connect(self._fit_reference)
        for field in (self.login, self.reference, self.challenge):
            field.edited.connect(self._forget)
        for choice in (self.port, self.purpose):
            choice.picked.connect(self._forget)

    def _space(self) -> None:
        gap = self.theme.px("space.l")
        self._across.setContentsMargins(gap, gap, gap, gap)
        self._across.setSpacing(gap)
        self._form.setSpacing(self.theme.px("space.m"))


def _is_reference(text: str) -> bool:
    return len(text) == REFERENCE and set(text) <= _HEX
