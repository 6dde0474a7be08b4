"""Help, in a window of its own: contents and search beside one page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checkpoint_app.help_pages import HelpPages
from ui.help.browser import HelpBrowser
from ui.help.contents import Contents
from ui.help.present_help import present_contents, present_hits
from ui.sign_in.tab_order import set_tab_order
from ui.theme.current import ThemeHolder
from ui.widgets.field import Field
from ui.widgets.icons import icon
from ui.widgets.push_button import PushButton
from ui.widgets.themed import ThemedWidget
from ui.wording.tongue import Tongue

_MOST_BACK = 50


class HelpWindow(ThemedWidget):
    """F1 opens it beside the window that asks (`open_for`). Escape closes, Alt+Left and Backspace
    go back, Control+F searches."""

    def __init__(
        self, holder: ThemeHolder, tongue: Tongue, pages: HelpPages, parent: QWidget | None = None
    ) -> None:
        super().__init__(holder, parent)
        self.setWindowFlag(Qt.WindowType.Window, True)
        self._tongue, self._pages = tongue, pages
        self._name, self._before = "", list[tuple[str, str]]()
        self.search, self.contents = Field(holder), Contents(holder)
        self.browser = HelpBrowser(holder, pages)
        self.back, self.closer = PushButton(holder), PushButton(holder)
        self._compose()
        self._join()
        self._space()
        self.retranslate()
        set_tab_order(self.controls())

    @property
    def page(self) -> str:
        """The name of the page in sight."""
        return self._name

    def open_for(self, context: str) -> None:
        """Come into sight with the page of the window that one is in."""
        self.open_page(self._pages.page_for(context))
        over = self.parentWidget()
        if not self.isVisible() and over is not None:
            self.resize(over.window().size())
        self.show()
        self.raise_()
        self.activateWindow()
        self.browser.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_page(self, name: str, anchor: str = "") -> None:
        """Show a page. Raises KeyError for a name that there is not."""
        page = self._pages.page(name, self._tongue.language)
        if self._name and (name, anchor) != (self._name, ""):
            self._before = [*self._before[-_MOST_BACK:], (self._name, anchor)]
        self._name = name
        self.browser.show_page(page, anchor)
        self.contents.mark(name)
        self.back.setEnabled(bool(self._before))

    def look_for(self, words: str) -> None:
        """Look for words in every page."""
        self.search.set_text(words)
        self._searched(words)

    @Slot()
    def retranslate(self) -> None:
        """Everything in the language of now, the page too."""
        say = self._tongue.translate
        self.setWindowTitle(say("Help", "Help"))
        self.setAccessibleName(say("Help", "Help"))
        self.search.set_label(say("Help", "Search in help"))
        self.contents.setAccessibleName(say("Help", "Contents"))
        self.back.setText(say("Help", "Back"))
        self.closer.setText(say("Help", "Close"))
        self._searched(self.search.text)
        if self._name:
            self.browser.show_page(self._pages.page(self._name, self._tongue.language))
            self.contents.mark(self._name)

    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the Tab key."""
        return self.search.line, self.contents, self.browser, self.back, self.closer

    def follow_theme(self) -> None:
        """Space and colour anew."""
        self._space()
        super().follow_theme()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, back, and search."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        sideways = Qt.Key.Key_Right if self._tongue.right_to_left else Qt.Key.Key_Left
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Escape:
            self._leave_search() if self.search.text else self.close()
        elif event.key() == Qt.Key.Key_Backspace or (alt and event.key() == sideways):
            self._go_back()
        elif control and event.key() == Qt.Key.Key_F:
            self.search.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.line.selectAll()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The next look begins without a trail."""
        self._before.clear()
        super().closeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The window's ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.colour("surface"))
        painter.end()

    @Slot()
    def _go_back(self) -> None:
        if self._before:
            name, _ = self._before.pop()
            self._name = ""
            self.open_page(name)

    @Slot(str, str)
    def _chosen(self, name: str, anchor: str) -> None:
        self.open_page(name, anchor)
        if self.search.text:
            self.browser.mark(self.search.text)
        self.browser.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _searched(self, words: str) -> None:
        found = (
            present_hits(self._pages, words, self._tongue)
            if words.strip()
            else present_contents(self._pages, self._tongue)
        )
        self.contents.show_entries(found, self._name)

    @Slot()
    def _leave_search(self) -> None:
        self.look_for("")

    def _compose(self) -> None:
        self._across, self._side, self._feet = QHBoxLayout(self), QVBoxLayout(), QHBoxLayout()
        self._feet.addWidget(self.back, 1)
        self._feet.addWidget(self.closer, 1)
        self._side.addWidget(self.search)
        self._side.addWidget(self.contents, 1)
        self._side.addLayout(self._feet)
        self._across.addLayout(self._side)
        self._across.addWidget(self.browser, 1)

    def _join(self) -> None:
        self.search.edited.connect(self._searched)
        self.search.entered.connect(self.contents.setFocus)
        self.contents.chosen.connect(self._chosen)
        self.browser.asked.connect(self.open_page)
        self.back.clicked.connect(self._go_back)
        self.closer.clicked.connect(self.close)
        self.back.setEnabled(False)

    def _space(self) -> None:
        theme, gap = self.theme, self.theme.px("space.l")
        self._across.setContentsMargins(gap, gap, gap, gap)
        for layout in (self._across, self._side, self._feet):
            layout.setSpacing(theme.px("space.m"))
        self.contents.setFixedWidth(theme.px("help.side"))
        self.search.setFixedWidth(theme.px("help.side"))
        ink, side = theme.colour("ink"), theme.px("icon.m")
        self.back.setIcon(icon("back", side, ink, self._tongue.right_to_left))
