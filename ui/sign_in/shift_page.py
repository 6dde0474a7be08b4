"""A shift begins: which way this lane works."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from checkpoint_app.domain.digits import ascii_digits
from checkpoint_app.domain.movement import Direction
from ui.sign_in.frame import PostFrame
from ui.sign_in.keys import SIDEWAYS, is_enter, is_escape
from ui.sign_in.present_shift import DIRECTIONS, ICONS
from ui.sign_in.views import PersonView, TroubleView
from ui.sign_in.way_button import WayButton
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.push_button import PushButton
from ui.wording.tongue import Tongue, fill

_KEYS = {Direction.DEPARTING: "1", Direction.RETURNING: "2"}


class ShiftPage(PostFrame):
    """The last direction is preset: Enter begins. 1 and 2, or the arrows, choose. ``began`` carries
    the direction; ``desk_asked`` when somebody goes on without a shift; ``left`` signs out."""

    began = Signal(object)  # Direction
    desk_asked = Signal()
    left = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue) -> None:
        super().__init__(holder, tongue)
        self._view, self._name = PersonView("", ""), ""
        self._ways = {
            direction: WayButton(holder, ICONS[direction], key) for direction, key in _KEYS.items()
        }
        self._question = FitLabel(holder, "strong", lines=0)
        self.desk, self.leave = PushButton(holder), PushButton(holder)
        self._group, self._side_by_side = QButtonGroup(self), QHBoxLayout()
        for way in self._ways.values():
            self._group.addButton(way)
            self._side_by_side.addWidget(way)
        self.body.addWidget(self._question)
        self.body.addLayout(self._side_by_side)
        self.body.addWidget(self.first)
        self.buttons.addWidget(self.desk)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.leave)
        self.first.clicked.connect(self._begin)
        self.desk.clicked.connect(self.desk_asked)
        self.leave.clicked.connect(self.left)
        self._group.buttonToggled.connect(self._turned)
        self.begin(PersonView("", ""), Direction.DEPARTING, has_desk=False)
        self.follow_theme()
        self.order_tabs()

    @property
    def direction(self) -> Direction:
        """What is chosen."""
        chosen = self._ways[Direction.RETURNING].isChecked()
        return Direction.RETURNING if chosen else Direction.DEPARTING

    def begin(self, view: PersonView, direction: Direction, *, has_desk: bool) -> None:
        """Ask somebody; ``has_desk``: they have work without a shift too."""
        self._ways[direction].setChecked(True)
        self.desk.setVisible(has_desk)
        self.show_busy(False)
        self.show_trouble(None)
        self.show_person(view)
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_person(self, view: PersonView) -> None:
        """Who is asked, in the language of now."""
        self._view = view
        self.retranslate()

    def refuse(self, view: TroubleView) -> None:
        """It did not begin."""
        self.show_busy(False)
        self.show_trouble(view)

    @Slot(str)
    def typed(self, digits: str) -> None:
        """Digits that a person typed outside any field: the last one chooses."""
        for direction, key in _KEYS.items():
            if ascii_digits(digits[-1:]) == key:
                self._ways[direction].setChecked(True)
                self._ways[direction].setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Its own texts in the language of now."""
        say = self.tongue.translate
        self.title.setText(
            fill(say("Shift", "Welcome, {name}"), name=self._view.name) if self._view.name else ""
        )
        self.lead.setText(" · ".join(filter(None, (self._view.role, self._view.note))))
        self._question.setText(say("Shift", "Which way does this lane work?"))
        for direction, way in self._ways.items():
            way.say(DIRECTIONS[direction].said(self.tongue))
        self.desk.setText(say("Shift", "Go on without a shift"))
        self.leave.setText(say("Shift", "Sign out"))
        self._say_first()
        super().retranslate()

    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the Tab key."""
        return *self._ways.values(), self.first, self.desk, self.leave

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins, arrows and digits choose, Escape signs out."""
        if is_enter(event):
            focus = self.focusWidget()
            press = focus if focus in (self.desk, self.leave) else self.first
            assert isinstance(press, PushButton)
            press.click()
        elif is_escape(event):
            self.left.emit()
        elif event.key() in SIDEWAYS:
            self.typed("2" if self.direction is Direction.DEPARTING else "1")
        else:
            self.typed(event.text())

    @Slot()
    def _turned(self) -> None:
        self._say_first()

    @Slot()
    def _begin(self) -> None:
        self.show_busy(True)
        self.began.emit(self.direction)

    def _say_first(self) -> None:
        say = self.tongue.translate
        self.say_first(
            say("Shift", "Begin: departures")
            if self.direction is Direction.DEPARTING
            else say("Shift", "Begin: returns")
        )

    def follow_theme(self) -> None:
        """Space anew."""
        self._side_by_side.setSpacing(self.theme.px("space.l"))
        super().follow_theme()
