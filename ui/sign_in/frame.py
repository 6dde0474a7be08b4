"""What every page of sign-in stands in: the place at one side, the form in the middle."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.lane.views import Mark
from ui.sign_in.brand import BrandColumn
from ui.sign_in.present_trouble import countdown
from ui.sign_in.tab_order import set_tab_order
from ui.sign_in.views import PlaceView, TroubleView
from ui.theme.current import ThemeHolder
from ui.widgets.banner import Banner
from ui.widgets.elided import FitLabel
from ui.widgets.push_button import PushButton
from ui.widgets.themed import ThemedWidget
from ui.wording.tongue import Tongue

_SECOND_MS = 1_000
_WARNED = (Mark.WARNING, Mark.BAD)


class PostFrame(ThemedWidget):
    """Title, lead, what the staff list says if it is to be heeded, `body`, what went wrong, and
    `buttons`. While something has to be waited for, the first button counts down."""

    language_asked = Signal()
    theme_asked = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue, length: str = "sign_in.panel") -> None:
        """``length`` names the form's width among the tokens."""
        super().__init__(holder)
        self.tongue, self._length = tongue, length
        self._waits, self._first_text, self._busy = 0, "", False
        self.brand = BrandColumn(holder, tongue)
        self.brand.language_asked.connect(self.language_asked)
        self.brand.theme_asked.connect(self.theme_asked)
        self.title = FitLabel(holder, "title", lines=2)
        self.lead = FitLabel(holder, "body", "ink_soft", lines=0)
        self._lease, self.trouble = Banner(holder), Banner(holder)
        self.body = QVBoxLayout()
        self.first = PushButton(holder)
        self.first.setDefault(True)
        self.buttons = QHBoxLayout()
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self._tick)
        self._compose()
        self._space()

    @property
    def waits(self) -> int:
        """Seconds until the first button can be pressed again."""
        return self._waits

    def show_place(self, view: PlaceView) -> None:
        """Another hour, another language; what is wrong with the staff list is said above the
        form, what is right beside it."""
        heeded = view.lease_mark in _WARNED
        self.brand.show_place(view, lease=not heeded)
        self._lease.say(view.lease if heeded else "", view.lease_mark)

    def show_trouble(self, view: TroubleView | None) -> None:
        """Why it was not done; None: nothing is wrong."""
        self.trouble.say("" if view is None else view.text, Mark.BAD if view is None else view.mark)
        self._waits = 0 if view is None else view.waits
        self._second.stop()
        if self._waits:
            self._second.start()
        self._show_first()

    def show_busy(self, busy: bool) -> None:
        """It is being done: nothing can be pressed twice."""
        self._busy = busy
        self._show_first()

    def say_first(self, text: str) -> None:
        """What the first button does."""
        self._first_text = text
        self._show_first()

    def retranslate(self) -> None:
        """Its own texts in the language of now."""
        self.brand.retranslate()
        self._show_first()

    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the Tab key; language and light come after them."""
        return (self.first,)

    def order_tabs(self) -> None:
        """Once the page is made."""
        set_tab_order((*self.controls(), *self.brand.controls()))

    def follow_theme(self) -> None:
        """Space anew."""
        self._space()
        super().follow_theme()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The window's ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.colour("surface"))
        painter.end()

    @Slot()
    def _tick(self) -> None:
        self._waits = max(0, self._waits - 1)
        if not self._waits:
            self._second.stop()
            self.trouble.say("", Mark.BAD)
        self._show_first()

    def _show_first(self) -> None:
        waiting = bool(self._waits)
        self.first.setText(countdown(self._waits, self.tongue) if waiting else self._first_text)
        self.first.setEnabled(not waiting and not self._busy)

    def _compose(self) -> None:
        self._panel = QWidget()
        self._column = QVBoxLayout(self._panel)
        for widget in (self.title, self.lead, self._lease):
            self._column.addWidget(widget)
        self._column.addLayout(self.body)
        self._column.addWidget(self.trouble)
        self._column.addLayout(self.buttons)
        self._middle, self._across = QVBoxLayout(), QHBoxLayout(self)
        self._middle.addStretch(2)
        self._middle.addWidget(self._panel)
        self._middle.addStretch(3)
        self._across.addWidget(self.brand)
        self._across.addStretch(1)
        self._across.addLayout(self._middle)
        self._across.addStretch(1)

    def _space(self) -> None:
        theme = self.theme
        self._panel.setFixedWidth(theme.px(self._length))
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(0)
        for layout, gap in (
            (self._column, "space.l"),
            (self.body, "space.l"),
            (self.buttons, "space.m"),
            (self._middle, "space.l"),
        ):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.px(gap))
