"""The second line's page: lists at the start, the chosen case beside them, keys below."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout

from ui.second_line.case_list import CaseList
from ui.second_line.case_pane import CasePane
from ui.second_line.group_sheet import GroupSheet
from ui.second_line.override_sheet import OverrideSheet
from ui.second_line.step_bar import StepBar
from ui.second_line.views import KEYS, Step
from ui.second_line.words import reasons
from ui.theme.current import ThemeHolder
from ui.widgets.table import Table
from ui.widgets.tabs import Tabs
from ui.widgets.themed import ThemedWidget
from ui.wording.tongue import Tongue

WAITING, DEFERRED, CLOSED = "waiting", "deferred", "closed"
_STEPS: Mapping[int, Step] = {
    Qt.Key.Key_F2: Step.CLEAR,
    Qt.Key.Key_F3: Step.REFUSE,
    Qt.Key.Key_F4: Step.DEFER,
    Qt.Key.Key_F5: Step.REFRESH,
    Qt.Key.Key_F6: Step.PASSPORT,
    Qt.Key.Key_F7: Step.TAKE,
    Qt.Key.Key_F8: Step.GROUP,
    Qt.Key.Key_Insert: Step.NOTE,
}


class SecondLinePage(ThemedWidget):
    """Draws what it is given and tells what was asked for; decides nothing.

    ``stepped`` carries the `Step` of a key or button; ``chosen`` the key of a case; ``turned`` the
    list that came into sight; ``left`` when Escape asks to go from the lists.
    """

    stepped = Signal(object)
    chosen = Signal(str)
    turned = Signal(str)
    left = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue) -> None:
        super().__init__(holder)
        self._tongue = tongue
        self.waiting, self.closed = CaseList(holder, "check"), CaseList(holder, "list")
        self.deferred = Table(holder)
        self.tabs = Tabs(holder)
        self.pane, self.steps = CasePane(holder, tongue), StepBar(holder)
        for key, part in (
            (WAITING, self.waiting),
            (DEFERRED, self.deferred),
            (CLOSED, self.closed),
        ):
            self.tabs.add(key, part)
        self._rows, self._body = QVBoxLayout(self), QHBoxLayout()
        self._body.addWidget(self.tabs)
        self._body.addWidget(self.pane, 1)
        self._rows.addLayout(self._body, 1)
        self._rows.addWidget(self.steps)
        self.override = OverrideSheet(holder, self, tongue)
        self.group = GroupSheet(holder, self, tongue)
        self._join()
        self._space()
        self.retranslate({})

    @property
    def foot(self) -> int:
        """The height (px) of the keys at its foot."""
        return self.steps.height()

    @property
    def list(self) -> CaseList:
        """The list of cases in sight, the waiting ones while the deferred are."""
        return self.closed if self.tabs.current == CLOSED else self.waiting

    def retranslate(self, counts: Mapping[str, str]) -> None:
        """Its own texts in the language of now; ``counts`` by list, said beside their names."""
        say, known = self._tongue.translate, reasons(self._tongue)
        names = {
            WAITING: say("SecondLine", "Waiting"),
            DEFERRED: say("SecondLine", "Deferred"),
            CLOSED: say("SecondLine", "Closed"),
        }
        self.tabs.say(
            {
                key: f"{name} ({counts[key]})" if key in counts else name
                for key, name in names.items()
            }
        )
        self.waiting.say(
            names[WAITING],
            say("SecondLine", "No case waits"),
            say(
                "SecondLine",
                "Referrals of every lane of this port come here by themselves. "
                "Meanwhile look at who was deferred: Ctrl and 2.",
            ),
        )
        self.closed.say(
            names[CLOSED],
            say("SecondLine", "Nothing was closed today"),
            say("SecondLine", "Cases that were decided today stand here with their outcome."),
        )
        self.pane.retranslate(known)
        self.override.retranslate()
        self.group.retranslate(known)
        self.setAccessibleName(say("SecondLine", "Second line"))

    def begin(self) -> None:
        """The hand is on the list in sight."""
        part = self.deferred if self.tabs.current == DEFERRED else self.list
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow_theme(self) -> None:
        """Space anew."""
        self._space()
        super().follow_theme()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of this desk; Escape goes back to the list, and from there away."""
        step = _STEPS.get(event.key())
        if step is not None and not event.modifiers() and not event.isAutoRepeat():
            self.step(step)
        elif event.key() == Qt.Key.Key_Escape:
            self._go_back()
        else:
            super().keyPressEvent(event)

    def step(self, step: Step) -> None:
        """A key was pressed; one that is asleep does nothing."""
        busy = self.override.isVisible() or self.group.isVisible()
        if self.steps.button(step).isEnabled() and not busy:
            self.stepped.emit(step)

    def key_of(self, name: str) -> None:
        """A physical key by its cap (``F2``), where it was caught on its way here."""
        for step, cap in KEYS.items():
            if cap == name:
                self.step(step)

    def _go_back(self) -> None:
        focus = self.focusWidget()
        inside = focus is not None and self.pane.isAncestorOf(focus)
        if inside:
            self.begin()
        else:
            self.left.emit()

    def _join(self) -> None:
        self.steps.asked.connect(self.stepped)
        for part in (self.waiting, self.closed):
            part.chosen.connect(self._choose)
            part.opened.connect(self._open)
            part.filled.connect(self._space)
        self.tabs.turned.connect(self._turn)

    @Slot(str)
    def _choose(self, key: str) -> None:
        if self.sender() is self.list:
            self.chosen.emit(key)

    @Slot(str)
    def _open(self, _key: str) -> None:
        self.pane.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _turn(self, key: str) -> None:
        inside = self.isAncestorOf(QApplication.focusWidget() or self)
        self._space()
        self.turned.emit(key)
        if key != DEFERRED:
            self.chosen.emit(self.list.current)
        if inside and not self.tabs.hasFocus():
            self.begin()

    @Slot()
    def _space(self) -> None:
        """The case stands beside its list; without any there is none to choose."""
        theme = self.theme
        wide = self.tabs.current == DEFERRED or not self.list.rows
        margin = theme.px("space.l")
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._body.setContentsMargins(margin, theme.px("space.m"), margin, theme.px("space.s"))
        self._body.setSpacing(margin)
        self.pane.setVisible(not wide)
        if wide:
            self.tabs.setMinimumWidth(0)
            self.tabs.setMaximumWidth(self.maximumWidth())
        else:
            self.tabs.setFixedWidth(theme.px("second_line.list"))
