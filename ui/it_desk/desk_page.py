"""The whole of the IT desk: its head, and its pages behind tabs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.it_desk.data_page import DataPage
from ui.it_desk.device_page import DevicePage
from ui.it_desk.drill_page import DrillPage
from ui.it_desk.machine_page import MachinePage
from ui.it_desk.senses_page import SensesPage
from ui.it_desk.stick_page import StickPage
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.icons import icon
from ui.widgets.key_cap import KeyCap
from ui.widgets.push_button import PushButton
from ui.widgets.tabs import Tabs
from ui.widgets.themed import ThemedWidget
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue

_BACK_KEY = "Esc"
NAMES = {
    "data": Phrase("It", "Data"),
    "stick": Phrase("It", "Stick"),
    "device": Phrase("It", "Device"),
    "senses": Phrase("It", "Camera and scanner"),
    "machine": Phrase("It", "Computer"),
    "drill": Phrase("It", "Drill"),
}


class ItPage(ThemedWidget):
    """``closed`` when somebody goes back to the lane."""

    closed = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._tongue = tongue
        self._title = FitLabel(holder, "title")
        self._back = PushButton(holder)
        self.tabs = Tabs(holder)
        self.data, self.stick = DataPage(holder, tongue), StickPage(holder, tongue)
        self.device, self.senses = DevicePage(holder, tongue), SensesPage(holder, tongue)
        self.machine, self.drill = MachinePage(holder, tongue), DrillPage(holder, tongue)
        pages = (self.data, self.stick, self.device, self.senses, self.machine, self.drill)
        for name, page in zip(NAMES, pages, strict=True):
            self.tabs.add(name, page)
        self._pages = pages
        self._head, self._rows = QHBoxLayout(), QVBoxLayout(self)
        for widget in (self._back, KeyCap(holder, _BACK_KEY), self._title):
            self._head.addWidget(widget, int(widget is self._title))
        self._rows.addLayout(self._head)
        self._rows.addWidget(self.tabs, 1)
        self._back.clicked.connect(self.closed)
        self._space()
        self.retranslate()

    @Slot()
    def retranslate(self) -> None:
        """Say everything in the language of now."""
        say = self._tongue.translate
        self._title.setText(say("It", "IT desk"))
        self.setAccessibleName(say("It", "IT desk"))
        self._back.setText(say("It", "Back"))
        self._back.setAccessibleName(say("It", "Back to the lane"))
        self.tabs.say({name: phrase.said(self._tongue) for name, phrase in NAMES.items()})
        for page in self._pages:
            page.retranslate()
        self._space()

    def follow_theme(self) -> None:
        """Space anew."""
        self._space()
        super().follow_theme()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the lane."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _space(self) -> None:
        theme = self.theme
        margin, gap = theme.px("space.l"), theme.px("space.m")
        self._rows.setContentsMargins(margin, margin, margin, margin)
        self._rows.setSpacing(gap)
        self._head.setSpacing(gap)
        side, between = theme.px("icon.m"), theme.px("space.xs")
        ink = theme.colour("ink")
        self._back.setIcon(icon("back", side, ink, self.isRightToLeft(), gap=between))
        self._back.setIconSize(QSize(side + between, side))
